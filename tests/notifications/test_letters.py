"""What stands in a mail: the right words, the right links, and nothing that an idea's text could break."""

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from ideas.events import DeskEvent, IdeaEvent, RoundEvent
from ideas.models import CoAuthor, Consultation, Rating, Referral, Round
from notifications.letters import write
from notifications.models import Delivery
from notifications.sending import send_waiting
from notifications.statuses import Channel, Group
from notifications.subjects import key_of
from notifications.switchboard import FALLBACK, ROUTES
from participation.models import Event
from tests import factories

MAILS = [
    (kind, route)
    for kind, line in ROUTES.items()
    if kind in {*IdeaEvent.values, *DeskEvent.values}  # Those about an account: test_account_letters.py.
    for route in (*line, *([FALLBACK] if any(route.required for route in line) else []))
    if Channel.EMAIL in route.channels
]
LANGUAGES = [code for code, _ in django_settings.LANGUAGES]
FACTS = {
    "reference": "2026-00042",
    "title": "Meer bomen",
    "team": "Team Groen",
    "programme": "Groen",
    "why": {"rule": "Bomen", "word": "boom"},
    "from": "Groen",
    "to": "Water",
    "question": "Waar precies?",
    "partner": "Bibliotheek",
    "organisation": "Made-up school",
    "organisation_id": 0,
    "message": "Kunt u helpen?",
    "text": "Bij de school.",
    "decision": "declined",
    "after": "realised",
    "reason": "Het kost te veel.",
    "reason_code": "te_duur",
    "next_step": "Wij bellen u.",
    "date": "2026-12-24",
    "promised_on": "2026-12-24",
    "result": "Er staan bomen.",
    "lesson": "Plant vroeg.",
    "into": "2026-00007",
    "other": "2026-00008",
    "into_title": "Bomen bij school",
    "opens_at": "2027-03-01T08:00:00+00:00",
    "closes_at": "2027-03-14T16:00:00+00:00",
    "turnout": 12,
    "overturned": True,
    "number": 3,
    "times": 3,
    "step": "at",
    "outside_number": "A1",
    "shared": True,
    "total": "3.4",
    "is_good": False,
    "why_stuck": "De status is veranderd.",
    "why_corrected": "Er stond een fout in.",
    "publish_at": "2026-12-24T09:00:00+00:00",
    "inviter": "Bloem",
    "coauthor": "Buur",
    "undone": "take_up",
    "theme": "Bomen",
}


@pytest.fixture
def letter(idea, settings):
    """Write the letter of a kind and a route to a person who reads a language."""
    settings.BASE_URL = "https://inbreng.example.org"
    referral = Referral.objects.create(idea=idea, partner="Bibliotheek", email="balie@example.org", message="Kunt u?")

    def make(kind, *, route="author", group=Group.OWN, language="nl", **facts):
        subject = Round(pk=1, slug="groenste-straat") if kind.startswith("round.") else idea
        event = Event(kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk)
        rating, _made = Rating.objects.get_or_create(idea=idea)
        invited, _made = CoAuthor.objects.get_or_create(idea=idea, email="ander@example.org")
        event.facts = {**FACTS, "referral_id": referral.pk, "coauthor_id": invited.pk, "rating_id": rating.pk, **facts}
        if kind in {IdeaEvent.CONSULTED, IdeaEvent.CONSULT_REMINDED}:
            school = factories.make_organisation("Made-up school", kvk_number="")
            event.facts["consultation_id"] = Consultation.objects.create(idea=idea, organisation=school).pk
        delivery = Delivery(event=event, channel=Channel.EMAIL, route=route, group=group)
        if route == "partner":
            delivery.address = referral.email
        else:
            idea.author.language = language
            delivery.recipient = idea.author
        return write([delivery], {key_of(delivery.event): subject})

    return make


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "route"), MAILS, ids=lambda value: getattr(value, "name", value))
def test_every_mail_can_be_written_in_every_language(letter, kind, route, language):
    written = letter(kind, route=route.name, group=route.group, language=language)
    assert 10 < len(written.subject) < 120
    assert written.subject in written.html
    assert f'<html lang="{"nl" if route.name == "partner" else language}">' in written.html
    for text in (written.subject, written.text, written.html):
        assert "\n:" not in text
        assert not {"{{", "{%", "None", "&amp;lt;"} & set(text.split())
    assert "https://inbreng.example.org/" in written.text
    assert "https://inbreng.example.org/" in written.html
    assert "localhost" not in written.text + written.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_can_be_written_in_every_language(idea, programme, language):
    idea.author.language = language
    ideas = {one.pk: one for one in (idea, factories.make_raw_idea(programme), factories.make_raw_idea(programme))}
    mail = []
    for number, (pk, kind) in enumerate([(pk, kind) for pk in ideas for kind in IdeaEvent]):
        event = Event(kind=kind, subject_type="ideas.idea", subject_id=pk, recorded_at=timezone.now())
        event.facts = {**FACTS, "reference": ideas[pk].reference, "title": f"Idee & <b>{pk}</b>"}
        delivery = Delivery(pk=number, event=event, recipient=idea.author, channel=Channel.EMAIL, route="followers")
        delivery.group = Group.FOLLOWED
        mail.append(delivery)
    written = write(mail, {("ideas.idea", pk): one for pk, one in ideas.items()})
    assert f'<html lang="{language}">' in written.html
    for text in (written.subject, written.text, written.html):
        assert not {"{{", "{%", "None", "&amp;lt;"} & set(text.split())
    newest = mail[-1].event.facts["title"]
    assert written.subject.startswith(newest)
    assert newest in written.text
    assert "<b>" not in written.html
    assert [written.text.count(f"({one.reference})") for one in ideas.values()] == [1, 1, 1]


