"""Reads settings from the environment, and says in one line what is wrong with it."""

import os
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn, TypeVar

T = TypeVar("T")

#: Any of these three means: this is a real installation, so nothing may be guessed.
PRODUCTION_SIGNS = ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL")
REQUIRED_IN_PRODUCTION = ("DATABASE_URL", "REDIS_URL", *PRODUCTION_SIGNS)

#: EX_CONFIG of sysexits(3); the systemd units do not restart a process that ends with it.
EXIT_CONFIGURATION = 78


class Malformed(ValueError):
    """A variable has a value that cannot be used; the text says what it must be."""


class Environment:
    """The variables of this process, and the problems found while reading them."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        """`variables`: usually `os.environ`. An empty value counts as absent."""
        self.variables = {name: value.strip() for name, value in variables.items() if value.strip()}
        self.production = any(name in self.variables for name in PRODUCTION_SIGNS)
        self.problems: list[str] = []
        missing = [name for name in REQUIRED_IN_PRODUCTION if name not in self.variables]
        if self.production and missing:
            self.problems.append(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """Give `parse(value)` of the variable `name`, or `default` when it is absent or malformed."""
        if name not in self.variables:
            return default
        try:
            return parse(self.variables[name])
        except Malformed as problem:
            self.problems.append(f"{name} {problem}")
            return default

    def needs(self, name: str, *others: str) -> None:
        """Refuse `name` without all of `others`, which mean nothing apart."""
        if name in self.variables and (missing := [other for other in others if other not in self.variables]):
            self.problems.append(f"{name} needs {', '.join(missing)}")

    def stop_if_wrong(self) -> None:
        """End the process with one clear line when a variable is missing or malformed."""
        if self.problems:
            stop("; ".join(self.problems))


def stop(reason: str) -> NoReturn:
    """Print `reason` as one line on stderr and end with the exit code for a wrong configuration."""
    line = " ".join(reason.split())
    sys.stderr.write(f"Inbreng cannot start: {line}. Every variable is explained in deploy/README.md.\n")
    sys.exit(EXIT_CONFIGURATION)


def new_secret() -> str:
    """Make a secret that nobody guesses."""
    return secrets.token_urlsafe(64)


def kept_secret(path: Path, make: Callable[[], str] = new_secret) -> str:
    """Give the secret kept in the file `path`; `make` one there when there is none yet. Several may ask at once."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(make())
            try:
                os.link(draft, path)
            except FileExistsError:
                pass  # Another process was first: its secret is the one that counts.
            finally:
                draft.unlink()
        return path.read_text()
    except OSError as problem:
        stop(f"the secret key in {path} cannot be read or made ({problem.strerror}); set SECRET_KEY or repair that")
