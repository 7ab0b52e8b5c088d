"""Mail of every nasty kind comes in, once, and never stops the mail behind it."""

import io
import uuid
from datetime import timedelta
from email.message import EmailMessage
from imaplib import IMAP4
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from ideas.actions.enter import Sender
from ideas.actions.inbound import LARGEST, Outcome, make_idea_of_mail, set_mail_aside, take_in
from ideas.actions.submit import Draft
from ideas.actions.tidy import tidy_ideas
from ideas.intake.fetching import fetch_mail
from ideas.models import Entry, Idea, InboundMail, InboundPhoto
from ideas.tasks import fetch
from participation import terms
from participation.errors import Incomplete, NotAllowed, NotPossible
from tests.ideas.imap_double import Box

INBOUND_MAIL = terms.INBOUND_MAIL.unless_set()
pytestmark = pytest.mark.django_db


def picture(color="green"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    return out.getvalue()


def letter(text="Plant bomen in de straat.", *, html="", sender="Mia de Wit <mia@example.org>", pictures=0, **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "ideeen@example.org", headers.pop("subject", "Bomen")
    mail["Message-ID"] = headers.pop("number", f"<{uuid.uuid4()}@example.org>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if html:
        (mail.add_alternative if text else mail.set_content)(html, subtype="html")
    for number in range(pictures):
        mail.add_attachment(picture(), maintype="image", subtype="png", filename=f"{number}.png")
    return mail.as_bytes()


def test_a_plain_mail(settings):
    assert take_in(letter(pictures=2, Date="Mon, 02 Mar 2026 10:00:00 +0100")) == Outcome.NEW
    mail = InboundMail.objects.get()
    assert (mail.sender, mail.sender_name, mail.subject, mail.text, mail.state, mail.trouble) == (
        "mia@example.org", "Mia de Wit", "Bomen", "Plant bomen in de straat.", "waiting", "",
    )  # fmt: skip
    assert (mail.sent_at.isoformat(), mail.photos.count(), mail.attachments) == ("2026-03-02T09:00:00+00:00", 2, [])


def test_the_same_mail_comes_in_once():
    same = letter(number="<een@example.org>")
    assert [take_in(same), take_in(same), take_in(letter("Anders", number="<een@example.org>"))] == [
        Outcome.NEW, Outcome.AGAIN, Outcome.AGAIN,
    ]  # fmt: skip
    bare = b"From: a@example.org\r\n\r\nHallo"
    assert [take_in(bare), take_in(bare), take_in(bare + b"!")] == [Outcome.NEW, Outcome.AGAIN, Outcome.NEW]


AUTOMATIC = {
    "away": {"Auto_Submitted": "auto-replied"},
    "bulk": {"Precedence": "bulk"},
    "list": {"List_Id": "<buurt.example.org>"},
    "newsletter": {"List_Unsubscribe": "<mailto:weg@example.org>"},
    "bounce": {"Return_Path": "<>"},
    "daemon": {"sender": "MAILER-DAEMON@example.org"},
    "no reply": {"sender": "Winkel <no-reply@example.org>"},
    "nobody": {"sender": "geen adres"},
}


@pytest.mark.parametrize("kind", AUTOMATIC)
def test_what_programs_send_is_not_kept(kind):
    assert take_in(letter(**AUTOMATIC[kind])) == Outcome.AUTOMATIC
    assert not InboundMail.objects.exists()


def test_a_report_is_not_kept():
    raw = letter().replace(b"Content-Type: text/plain", b"Content-Type: multipart/report; boundary=x", 1)
    assert take_in(raw) == Outcome.AUTOMATIC


def test_said_by_a_person():
    assert take_in(letter(Auto_Submitted="no", sender="noreen@example.org")) == Outcome.NEW


def test_html_alone_becomes_words():
    html = "<style>p{}</style><p>Plant&nbsp;<b>bomen</b></p><script>alert(1)</script><p>&lt;b&gt; en gras</p><img src=x onerror=y>"
    take_in(letter("", html=html))
    assert InboundMail.objects.get().text == "Plant bomen\n<b> en gras"


def test_the_plain_text_goes_before_the_html():
    take_in(letter("Gewoon.", html="<p>Opgemaakt</p>"))
    assert InboundMail.objects.get().text == "Gewoon."


HEAD = b"From: a@example.org\r\nSubject: Hallo\r\n"
NASTY = {
    "nothing": (b"", Outcome.AUTOMATIC),
    "noise": (bytes(range(256)) * 40, Outcome.AUTOMATIC),
    "unknown charset": (HEAD + b"Content-Type: text/plain; charset=klingon\r\n\r\nBomen \xe9", Outcome.NEW),
    "wrong charset": (HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nBomen \xff\xfe", Outcome.NEW),
    "broken base64": (HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!abc", Outcome.NEW),
    "no end of parts": (HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nBomen", Outcome.NEW),
    "no boundary": (HEAD + b"Content-Type: multipart/mixed\r\n\r\nBomen", Outcome.NEW),
    "a strange date": (HEAD + b"Date: gisteren\r\n\r\nBomen", Outcome.NEW),
    "a date to come": (HEAD + b"Date: Mon, 02 Mar 2099 10:00:00 +0100\r\n\r\nBomen", Outcome.NEW),
    "nul": (HEAD + b"\r\nBo\x00men\x00", Outcome.NEW),
    "other direction": ("From: a@example.org\r\nSubject: \u202ebomen\r\n\r\n\u202eBomen".encode(), Outcome.NEW),
    "a false picture": (
        HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\nniets\r\n--x--",
        Outcome.NEW,
    ),
    "a nul in a name": (
        HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: a/\x00b; name=\"\x00x\"\r\n\r\nniets\r\n--x--",
        Outcome.NEW,
    ),
    "a long subject": (b"From: a@example.org\r\nSubject: " + b"x" * 9000 + b"\r\n\r\nBomen", Outcome.NEW),
    "two senders": (b"From: a@example.org, b@example.org\r\n\r\nBomen", Outcome.NEW),
    "a forged line": (b"From: a@example.org\r\nSubject: =?utf-8?q?a=0D=0ABcc:_x=40example.org?=\r\n\r\nBomen", Outcome.NEW),
    "a mail in a mail": (HEAD + b"Content-Type: message/rfc822\r\n\r\nFrom: b@example.org\r\n\r\nBinnen", Outcome.NEW),
}  # fmt: skip


@pytest.mark.parametrize("kind", NASTY)
def test_nasty_mail(kind):
    content, outcome = NASTY[kind]
    assert take_in(content) == outcome
    for mail in InboundMail.objects.all():
        assert (mail.sender, "\u202e" in mail.subject + mail.text, "\n" in mail.subject) == (
            "a@example.org",
            False,
            False,
        )
        assert mail.sent_at <= timezone.now()
        assert len(mail.subject) <= 200


def test_parts_in_parts_in_parts_do_not_stop_the_box():
    deep = HEAD
    for number in range(400):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    assert take_in(deep + b"\r\nBomen") in {Outcome.NEW, Outcome.UNREADABLE}
    assert InboundMail.objects.count() == 1


def test_a_huge_mail_is_only_known_to_be_there():
    assert take_in(letter("Bomen " * 20_000, pictures=1), LARGEST + 1) == Outcome.UNREADABLE
    mail = InboundMail.objects.get()
    assert (mail.trouble, mail.subject, mail.photos.count(), len(mail.raw), len(mail.text)) == (
        "too_large", "Bomen", 0, 64 * 1024, 20_000,
    )  # fmt: skip


def test_what_is_no_photo_is_named_only():
    mail = EmailMessage()
    mail["From"] = "a@example.org"
    mail.set_content("Kijk")
    mail.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="virus.exe")
    mail.add_attachment(b"geen foto", maintype="image", subtype="png", filename="x.png")
    for number in range(6):
        mail.add_attachment(picture(), maintype="image", subtype="png", filename=f"{number}.png")
    take_in(mail.as_bytes())
    kept = InboundMail.objects.get()
    assert ([one["name"] for one in kept.attachments], kept.photos.count()) == (
        ["virus.exe", "4.png", "5.png", "image"], 4,
    )  # fmt: skip


# The box


@pytest.fixture
def maildir(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_a_maildir_is_read_to_its_end(maildir, settings):
    (maildir / "new" / "1").write_bytes(letter())
    (maildir / "new" / "2").write_bytes(b"\x00" * 50)
    (maildir / "new" / "3").write_bytes(letter(Precedence="list"))
    (maildir / "new" / "4").write_bytes(letter())
    settings.INBOUND_MAIL_URL = f"maildir://{maildir}"
    out = StringIO()
    call_command("fetch_mail", stdout=out)
    assert out.getvalue().strip() == "automatic: 2, new: 2"
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == ["1:2,S", "2:2,S", "3:2,S", "4:2,S"]
    assert fetch_mail(settings.INBOUND_MAIL_URL) == {}


def test_what_cannot_be_kept_now_stays_unread(maildir, settings, monkeypatch, tmp_path):
    (maildir / "new" / "1").write_bytes(letter(pictures=1))
    (maildir / "new" / "2").write_bytes(letter())
    settings.MEDIA_ROOT = tmp_path / "new" / "2"  # A file: no photo can be put there.
    assert fetch_mail(f"maildir://{maildir}") == {"failed": 1, "new": 1}
    assert [path.name for path in (maildir / "new").iterdir()] == ["1"]


def test_imap(settings):
    with Box() as box:
        box.mails = {7: letter(), 8: b"\x00", 9: letter("Groot"), 10: letter(List_Id="<x>")}
        box.sizes = {9: LARGEST * 2}
        settings.INBOUND_MAIL_URL = box.address
        fetch()
        assert (box.seen, InboundMail.objects.count()) == ({7, 8, 9, 10}, 2)
        assert fetch_mail(box.address) == {}
        assert not any("DELETE" in said.upper() or "EXPUNGE" in said.upper() for said in box.heard)
    fetch()  # It is away: the next look may find it.
    with pytest.raises(CommandError):
        call_command("fetch_mail")


@pytest.mark.parametrize(("right", "wrong"), [("goed", "fout"), ("INBOX", "Elders")])
def test_a_box_that_refuses(right, wrong):
    with Box() as box, pytest.raises(IMAP4.error):
        fetch_mail(box.address.replace(right, wrong))


def test_without_a_box_nothing_is_fetched(settings):
    settings.INBOUND_MAIL_URL = ""
    fetch()
    with pytest.raises(CommandError):
        call_command("fetch_mail")


# What becomes of it

DRAFT = Draft(title="Bomen in de straat", problem="Het is warm.", proposal="Plant bomen.")


@pytest.fixture
def mail(last_rule):
    take_in(letter(pictures=2))
    return InboundMail.objects.get()


def make(mail, actor, **more):
    return make_idea_of_mail(mail, DRAFT, Sender(), actor=actor, **{"photos": (), "client_key": uuid.uuid4(), **more})


def test_an_idea_of_a_mail_takes_the_chosen_photos(mail, clerk):
    chosen, other = mail.photos.all()
    idea = make(mail, clerk, photos=[chosen.pk, 999])
    assert [photo.image.name for photo in idea.photos.all()] == [chosen.image.name]
    assert list(InboundPhoto.objects.all()) == [other]
    mail.refresh_from_db()
    assert (idea.channel, mail.idea, mail.state, mail.official) == ("mail", idea, "made", clerk)
    assert Entry.objects.get().official == clerk


def test_once_is_enough(mail, clerk):
    make(mail, clerk)
    for again in (lambda: make(mail, clerk), lambda: set_mail_aside(mail, actor=clerk, reason="Toch niet.")):
        with pytest.raises(NotPossible):
            again()
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_aside_with_a_reason(mail, clerk, reason):
    with pytest.raises(Incomplete):
        set_mail_aside(mail, actor=clerk, reason=reason)
    set_mail_aside(mail, actor=clerk, reason="Reclame.")
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.official) == ("aside", "Reclame.", clerk)


def test_residents_do_neither(mail, resident):
    with pytest.raises(NotAllowed):
        make(mail, resident)
    with pytest.raises(NotAllowed):
        set_mail_aside(mail, actor=resident, reason="Zomaar.")


def test_mail_goes_after_its_term_and_what_waits_stays(mail, clerk, django_capture_on_commit_callbacks):
    take_in(letter("Nog een."))
    set_mail_aside(mail, actor=clerk, reason="Reclame.")
    files = [photo.image for photo in mail.photos.all()]
    InboundMail.objects.filter(pk=mail.pk).update(settled_at=timezone.now() - INBOUND_MAIL + timedelta(hours=1))
    assert tidy_ideas()["mails"] == 0
    InboundMail.objects.filter(pk=mail.pk).update(settled_at=timezone.now() - INBOUND_MAIL - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy_ideas()["mails"] == 1
    assert [one.text for one in InboundMail.objects.all()] == ["Nog een."]
    assert [file.storage.exists(file.name) for file in files] == [False, False]
