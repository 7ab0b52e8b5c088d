"""The desk: who may enter, what it costs, and a move that is refused."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.assign import assign_idea
from ideas.actions.note import write_note
from ideas.actions.presence import note_presence
from ideas.actions.support import support_idea
from ideas.actions.triage import move_idea
from ideas.actions.vocabulary import count_words
from ideas.actions.watch import watch_idea
from ideas.desk.lists import HOT_SUPPORT, LISTS
from ideas.desk.shortcuts import SHORTCUTS
from ideas.models import Idea, Report, Watch
from ideas.statuses import Status, Visibility
from ideas.vocabulary import KEEPER
from tests import factories
from tests.doors import sign_in

ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
INSIDE = {"owner": 200, "deputy": 200, "coordinator": 200}
OUTSIDE = {"anonymous": 302, "resident": 403}


@pytest.fixture(params=ROLES)
def role(request, client, last_rule):
    """A client of somebody in each role, with the role's name."""
    if request.param != "anonymous":
        sign_in(client, request.getfixturevalue(request.param))
    return request.param


def test_who_may_enter_the_desk(role, client):
    for path in ("/werkplek/", "/werkplek/?lijst=mijn", "/werkplek/?lijst=te-laat", "/werkplek/?lijst=alle"):
        response = client.get(path)
        assert response.status_code == (OUTSIDE | INSIDE | {"stranger": 200, "administrator": 200})[role]
        if role == "anonymous":
            assert response["Location"].startswith("/inloggen/?next=/werkplek/")


def test_who_may_open_an_idea_at_the_desk(role, client, idea):
    expected = (OUTSIDE | INSIDE | {"stranger": 404, "administrator": 404})[role]
    assert client.get(idea.get_desk_url()).status_code == expected
    assert (idea.title in client.get("/werkplek/").content.decode()) == (expected == 200)


def test_who_may_move_an_idea(role, client, idea):
    expected = (OUTSIDE | dict.fromkeys(INSIDE, 302) | {"stranger": 404, "administrator": 404})[role]
    response = client.post(f"{idea.get_desk_url()}take_up/", {"next_step": "Wij gaan kijken."})
    assert response.status_code == expected
    idea.refresh_from_db()
    assert (idea.status == Status.IN_REVIEW) == (role in INSIDE)


def test_who_may_hide_an_idea(role, client, idea):
    expected = {"anonymous": 302, "resident": 403, "coordinator": 302, "owner": 403, "deputy": 403}.get(role, 404)
    response = client.post(
        f"{idea.get_desk_url()}zichtbaarheid/", {"reason": "Er stond een naam in.", "doe": "verberg"}
    )
    assert response.status_code == expected
    idea.refresh_from_db()
    assert (idea.visibility == "hidden") == (role == "coordinator")


@pytest.mark.parametrize("verb", ["take_up", "zichtbaarheid"])
def test_moves_are_posts(client, idea, owner, verb):
    sign_in(client, owner)
    assert client.get(f"{idea.get_desk_url()}{verb}/").status_code == 405


def test_moves_and_lists_that_do_not_exist(client, idea, owner):
    sign_in(client, owner)
    assert client.post(f"{idea.get_desk_url()}vliegen/").status_code == 404
    assert client.get("/werkplek/?lijst=vliegen").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_thirty(client, programme, owner, name):
    sign_in(client, owner)
    factories.make_raw_idea(programme, handler=owner)
    client.get("/werkplek/")
    costs = []
    for more in (0, 29):
        for number in range(more):
            author = factories.make_resident(f"auteur{number}")
            theme = factories.make_theme(f"t{number}")
            row = factories.make_raw_idea(programme, author=author, handler=owner, theme=theme)
            note_presence(row, actor=factories.make_official(f"kijkt{number}"))
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/werkplek/?lijst={name}")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 13  # Of which one asks who looks at what.


def test_the_list_of_keys_is_a_page_too(client, idea, owner):
    sign_in(client, owner)
    for path in ("/werkplek/", idea.get_desk_url()):
        assert '<a class="nl-link" href="/werkplek/sneltoetsen/">' in client.get(path).content.decode()
    page = client.get("/werkplek/sneltoetsen/").content.decode()
    assert all(f"<kbd>{key}</kbd></dt><dd>{what}</dd>" in page for key, what in SHORTCUTS)


def test_an_idea_costs_the_same_in_a_full_desk(client, idea, owner, deputy, resident):
    sign_in(client, owner)
    costs = []
    for more in (1, 30):
        for number in range(more):
            other = factories.make_raw_idea(idea.programme, author=resident, title=f"Bomen {number}", handler=owner)
            Watch.objects.create(idea=idea, official=factories.make_official(f"kijker{more}{number}"))
            factories.make_comment(other, factories.make_resident(f"prater{more}{number}"))
            note = write_note(idea, f"Notitie {number}", actor=owner, client_key=uuid.uuid4())
            write_note(idea, "Antwoord", actor=deputy, client_key=uuid.uuid4(), answers=note)
            assign_idea(idea, actor=owner, to=deputy if idea.handler == owner else owner)
        client.get(idea.get_desk_url())
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{idea.get_desk_url()}?lijst=alle")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 37


