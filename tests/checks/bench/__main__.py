"""`nox -s bench`: puts the same loads on trichat and on other servers, in turn, and compares them."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.checks.bench import page, plot
from tests.checks.bench.run import KNOWN, OWN, Bench
from tests.checks.bench.servers import ROOT
from tests.checks.bench.shapes import SHAPES

PAGE = ROOT / "docs" / "explanation" / "performance.md"
KEPT = PAGE.with_suffix(".json")  # what the page was made of
PICTURE = ROOT / "docs" / "pictures" / "performance.svg"


def main() -> int:
    """Measure, or draw and write what was measured."""
    args = _arguments()
    if args.source:
        report = json.loads(args.source.read_text(encoding="utf-8"))
        _draw(args, report)
        return 0
    with tempfile.TemporaryDirectory(dir=args.folder, prefix="bench-") as folder:
        bench = Bench(args, Path(folder).resolve())  # servers run in folders of their own
        bench.run()
    report = bench.report()
    sys.stdout.write(page.everything(report) + "\n")
    args.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stderr.write(f"Saved in {args.json}.\n")
    _draw(args, report)
    return 1 if bench.complaints.get("trichat") else 0  # other servers may lose what they like


def _draw(args: argparse.Namespace, report: page.Report) -> None:
    if args.plot:
        args.plot.write_text(plot.draw(report), encoding="utf-8")
    if args.page:
        if KEPT.exists():  # where the time goes is measured by itself
            report = {"flame": json.loads(KEPT.read_text(encoding="utf-8")).get("flame", {})} | report
        PICTURE.write_text(plot.draw(report), encoding="utf-8")
        write_page({name: value for name, value in report.items() if name != "all"})


def write_page(report: page.Report) -> None:
    """Keep what was measured, and put it into the page."""
    KEPT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page.filled(PAGE.read_text(encoding="utf-8"), report), encoding="utf-8")


def _list_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        names = text.split(",")
        unknown = set(names) - set(known)
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose of {', '.join(known)}")
        return names

    return parse


def _arguments() -> argparse.Namespace:
    shapes = [*(shape.name for shape in SHAPES), *OWN]
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="one round of one second each: to see whether it works")
    add("--all", action="store_true", help="put every server to every shape, however long it takes")
    add("--rounds", type=int, default=0, help="rounds over all servers  [default: 5]")
    add("--shapes", type=_list_of(shapes), default=[], metavar="A,B", help=f"only these of {', '.join(shapes)}")
    add("--servers", type=_list_of(KNOWN), default=list(KNOWN), metavar="A,B", help=f"of {', '.join(KNOWN)}")
    add("--address", metavar="HOST:PORT", help="one more server, which runs already, on 127.x.x.x; with --pid")
    add("--pid", type=int, default=0, help="its process")
    add("--name", default="other", help="what to call it")
    add("--crowd", type=int, default=200, help="newcomers at a time, for it")
    add("--conversations", type=Path, metavar="FOLDER", help="real ones to fill a history with  [default: made up]")
    add("--json", type=Path, metavar="FILE", help="where to save what was measured  [default: bench.json]")
    add("--folder", type=Path, metavar="FOLDER", help="where histories and configurations are put for the time being")
    add("--plot", type=Path, metavar="FILE.svg", help="draw it")
    add("--page", action="store_true", help="write it into docs/: the tables, the picture and what they are made of")
    add("--from", type=Path, dest="source", metavar="FILE.json", help="measure nothing: take what a run has saved")
    args = parser.parse_args()
    if bool(args.address) != bool(args.pid):
        parser.error("--address and --pid go together.")
    if args.source and not (args.plot or args.page):
        parser.error("--from goes with --plot or --page.")
    if args.conversations and not any(args.conversations.rglob("*.txt")):
        parser.error(f"--conversations: {args.conversations} is no folder with conversations (*.txt) in it.")
    args.rounds = args.rounds or (1 if args.quick else 5)
    args.json = args.json or (args.folder or Path()) / "bench.json"
    return args


if __name__ == "__main__":
    sys.exit(main())
