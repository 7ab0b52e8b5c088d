"""Closed days: who may change them, what is refused, and what stays to be read of it."""

from datetime import date, timedelta

import pytest

from participation.actions.closed_days import close_day, open_day
from participation.calendar import is_working_day
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import ClosedDay, Event
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
PATH = "/werkplek/gesloten-dagen/"
FRIDAY = date(2026, 5, 15)
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
MAY = {"coordinator", "administrator"}


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to("2026-03-02 10:00 +0100", tick=False)
    return time_machine


@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_the_calendar(request, client, programme, coordinator, role):
    closed = close_day(date(2026, 12, 24), name="Kerstavond", actor=coordinator)
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    refusal = {"anonymous": 302}.get(role, 403)
    assert client.get(PATH).status_code == (200 if role in MAY else refusal)
    added = client.post(PATH, {"day": FRIDAY.isoformat(), "name": "Na Hemelvaartsdag"})
    removed = client.post(f"{PATH}{closed.pk}/weg/")
    assert [added.status_code, removed.status_code] == ([302, 302] if role in MAY else [refusal, refusal])
    assert list(ClosedDay.objects.values_list("day", flat=True)) == [FRIDAY if role in MAY else closed.day]


def test_a_day_and_its_history(client, coordinator):
    sign_in(client, coordinator)
    client.post(PATH, {"day": FRIDAY.isoformat(), "name": " <b>Brug</b> "})
    assert not is_working_day(FRIDAY)
    page = client.get(PATH).content.decode()
    assert "vrijdag 15 mei 2026" in page
    assert "&lt;b&gt;Brug&lt;/b&gt;" in page
    client.post(f"{PATH}{ClosedDay.objects.get().pk}/weg/")
    assert is_working_day(FRIDAY)
    assert list(Event.objects.order_by("pk").values_list("kind", "actor", "facts")) == [
        ("calendar.closed", coordinator.pk, {"day": "2026-05-15", "name": "<b>Brug</b>"}),
        ("calendar.opened", coordinator.pk, {"day": "2026-05-15", "name": "<b>Brug</b>"}),
    ]
    assert [change["what"] for change in client.get(PATH).context["changes"]] == [
        "Gesloten dag weg",
        "Gesloten dag erbij",
    ]


@pytest.mark.parametrize(
    ("day", "name", "field", "sentence"),
    [
        ("2026-03-02", "Vandaag", "day", "Kies een dag die nog komt."),
        ("2026-02-27", "Vorige week", "day", "Kies een dag die nog komt."),
        ("2026-03-07", "Zaterdag", "day", "In het weekend is het gemeentehuis al dicht."),
        ("2026-04-06", "Pasen", "day", "Op deze dag is het al Tweede paasdag."),
        ("2026-04-03", "Pasen", "day", "Op deze dag is het al Goede vrijdag."),
        ("2026-12-24", "Weer", "day", "Deze dag staat er al."),
        ("2026-05-15", "  ", "name", "Dit veld is verplicht."),
        ("2026-05-15", "x" * 81, "name", ""),
        ("morgen", "Ooit", "day", "Vul een datum in."),
        ("", "Ooit", "day", "Kies een datum."),
    ],
)
def test_what_is_refused_stands_beside_its_field(client, coordinator, day, name, field, sentence):
    close_day(date(2026, 12, 24), name="Kerstavond", actor=coordinator)
    response = sign_in(client, coordinator).post(PATH, {"day": day, "name": name})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert sentence in response.content.decode()
    assert (ClosedDay.objects.count(), Event.objects.count()) == (1, 1)


def test_the_action_itself_refuses_what_the_form_would(owner, coordinator):
    with pytest.raises(NotAllowed):
        close_day(FRIDAY, name="Brug", actor=owner)
    for name in ("", "x" * 81):
        with pytest.raises(Incomplete) as refusal:
            close_day(FRIDAY, name=name, actor=coordinator)
        assert refusal.value.field == "name"
    closed = close_day(FRIDAY, name="Brug", actor=coordinator)
    with pytest.raises(NotAllowed):
        open_day(closed, actor=owner)
    assert list(ClosedDay.objects.all()) == [closed]


def test_what_has_begun_stays(client, coordinator, frozen):
    closed = close_day(FRIDAY, name="Brug", actor=coordinator)
    frozen.move_to("2026-05-15 09:00 +0200", tick=False)
    response = sign_in(client, coordinator).post(f"{PATH}{closed.pk}/weg/", follow=True)
    assert "Deze dag is al begonnen." in response.content.decode()
    assert ClosedDay.objects.exists()


def test_taking_it_away_twice(client, coordinator):
    closed = close_day(FRIDAY, name="Brug", actor=coordinator)
    open_day(closed, actor=coordinator)
    closed.pk = closed.pk or 1
    with pytest.raises(NotPossible):
        open_day(closed, actor=coordinator)
    assert sign_in(client, coordinator).post(f"{PATH}{closed.pk}/weg/").status_code == 404
    assert Event.objects.filter(kind="calendar.opened").count() == 1


def test_the_page_costs_the_same_with_many_days(client, coordinator, django_assert_max_num_queries):
    sign_in(client, coordinator).get(PATH)
    for number in range(30):
        day = date(2027, 1, 4) + timedelta(days=7 * number)
        if is_working_day(day):
            close_day(day, name=f"Dag {number}", actor=coordinator)
    with django_assert_max_num_queries(8):
        assert len(client.get(PATH).context["days"]) > 25


def test_a_promise_that_was_given_stays_and_the_next_one_knows_the_day(resident, last_rule, coordinator):
    before = factories.make_idea(resident)
    assert before.promised_on == date(2026, 3, 16)
    close_day(date(2026, 3, 9), name="Verhuizing", actor=coordinator)
    before.refresh_from_db()
    after = factories.make_idea(resident)
    assert (before.promised_on, after.promised_on) == (date(2026, 3, 16), date(2026, 3, 17))