def test_an_idea_is_compared_with_all_others_once_and_shows_no_more_than_may_be_seen(client, idea, owner, neighbour):
    other = factories.make_idea(neighbour)
    count_words(anew=True)
    KEEPER.forget()
    sign_in(client, owner)

    def seen():
        with CaptureQueriesContext(connection) as asked:
            page = client.get(idea.get_desk_url())
        return page.context["alike"], sum("coalesce(merged_into_id, id)" in one["sql"] for one in asked)

    assert [seen(), seen()] == [([other], 1), ([other], 0)]
    Idea.objects.filter(pk=other.pk).update(visibility=Visibility.HIDDEN, hidden_reason="Naam.")
    assert seen() == ([], 0)
    Idea.objects.filter(pk=idea.pk).update(title="Bootjes op de plas", problem="Varen is duur.", proposal="Verhuur ze.")
    assert seen() == ([], 1)


def in_every_list(programme, owner, coordinator):
    """One idea that belongs in each list, and beside it one that does not; by its title."""
    today, make = timezone.localdate(), factories.make_raw_idea
    elsewhere = factories.make_programme("water", owner=factories.make_official("waterbaas"))
    make(programme, title="Nieuw", promised_on=today + timedelta(days=30))
    make(programme, title="Van mij", status=Status.IN_REVIEW, handler=owner)
    make(programme, title="Te laat", status=Status.IN_REVIEW, promised_on=today - timedelta(days=1))
    make(programme, title="Vandaag", status=Status.PROMISING, promised_on=today)
    make(programme, title="Gevraagd", status=Status.QUESTION, promised_on=today)
    make(programme, title="Bij de bieb", status=Status.REFERRED)
    make(programme, title="Geliefd", status=Status.IN_REVIEW, support_count=HOT_SUPPORT)
    make(programme, title="Bijna geliefd", status=Status.IN_REVIEW, support_count=HOT_SUPPORT - 1)
    make(programme, title="Wacht op controle", status=Status.PROMISING, visibility=Visibility.HELD)
    reported = make(programme, title="Gemeld", status=Status.PROMISING)
    Report.objects.create(idea=reported, reason="spam")
    settled = make(programme, title="Bekeken melding", status=Status.PROMISING)
    Report.objects.create(idea=settled, reason="spam", settled_at=timezone.now())
    make(programme, title="Laatste regel", status=Status.IN_REVIEW, routing={"rule": "Rest", "catches_all": True})
    make(programme, title="Rond", status=Status.IN_REVIEW, reroutes=3)
    make(programme, title="Klaar", status=Status.REALISED, handler=owner, promised_on=today - timedelta(days=1))
    watch_idea(Idea.objects.get(title="Klaar"), actor=owner)
    watch_idea(Idea.objects.get(title="Nieuw"), actor=coordinator)
    make(elsewhere, title="Van een ander")


EXPECTED = {
    "wacht": {"Nieuw"},
    "mijn": {"Van mij"},
    "te-laat": {"Te laat"},
    "week": {"Vandaag"},
    "vraag": {"Gevraagd"},
    "doorverwezen": {"Bij de bieb"},
    "steun": {"Geliefd"},
    "gemeld": {"Wacht op controle", "Gemeld"},
    "geen-regel": {"Laatste regel"},
    "ping-pong": {"Rond"},
    "volgt": {"Klaar"},
}


def test_every_list_holds_its_own_and_its_figure_says_how_many(client, programme, owner, coordinator):
    in_every_list(programme, owner, coordinator)
    sign_in(client, owner)
    everything = set(Idea.objects.filter(programme=programme).values_list("title", flat=True))
    expected = EXPECTED | {"alle": everything, "programma": everything - {"Klaar"}}
    assert set(expected) == set(LISTS)
    for name, titles in expected.items():
        page = client.get(f"/werkplek/?lijst={name}")
        assert {idea.title for idea in page.context["page"].rows} == titles, name
        counts = {each: count for each, _label, count, _query in page.context["lists"]}
        assert counts[name] == (None if name == "alle" else len(titles)), name


