"""The rules of the chat, made from the settings of the server: what it allows, and what it tells everybody."""

from datetime import UTC, tzinfo

from trichat.words.events import Source
from trichat.words.record import Hidden, Record


class Rules(Record, kw_only=True):
    """What the chat allows, and what it tells everybody. Sizes in bytes of UTF-8."""

    most_rooms: int = 100  # for one user: each costs memory, and a line of history when they leave
    topic_bytes: int = 300  # fits in one IRC line with the longest mask and name of a room before it
    realname_bytes: int = 150
    away_bytes: int = 200
    most_monitored: int = 100  # names on the monitor list of one session
    history_on_join: int = 20  # events shown to whoever comes in
    missed_on_join: int = 100  # shown to whoever comes back: a page, and of more how many there are
    remembered: int = 10_000  # people with an account who are gone, and as many without: what they have seen where
    remembered_days: float = 30.0
    most_founded: int = 50  # rooms that belong to one account: each is kept for good
    most_accepted: int = 200  # people on the accept list of one user
    most_invitations: int = 100  # of one user, that they have not followed
    languages: tuple[str, ...] = ("en",)
    server: str = "trichat.local"  # the name under which the server does something itself
    zone: tzinfo = UTC  # in which people at the plain door tell the time
    motd: tuple[str, ...] = ()
    password: Hidden[str] = ""  # of the server, or its hash; empty: there is none
    started: int = 0  # when the server did, in Unix milliseconds
    operators: Hidden[tuple[tuple[str, str], ...]] = ()  # who may become one: names, with passwords or hashes of them
    admin: tuple[str, ...] = ()  # who runs the server: three lines, the last with an address
    keep_days: int = 0  # of history, unless a room says otherwise; 0: for good
    history_on_disk: bool = False  # or else in memory, as long as the server runs
    guests: bool = True  # whether people without an account come in
    listed: frozenset[str] = frozenset()  # the keys of names that do all the same
    may_register: bool = True  # whether people can make accounts by themselves
    register_before_entering: bool = True
    email_required: bool = False
    invisible: bool = False  # whether people are so at first
    wrong_passwords: int = 20  # from one address in so many seconds, until it is shut out; 0: as many as there come
    wrong_passwords_seconds: float = 600.0
    passwords_per_address: int = 4  # that are hashed at once, or wait for that
    accounts_per_hour: int = 10  # that are made from one address; 0: as many as there come
    accounts_per_day: int = 30  # likewise
    accounts: int = 20_000  # that people make, until only those who run the server can make more
    left_per_day: int = 200  # messages for people who are not here, of one account or address; 0: as many as there come
    reports_per_hour: int = 20  # likewise
    empty_rooms_each: int = 50  # that nobody owns, kept for one account or address
    empty_rooms: int = 2000  # in all
    resume_key: Hidden[bytes] = b""  # of which tokens of visits are made (chat/core/tokens.py); empty: there are none
    resume_seconds: float = 0.0  # for which a guest stays whose connection is lost
    resume_per_address: int = 10  # so many of one address at once
    files: bool = False  # whether they can be uploaded
    guest_files: bool = False  # by people without an account, too
    files_key: Hidden[bytes] = b""  # of which tokens for uploads are made
    files_bytes: int = 2 * 1024**3  # of all files
    files_bytes_per_account: int = 200 * 1024**2  # and of guests together

    @property
    def source(self) -> Source:
        """Who the server is, where it does something itself."""
        return Source(nick=self.server, username="", host="")
