"""The shapes of load: how many clients, in how many rooms, saying what."""

from trichat.words.record import record

OPEN_FILES_SPARE = 100  # descriptors that a server and the load generator need besides those of the clients


@record
class Shape:
    """One load. `window`: messages in flight in each room; or `rate`: messages a second, whatever the server does."""

    name: str
    title: str
    figures: tuple[str, ...]  # of the report; the first is the one that is drawn
    clients: int = 100
    rooms: int = 1
    speakers: int = 1
    sets: int = 1  # sets of capabilities, each asked for by as many clients
    window: int = 1
    rate: float = 0.0
    seconds: float = 3.0
    patience: float = 60.0  # seconds for all to come in
    large: bool = False  # only with --all

    @property
    def arguments(self) -> list[str]:
        """What the load generator is told."""
        given = {
            "clients": self.clients,
            "rooms": self.rooms,
            "speakers": self.speakers,
            "sets": self.sets,
            "window": self.window,
            "rate": self.rate,
            "patience": self.patience,
        }
        return [word for name, value in given.items() for word in (f"--{name}", f"{value:g}")]


WORK = "deliveries_per_cpu_second"
LATENCY = ("p50_ms", "p99_ms", "p999_ms")
ARRIVAL = ("arrivals_per_second", "kib_per_connection")

SHAPES = (
    Shape(name="one-1", title="One room of 100, 1 in flight", figures=(WORK,), window=1),
    Shape(name="one-64", title="One room of 100, 64 in flight", figures=(WORK,), window=64),
    Shape(name="sets", title="The same, with ten sets of capabilities", figures=(WORK,), window=64, sets=10),
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
        seconds=5.0,
    ),
    Shape(
        name="lone-5000",
        title="Lone messages to 5,000",
        figures=(WORK, *LATENCY[:2], *ARRIVAL),
        clients=5000,
        patience=300.0,
        large=True,
    ),
    Shape(
        name="storm",
        title="5,000 come into one room; then 5 messages a second",
        figures=("p99_ms", "p50_ms", *ARRIVAL, "closed"),
        clients=5000,
        rate=5.0,
        seconds=10.0,
        patience=300.0,
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
        large=True,
    ),
)

UNITS = {
    WORK: "deliveries per CPU-second",
    "deliveries_per_second": "deliveries a second",
    "p50_ms": "p50, ms",
    "p99_ms": "p99, ms",
    "p999_ms": "p99.9, ms",
    "arrivals_per_second": "connect, register and join, a second",
    "kib_per_connection": "KiB for each connection",
    "closed": "connections closed",
    "lost": "messages lost",
    "help_ms": "`trichat --help`, ms",
    "listening_ms": "`trichat serve` until it listens, ms",
}