def test_a_coordinator_finds_all_programmes_but_has_none_of_their_own(client, programme, owner, coordinator):
    in_every_list(programme, owner, coordinator)
    sign_in(client, coordinator)
    found = {name: {row.title for row in client.get(f"/werkplek/?lijst={name}").context["page"].rows} for name in LISTS}
    assert found["wacht"] == {"Nieuw", "Van een ander"}
    assert found["programma"] == set()
    assert found["volgt"] == {"Nieuw"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("thema=bomen", {"Eik"}),
        ("gebied=BU01", {"Eik"}),
        ("status=in_review", {"Beuk"}),
        ("q=beuk", {"Beuk"}),
        ("programma=water", set()),
        ("thema=bomen&status=in_review", set()),
        ("thema=&gebied=&status=&programma=", {"Eik", "Beuk"}),
        ("thema=bestaat-niet", {"Eik", "Beuk"}),
    ],
)
def test_a_list_is_narrowed_and_so_are_the_figures(client, programme, owner, query, titles):
    theme, area = factories.make_theme("bomen"), factories.make_area("BU01")
    factories.make_programme("water", owner=factories.make_official("waterbaas"))
    factories.make_raw_idea(programme, title="Eik", theme=theme, area=area)
    factories.make_raw_idea(programme, title="Beuk", status=Status.IN_REVIEW)
    page = sign_in(client, owner).get(f"/werkplek/?lijst=programma&{query}")
    assert {idea.title for idea in page.context["page"].rows} == titles
    assert {name: count for name, _, count, _ in page.context["lists"]}["programma"] == len(titles)


@pytest.mark.parametrize(
    ("order", "titles"),
    [("beloofd", ["B", "A", "C"]), ("nieuw", ["C", "B", "A"]), ("oud", ["A", "B", "C"]), ("steun", ["A", "C", "B"])],
)
def test_orders_walk_through_all_pages_and_back(client, programme, owner, order, titles, monkeypatch):
    monkeypatch.setattr("participation.paging.page_of.__defaults__", ("", 1))
    today, now = timezone.localdate(), timezone.now()
    for number, (title, due, support) in enumerate([("A", 2, 9), ("B", 1, 0), ("C", None, 5)]):
        due_on = due and today + timedelta(days=due)
        moment = now + timedelta(minutes=number)
        factories.make_raw_idea(programme, title=title, promised_on=due_on, support_count=support, submitted_at=moment)
    sign_in(client, owner)
    url, seen = f"/werkplek/?volgorde={order}", []
    while url:
        page = client.get(f"/werkplek/{url.removeprefix('/werkplek/')}")
        seen += [idea.title for idea in page.context["page"].rows]
        url = page.context["next_url"]
    assert seen == titles
    back = client.get(f"/werkplek/{page.context['previous_url']}")
    assert [idea.title for idea in back.context["page"].rows] == titles[1:2]


@pytest.mark.parametrize(("query", "is_narrowed"), [("lijst=wacht", False), ("lijst=wacht&q=niets", True)])
def test_what_narrows_a_list_is_seen_and_can_be_taken_away(client, owner, query, is_narrowed):
    sign_in(client, owner)
    page = client.get(f"/werkplek/?{query}").content.decode()
    assert page.count('href="?lijst=wacht">Haal de filters weg</a>') == 2 * is_narrowed
    assert ("Kijk in een andere lijst" in page) is not is_narrowed


def test_the_next_idea_comes_and_the_place_is_kept(client, programme, owner):
    first, second, third = (
        factories.make_raw_idea(programme, title=title, submitted_at=timezone.now() + timedelta(minutes=number))
        for number, title in enumerate(["Een", "Twee", "Drie"])
    )
    sign_in(client, owner)
    place = "lijst=wacht&volgorde=oud"
    page = client.get(f"{second.get_desk_url()}?{place}")
    beside = page.context["beside"]
    assert (beside.previous, beside.next) == (first, third)
    response = client.post(f"{second.get_desk_url()}take_up/?{place}", {"next_step": "Wij gaan kijken."})
    assert response["Location"].startswith(f"{third.get_desk_url()}?{place}&gedaan=")
    response = client.post(f"{third.get_desk_url()}take_up/?{place}", {"next_step": "Wij gaan kijken."})
    assert response["Location"].startswith(f"/werkplek/?{place}&gedaan=")


def test_an_idea_that_left_its_list_still_stands_at_its_place(client, programme, owner):
    first, gone, last = (
        factories.make_raw_idea(programme, submitted_at=timezone.now() + timedelta(minutes=number))
        for number in range(3)
    )
    Idea.objects.filter(pk=gone.pk).update(status=Status.WITHDRAWN)
    beside = sign_in(client, owner).get(f"{gone.get_desk_url()}?volgorde=oud").context["beside"]
    assert (beside.before, beside.after) == ([first], [last])


