"""The letter of the week as it is read: the mail with its figures, the inbox, and who chose to have none."""

import pytest
from django.utils import timezone

from ideas.actions.weekly import write_letter
from ideas.board.weekly import Line, week_of
from notifications.eligibility import look
from notifications.fanout import fan_out_waiting
from notifications.letters import write
from notifications.models import Delivery, Preference
from participation.models import User
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
LINES = [
    Line("Groen & <b>", "groen", new=3, late=2, due=1, author=4, partner=5, nobody=6),
    Line("Water", "water", due=7),
]


@pytest.fixture
def letter(programme, owner):
    write_letter(week_of(timezone.localdate()), owner.pk, LINES)
    fan_out_waiting()


def news(channel="email"):
    return Delivery.objects.select_related("event", "recipient").get(channel=channel, event__kind="board.week")


def test_the_mail_has_every_figure_in_words_and_in_a_table(letter):
    delivery = news()
    circumstances = look([delivery])
    assert circumstances.objection(delivery) == ""
    mail = write([delivery], circumstances.subjects)
    assert mail.subject == "Uw week: 3 nieuwe ideeën, 2 te laat, 8 deze week te beantwoorden."
    for piece in (
        "Groen & <b>\n- Nieuw vorige week: 3",
        "- Wacht op de indiener: 4", "- Wacht op een partner: 5", "- Wacht op een behandelaar: 6", "/werkplek/bord/",
        "Open het bord", "Stop alle mail met",
    ):  # fmt: skip
        assert piece in mail.text
    assert ("<b>" in mail.html, "Het gaat om idee" in mail.text) == (False, False)
    assert [f'<td align="right">{number}</td>' in mail.html for number in range(1, 8)] == [True] * 7


def test_the_mail_says_what_nobody_looks_after(programme, coordinator):
    write_letter(week_of(timezone.localdate()), coordinator.pk, [], {"stil": 3, "oud-concept": 0, "van-vroeger": 2})
    fan_out_waiting()
    delivery = news()
    mail = write([delivery], look([delivery]).subjects)
    assert mail.subject.endswith("0 deze week te beantwoorden, 5 waar niemand op let.")
    for text in (mail.text, mail.html):
        assert "Ideeën waarbij 10 werkdagen niets gebeurde: 3" in text
        assert "van-vroeger: 2" in text
        assert "klaarliggen" not in text
    assert '<table class="figures"' not in mail.html


def test_the_inbox_leads_to_the_board(client, letter, owner):
    sign_in(client, owner)
    html = client.get("/berichten/").content.decode()
    assert ("Open het bord" in html, "Uw week: 3 nieuwe" in html, "<b>" in html) == (True, True, False)
    opened = client.post(f"/berichten/{news('inbox').uuid}/")
    assert (opened.status_code, opened["Location"]) == (302, "/werkplek/bord/")


def test_who_has_no_programme_any_more_is_not_mailed(letter, owner, coordinator):
    owner.owned_programmes.update(owner=coordinator)
    assert look([news()]).objection(news()) == "They oversee no programme any more."


def test_who_switched_off_mail_for_work_gets_none(letter, owner):
    Preference.objects.create(person=owner, group="desk", channel="email", frequency="off")
    assert look([news()]).objection(news()) == "They switched this off."


def test_only_its_reader_hears_of_it(letter, owner, coordinator):
    readers = Delivery.objects.filter(event__kind="board.week").values_list("recipient", flat=True)
    assert (set(readers), User.objects.filter(kind="official").count() > 1) == ({owner.pk}, True)
