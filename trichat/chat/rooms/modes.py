"""Shows and changes the settings, lists and roles of a room (MODE)."""

from collections.abc import Iterable

from trichat.chat.core import permissions
from trichat.chat.core.finding import visible_room
from trichat.chat.core.masks import MaskNotAllowed, normal_mask, same
from trichat.chat.core.people import Roles, Room, Session
from trichat.chat.core.room_records import HISTORY_OFF, ROLES_MOST, RoomRecord, with_kept_role
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.words import events as ev
from trichat.words import modes, times
from trichat.words import requests as ask
from trichat.words.events import Source
from trichat.words.modes import OP, Change, ListEntry, ModeKind
from trichat.words.names.names import fold
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean

_LIMIT_MOST = 1_000_000
_SLOW_MOST = 86_400  # seconds
_KEY_FORBIDDEN = frozenset(" ,:\x00")


def room_modes(state: State, session: Session, request: ask.RoomModes) -> None:
    """Show the settings of a room, or one of its lists, or change them."""
    room = visible_room(state, session, request.room, "MODE")
    if room is None:
        return
    if not request.changes:
        state.answer(session, _shown(session, room))
        return
    changer = ModeChanger(state, session, room)
    told = len(state.outcomes)
    for change in request.changes:
        changer.apply(change)
    changer.finish()
    if session.prompts and len(state.outcomes) == told:  # a person waits for an answer; an IRC client does not
        state.refuse(session, Reason.AS_IT_WAS, command="MODE")


def _shown(session: Session, room: Room) -> ev.ModesShown:
    inside = session.user in room.members
    shown = tuple((letter, value if inside or letter != "k" else "*") for letter, value in sorted(room.modes.items()))
    return ev.ModesShown(room=room.name, created=room.record.created, modes=shown)


