"""Repairing a damaged history: what can be read is put into a new file, and the damaged one is kept."""

from pathlib import Path

from trichat.chat.core.accounts import Account
from trichat.errors import HistoryDamagedError, HistoryError
from trichat.protocols.scram import Keys
from trichat.storage.base import parties
from trichat.storage.maintenance.building import Building, alone, building, put_in_place
from trichat.storage.maintenance.check import Report, check, count
from trichat.storage.maintenance.newfile import new_file, part_of
from trichat.storage.maintenance.reading import none_there
from trichat.storage.maintenance.salvage import EVENTS, PLACES, RECORDS, Salvage, has_lost_head
from trichat.storage.opening import is_there, real, translated
from trichat.words.names.identity import is_visit, of_account
from trichat.words.names.names import fold, is_room
from trichat.words.record import Record, replace

_NUMBERS = "select distinct place from event"
_SENDERS = "select distinct account from event where place = ?"
_LAST_TARGET = "select target from event where place = ? order by id desc limit 1"
_FORGET_PLACE = "delete from event where place = ?"
_FORGET_SENDER = "delete from event where place = ? and account = ?"
_FORGET_PRIVATE = "delete from event where place = ? and substr(target, 1, 1) <> '#'"


class Repaired(Record, kw_only=True):
    """What came of a repair."""

    saved: Report
    lost_records: int
    lost_events: int
    lost_pages: int  # of the file, in which nothing can be read
    reserved: tuple[str, ...]  # names of accounts that are lost, and known by what they did
    kept: Path | None = None  # where the damaged file is now, if the new one has taken its place

    def lines(self, path: Path) -> list[str]:
        """Say it in sentences; `path` is where the new file is."""
        lost = [
            count(self.lost_records, "account or other record", "accounts or other records"),
            count(self.lost_events, "event"),
            f"what else was in {count(self.lost_pages, 'page')} of the file",
        ]
        missing = [part for part, number in zip(lost, self._numbers(), strict=True) if number]
        lines = [f"{path} has what could be saved: {self.saved.contents}."]
        lines.append(f"Lost: {', '.join(missing)}." if missing else "Nothing of it is lost.")
        if self.reserved:
            names = ", ".join(self.reserved)
            lines.append(
                f"The names of lost accounts are kept for them; `trichat account add` makes them anew: {names}."
            )
        if self.kept:
            lines.append(f"The damaged file is kept as {self.kept}.")
        return lines

    def _numbers(self) -> tuple[int, int, int]:
        return self.lost_records, self.lost_events, self.lost_pages


def repair(path: Path, target: Path | None = None) -> Repaired | None:
    """Save what can be read into `target`, or else in the place of the damaged file; None if nothing is wrong.

    Raises HistoryError; all is as it was then.
    """
    path = real(path)
    with translated(path):
        headless = has_lost_head(path)
        if not headless and not is_there(path):
            raise none_there(path)
        with alone(path):
            if not headless and _is_whole(path):
                return None
            if target is not None:
                with new_file(target) as part:
                    return _save(path, part)
            with part_of(path) as part:
                repaired = _save(path, part)
                return replace(repaired, kept=put_in_place(part, path))


def _is_whole(path: Path) -> bool:
    try:
        return not check(path).faults
    except HistoryDamagedError:
        return False


def _save(path: Path, part: Path) -> Repaired:
    with building(part) as new:
        found = Salvage(new.event)
        found.run(path)
        lost = found.lost[EVENTS] + _settle(found, new)
        reserved = _reserved(found, new) if found.lost[RECORDS] or RECORDS in found.by_pages else []
        new.records([*found.records.values(), *reserved])
    saved = check(part)
    if saved.faults or not (saved.records or saved.events):
        raise HistoryError(f"Nothing of the history {path} can be saved. It is left as it is.")
    return Repaired(
        saved=saved,
        lost_records=found.lost[RECORDS],
        lost_events=lost,
        lost_pages=found.lost_pages,
        reserved=tuple([account.name for account in reserved]),
    )


def _settle(found: Salvage, new: Building) -> int:
    """Give the events their places; give how many there is none for.

    A number that is damaged must not show to others what was said in private: what cannot have been said in a place is
    left out.
    """
    lost = 0
    numbers = {key: number for number, key in found.places.items()}  # each key once, whatever is damaged
    for (number,) in new.db.execute(_NUMBERS).fetchall():
        key = found.places.get(number) or _guessed(number, found, new)
        if key is None or numbers.setdefault(key, number) != number:
            lost += new.db.execute(_FORGET_PLACE, (number,)).rowcount
        elif not found.by_pages & {EVENTS, PLACES}:
            continue  # SQLite found nothing wrong with either
        elif is_room(key):
            lost += new.db.execute(_FORGET_PRIVATE, (number,)).rowcount
        elif parties(key):
            strangers = [name for name in _senders(number, new) if _identity(name) not in parties(key)]
            lost += sum(new.db.execute(_FORGET_SENDER, (number, name)).rowcount for name in strangers)
    for key, number in numbers.items():
        new.place(number, key)
    return lost


def _guessed(number: int, found: Salvage, new: Building) -> str | None:
    """Give the key of a place whose row is lost: the room by its name, a conversation by those who have it."""
    (target,) = new.db.execute(_LAST_TARGET, (number,)).fetchone()
    if is_room(target):
        return fold(target)
    both = found.parties.get(number, set()) | {_identity(name) for name in _senders(number, new)}
    return " ".join(sorted(both)) if len(both) == 2 else None


def _senders(number: int, new: Building) -> list[str]:
    """Give the accounts, or the identities of visits, that did something in a place; empty ones are not known."""
    return [name for (name,) in new.db.execute(_SENDERS, (number,)) if name]


def _identity(account: str) -> str:
    return account if is_visit(account) else of_account(account)


def _reserved(found: Salvage, new: Building) -> list[Account]:
    """Give records for accounts whose own are lost: nobody else is to take their names, and with them what was theirs.

    They are as if they were removed, so that `trichat account add` makes them anew.
    """
    names = {of_account(name): name for (name,) in new.db.execute("select distinct account from event") if name}
    names = {identity: identity for (identity,) in new.db.execute("select identity from party")} | names
    known = {key for kind, key in found.records if kind == Account.kind}
    nothing = Keys(salt=b"", iterations=0, stored_key=b"", server_key=b"")
    return [
        Account(key=key, name=name, created=0, verifier="", scram=nothing, removed=True)
        for key, name in sorted(names.items())
        if key not in known and not is_visit(name)
    ]
