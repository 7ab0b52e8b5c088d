"""`make bench`: the speed and memory of the platform beside two yardsticks, written to docs/performance.md."""

import argparse
import shutil
import sys
from importlib import import_module
from pathlib import Path

import django

from tests.benchmarks import installation

REPORT = installation.CODE / "docs" / "performance.md"


def wishes() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of ideas", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--data", type=Path, help="folder of CSV files whose words are used beside the demo's")
    parser.add_argument("--seconds", type=int, default=4, help="length of one measurement (4)")
    parser.add_argument("--rounds", type=int, default=3, help="measurements of each case; the median counts (3)")
    parser.add_argument("--clients", type=int, default=8, help="requests that are under way at once (8)")
    parser.add_argument("--only", default="", help="only the cases whose name holds this")
    parser.add_argument("--report", type=Path, default=REPORT, help="file to write (docs/performance.md)")
    return parser.parse_args()


def main() -> None:
    """Make a real installation for the measurements, measure in it, and take it down."""
    wanted = wishes()
    if shutil.which("wrk") is None:
        sys.exit("make bench needs wrk. On Debian and Ubuntu: apt-get install wrk")
    with installation.running():
        django.setup()
        # Only now: what it imports needs the settings of that installation.
        for table in import_module("tests.benchmarks.run").run(wanted):
            wanted.report.write_text(table, encoding="utf-8")
            sys.stdout.write(f"Written to {wanted.report}\n")


if __name__ == "__main__":
    main()