class ModeChanger:
    """Applies the changes of one request, then tells of all that came of them as one event."""

    def __init__(self, state: State, session: Session, room: Room, command: str = "MODE") -> None:
        self._state = state
        self._session = session
        self._user = session.named_user
        self._room = room
        self._record: RoomRecord = room.record
        self._command = command
        self._done: list[Change] = []
        self._refused = False  # that it takes an op is told once
        self._entries: list[ListEntry] = []  # new ones, which say more than their masks
        self._arguments = 0
        self.had_it = False  # the last change was so already
        self._answered: set[str] = set()  # letters of lists that were shown, and of modes that there are not

    def apply(self, change: Change, entry: ListEntry | None = None) -> None:
        """Apply one change, or refuse it. `entry` is the new entry of a list, if more of it is known than its mask."""
        kind = modes.kind_of(change.letter)
        if kind is None or (kind is ModeKind.LIST and not change.argument):
            self._answer(change.letter, kind)
        elif not self._refused and not self._too_many(change):
            reason = permissions.why_not_moderate(self._room, self._user)
            if reason is not None:
                self._refused = True
                self._refuse(reason, self._room.name)
            elif kind is ModeKind.LIST:
                self._change_list(change, entry)
            elif kind is ModeKind.ROLE:
                self._change_role(change)
            else:
                self._set(change)

    def finish(self) -> bool:
        """Keep what was changed, and tell the room and whoever did it; tell whether anything was changed."""
        if not self._done:
            return False
        if self._record != self._room.record:
            self._state.change_room(self._room, self._record)
        tell_changes(self._state, self._room, self._done, self._user.source, self._session)
        deed = modes.write(change for change in self._done if change.letter != "k" or not change.on)
        if deed:
            reason = next((entry.reason for entry in self._entries if entry.reason), "")
            self._state.audit(self._session, "mode", room=self._room.name, about=deed, reason=reason)
        return True

    def _answer(self, letter: str, kind: ModeKind | None) -> None:
        """Show a list, or refuse a letter that means nothing: each once, however often it is asked for."""
        if letter in self._answered:
            return
        self._answered.add(letter)
        if kind is None:
            self._refuse(Reason.UNKNOWN_MODE, clean(letter), self._room.name)
        else:
            self._show_list(letter)

    def _refuse(self, reason: Reason, about: str, detail: str = "") -> None:
        self._state.refuse(self._session, reason, about, detail, self._command)

    def _too_many(self, change: Change) -> bool:
        """Tell whether this is one change with a parameter too many (ISUPPORT MODES): those are passed over."""
        self._arguments += modes.takes_argument(change.letter, on=change.on)
        return self._arguments > modes.CHANGES_MOST

    # Lists

    def _show_list(self, letter: str) -> None:
        entries = tuple(entry for entry in self._record.entries if entry.letter == letter)
        self._state.answer(
            self._session, ev.ListShown(room=self._room.name, letter=letter, entries=entries, now=self._state.now)
        )

    def _change_list(self, change: Change, entry: ListEntry | None) -> None:
        entries = self._record.entries
        found = next(
            (each for each in entries if each.letter == change.letter and same(each.mask, change.argument)), None
        )
        try:  # one that was set before masks were checked can be taken off as it is
            mask = found.mask if found else normal_mask(change.argument)
        except MaskNotAllowed as exc:
            self._refuse(exc.reason, exc.about, exc.detail)
            return
        found = next((each for each in entries if each.letter == change.letter and same(each.mask, mask)), None)
        if not change.on:
            if found is not None:
                self._record = replace(self._record, entries=tuple(each for each in entries if each is not found))
                self._done.append(replace(change, argument=found.mask))
            return
        new = entry or ListEntry(letter=change.letter, mask=mask, by=self._user.nick, at=self._state.now)
        self.had_it = found is not None and (entry is None or found.until == new.until)
        if self.had_it:
            return
        if found is None and len(entries) >= modes.LIST_MOST:
            self._refuse(Reason.LIST_FULL, self._room.name, change.letter)
            return
        self._record = replace(self._record, entries=(*[each for each in entries if each is not found], new))
        self._entries.append(new)
        self._done.append(replace(change, argument=mask))

    # Roles

    def _change_role(self, change: Change) -> None:
        target = self._state.user(change.argument)
        if target is None:
            reason = Reason.NO_SUCH_NAME if change.argument else Reason.MODE_ARGUMENT
            about = clean(change.argument) or self._room.name
            self._refuse(reason, about, "" if change.argument else change.letter)
            return
        if target not in self._room.members:
            self._refuse(Reason.NOT_THERE, target.nick, self._room.name)
            return
        reason_ = permissions.why_not_act_on(self._room, self._user, target)
        if reason_ is not None and not change.on and change.letter == OP:
            self._refuse(reason_, self._room.name, target.nick)
            return
        before = self._room.members[target]
        after = modes.with_role(before, change.letter) if change.on else before.replace(change.letter, "")
        if after == before:
            return
        account = fold(target.source.account)
        kept = dict(self._record.roles)
        if after and account and account not in kept and len(kept) >= ROLES_MOST:
            self._refuse(Reason.LIST_FULL, self._room.name, change.letter)
            return
        self._state.on_failure(Roles(key=self._room.key, user=target, roles=before))
        self._room.members[target] = after
        if account:
            self._record = with_kept_role(self._record, account, after)
        self._done.append(replace(change, argument=target.nick))

    # Settings

    def _set(self, change: Change) -> None:
        letter = change.letter
        value = self._value(change) if change.on and modes.takes_argument(letter, on=True) else ""
        if value is None:
            self._refuse(Reason.MODE_ARGUMENT, self._room.name, letter)
            return
        settings = dict(self._record.modes)
        if not change.on:
            if settings.pop(letter, None) is None:
                return
        elif settings.get(letter) == value:
            return
        else:
            settings[letter] = value
        self._record = replace(self._record, modes=tuple(settings.items()))
        shown = "*" if letter == "k" and not change.on else value  # -k has a parameter; some send one that is wrong
        self._done.append(Change(on=change.on, letter=letter, argument=shown))

    def _value(self, change: Change) -> str | None:
        """Give the value as it is kept; None if there can be none like that."""
        text = change.argument
        if change.letter == "k":
            fits = text and not _KEY_FORBIDDEN & set(text) and text.isprintable() and clean(text) == text
            return text if fits and len(text.encode()) <= modes.KEY_BYTES else None
        if change.letter == "l":
            return str(int(text)) if text.isdecimal() and 0 < int(text[:9]) <= _LIMIT_MOST else None
        if change.letter == "H":
            length = times.seconds(text) or 0
            return text if text == HISTORY_OFF else times.write_exactly(length) if length else None
        length = int(text[:9]) if text.isdecimal() else times.seconds(text) or 0
        return str(length) if 0 < length <= _SLOW_MOST else None


def tell_changes(state: State, room: Room, changes: Iterable[Change], source: Source, session: Session | None) -> None:
    """Tell a room of changes, as one event unless they are too many for one line; and whoever did it."""
    for part in modes.parted(changes):
        event = ev.ModesChanged(id=state.new_id(), place=room.place, target=room.name, source=source, changes=part)
        if session is None:
            state.tell(event, room.audience, None)
        else:
            state.tell_room(room, event, session)


def restore_roles(state: State, key: str, roles: Roles) -> None:
    """Give a member the roles from before a batch that could not be stored."""
    room = state.rooms.get(key)
    if room is not None and roles.user in room.members:
        room.members[roles.user] = roles.roles


RESTORERS: Restorers = {Roles: restore_roles}

HANDLERS: Handlers = {
    ask.RoomModes: room_modes,
}
