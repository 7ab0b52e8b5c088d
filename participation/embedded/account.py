"""Runs the servers under an ordinary account, because PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
from collections.abc import Iterable
from pathlib import Path

ORDINARY_ACCOUNT = "nobody"


class CannotReach(RuntimeError):
    """The ordinary account cannot reach the folder."""


def prefix(needed: Iterable[Path]) -> list[str]:
    """Give what goes before a command so that it runs unprivileged; nothing when we are not root.

    The ordinary account may be unable to pass a parent folder of the `needed` paths, such as /root. Then the server
    keeps the one capability that lets it pass (and nothing else of root), rather than that we open up that folder.
    """
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotReach("PostgreSQL refuses to run as root and the program setpriv (package util-linux) is missing")
    account = pwd.getpwnam(ORDINARY_ACCOUNT)
    command = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if not all(_passable(path) for path in needed):
        # access(2) looks away from capabilities unless it is told that the account is no reason to.
        command.insert(1, "--securebits=+no_setuid_fixup")
        command += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
    return [*command, "--"]


def owners() -> set[int]:
    """Give the numbers of the accounts that may own what belongs to our servers."""
    return {0, pwd.getpwnam(ORDINARY_ACCOUNT).pw_uid} if os.geteuid() == 0 else {os.geteuid()}


def give(path: Path) -> None:
    """Make `path` the ordinary account's own when we are root."""
    if os.geteuid() == 0:
        account = pwd.getpwnam(ORDINARY_ACCOUNT)
        os.chown(path, account.pw_uid, account.pw_gid)


def _passable(path: Path) -> bool:
    """Tell whether everybody may pass through the folders above `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)