@pytest.mark.parametrize("cursor", ["", "x", "W10", "%00", "eyJ9", "9" * 400])
def test_addresses_that_were_made_up_do_no_harm(client, idea, owner, cursor):
    sign_in(client, owner)
    made_up = f"?vanaf={cursor}&gedaan={cursor}&volgorde={cursor}&q=%00%e2%80%ae&thema={cursor}"
    assert client.get(f"/werkplek/{made_up}").status_code == 200
    assert client.get(f"{idea.get_desk_url()}{made_up}").status_code == 200
    assert client.get(f"{idea.get_desk_url()}?lijst=vliegen").status_code == 404


def test_a_move_without_what_it_needs_comes_back_open_with_the_error(client, idea, owner):
    sign_in(client, owner)
    response = client.post(f"{idea.get_desk_url()}decline/", {"reason": "Dat kan niet."})
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"reason_code", "next_step", "date"}
    assert response.content.decode().count('<details class="details" open') == 1


def test_a_move_that_somebody_else_made_first_says_so(client, idea, owner, deputy):
    sign_in(client, owner)
    move_idea(idea, "take_up", actor=deputy, next_step="Ik was eerst.")
    response = client.post(f"{idea.get_desk_url()}take_up/", {"next_step": "Wij gaan kijken."})
    assert response.status_code == 422
    idea.refresh_from_db()
    assert idea.next_step == "Ik was eerst."


def test_hard_words_are_refused_beside_the_field(client, idea, owner):
    sign_in(client, owner)
    hard = "Conform de vigerende beleidskaders " + "wordt dienaangaande nader geconcretiseerd " * 12
    response = client.post(f"{idea.get_desk_url()}take_up/", {"next_step": hard})
    assert response.status_code == 422
    assert response.context["form"].errors["next_step"]


def test_what_came_too_late_is_given_back(client, owner, idea):
    sign_in(client, owner)
    move_idea(idea, "take_up", actor=owner, next_step="Kijken.")
    page = client.post(f"/werkplek/{idea.reference}/take_up/", {"next_step": "Dit typte ik zojuist."})
    assert page.status_code == 422
    assert "Dit typte ik zojuist." in page.content.decode()
    assert "Dit kan nu niet." in page.content.decode()


def test_a_form_for_an_older_version_says_what_changed_and_by_whom_and_keeps_the_text(client, idea, owner, deputy):
    sign_in(client, owner)
    version = client.get(idea.get_desk_url()).context["version"]
    move_idea(idea, "take_up", actor=deputy, next_step="Ik was eerst.")
    sent = {"gezien": version, "reason_code": "te_duur", "reason": "Er is geen geld.", "next_step": "Niets."}
    response = client.post(f"{idea.get_desk_url()}decline/", {**sent, "date": "2030-01-02"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Een medewerker neemt het idee in behandeling. (Deputy, Team Groen)" in " ".join(page.split())
    assert "Er is geen geld.</textarea>" in page
    idea.refresh_from_db()
    assert idea.status == Status.IN_REVIEW
    again = client.post(
        f"{idea.get_desk_url()}decline/", {**sent, "gezien": response.context["version"], "date": "2030-01-02"}
    )
    assert again.status_code == 302


def test_what_somebody_wrote_in_the_idea_meanwhile_counts_as_a_change(client, idea, owner, resident):
    sign_in(client, owner)
    version = client.get(idea.get_desk_url()).context["version"]
    Idea.objects.filter(pk=idea.pk).update(proposal="Toch liever struiken.")
    sent = {"gezien": version, "next_step": "Wij gaan kijken."}
    assert client.post(f"{idea.get_desk_url()}take_up/", sent).status_code == 409


def test_support_that_comes_meanwhile_is_no_conflict(client, idea, owner, neighbour):
    sign_in(client, owner)
    version = client.get(idea.get_desk_url()).context["version"]
    support_idea(idea, actor=neighbour)
    sent = {"gezien": version, "next_step": "Wij gaan kijken."}
    assert client.post(f"{idea.get_desk_url()}take_up/", sent).status_code == 302


def test_who_asked_for_no_name_is_not_made_known_by_other_ideas(client, programme, owner, resident):
    named, nameless = (
        factories.make_raw_idea(programme, author=resident, is_anonymous=hidden) for hidden in (False, True)
    )
    third = factories.make_raw_idea(programme, author=resident)
    sign_in(client, owner)
    assert client.get(named.get_desk_url()).context["others"] == [third]
    assert client.get(nameless.get_desk_url()).context["others"] == []


def test_a_long_queue_is_not_counted_to_its_end(client, programme, owner, monkeypatch):
    monkeypatch.setattr("ideas.views.desk.MOST_COUNTED", 2)
    monkeypatch.setattr("ideas.desk.choice.MOST_COUNTED", 2)
    for _ in range(4):
        factories.make_raw_idea(programme)
    assert '<span class="count">2+</span>' in sign_in(client, owner).get("/werkplek/").content.decode()
