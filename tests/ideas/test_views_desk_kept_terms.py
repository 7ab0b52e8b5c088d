"""How long data is kept: set by administrators within bounds, told before it happens, and carried out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.administer import save_term
from ideas.administering.changing import version_of
from ideas.administering.terms import of_every_term
from notifications.models import Delivery
from notifications.tidying import tidy_messages
from participation import keeping, terms
from participation.actions.tidy import tidy_people
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event, SetTerm, User
from participation.retention import RETENTION
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
BASE = "/werkplek/beheer/bewaartermijnen/"
MESSAGES = f"{BASE}KEEP_MESSAGES_DAYS/"


@pytest.fixture
def boss(client, administrator):
    return sign_in(client, administrator)


def message(person, *, age):
    event = Event.objects.create(kind="idea.noted", subject_type="ideas.idea", subject_id=1, facts={})
    delivery = Delivery.objects.create(event=event, recipient=person, channel="inbox", route="author")
    Delivery.objects.filter(pk=delivery.pk).update(created_at=timezone.now() - timedelta(days=age))
    return delivery


def row_of(term):
    return next(row for row in of_every_term() if row.variable == term.variable)


def set_to(term, days, administrator):
    row = row_of(term)
    return save_term(row, {"days": days}, actor=administrator, seen=version_of(row))


def test_every_term_is_told_and_counted():
    assert [kept.term for kept in RETENTION] == list(terms.ALL)
    assert [keeping.going(term, term.between[1]) for term in terms.ALL] == [0] * len(terms.ALL)


@pytest.mark.parametrize("role", ["resident", "owner", "deputy", "coordinator", "administrator"])
def test_who_may_set_a_term(request, client, role):
    sign_in(client, request.getfixturevalue(role))
    allowed = role == "administrator"
    pages = [client.get(path).status_code for path in (BASE, MESSAGES, f"{BASE}nieuw/", f"{BASE}SECRET_KEY/")]
    assert pages == ([200, 200, 404, 404] if allowed else [403] * 4)
    sent = {"days": 90, "seen": 0, "zeker": "days=90"}
    assert client.post(MESSAGES, sent).status_code == (302 if allowed else 403)
    assert list(SetTerm.objects.values_list("variable", "days")) == [("KEEP_MESSAGES_DAYS", 90)] * allowed


def test_the_action_itself_refuses_others_what_is_out_of_bounds_and_what_was_not_seen(coordinator, administrator):
    row = row_of(terms.MESSAGES)
    with pytest.raises(NotAllowed):
        save_term(row, {"days": 90}, actor=coordinator, seen=0)
    for days in (89, 1826):
        with pytest.raises(Incomplete):
            save_term(row, {"days": days}, actor=administrator, seen=0)
    save_term(row, {"days": 90}, actor=administrator, seen=0)
    with pytest.raises(NotPossible):  # Drawn before anybody had set it.
        save_term(SetTerm(variable=row.variable, days=365), {"days": 400}, actor=administrator, seen=0)
    assert SetTerm.objects.get().days == 90


def test_the_list_says_what_holds_and_who_set_it(boss, administrator, settings):
    settings.TERMS = {**settings.TERMS, "KEEP_CONCEPT_DAYS": 100}
    set_to(terms.MESSAGES, 400, administrator)
    lines = {
        cells[0][1]: [str(text) for _heading, text in cells[1:]] for _url, cells in boss.get(BASE).context["lines"]
    }
    assert len(lines) == len(terms.ALL)
    messages, concept = (
        lines["Berichten en verstuurde mails"],
        next(cells for what, cells in lines.items() if what.startswith("Een idee dat niet is verstuurd")),
    )
    assert (messages[0], messages[2:]) == ("400", ["90 – 1825", "een beheerder"])
    assert (concept[0], concept[2:]) == ("100", ["14 – 365", "de server"])


def test_a_change_is_asked_first_then_kept_told_and_carried_out(boss, administrator, resident):
    for age in (10, 100, 200, 366):
        message(resident, age=age)
    asked = boss.post(MESSAGES, {"days": 90, "seen": 0})
    assert (asked.status_code, SetTerm.objects.count()) == (200, 0)
    assert asked.context["question"] == (
        "Met 90 dagen verdwijnen vannacht zoveel rijen: 3. Met de 365 dagen van nu: 1. Wat weg is, komt niet terug."
    )
    other = boss.post(MESSAGES, {"days": 91, "seen": 0, "zeker": "days=90"})
    assert (other.status_code, SetTerm.objects.count()) == (200, 0)  # A yes to 90 is no yes to 91.
    assert boss.post(MESSAGES, {"days": 90, "seen": 0, "zeker": "days=90"})["Location"] == BASE
    page = boss.get(MESSAGES)
    assert [(one.event.actor, one.changes) for one in page.context["history"]] == [
        (administrator, [("dagen", "365", "90")])
    ]
    assert tidy_messages()["messages"] == 3
    assert Delivery.objects.count() == 1


def test_the_warning_is_told_in_people_and_the_tidying_uses_it(boss, administrator):
    since = timezone.now() - timedelta(days=1020)
    person = factories.make_resident("lang-weg")
    User.objects.filter(pk=person.pk).update(last_login=since, date_joined=since)
    asked = boss.post(f"{BASE}WARN_INACTIVE_ACCOUNT_DAYS/", {"days": 90, "seen": 0})
    assert asked.context["question"] == (
        "Met 90 dagen krijgen vannacht zoveel mensen een waarschuwing: 1. Met de 30 dagen van nu: 0."
    )
    assert tidy_people()["warned"] == 0
    set_to(terms.WARNING, 90, administrator)
    assert tidy_people()["warned"] == 1


@pytest.mark.parametrize("days", ["", "x", 89, 1826, "9" * 400, -1])
def test_what_is_out_of_bounds_stands_beside_the_field(boss, days):
    response = boss.post(MESSAGES, {"days": days, "seen": 0, "zeker": f"days={days}"})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"days"})
    assert "Awb, artikel 6:7" in response.content.decode()
    assert not SetTerm.objects.exists()


def test_what_stays_the_same_is_not_asked_and_leaves_nothing(boss):
    assert boss.post(MESSAGES, {"days": 365, "seen": 0}).status_code == 302
    assert (SetTerm.objects.count(), Event.objects.count()) == (0, 0)


def test_the_second_administrator_sees_what_was_first(boss, administrator):
    set_to(terms.MESSAGES, 90, administrator)
    late = boss.post(MESSAGES, {"days": 400, "seen": 0, "zeker": "days=400"})
    assert (late.status_code, late.context["form"]["days"].value()) == (409, "400")
    assert [one.changes for one in late.context["meanwhile"]] == [[("dagen", "365", "90")]]


def test_the_public_page_says_what_was_set(client, administrator):
    set_to(terms.MESSAGES, 400, administrator)
    assert "Uw berichten, 400 dagen." in client.get("/privacy/").content.decode()


def test_no_term_reaches_beyond_what_the_table_holds():
    assert max(term.between[1] for term in terms.ALL) <= 32_767


def test_the_list_costs_the_same_however_many_are_set(boss, administrator, django_assert_max_num_queries):
    boss.get(BASE)
    with django_assert_max_num_queries(6):
        boss.get(BASE)
    for term in terms.ALL:
        set_to(term, term.between[1], administrator)
    with django_assert_max_num_queries(6):
        assert len(boss.get(BASE).context["lines"]) == len(terms.ALL)
