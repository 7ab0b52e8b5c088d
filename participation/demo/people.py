"""The made-up people of the demonstration. None of them exists; `load_demo` makes their accounts."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Literal

Kind = Literal["resident", "company", "official"]


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in: residents and companies by a code in a mail, officials by password and app code."""

    email: str
    nickname: str
    kind: Kind
    role: str
    password: str = ""

    @property
    def totp_secret(self) -> str:
        """Give the base32 secret of this official's authenticator app; always the same, and public."""
        digest = hashlib.sha256(f"inbreng-demo:{self.email}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


#: One for all made-up officials. It protects nothing: the demonstration answers on this machine only.
PASSWORD = "Voorbeeld-Stad-2026"  # noqa: S105  (shown on screen by `make demo`)

PEOPLE = (
    Person("resident@example.org", "Bloemkool", "resident", "resident"),
    Person("company@example.org", "Voorbeeld Techniek", "company", "who writes for the company Voorbeeld Techniek BV"),
    Person("owner@example.org", "Fatima de Wit", "official", "programme owner, answers ideas", PASSWORD),
    Person("deputy@example.org", "Joris Bakker", "official", "deputy of the programme owner", PASSWORD),
    Person("official@example.org", "Sanne Dijkstra", "official", "handles ideas of that programme", PASSWORD),
    Person("reader@example.org", "Pieter Hoekstra", "official", "reads along with that programme", PASSWORD),
    Person("clerk@example.org", "Yara el Amrani", "official", "clerk at the counter, enters ideas", PASSWORD),
    Person("moderator@example.org", "Lotte Smit", "official", "moderator of all comments", PASSWORD),
    Person("editor@example.org", "Bram Postma", "official", "editor, writes vote rounds", PASSWORD),
    Person("coordinator@example.org", "Anouk Visser", "official", "participation coordinator", PASSWORD),
    Person("admin@example.org", "Daan Mulder", "official", "administrator of this site", PASSWORD),
)

OFFICIALS = tuple(person for person in PEOPLE if person.kind == "official")

#: Who also sign in with a code; made with the ideas and the challenges, of which they answer and judge some.
IN_CHALLENGES = (
    ("meedoener-01@example.org", "answers all three challenges"),
    ("eigenaar@koelestad.example.org", "owner of a company that answered none yet"),
    ("meedoener-10@example.org", "juror, with responses to read"),
)
