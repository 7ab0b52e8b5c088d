"""Where an embedded server keeps its data, sockets, locks and logs."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import IO, Any

from participation.embedded import account

#: A Unix socket's path holds at most 104 (macOS) or 108 (Linux) bytes, the name of the socket included.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Places:
    """The files of the embedded servers in one folder, usually `var/`."""

    folder: Path

    @property
    def run(self) -> Path:
        """Give the folder of locks and notes."""
        return self.folder / "run"

    @property
    def sockets(self) -> Path:
        """Give the folder of the sockets: a short one elsewhere when the path of `run` is too long for a socket."""
        if len(os.fsencode(self.run)) <= LONGEST_SOCKET_FOLDER:
            return self.run
        mark = sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(gettempdir()) / f"inbreng-{os.geteuid()}-{mark}"

    @property
    def database(self) -> dict[str, Any]:
        """Give Django's settings of the embedded database."""
        engine = "participation.embedded.postgresql"
        return {"ENGINE": engine, "NAME": "inbreng", "USER": "postgres", "HOST": str(self.sockets), "OPTIONS": {}}

    def prepare(self) -> None:
        """Make the folders; refuse a socket folder that somebody else made for us."""
        for folder in (self.run, self.folder / "log"):
            folder.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.sockets != self.run and self.sockets.stat().st_uid not in account.owners():
            raise PermissionError(f"{self.sockets} belongs to somebody else; remove it")

    def exists(self) -> bool:
        """Tell whether anything embedded ever ran here."""
        return self.run.is_dir()

    def data(self, name: str) -> Path:
        """Give the data folder of the server `name`."""
        return self.folder / name

    def log(self, name: str) -> Path:
        """Give the log file of the server `name`."""
        return self.folder / "log" / f"{name}.log"

    def note(self, name: str, kind: str) -> Path:
        """Give the file by which the keeper tells that the server is `ready` or has `failed`."""
        return self.run / f"{name}.{kind}"

    def leave(self, name: str, kind: str, text: str) -> None:
        """Leave the note with a text, all of it at once: whoever waits for the note may read it the next moment."""
        whole = self.note(name, f"{kind}.part")
        whole.write_text(text)
        whole.replace(self.note(name, kind))

    def lock_file(self, name: str, kind: str) -> IO[bytes]:
        """Open the file on which the `users`, the `keeper` or a `start` of the server `name` lock each other out."""
        return (self.run / f"{name}.{kind}").open("ab")
