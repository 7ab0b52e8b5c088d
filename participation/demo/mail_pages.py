"""The pages of the demonstration's mailbox: plain HTML, everything that came in by mail escaped."""

import re
from collections.abc import Iterable
from html import escape

from participation.demo import totp
from participation.demo.people import OFFICIALS
from participation.demo.postbox import Mail

LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
STYLE = """
:root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif; }
body { max-width: 52rem; margin: 0 auto; padding: 1rem; }
header { border-bottom: 3px solid; margin-bottom: 1.5rem; }
nav a { display: inline-block; padding: .6rem 1rem .6rem 0; }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
ol { list-style: none; padding: 0; }
li { border-bottom: 1px solid #8888; padding: .6rem 0; }
li a { font-weight: 600; display: block; overflow-wrap: anywhere; }
small { opacity: .8; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; padding: 1rem; border: 1px solid #8888; }
pre.source { font: .85rem/1.5 ui-monospace, monospace; }
iframe { width: 100%; height: 32rem; border: 1px solid #8888; background: #fff; }
output { font: 600 2rem/1.2 ui-monospace, monospace; letter-spacing: .15em; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
"""


def page(title: str, body: str, *, refresh: int = 0) -> str:
    """Give a whole page; `refresh` makes the browser fetch it again after so many seconds."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{again}<title>{escape(title)} - Inbreng demo mail</title><link rel="stylesheet" href="/style.css"></head>'
        '<body><header><nav aria-label="Mailbox"><a href="/">Mail</a><a href="/codes">Sign-in codes</a></nav></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def inbox(mails: Iterable[Mail], count: int) -> str:
    """Give the list of mails, newest first."""
    rows = "".join(
        f'<li><a href="/mail/{mail.key}">{escape(mail.header("Subject")) or "(no subject)"}</a>'
        f"<small>to {escape(', '.join(mail.recipients))}, {mail.received:%d-%m-%Y %H:%M:%S}</small></li>"
        for mail in mails
    )
    empty = "<p>No mail yet. Whatever the site sends shows up here within seconds; nothing leaves this machine.</p>"
    return page(f"Mail ({count})", f"<ol>{rows}</ol>" if rows else empty, refresh=5)


def one_mail(mail: Mail) -> str:
    """Give one mail: who, when, its text with live links, its HTML in a closed frame, and the way to its source."""
    lines = "".join(
        f"<dt>{name}</dt><dd>{escape(mail.header(name))}</dd>"
        for name in ("From", "To", "Reply-To", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post")
        if mail.header(name)
    )
    head = f"<dl>{lines}<dt>Received</dt><dd>{mail.received:%d-%m-%Y %H:%M:%S}</dd></dl>"
    text = f"<h2>Text</h2><pre>{with_links(mail.part('plain'))}</pre>" if mail.part("plain") else ""
    frame = (
        f'<h2>HTML</h2><iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"'
        f' src="/mail/{mail.key}/html"></iframe>'
    )
    source = f'<p><a href="/mail/{mail.key}/source">All headers and source</a></p>'
    return page(mail.header("Subject") or "(no subject)", head + text + (frame if mail.part("html") else "") + source)


def source(mail: Mail) -> str:
    """Give the mail as it came in."""
    text = escape(mail.source.decode("utf-8", "replace"))
    back = f'<p><a href="/mail/{mail.key}">Back to the mail</a></p>'
    return page("Headers and source", f'{back}<pre class="source">{text}</pre>')


def codes(moment: float) -> str:
    """Give the codes that the authenticator apps of the made-up officials show at `moment`."""
    left = totp.seconds_left(moment)
    rows = "".join(
        f"<li><strong>{escape(person.nickname)}</strong>, {escape(person.role)}<br><small>{escape(person.email)}, "
        f"password {escape(person.password)}</small><br><output>{totp.code(person.totp_secret, moment)}</output></li>"
        for person in OFFICIALS
    )
    note = f"<p>All of them are made up. These codes change in {left} seconds; this page follows by itself.</p>"
    return page("Sign-in codes", f"{note}<ol>{rows}</ol>", refresh=min(left, 10))


def with_links(text: str) -> str:
    """Escape `text` and make its web addresses clickable."""
    parts, end = [], 0
    for found in LINK.finditer(text):
        address = escape(found.group())
        parts.append(f'{escape(text[end : found.start()])}<a href="{address}">{address}</a>')
        end = found.end()
    return "".join([*parts, escape(text[end:])])
