"""The hub: requests in, outcomes out, in one order for all.

Everything that anybody asks, to `PING` and `/who`, goes through here, one request after the other. So there is one
order in which things happened, the same for everybody who sees them, for history and for the records on the disk; and
whoever gets an answer knows that all they asked before is done.

There are no locks, because there is nothing to lock: nothing here waits, so no handler ever sees what another one has
half done, and none of them reads a clock or a socket. What takes time (a password, a page of history) is only permitted
here, at its place in the order, and done elsewhere.
"""

from collections import deque
from collections.abc import Iterable, Sequence

from trichat.chat.accounts import files, logging_in, registering, sasl
from trichat.chat.core.outcome import Bug, Dropped, Durable, LabelledAnswer, Outcome, Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.core.state import Handlers, PendingWork, Restorers, State
from trichat.chat.moderating import banning, kicking
from trichat.chat.operators import api_tokens, clock, command_line, operators
from trichat.chat.people import attendance, ignoring, metadata, monitor, presence, read_markers
from trichat.chat.rooms import listing, membership, modes, renaming
from trichat.chat.server import about, who
from trichat.chat.talking import history, offline_messages, posting, replies, saying
from trichat.chat.visit import admission, entering, leaving, multiclient, naming, resuming
from trichat.chat.visit.leaving import leave_together
from trichat.words import commands
from trichat.words import requests as ask
from trichat.words.events import Said, key_of
from trichat.words.reasons import Reason
from trichat.words.requests import Request
from trichat.words.text.clean import clean

Batch = Iterable[tuple[Session, Sequence[Request]]]


class Hub:
    """The state machine: the same requests at the same times always give the same outcomes."""

    def __init__(
        self, rules: Rules, records: Iterable[Durable] = (), last_id: int = 0, said_lately: Iterable[Said] = ()
    ) -> None:
        """Make one of what is kept: `said_lately` are the last messages that have a key, oldest first."""
        self.state = State(rules, last_id)
        for said in said_lately:
            self.state.keyed.add(said, key_of(said.tags))
        for record in records:
            self.restore(record)
        # Lines that a script sent along with a name that it does not get were not meant as other names.
        self._name_refused = False

    def restore(self, record: Durable | Dropped) -> None:
        """Make the state as a record says: at the start, or because a later one could not be stored."""
        dropped = isinstance(record, Dropped)
        _BY_KIND[record.kind](self.state, record.key, None if dropped else record)

    @property
    def due(self) -> int | None:
        """When `Expire` has to be asked next, in Unix milliseconds."""
        return self.state.due

    def run(self, batch: Batch, now: int) -> list[Outcome]:
        """Apply a batch of requests, in order, at `now` (Unix milliseconds); give what came of them."""
        state = self.state
        state.now = now
        outcomes: list[Outcome] = []
        state.outcomes = outcomes
        if state.unrecorded:
            attendance.record_cut_short(state)
        leaving: list[tuple[Session, ask.Quit | ask.Gone]] = []
        for session, requests in batch:
            if len(requests) == 1 and type(requests[0]) in _LEAVES and session not in state.pending:
                leaving.append((session, requests[0]))  # type: ignore[arg-type]
                continue
            if leaving:
                leaving = self._leave(leaving)
            self._name_refused = False
            if requests and type(requests[0]) not in _BY_OURSELVES:
                session.heard = state.last_id
            try:
                for request in requests:
                    self.apply(session, request)
            except Exception as exc:
                state.outcomes = outcomes
                self._give_up(session, exc)
        self._leave(leaving)
        return outcomes

    def _leave(self, leaving: list[tuple[Session, ask.Quit | ask.Gone]]) -> list[tuple[Session, ask.Quit | ask.Gone]]:
        """Let those leave who do so in a row; give those who are left to do so: none."""
        outcomes = self.state.outcomes
        try:
            leave_together(self.state, leaving)
        except Exception as exc:
            self.state.outcomes = outcomes
            for session, _ in leaving:
                self._give_up(session, exc)
        return []

    def _give_up(self, session: Session, exc: Exception) -> None:
        """End the visit whose request met with a bug of ours.

        Only that visit: the request may be one that nobody else makes, and to stop the server would let it put
        everybody out; to go on with the session would most likely meet the same bug again. What the handler had done
        until then stays done, and the rest of what the session asked in this batch is passed over.
        """
        self.state.outcomes.append(Bug(error=exc, session=session))
        self.state.pending.pop(session, None)
        self.apply(session, ask.Quit(reason="The server has a bug, and could not go on with you"))

    def apply(self, session: Session, request: Request) -> None:
        """Apply one request; what comes of it is added to the outcomes."""
        kind = type(request)
        waiting = self.state.pending
        if waiting and session in waiting and self._waits(session, waiting[session], request):
            return
        if session.user is None and not self._may_without_a_name(session, kind):
            return
        if kind is ask.Typed:
            self._typed(session, request.text)  # type: ignore[attr-defined]
        elif kind is ask.Labelled:
            self._labelled(session, request)  # type: ignore[arg-type]
        else:
            _HANDLERS[kind](self.state, session, request)

    def _may_without_a_name(self, session: Session, kind: type[Request]) -> bool:
        """Tell whether a session without a name may ask this; refuse if not. After a farewell nothing is asked."""
        if session.admin and issubclass(kind, (ask.AdminRequest, ask.InTurn)):
            return True
        if session.api and issubclass(kind, (ask.ApiRequest, ask.InTurn)):
            return True
        if session not in self.state.sessions:
            return kind in (ask.Arrive, ask.CloseDown, ask.Expire, ask.ClockLooked)
        if kind not in _WITHOUT_A_NAME:
            self.state.refuse(session, Reason.NOT_ENTERED)
            return False
        return True

    def _typed(self, session: Session, text: str) -> None:
        """Take a line from a person: a name if they have none, else a command or something to say."""
        if self._name_refused:
            return
        attempt = self.state.login_attempts.get(session)
        if attempt is not None and attempt.asked is not None:
            logging_in.password_given(self.state, session, text)
        elif session.user is None and not text.startswith("/"):
            if not logging_in.must_prove(self.state, session, text):
                entering.enter(self.state, session, ask.Enter(name=text, username="plain"))
                self._name_refused = session.user is None
        elif attempt is not None and not text.startswith("/") and attempt.tried.give_away_lately(text, self.state.now):
            self.state.refuse(session, Reason.PASSWORD_SAID)
        elif text.strip():
            self._parse_typed(session, text)
        entering.ask_name(self.state, session)

    def _parse_typed(self, session: Session, text: str) -> None:
        try:
            request = commands.parse(text)
        except commands.UnknownCommand as exc:
            self.state.refuse(session, Reason.UNKNOWN_COMMAND, clean(exc.name), exc.nearest)
        except commands.WrongArguments as exc:
            why = exc.why or commands.Unfit(Reason.USAGE, exc.command.name, exc.command.usage)
            self.state.refuse(session, why.reason, clean(why.about), clean(why.detail))
        else:
            self.apply(session, request)

    def _labelled(self, session: Session, request: ask.Labelled) -> None:
        state = self.state
        around, state.outcomes = state.outcomes, []
        for each in request.requests:
            self.apply(session, each)
        self._end_label(session, request.label, around)

    def _end_label(self, session: Session, label: str, around: list[Outcome]) -> None:
        """Put what came of a labelled request into one answer: now, or when the work that it waits for is done."""
        found, self.state.outcomes = self.state.outcomes, around
        pending = self.state.pending.get(session)
        if pending is None:
            around.append(LabelledAnswer(label=label, session=session, outcomes=found))
            return
        around += [outcome for outcome in found if isinstance(outcome, Work)]
        pending.label = label
        pending.outcomes = [outcome for outcome in found if not isinstance(outcome, Work)]

    def _waits(self, session: Session, pending: PendingWork, request: Request) -> bool:
        """Tell whether a request has to wait, because the session waits for work that takes time; keep it, if so.

        The later requests of one session wait for its work, and nobody else's do: whoever logs in and joins a room in
        one go joins it as who they are then, and a slow hash holds up only those who asked for it. `Worked` is the
        work's result; with it the work goes on, and then what has waited, until something of that has to wait itself. A
        connection that is gone, and the end of the server, wait for nothing.
        """
        under_way = self.state.pending
        if isinstance(request, ask.Worked):
            del under_way[session]
            self._go_on(session, pending, request.result)
            while session not in under_way and pending.waiting:
                self._go_on_with_next(session, pending.waiting)
            if session in under_way:
                under_way[session].waiting.extend(pending.waiting)
            return True
        if isinstance(request, (ask.Gone, ask.CloseDown)):
            del under_way[session]
            return False
        pending.waiting.append(request)
        return True

    def _go_on_with_next(self, session: Session, waiting: deque[Request]) -> None:
        """Apply what has waited next; messages that are taken back one after the other, as one."""
        together = replies.redactions_in_a_row(self.state, session, waiting)
        if together:
            replies.redact_together(self.state, session, together)
        else:
            self.apply(session, waiting.popleft())

    def _go_on(self, session: Session, pending: PendingWork, result: object) -> None:
        state = self.state
        if not pending.label:
            pending.then(state, session, result)
            return
        around, state.outcomes = state.outcomes, pending.outcomes
        pending.then(state, session, result)
        self._end_label(session, pending.label, around)


