"""Reports as mail servers write them."""

BOUNDARY = "=_report"


def _report(kind, parts, **headers):
    head = {
        "From": "MAILER-DAEMON@mx.example.net",
        "To": "noreply@inbreng.example.org",
        "Subject": "Undelivered Mail Returned to Sender",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/report; report-type={kind}; boundary="{BOUNDARY}"',
        **headers,
    }
    lines = [f"{name}: {value}" for name, value in head.items()]
    for content_type, text in parts:
        lines += ["", f"--{BOUNDARY}", f"Content-Type: {content_type}", "", text]
    return "\r\n".join([*lines, "", f"--{BOUNDARY}--", ""]).encode("utf-8", "surrogateescape")


def not_delivered(letter, status="5.1.1", diagnosis="smtp; 550 5.1.1 No such user", action="failed", **more):
    """RFC 3464. `returned` says what of our mail is in it: "message", "headers" or nothing."""
    returned = more.pop("returned", "message")
    about = (
        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; buur@example.org\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: {diagnosis}"
    )
    parts = [("text/plain", "It did not work."), ("message/delivery-status", about)]
    ours = f"Message-ID: <{letter}@inbreng.example.org>\r\nSubject: In behandeling\r\n\r\n"
    if returned:
        parts.append(("message/rfc822" if returned == "message" else "text/rfc822-headers", ours))
    return _report("delivery-status", parts, **more)


def unwanted(letter, kind="abuse"):
    """RFC 5965."""
    about = f"Feedback-Type: {kind}\r\nUser-Agent: Example/1\r\nVersion: 1"
    ours = f"Message-ID: <{letter}@inbreng.example.org>\r\nSubject: In behandeling\r\n\r\nGoed nieuws."
    return _report(
        "feedback-report", [("text/plain", "Spam."), ("message/feedback-report", about), ("message/rfc822", ours)]
    )