def test_the_receipt_reads_well(letter, idea):
    written = letter(IdeaEvent.SUBMITTED)
    assert written.subject == "Uw idee 2026-00042 is ontvangen"
    assert written.to == idea.author.email
    assert "Team Groen leest het en geeft antwoord." in written.text
    assert f"https://inbreng.example.org{idea.get_absolute_url()}" in written.text
    assert "U krijgt dit bericht omdat dit uw idee is." in written.text


def test_officials_are_led_to_their_desk(letter, idea):
    written = letter(IdeaEvent.ROUTED, route="desk", group=Group.DESK)
    assert written.subject == "Nieuw idee voor uw programma: Meer bomen"
    assert f"https://inbreng.example.org{idea.get_desk_url()}" in written.text
    assert "Regel “Bomen”" in written.text


def test_the_news_of_a_round_leads_to_the_round(letter):
    written = letter(RoundEvent.CLOSED, route="voters", group=Group.FOLLOWED, sha256="abc123")
    assert written.subject == "Uitslag van de stemronde: Meer bomen"
    assert "https://inbreng.example.org/stemrondes/groenste-straat/" in written.text
    assert "Bekijk de stemronde" in written.text
    assert "abc123" in written.text
    assert "Het gaat om de stemronde: Meer bomen" in written.html
    assert "omdat u in deze stemronde stemde" in written.text


def test_supporters_of_a_merged_idea_are_asked_to_carry_their_support_over(letter):
    written = letter(IdeaEvent.MERGED, route="asked", group=Group.FOLLOWED)
    assert "neemt u uw steun mee naar idee 2026-00007, of juist niet" in written.text
    assert "/ideeen/steun/" in written.text


def test_a_partner_does_not_read_what_was_promised_to_the_author(letter):
    written = letter(IdeaEvent.REFERRED, route="partner")
    assert "Kunt u helpen?" in written.text
    assert "Antwoord uiterlijk op" not in written.text
    assert "Volgende stap" not in written.text


def test_text_is_not_escaped_and_html_is(letter):
    written = letter(IdeaEvent.TAKEN_UP, title="Bos & <b>beek</b>", next_step="<script>'x'</script>")
    assert "Bos & <b>beek</b>" in written.text
    assert "Bos &amp; &lt;b&gt;beek&lt;/b&gt;" in written.html
    assert "<script>" not in written.html


@pytest.mark.parametrize(
    "title", ["Bomen\r\nBcc: iemand@example.org", "Bomen\nBcc: iemand@example.org", "Bomen\u2028Bcc: x"]
)
def test_a_title_cannot_add_a_header(letter, title):
    assert len(letter(IdeaEvent.ROUTED, route="desk", title=title).subject.splitlines()) == 1


def test_what_arrives_has_one_recipient_and_the_headers_that_a_machine_needs(mail, mail_server, resident):
    mail.event.facts = {**mail.event.facts, "reference": "1\r\nBcc: iemand@example.org"}
    mail.event.save(update_fields=["facts"])
    send_waiting()
    [arrived] = mail_server.to(resident)
    assert arrived["To"] == resident.email
    assert arrived["Bcc"] is None
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Message-ID"] == f"<{mail.uuid}@inbreng.example.org>"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]


def test_mails_about_one_idea_belong_together(letter):
    assert letter(IdeaEvent.ASKED).headers["References"] == letter(IdeaEvent.ENDED).headers["References"]


def test_only_optional_mail_can_be_left(letter):
    assert "List-Unsubscribe" not in letter(IdeaEvent.TAKEN_UP).headers
    assert "List-Unsubscribe" not in letter(IdeaEvent.REFERRED, route="partner").headers
    followed = letter(IdeaEvent.TAKEN_UP, route="followers", group=Group.FOLLOWED)
    assert followed.headers["List-Unsubscribe"].startswith("<https://inbreng.example.org/afmelden/")
    assert followed.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert followed.headers["List-Unsubscribe"].strip("<>") in followed.text