_WITHOUT_A_NAME = frozenset(
    {ask.Arrive, ask.Enter, ask.Typed, ask.Rename, ask.Quit, ask.Gone, ask.InTurn, ask.Labelled, ask.Lusers}
    | {ask.CatchUp, ask.CloseDown, ask.Help, ask.Language, ask.Motd}
    | {ask.Admit, ask.Authenticate, ask.LogIn, ask.LogOut, ask.Register, ask.StopAuthenticating}
    | {ask.GetMetadata, ask.SetMetadata, ask.ClearMetadata, ask.SubscribeMetadata, ask.ShowSubscriptions}
    | {ask.Alive, ask.Away, ask.AboutServer, ask.Introduce, ask.Resume, ask.ExpectTokens}
)


# What no other side has sent: see `Session.heard`.
_BY_OURSELVES = frozenset({ask.Gone, ask.Worked, ask.ProofDue})
_LEAVES = (ask.Quit, ask.Gone)


def _expire(state: State, session: Session, request: ask.Expire) -> None:
    """Let end what ends by itself: the visits of those who are lost, bans and mutes."""
    leaving.end_lost(state)
    banning.expire(state, session, request)


_SUBJECTS = (
    *(
        about,
        admission,
        api_tokens,
        attendance,
        banning,
        clock,
        command_line,
        entering,
        files,
        history,
        ignoring,
        kicking,
        leaving,
        listing,
        logging_in,
    ),
    *(membership, metadata, modes, monitor, multiclient, naming, offline_messages, operators, presence, read_markers),
    *(posting, registering, renaming, replies, resuming, sasl, saying, who),
)
_HANDLERS: Handlers = {ask.Expire: _expire}
# Each kind of record, with what makes the state as it says: what is kept is known again by its row here.
RESTORERS: Restorers = {}
for _subject in _SUBJECTS:
    _HANDLERS.update(getattr(_subject, "HANDLERS", {}))
    RESTORERS.update(getattr(_subject, "RESTORERS", {}))
_BY_KIND = {record.kind: restore for record, restore in RESTORERS.items()}
