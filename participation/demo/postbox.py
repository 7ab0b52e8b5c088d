"""The mails that the demonstration "sent": kept in a folder, never on their way to anybody."""

import re
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

NAME = re.compile(r"^\d{20}$")


@dataclass(frozen=True)
class Mail:
    """One received mail, as the pages show it."""

    key: str
    source: bytes
    recipients: tuple[str, ...]

    @property
    def message(self) -> EmailMessage:
        """Give the parsed mail."""
        return message_from_bytes(self.source, policy=policy.default)

    @property
    def received(self) -> datetime:
        """Give the moment of arrival, in the time zone of this machine."""
        return datetime.fromtimestamp(int(self.key) / 1e9).astimezone()

    def header(self, name: str) -> str:
        """Give a header as text; empty when it is absent."""
        return str(self.message.get(name, ""))

    def part(self, kind: str) -> str:
        """Give the body of `kind` ("plain" or "html"); empty when there is none."""
        body = self.message.get_body(preferencelist=(kind,))
        if body is None:
            return ""
        try:
            return str(body.get_content())
        except LookupError:  # The mail names a character set that does not exist.
            return bytes(body.get_payload(decode=True) or b"").decode("utf-8", "replace")


class Postbox:
    """Keeps mails as .eml files in one folder, so that a restart still has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._turn = threading.Lock()

    def put(self, source: bytes, recipients: list[str]) -> Mail:
        """Keep a mail; its key is the moment in nanoseconds, so keys sort by time."""
        with self._turn:
            key = f"{time.time_ns():020d}"
            envelope = f"X-Envelope-To: {', '.join(recipients)}\r\n".encode("utf-8", "replace")
            draft = self.folder / f"{key}.part"
            draft.write_bytes(envelope + source)
            draft.rename(self.folder / f"{key}.eml")
        return Mail(key, source, tuple(recipients))

    def get(self, key: str) -> Mail | None:
        """Give the mail with this key, if it exists."""
        path = self.folder / f"{key}.eml"
        if not NAME.match(key) or not path.exists():
            return None
        envelope, _, source = path.read_bytes().partition(b"\r\n")
        recipients = envelope.decode().partition(": ")[2].split(", ")
        return Mail(key, source, tuple(recipients))

    def newest(self, limit: int) -> list[Mail]:
        """Give the latest mails, newest first."""
        keys = sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)[:limit]
        return [mail for key in keys if (mail := self.get(key))]

    def count(self) -> int:
        """Give how many mails there are."""
        return sum(1 for _ in self.folder.glob("*.eml"))
