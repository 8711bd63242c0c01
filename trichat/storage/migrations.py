"""Upgrades the history file: each step makes the next version out of the one before."""

# A place is a room or a conversation. `event` has no rowid, so that the events of a place lie together on
# disk, in order: a page of history is one short walk.
_FIRST = """
create table place (
    number integer primary key,
    key text not null unique
);
create table event (
    place integer not null references place (number),
    id integer not null,
    kind text not null,
    nick text not null,
    username text not null,
    host text not null,
    target text not null,
    text text not null,
    tags text,
    primary key (place, id)
) without rowid;
create table room (
    key text primary key,
    name text not null,
    created integer not null,
    topic text not null,
    topic_by text not null,
    topic_at integer not null
) without rowid;
"""

# What is kept besides events is a record with a kind and a key, in JSON: a new kind needs no new table.
_RECORDS = """
create table record (
    kind text not null,
    key text not null,
    value text not null,
    primary key (kind, key)
) without rowid;
insert into record select 'room', key, json_object(
    'key', key, 'name', name, 'created', created, 'topic', topic, 'topic_by', topic_by, 'topic_at', topic_at
) from room;
drop table room;
alter table event add column account text not null default '';
"""

# Whose conversation a place is, so that somebody's conversations are found. The key of a conversation is made of
# the identities of both, with a space between them.
_PARTIES = """
create table party (
    identity text not null,
    place integer not null references place (number),
    primary key (identity, place)
) without rowid;
insert or ignore into party select substr(key, 1, instr(key, ' ') - 1), number from place where instr(key, ' ');
insert or ignore into party select substr(key, instr(key, ' ') + 1), number from place where instr(key, ' ');
"""

# The index for searching. It is filled when there is time for it: `indexed` is the id up to which the events of a
# place have been looked at. `search` holds words only, each with the numbers of events; `searched` says in which
# place such an event is.
_SEARCH = """
alter table place add column indexed integer not null default 0;
create table searched (id integer primary key, place integer not null);
create virtual table search using fts5 (text, place, nick, content = '', columnsize = 0, tokenize = 'ascii');
"""

# What has to be done when there is time, also by the next server that opens the file: see tidying.py. In a file from
# before, words of what was taken back may be left in the index.
_CHORES = """
create table chore (name text primary key) without rowid;
insert into chore values ('tidy');
"""

# Where what people said, and the tags that they sent, stand among all that happened: a page of it is found at once,
# after a hundred thousand joins too. A statement uses it if it says the same of `kind`.
_SPOKEN = """
create index spoken on event (place, id) where kind in ('message', 'notice', 'action', 'ctcp', 'ctcp-reply', 'tags');
"""

# The signs alone, of which there are few: one that is taken back is looked for among the last of them.
_TAGGED = "create index tagged on event (place, id) where kind = 'tags';"

# What names an uploaded file, which lives as long as one such event does (words/text/file_links.py): few among all.
_FILES = "create index with_file on event (place, id) where instr(text, '/files/') > 0;"

STEPS: tuple[str, ...] = (_FIRST, _RECORDS, _PARTIES, _SEARCH, _CHORES, _SPOKEN, _TAGGED, _FILES)
APPLICATION_ID = 0x74726963  # "tric": says that an SQLite file is a history of ours
