"""What there is at which path, in one table, and who may ask for it."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from enum import Enum, auto

from trichat.protocols.http.messages import Answer, Request, sentence
from trichat.words.record import Record


class Who(Enum):
    """Who may ask."""

    ANYBODY = auto()  # it is the same for all, and no secret
    OUR_NAMES = auto()  # whoever calls this server by a name that is its own
    PROGRAMS = auto()  # likewise, if it is no page from elsewhere: who has a token, the handler sees


class Asked(Record, kw_only=True):
    """A request that has found its route: what stands for the names in its pattern, its body, whence it came."""

    request: Request
    named: Mapping[str, str] = {}
    body: bytes = b""
    place: str = ""  # what counts as the address of whoever asks; empty: that of a proxy, which speaks for many
    exempt: bool = False  # from its limits
    parts: Callable[[], AsyncGenerator[bytes, None]] | None = None  # of a body that comes in parts; may raise Refused


Handler = Callable[[Asked], Answer | Awaitable[Answer]]


class Route(Record, kw_only=True):
    """What is at a path. In the pattern, `{name}` is any one part of a path, which is not empty.

    `body_bytes`: the most that the body of a request may have; 0: there is none. `in_parts`: it is given to the handler
    as it comes, and not before the handler asks for it. `upgrades`: one who asks for WebSocket
    goes on with that.
    """

    pattern: str
    methods: tuple[str, ...]
    handler: Handler
    who: Who = Who.OUR_NAMES
    body_bytes: int = 0
    in_parts: bool = False
    upgrades: bool = False
    about: Mapping[str, str] = {}  # what each method does, in a sentence, if it is for programs


class Found(Record, kw_only=True):
    """The route of a request, and what stands for the names in its pattern."""

    route: Route
    named: Mapping[str, str]


class Routes:
    """The table. Of two routes that fit, the first is taken."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self.all = tuple(routes)
        self._exact = {route.pattern: route for route in reversed(routes) if "{" not in route.pattern}
        self._patterns = [(route.pattern.split("/"), route) for route in routes if "{" in route.pattern]

    def find(self, request: Request) -> Found | Answer:
        """Give the route of a request, or the answer if there is none."""
        found = self._at(request.path)
        if found is None:
            return sentence(404, "There is nothing here.")
        if request.method in found.route.methods:
            return found
        allowed = ", ".join(found.route.methods)
        return sentence(405, f"This can be asked for with {allowed}.", ("Allow", allowed))

    def _at(self, path: str) -> Found | None:
        route = self._exact.get(path)
        if route is not None:
            return Found(route=route, named={})
        parts = path.split("/")
        for pattern, each in self._patterns:
            if (named := _match(pattern, parts)) is not None:
                return Found(route=each, named=named)
        return None


def _match(pattern: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    if len(pattern) != len(parts):
        return None
    named = {}
    for wanted, part in zip(pattern, parts, strict=True):
        if wanted.startswith("{"):
            if not part:
                return None
            named[wanted[1:-1]] = part
        elif wanted != part:
            return None
    return named
