"""`python -m tests.chaos --minutes 30 --seed 7`; `make chaos` calls it."""

import argparse
import os
import random
import sys
import time
from importlib import import_module

import django

from tests.chaos.ground import Ground, end_at_signals, folder


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def arguments():
    parser = argparse.ArgumentParser(prog="make chaos", description="Break everything for a while, then count.")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    chosen.seed = random.randrange(1_000_000) if chosen.seed is None else chosen.seed
    return chosen


def main():
    chosen = arguments()
    end_at_signals()
    say(f"Chaos for {chosen.minutes:g} minutes; the same faults in the same order again: SEED={chosen.seed}")
    try:
        with Ground(folder(), chosen.seed) as ground:
            os.environ.update(ground.settings(ground.direct))
            django.setup()
            # Its imports need Django's settings, and these need the ground.
            return import_module("tests.chaos.performance").perform(ground, chosen, say)
    except BlockingIOError:
        say(f"Another run is at work in {folder()}.")
        return 2
    except KeyboardInterrupt:
        say("\nStopped; nothing is left running.")
        return 130


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    say(f"({time.monotonic() - started:.0f} seconds in all)")
    sys.exit(code)
