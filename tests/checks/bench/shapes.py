"""The shapes of load: how many clients say what, in how many rooms."""

from trichat.words.record import Record

OPEN_FILES = 20_000  # descriptors of one process: enough for all shapes
OPEN_FILES_SPARE = 100  # descriptors that a server and the load generator need besides those of the clients


class Shape(Record, kw_only=True):
    """One load. `window`: messages in flight in each room; or `rate`: messages a second, whatever the server does."""

    name: str
    title: str
    figures: tuple[str, ...]  # of the report; the first is the one that is drawn
    clients: int = 100
    rooms: int = 1
    speakers: int = 1
    sets: int = 1  # sets of capabilities, each asked for by as many clients
    slow: int = 0  # clients who come in, and then read nothing
    tls: bool = False
    web: bool = False  # whoever only listens does so by WebSocket, as a page does
    window: int = 1
    rate: float = 0.0
    seconds: float = 1.0
    then: float = 0.0  # seconds in the closed loop, after those at a rate
    patience: float = 60.0  # seconds for all to come in
    servers: tuple[str, ...] = ()  # the only ones that are put to it; none: all
    base: str = ""  # the shape that it is compared with, on the same server
    large: bool = False  # takes long, so it is put once, after the rounds

    @property
    def arguments(self) -> list[str]:
        """What the load generator is told."""
        given = {
            "clients": self.clients,
            "rooms": self.rooms,
            "speakers": self.speakers,
            "sets": self.sets,
            "slow": self.slow,
            "tls": int(self.tls),
            "web": int(self.web),
            "window": self.window,
            "rate": self.rate,
            "seconds": self.seconds,
            "then": self.then,
            "patience": self.patience,
        }
        return [word for name, value in given.items() for word in (f"--{name}", f"{value:g}")]


WORK = "deliveries_per_cpu_second"
LATENCY = ("p50_ms", "p99_ms", "p999_ms")
ARRIVAL = ("arrivals_per_second", "kib_per_connection")
_OURS = ("trichat",)

SHAPES = (
    Shape(name="one-1", title="One room of 100, 1 in flight", figures=(WORK,), window=1),
    Shape(
        name="one-64",
        title="One room of 100, 64 in flight",
        figures=(WORK, "deliveries_per_second", *LATENCY[:2], "grown_mib"),
        window=64,
        seconds=2.0,
    ),
    Shape(name="one-1024", title="One room of 100, 1,024 in flight", figures=(WORK,), window=1024),
    Shape(
        name="rooms",
        title="20 rooms of 20, 16 in flight in each",
        figures=(WORK,),
        clients=400,
        rooms=20,
        speakers=20,
        window=16,
    ),
    Shape(name="lone", title="Lone messages to 800", figures=(WORK, *LATENCY[:2]), clients=800),
    Shape(
        name="small",
        title="A room of 20, 100 messages a second",
        figures=LATENCY,
        clients=20,
        speakers=20,
        rate=100.0,
        seconds=2.5,
    ),
    Shape(
        name="sets",
        title="With ten sets of capabilities",
        figures=(WORK,),
        window=64,
        sets=10,
        seconds=2.0,
        servers=("trichat", "inspircd"),
        base="one-64",
    ),
    Shape(
        name="tls",
        title="With TLS",
        figures=(WORK,),
        window=64,
        tls=True,
        seconds=2.0,
        servers=_OURS,
        base="one-64",
    ),
    Shape(
        name="web",
        title="With pages (WebSocket) for those who listen",
        figures=(WORK, "deliveries_per_second", *LATENCY[:2]),
        window=64,
        web=True,
        seconds=2.0,
        servers=_OURS,
        base="one-64",
    ),
    Shape(
        name="slow",
        title="With one among the 100 who reads nothing",
        figures=("deliveries_per_second", WORK, *LATENCY[:2], "grown_mib"),
        window=64,
        slow=1,
        seconds=2.0,
        servers=_OURS,
        base="one-64",
    ),
    Shape(
        name="storm",
        title="5,000 come into one room; then 5 messages a second; then lone messages",
        figures=("p99_ms", "p50_ms", *ARRIVAL, "closed", WORK),
        clients=5000,
        rate=5.0,
        seconds=6.0,
        then=3.0,
        patience=300.0,
        servers=("trichat", "relay"),
        large=True,
    ),
    Shape(
        name="crowd",
        title="15,000 connections; then a message a second in each of 150 rooms",
        figures=("kib_per_connection", "arrivals_per_second", "p50_ms", "p99_ms", "closed"),
        clients=15_000,
        rooms=150,
        speakers=150,
        rate=150.0,
        seconds=5.0,
        patience=300.0,
        servers=("trichat", "relay"),
        large=True,
    ),
)

UNITS = {
    WORK: "deliveries per CPU-second",
    "deliveries_per_second": "deliveries a second",
    "p50_ms": "p50, ms",
    "p99_ms": "p99, ms",
    "p999_ms": "p99.9, ms",
    "max_ms": "the slowest, ms",
    "arrivals_per_second": "connect, register and join, a second",
    "kib_per_connection": "KiB for each connection",
    "grown_mib": "memory of the server grows by, MiB",
    "closed": "connections closed",
    "lost": "messages lost",
    "help_ms": "`trichat --help`, ms",
    "listening_ms": "`trichat serve` until it listens, ms",
    "prompt_ms": "`trichat chat` until its first prompt, ms",
    "key_p50_ms": "a key is seen after, p50, ms",
    "key_p95_ms": "p95, ms",
    "key_max_ms": "the slowest, ms",
    "page_p50_ms": "the last 100 of a room, p50, ms",
    "page_p99_ms": "p99, ms",
    "page_max_ms": "the slowest, ms",
    "search_p50_ms": "full-text search, p50, ms",
    "search_p99_ms": "p99, ms",
    "search_max_ms": "the slowest, ms",
    "fill_per_second": "messages stored and indexed, a second",
    "mib": "the file, MiB",
    "pauses": "pauses of the garbage collector",
    "pause_p99_ms": "such a pause, p99, ms",
    "pause_max_ms": "the longest, ms",
    "commit_p50_ms": "a commit with its fsync, p50, ms",
    "commit_p99_ms": "p99, ms",
    "commit_max_ms": "the longest, ms",
    "hop_p50_ms": "the way to its thread and back, p50, ms",
    "hop_p99_ms": "p99, ms",
}
