"""`make lighthouse`: what Google's Lighthouse thinks of the pages that everybody comes by, on a demonstration of its own.

Each score must be 95 of 100, and a first visit may fetch 100 kB, photos left out.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from participation.demo.ports import free_port
from participation.management.commands.demo import answers

CODE = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("VAR_DIR") or CODE / "var" / "lighthouse").resolve()
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST, MOST_BYTES = 95, 100_000
IDEA = re.compile(r'href="(/ideeen/[0-9-]+/)"')
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Finding:
    """The scores of one page (0 to 100, in the order of CATEGORIES), the bytes of a first visit, and what is wrong."""

    page: str
    scores: tuple[int, ...]
    fetched: int
    faults: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether it reaches what it must."""
        return min(self.scores) >= LEAST and self.fetched <= MOST_BYTES

    def __str__(self) -> str:
        scores = "".join(f"{score:>16}" for score in self.scores)
        return "\n".join(
            [f"{self.page:<24}{scores}{self.fetched:>10,} bytes", *(f"    {fault}" for fault in self.faults)]
        )


def main() -> None:
    """Look at each page as a slow telephone does, print a table, and end with 1 when one is not good enough."""
    VAR.mkdir(parents=True, exist_ok=True)
    with demonstration() as site:
        sys.stdout.write(f"{'':<24}{''.join(f'{name:>16}' for name in CATEGORIES)}     fetched\n")
        findings = []
        for page in pages(site):
            findings.append(look_at(site, page))
            sys.stdout.write(f"{findings[-1]}\n")
            sys.stdout.flush()
    sys.exit(0 if all(finding.is_good for finding in findings) else 1)


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration with its own data; gives its address. Raises RuntimeError when it does not come up."""
    ports: list[int] = []
    for wanted in (8300, 8301, 8302):
        ports.append(free_port(wanted, ports))
    names = ("--port", "--mail-port", "--smtp-port")
    options = [text for name, port in zip(names, ports, strict=True) for text in (name, str(port))]
    log = VAR / "demonstration.txt"
    with log.open("wb") as told:
        command = [sys.executable, "manage.py", "demo", *options]
        running = subprocess.Popen(command, cwd=CODE, env={**os.environ, "VAR_DIR": str(VAR)}, stdout=told)
    try:
        site = f"http://localhost:{ports[0]}"
        if not answers(f"{site}/", lambda: running.poll() is not None):
            raise RuntimeError(f"The demonstration does not answer; see {log}")
        yield site
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(60)


def pages(site: str) -> list[str]:
    """Home, list, an idea and the form."""
    with urlopen(f"{site}/ideeen/") as answer:
        found = IDEA.search(answer.read().decode())
    if found is None:
        raise RuntimeError("The list of the demonstration shows no idea")
    return ["/", "/ideeen/", found[1], "/ideeen/nieuw/"]


def look_at(site: str, page: str) -> Finding:
    """Have Lighthouse look at one page, with its own idea of a telephone on a slow line."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    report = VAR / "report.json"
    program = VAR / "node_modules" / "lighthouse" / "cli" / "index.js"
    options = ["--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}", "--quiet"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = ["node", str(program), f"{site}{page}", *options, flags]
    for attempt in (1, 2):  # On a busy machine Chromium may come too late for the first.
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": browser}, check=attempt > 1, timeout=180)
        if done.returncode == 0:
            break
    return finding_of(page, json.loads(report.read_text(encoding="utf-8")))


def finding_of(page: str, report: dict[str, Any]) -> Finding:
    """What Lighthouse's report says."""
    scores = tuple(round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES)
    fetched = report["audits"]["network-requests"]["details"]["items"]
    sizes = sum(item.get("transferSize", 0) for item in fetched if item.get("resourceType") != "Image")
    weighed = {ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    wrong = (report["audits"][name] for name in sorted(weighed))
    faults = tuple(
        f"{audit['title']} ({audit.get('displayValue') or audit['id']})"
        for audit in wrong
        if audit["score"] is not None and audit["score"] < 0.9
    )
    return Finding(page, scores, sizes, faults)


if __name__ == "__main__":
    main()
