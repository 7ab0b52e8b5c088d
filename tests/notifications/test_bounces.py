"""Mail that comes back stops, shows up, and can be mended; and nobody can stop the mail of somebody else."""

import io
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from notifications import returns
from notifications.bounces import kind_of
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery, MailTrouble
from notifications.returns import read_maildir, take_in
from notifications.sending import send_waiting
from notifications.tasks import read_bounces
from tests.doors import sign_in
from tests.notifications.reports import not_delivered, unwanted
from tests.notifications.test_fanout import record


@pytest.fixture
def sent(taken_up, neighbour):
    """The mail to the neighbour, who got it."""
    send_waiting()
    return Delivery.objects.get(recipient=neighbour, channel="email")


def trouble():
    return list(MailTrouble.objects.values_list("address", "kind", "times", "is_blocked"))


HARD, SOFT = ("buur@example.org", "hard", 1, True), ("buur@example.org", "soft", 1, False)

REPORTS = [
    (not_delivered, [HARD]),
    (lambda letter: not_delivered(letter, returned="headers"), [HARD]),
    (lambda letter: not_delivered(letter, status="5.4.4", diagnosis="dns; no such domain"), [HARD]),
    (lambda letter: not_delivered(letter, status="5.2.2", diagnosis="smtp; 552 5.2.2 Mailbox full"), [SOFT]),
    (lambda letter: not_delivered(letter, status="5.7.1", diagnosis="smtp; 550 5.7.1 Looks like spam"), [SOFT]),
    (lambda letter: not_delivered(letter, status="4.4.1", diagnosis="smtp; 421 Timed out"), [SOFT]),
    (lambda letter: not_delivered(letter, status="4.4.1", action="delayed"), []),
    (lambda letter: not_delivered(letter, action="delivered"), []),
    (unwanted, [("buur@example.org", "complaint", 1, True)]),
    (lambda letter: unwanted(letter, kind="not-spam"), []),
    (lambda letter: not_delivered(letter, returned=""), []),
    (lambda letter: not_delivered(uuid.uuid4()), []),
    (lambda letter: not_delivered(letter).replace(b"@inbreng.example.org", b"@elsewhere.example.org"), []),
    (lambda letter: not_delivered(letter)[:250], []),
    (lambda letter: f"Message-ID: <{letter}@inbreng.example.org>\r\n\r\nHallo".encode(), []),
    (lambda letter: b"\xff\xfe\x00" * 1000, []),
    (lambda letter: b"", []),
    (lambda letter: not_delivered(letter, diagnosis="smtp; 550 5.1.1 \u202e<b>" + "x" * 5000), [HARD]),
]


@pytest.mark.parametrize(("report", "expected"), REPORTS)
def test_what_a_report_leads_to(sent, report, expected):
    assert take_in(report(sent.uuid)) == bool(expected)
    assert trouble() == expected


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("550 5.1.1 No such user", "hard"),
        ("5.1.2", "hard"),
        ("5.2.1 Mailbox disabled", "hard"),
        ("550 No such user", "hard"),
        ("553 No", "hard"),
        ("552 Too much", "soft"),
        ("554 Not from you", "soft"),
        ("5.7.26 DMARC", "soft"),
        ("5.6.0 Content", "soft"),
        ("451 4.7.1 Later", "soft"),
        ("", "soft"),
        ("No idea", "soft"),
    ],
)
def test_which_errors_are_for_good(told, kind):
    assert kind_of(told) == kind


def test_a_mail_names_itself_in_the_address_that_it_comes_back_to(taken_up, neighbour, mail_server, settings):
    settings.BOUNCE_ADDRESS = "bounces@inbreng.example.org"
    senders = []
    mail_server.when_taking = lambda: None
    handle = mail_server.handle_MAIL

    async def noted(server, session, envelope, address, options):
        senders.append(address)
        return await handle(server, session, envelope, address, options)

    mail_server.handle_MAIL = noted
    send_waiting()
    mail = Delivery.objects.get(recipient=neighbour, channel="email")
    assert f"bounces+{mail.uuid}@inbreng.example.org" in senders
    [letter] = mail_server.to(neighbour)
    assert letter["From"] == settings.DEFAULT_FROM_EMAIL
    # The report need not hold our mail then.
    assert take_in(not_delivered(mail.uuid, returned="", To=f"<bounces+{mail.uuid}@inbreng.example.org>"))
    assert trouble() == [HARD]


def test_three_mails_in_a_row_stop_the_mail_and_one_twice_does_not(sent, watched, neighbour):
    full = {"status": "4.2.2", "diagnosis": "Mailbox full"}
    for expected in (1, 1, 1):
        take_in(not_delivered(sent.uuid, **full))
        assert trouble() == [("buur@example.org", "soft", expected, False)]
    for times, blocked in ((2, False), (3, True)):
        record(watched)
        fan_out_waiting()
        send_waiting()
        latest = Delivery.objects.filter(recipient=neighbour, channel="email").latest("pk")
        take_in(not_delivered(latest.uuid, **full))
        assert trouble() == [("buur@example.org", "soft", times, blocked)]


