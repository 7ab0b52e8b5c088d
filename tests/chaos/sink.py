"""The mail server of a run. It writes down every Message-ID before it says 250, and misbehaves when it is told to."""

import asyncio
import json
import logging
import random
import re
import threading
import time
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

#: How it can misbehave. `kept` tells whether the mail is in the record all the same.
TEMPORARY, PERMANENT, HANG, HANG_KEPT, CUT, CUT_KEPT = "4xx", "5xx", "hang", "hang, kept", "cut", "cut, kept"
MANNERS = (TEMPORARY, PERMANENT, HANG, HANG_KEPT, CUT, CUT_KEPT)
KEPT = {HANG_KEPT, CUT_KEPT, None}
HANGS_FOR = 60


@dataclass
class Mail:
    """A mail as it came in. `manner` is how it was answered, None for 250."""

    message_id: str
    to: str
    subject: str
    at: float
    manner: str | None


class Sink:
    """Takes mail on `port`. While `manner` is set, about half of the mails get it."""

    def __init__(self, port, record, seed):
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self.lock, self.record, self.random = threading.Lock(), record.open("a"), random.Random(f"sink {seed}")
        self.kept, self.turned_away, self.texts, self.manner = [], [], {}, None
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    def stop(self):
        self.controller.stop()
        self.record.close()

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - aiosmtpd calls it
        manner = self.manner if self.manner and self.random.random() < 0.5 else None
        self._write_down(envelope, manner)
        if manner in {HANG, HANG_KEPT}:
            await asyncio.sleep(HANGS_FOR)
        if manner in {HANG, HANG_KEPT, CUT, CUT_KEPT}:
            server.transport.abort()
        return {TEMPORARY: "451 Try again later", PERMANENT: "554 Refused for good"}.get(manner, "250 Kept")

    def _write_down(self, envelope, manner):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        mail = Mail(str(letter["Message-ID"]), envelope.rcpt_tos[0], str(letter["Subject"]), time.time(), manner)
        with self.lock:
            (self.kept if manner in KEPT else self.turned_away).append(mail)
            if manner in KEPT:
                self.texts.setdefault(mail.to, []).append((mail.subject, letter.get_body(("plain",)).get_content()))
            self.record.write(json.dumps(asdict(mail)) + "\n")
            self.record.flush()

    def letters_to(self, address):
        """Subject and text of what this address got so far."""
        with self.lock:
            return list(self.texts.get(address, []))

    def addresses(self):
        with self.lock:
            return list(self.texts)

    def code_for(self, address, after, limit=15.0):
        """The newest sign-in code for the address beyond the first `after` mails; None when none comes in time."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            for subject, _text in reversed(self.letters_to(address)[after:]):
                if found := re.search(r"\b\d{6}\b", subject):
                    return found.group()
            time.sleep(0.2)
        return None
