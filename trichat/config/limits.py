"""Every limit of the server: its default, its unit, and what it is there for."""

from typing import Annotated, Any

from trichat.settings.table import About
from trichat.words.record import Record


def _limit(unit: str, help: str, **more: Any) -> About:  # noqa: A002 - the word for it in About
    return About(help=f"{unit.capitalize()} {help}", unit=unit, **{"least": 1, **more})


def _seconds(help: str) -> About:  # noqa: A002
    return _limit("seconds", help, least=0.01)


class Limits(Record, kw_only=True):
    """Limits of the server. Each answers a way in which somebody could use up what belongs to all."""

    requests: Annotated[
        int,
        _limit("reads", "that wait for the hub; then readers wait, and TCP makes the senders wait.", section="limits"),
    ] = 1000
    batch: Annotated[int, _limit("requests", "in one batch: bounds the memory and the time that one batch takes.")] = (
        2000
    )
    read_bytes: Annotated[
        int, _limit("bytes", "of one read: what one connection can add to a batch at once.", least=512)
    ] = 65536
    outbox_bytes: Annotated[
        int,
        _limit("bytes", "queued for one reader; beyond, it is behind: it gets nothing live until it has read them."),
    ] = 4 * 1024 * 1024
    answers_bytes: Annotated[
        int, _limit("bytes", "queued for one connection that asks and does not read; beyond, it is closed.")
    ] = 32 * 1024 * 1024
    stall_seconds: Annotated[float, _seconds("in which a reader must take something of what is queued for it.")] = 60.0
    catch_up_events: Annotated[
        int, _limit("events", "of one place that a slow reader is caught up with; of more, the oldest are skipped.")
    ] = 5000
    knock_seconds: Annotated[
        float, _seconds("without a byte after which this is taken for a person at a plain door.")
    ] = 0.3
    browser_seconds: Annotated[
        float, _seconds("that are added to them as long as there are connections of HTTP from the same address.")
    ] = 3.0
    proxy_seconds: Annotated[
        float, _seconds("in which a proxy must say for whom it speaks; it may come by itself and say nothing.")
    ] = 3.0
    pause_seconds: Annotated[float, _seconds("without a byte that end a line, for those who never end one.")] = 0.1
    unclear_pause_seconds: Annotated[
        float, _seconds("that do so while the line is one character, or a command, or may become one of IRC.")
    ] = 1.0
    handshake_seconds: Annotated[float, _seconds("in which a client has to agree with us on TLS.")] = 10.0
    register_seconds: Annotated[
        float, _seconds("in which an IRC client must have said who it is: half registrations do not pile up.")
    ] = 60.0
    name_seconds: Annotated[
        float, _seconds("in which a person must have given a name: connections without one do not pile up.")
    ] = 300.0
    ping_seconds: Annotated[
        float, _seconds("of silence after which an IRC client is asked whether it is still there.")
    ] = 120.0
    pong_seconds: Annotated[float, _seconds("in which it must answer that.")] = 60.0
    resume_seconds: Annotated[
        float,
        _limit(
            "seconds",
            "for which a guest who knows their token stays when their connection is lost, to go on over another. 0: "
            "not at all, so that nobody is shown who is not there.",
            least=0,
        ),
    ] = 0.0
    resume_per_address: Annotated[
        int, _limit("guests", "of one address that stay so: whoever comes and goes leaves no more names behind.")
    ] = 10
    remembered: Annotated[
        int,
        _limit(
            "people",
            "with an account, and as many without, of whom it is remembered up to where they have seen which room: who "
            "comes back is shown what they missed. Those who left first are forgotten.",
        ),
    ] = 10_000
    remembered_days: Annotated[
        float, _limit("days", "after which that is forgotten: then nobody waits for it.", least=0.01)
    ] = 30.0
    connections: Annotated[int, _limit("connections", "in total.")] = 20_000
    connections_per_address: Annotated[int, _limit("connections", "from one address.")] = 100
    http_head_bytes: Annotated[
        int, _limit("bytes", "of the head of a request of HTTP; browsers send 2,000.", least=512)
    ] = 8192
    http_request_seconds: Annotated[
        float, _seconds("in which a request of HTTP must have come, from its first byte; and its body, likewise.")
    ] = 10.0
    http_idle_seconds: Annotated[float, _seconds("without a request after which a connection of HTTP is closed.")] = (
        20.0
    )
    http_connections_per_address: Annotated[
        int, _limit("connections", "of HTTP from one address, beside those of people: a page opens six for a moment.")
    ] = 200
    http_burst_requests: Annotated[
        int, _limit("requests", "of HTTP that may come at once from one address: the page is forty files.")
    ] = 2000
    http_requests_per_second: Annotated[
        float,
        _limit("requests a second", "that may come after that; what comes faster is read more slowly.", least=0.01),
    ] = 100.0
    http_streams_per_token: Annotated[
        int, _limit("streams", "of what is said (text/event-stream) that are open with one token at a time.")
    ] = 20
    http_streams_per_address: Annotated[
        int, _limit("streams", "that are open from one address at a time: each is a connection that stays.")
    ] = 50
    http_requests: Annotated[int, _limit("requests", "of HTTP over one connection; then it is closed.")] = 1000
    file_bytes: Annotated[
        int, _limit("bytes", "of one uploaded file: a photo fits, a film does not, for whoever looks loads all of it.")
    ] = 10 * 1024 * 1024
    files_bytes_per_account: Annotated[
        int,
        _limit(
            "bytes",
            "of all files of one account, and of all that guests have uploaded: nobody fills what is for all. A file "
            "counts as 64 KiB at least.",
        ),
    ] = 200 * 1024 * 1024
    files_bytes: Annotated[int, _limit("bytes", "of all files: the disk is for history first.")] = 2 * 1024**3
    files_spare_bytes: Annotated[
        int,
        _limit("bytes", "that stay free on the disk: with less, no file is taken, so that history goes on.", least=0),
    ] = 1024**3
    file_stall_seconds: Annotated[
        float, _seconds("in which 64 KiB of a file must come, or its end; else what has come of it is thrown away.")
    ] = 60.0
    file_unnamed_seconds: Annotated[
        float, _seconds("after which a file goes that no message has named: an upload that was given up.")
    ] = 3600.0
    wrong_passwords: Annotated[
        int,
        _limit(
            "passwords",
            "that are wrong, from one address; then none from there is looked at for a while. 0: any number.",
            least=0,
        ),
    ] = 20
    wrong_passwords_seconds: Annotated[float, _seconds("for which a wrong password is counted.")] = 600.0
    burst_lines: Annotated[
        int, _limit("lines", "that may come at once from one connection, or from all connections of one account.")
    ] = 100
    lines_per_second: Annotated[
        float,
        _limit(
            "lines a second",
            "that may come after that; what comes faster is read more slowly. 0: as fast as they come.",
            least=0,
        ),
    ] = 20.0
    burst_lines_per_address: Annotated[
        int, _limit("lines", "that may come at once from all connections of one address together: a classroom fits.")
    ] = 300
    lines_per_second_per_address: Annotated[
        float, _limit("lines a second", "that may come after that from one address.", least=0.01)
    ] = 60.0
    passwords_per_address: Annotated[
        int,
        _limit("passwords", "of one address that are hashed or wait for that; it takes a tenth of a second each."),
    ] = 4
    accounts_per_hour: Annotated[
        int, _limit("accounts", "that are made from one address within an hour. 0: any number.", least=0)
    ] = 10
    log_lines_per_hour: Annotated[
        int,
        _limit("lines", "of the log about who comes and goes; more are only counted: strangers do not fill the disk."),
    ] = 2000
    accounts_per_day: Annotated[
        int, _limit("accounts", "that are made from one address within a day. 0: any number.", least=0)
    ] = 30
    accounts: Annotated[
        int,
        _limit(
            "accounts",
            "that people make by themselves: each takes memory for good. Those who run the server can make more.",
        ),
    ] = 20_000
    left_per_day: Annotated[
        int,
        _limit(
            "messages",
            "of one account, or of the guests of one address, within a day to people who are not here: they wait until "
            "those come, and nobody sees that there are too many. 0: any number.",
            least=0,
        ),
    ] = 200
    reports_per_hour: Annotated[
        int,
        _limit(
            "reports",
            "to operators, likewise, within an hour: each is kept, and somebody has to read it. 0: any number.",
            least=0,
        ),
    ] = 20
    empty_rooms_each: Annotated[
        int,
        _limit(
            "rooms",
            "that nobody is in, nor owns, and that are kept for one account or address all the same, for their topic "
            "or settings; beyond, the one is forgotten that was left first.",
        ),
    ] = 50
    empty_rooms: Annotated[
        int, _limit("rooms", "of that kind in all, but for those in which an account has a role; likewise.")
    ] = 2000
    stop_seconds: Annotated[float, _seconds("for the last bytes to go out when the server stops.")] = 5.0