def test_trouble_of_long_ago_does_not_count(sent, watched, neighbour):
    MailTrouble.objects.create(
        address=neighbour.email, kind="soft", times=2, last_at=timezone.now() - timedelta(days=31)
    )
    take_in(not_delivered(sent.uuid, status="4.2.2", diagnosis=""))
    assert trouble() == [SOFT]


def test_what_was_for_good_stays_so(sent):
    take_in(not_delivered(sent.uuid))
    take_in(not_delivered(sent.uuid, status="4.2.2", diagnosis=""))
    assert trouble() == [HARD]


def test_an_address_that_takes_no_mail_gets_none_and_the_inbox_goes_on(sent, watched, neighbour, mail_server):
    take_in(not_delivered(sent.uuid))
    mail_server.letters.clear()
    record(watched)
    fan_out_waiting()
    send_waiting()
    assert mail_server.to(neighbour) == []
    mail = Delivery.objects.filter(recipient=neighbour, channel="email").latest("pk")
    assert (mail.state, mail.last_error) == ("cancelled", "The address takes no mail.")
    assert Delivery.objects.inbox_of(neighbour).unread().count() == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("550 5.1.1 No such user", [HARD]), ("554 Not from you", [SOFT]), ("451 Later", [])],
)
def test_a_refusal_during_the_call_counts_as_well(taken_up, neighbour, mail_server, answer, expected):
    mail_server.recipients_refused[neighbour.email] = answer
    send_waiting()
    assert trouble() == expected


def test_a_text_that_is_refused_says_nothing_about_the_address(taken_up, mail_server):
    mail_server.data_answer = "550 5.1.1 Not this text"
    send_waiting()
    assert trouble() == []


def test_a_report_about_a_digest_is_about_its_reader(sent, neighbour):
    letter = uuid.uuid4()
    Delivery.objects.filter(pk=sent.pk).update(letter=letter)
    take_in(not_delivered(letter))
    assert trouble() == [HARD]


PAGES = ["/mijn-inbreng/", "/berichten/", "/berichten/voorkeuren/", "/"]


@pytest.mark.parametrize("path", PAGES)
def test_somebody_sees_it_after_signing_in_and_can_mend_it(client, sent, neighbour, path):
    sign_in(client, neighbour)
    assert "Wij sturen u geen mail meer" not in client.get(path).text
    take_in(not_delivered(sent.uuid))
    assert "Wij sturen u geen mail meer" in client.get(path).text
    page = client.post("/berichten/mijn-adres-werkt/", follow=True)
    assert "Wij sturen u weer mail." in page.text
    assert trouble() == []
    assert "Wij sturen u geen mail meer" not in client.get(path).text


def test_nobody_mends_the_address_of_somebody_else(client, sent, resident):
    take_in(not_delivered(sent.uuid))
    sign_in(client, resident)
    client.post("/berichten/mijn-adres-werkt/", {"address": "buur@example.org"})
    assert trouble() == [HARD]


def test_an_administrator_sees_them_and_gives_another_chance(client, sent, administrator):
    take_in(not_delivered(sent.uuid))
    sign_in(client, administrator)
    page = client.get("/beheer/notifications/mailtrouble/")
    assert "buur@example.org" in page.text
    assert "550 5.1.1 No such user" in page.text
    chosen = {"action": "trust", "_selected_action": [MailTrouble.objects.get().pk]}
    page = client.post("/beheer/notifications/mailtrouble/", chosen, follow=True)
    assert "1 adres krijgt weer mail." in page.text
    assert trouble() == []


def bounces(*options, content=b"", monkeypatch=None):
    out = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    call_command("bounces", *options, stdout=out)
    return out.getvalue().strip()


def test_a_mail_server_may_hand_a_report_over(sent, monkeypatch):
    assert bounces(content=not_delivered(sent.uuid), monkeypatch=monkeypatch) == "Noted."
    assert trouble() == [HARD]
    assert bounces(content=b"Hallo", monkeypatch=monkeypatch) == "This is no report about a mail of ours."


@pytest.fixture
def maildir(tmp_path, sent):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.report").write_bytes(not_delivered(sent.uuid))
    (tmp_path / "new" / "2.letter").write_bytes(b"Subject: Hallo\r\n\r\nHallo")
    (tmp_path / "new" / "3.huge").write_bytes(not_delivered(sent.uuid) + b"x" * returns.LONGEST)
    return tmp_path


def test_a_folder_is_read_once(maildir):
    assert bounces("--maildir", str(maildir)) == "Noted: 1. About no mail of ours: 2."
    assert trouble() == [HARD]
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == ["1.report:2,S", "2.letter:2,S", "3.huge:2,S"]
    assert bounces("--maildir", str(maildir)) == "Noted: 0. About no mail of ours: 0."


def test_a_reader_that_dies_leaves_the_report_to_be_read_again(maildir, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(returns.Path, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            read_maildir(maildir)
    assert read_maildir(maildir) == (1, 2)
    assert trouble() == [HARD]


def test_the_clock_reads_the_folder_of_the_settings(maildir, settings):
    read_bounces()
    assert trouble() == []
    settings.BOUNCE_MAILDIR = maildir
    read_bounces()
    assert trouble() == [HARD]


def test_what_is_no_maildir_is_refused(tmp_path):
    with pytest.raises(CommandError, match="is no Maildir"):
        bounces("--maildir", str(tmp_path))
