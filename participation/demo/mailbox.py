"""A mail server that delivers nothing and a page that shows what it took.

`python -m participation.demo.mailbox FOLDER SMTP_PORT HTTP_PORT`; both answer on this machine only.
"""

import signal
import sys
import time
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from participation.demo import mail_pages
from participation.demo.postbox import Postbox

HOST = "127.0.0.1"
SHOWN = 200
LARGEST_MAIL = 20 * 1024 * 1024
OUR_NAMES = ("localhost", "127.0.0.1")
POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
#: A mail may style itself and open links in a new tab. It may not run code, fetch pictures, or act as this page.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)


class Sink:
    """Takes every mail."""

    def __init__(self, postbox: Postbox) -> None:
        self.postbox = postbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail; aiosmtpd calls this and decides the name."""
        content = envelope.content or b""
        self.postbox.put(content if isinstance(content, bytes) else content.encode(), envelope.rcpt_tos)
        return "250 Kept for reading; it goes nowhere"


class Pages(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    def __init__(self, postbox: Postbox, *arguments: object) -> None:
        self.postbox = postbox
        super().__init__(*arguments)  # type: ignore[arg-type]  # The server passes what the base class wants.

    def do_GET(self) -> None:
        """Answer with a page."""
        # Another site could point its own name at this machine and so read the mails through a visitor's browser.
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in OUR_NAMES:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, mail_pages.page("Unknown host name", ""))
            return
        path = urlsplit(self.path).path
        if path == "/style.css":
            self._answer(HTTPStatus.OK, mail_pages.STYLE, kind="text/css")
        elif path == "/":
            self._answer(HTTPStatus.OK, mail_pages.inbox(self.postbox.newest(SHOWN), self.postbox.count()))
        elif path == "/codes":
            self._answer(HTTPStatus.OK, mail_pages.codes(time.time()))
        else:
            self._answer_mail(path)

    do_HEAD = do_GET  # noqa: N815

    def _answer_mail(self, path: str) -> None:
        """Answer /mail/<key>, /mail/<key>/html or /mail/<key>/source."""
        first, _, rest = path.removeprefix("/mail/").partition("/")
        mail = self.postbox.get(first) if path.startswith("/mail/") else None
        if mail is None or rest not in {"", "html", "source"}:
            self._answer(HTTPStatus.NOT_FOUND, mail_pages.page("There is nothing here", ""))
        elif rest == "html":
            self._answer(HTTPStatus.OK, f'<base target="_blank">{mail.part("html")}', policy=MAIL_POLICY)
        else:
            self._answer(HTTPStatus.OK, mail_pages.source(mail) if rest else mail_pages.one_mail(mail))

    def _answer(self, status: HTTPStatus, text: str, *, kind: str = "text/html", policy: str = POLICY) -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        for name, value in (
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class decides the name)
        """Stay silent: a page that refreshes itself would fill the log."""


def serve(folder: Path, smtp_port: int, http_port: int) -> None:
    """Take mail and show it until SIGTERM."""
    postbox = Postbox(folder)
    smtp = Controller(Sink(postbox), hostname=HOST, port=smtp_port, data_size_limit=LARGEST_MAIL)
    smtp.start()
    try:
        with ThreadingHTTPServer((HOST, http_port), partial(Pages, postbox)) as server:
            server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        smtp.stop()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
