"""The versions of the history file: each step makes the next version out of the one before."""

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

STEPS: tuple[str, ...] = (_FIRST,)
APPLICATION_ID = 0x74726963  # "tric": says that an SQLite file is a history of ours
