"""A browser: it keeps cookies and its connection, and sends the forms of pages."""

import http.client
import random
import re
import select
import uuid
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.chaos.ground import HOST

PATIENCE = 12  # Seconds to connect, and between two pieces of an answer.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([0-9a-f-]{36})"')
#: Answers that a browser may get; all else is a surprise.
EXPECTED = frozenset({200, 204, 302, 422, 429})


class NoAnswer(Exception):
    """The connection broke, nothing came in time, or the server failed. The post may have landed."""


@dataclass(frozen=True)
class Answer:
    """What came back. `location` is where a redirect leads."""

    status: int
    location: str
    text: str

    def complaint(self):
        """The beginning of what the page says is wrong."""
        text = re.sub(r"<[^>]+>", " ", self.text.partition("data-error-summary")[2][:1500])
        return " ".join(text.split())[:200]


class Browser:
    """Stands behind a proxy that speaks TLS, at an address of its own."""

    def __init__(self, port, ledger, session_key=None):
        self.connection, self.ledger = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), ledger
        self.cookies = {"__Host-session": session_key} if session_key else {}
        place = ".".join(["10", *(str(random.randrange(1, 255)) for _ in range(3))])
        self.headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": place, "Origin": f"https://{HOST}",
        }  # fmt: skip

    def open(self, path, expected=EXPECTED):
        return self._ask("GET", path, expected)

    def send(self, path, page, fields, photo=None, expected=EXPECTED):
        """Post a form with the token of the page that it stood on."""
        found = TOKEN.search(page.text)
        token = found.group(1) if found else self.cookies.get("__Host-csrf", "")
        kind, body = _encoded({**fields, "csrfmiddlewaretoken": token}, photo)
        return self._ask("POST", path, expected, body, {"Content-Type": kind})

    def _ask(self, method, path, expected, body=None, headers=None):
        """One request. Raises NoAnswer; an answer that is not expected is a surprise."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._leave_what_was_closed()
            self.connection.request(method, path, body, {**self.headers, "Cookie": cookies, **(headers or {})})
            came = self.connection.getresponse()
            answer = Answer(came.status, came.headers.get("Location", ""), came.read().decode(errors="replace"))
        except (http.client.HTTPException, OSError) as error:
            self.connection.close()
            raise NoAnswer(type(error).__name__) from error
        for line in came.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        if answer.status >= 500:
            raise NoAnswer(str(answer.status))
        if answer.status not in expected or answer.location.startswith("/inloggen/"):
            self.ledger.surprise(f"{method} {path}: {answer.status} {answer.location}")
        return answer

    def _leave_what_was_closed(self):
        """A kept connection on which something waits to be read was closed by the other side."""
        if self.connection.sock and select.select([self.connection.sock], [], [], 0)[0]:
            self.connection.close()


def _encoded(fields, photo):
    """(kind, body) of a form; one with a photo goes in parts."""
    if photo is None:
        return "application/x-www-form-urlencoded", urlencode(fields)
    mark = uuid.uuid4().hex
    heads = [f'name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    heads.append('name="photo"; filename="foto.jpg"\r\nContent-Type: image/jpeg\r\n\r\n')
    start = "".join(f"--{mark}\r\nContent-Disposition: form-data; {head}" for head in heads)
    return f"multipart/form-data; boundary={mark}", start.encode() + photo + f"\r\n--{mark}--\r\n".encode()
