"""The pages of routing rules: who may do what, what they cost, conflicts, the bench, and hostile forms."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.rules import change_rule, make_rule, switch_rule
from ideas.models import Idea, RoutingRule
from ideas.routing.wish import Wish
from participation.models import Event, Programme
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "administrator", "coordinator"]
RULES, NEW = "/werkplek/regels/", "/werkplek/regels/nieuw/"


@pytest.fixture
def form(programme):
    def fill(**fields):
        usual = {
            "name": "Bomen",
            "words": "bomen",
            "programme": programme.pk,
            "key": str(uuid.uuid4()),
            "doe": "bewaar",
        }
        return {**usual, **fields}

    return fill


@pytest.fixture
def rule(coordinator, last_rule, programme):
    wish = Wish(name="Bomen", programme=programme, words=("bomen",))
    return make_rule(wish, actor=coordinator, client_key=uuid.uuid4())


@pytest.fixture
def desk(client, coordinator):
    return sign_in(client, coordinator)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(request, client, rule, last_rule, form, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    outside = {"anonymous": 302, "resident": 403}
    page = rule.get_desk_url()
    for path in (RULES, page, f"{page}versies/1/"):
        assert client.get(path).status_code == outside.get(role, 200), path
    for path in (NEW, f"{page}wijzigen/"):
        assert client.get(path).status_code == outside.get(role, 200 if role == "coordinator" else 403), path
    posts = {
        NEW: form(name="Nieuw"),
        f"{page}wijzigen/": form(seen=1, name="Anders"),
        f"{page}volgorde/": {"doe": "omhoog", "langs": last_rule.pk},
        f"{page}aan-of-uit/": {"doe": "uit", "seen": 2 if role == "coordinator" else 1, "reason": "Weg."},
    }
    before = Event.objects.count()
    for path, data in posts.items():
        expected = outside.get(role, 302 if role == "coordinator" else 403)
        assert client.post(path, data).status_code == expected, path
    changed = role == "coordinator"
    assert (Event.objects.count() - before, RoutingRule.objects.filter(name="Nieuw").exists()) == (
        3 if changed else 0,
        changed,
    )


def test_others_than_coordinators_do_not_see_ideas_or_buttons(client, rule, owner, programme):
    factories.make_raw_idea(programme, title="Bomen achter slot", visibility="held")
    html = text(sign_in(client, owner).get(rule.get_desk_url()))
    assert ("Bomen achter slot" in html, "Proef" in html, "Zet deze regel uit" in html) == (False, False, False)
    assert "Nieuwe regel" not in text(client.get(RULES))


def test_a_rule_is_made_with_every_kind_of_condition(desk, last_rule, form, deputy):
    theme, area, day = factories.make_theme(), factories.make_area(), timezone.localdate() + timedelta(days=3)
    filled = form(
        themes=[theme.pk], areas=[area.pk], not_words="kerst\nmei", place="given", senders=["resident", "company"],
        channels=["web"], anonymity="named", weekdays=["1", "2", "3", "4", "5", "6", "7"], from_time="08:00",
        until_time="18:00", starts_on=day.isoformat(), handler=deputy.pk, behind="0",
    )  # fmt: skip
    assert desk.post(NEW, filled)["Location"] == RULES
    made = RoutingRule.objects.with_terms().first()
    assert (made.name, made.handler, made.order, last_rule.pk) == ("Bomen", deputy, 1, RoutingRule.objects.last().pk)
    assert made.terms.as_facts() == {
        "themes": [{"pk": theme.pk, "name": "Bomen"}], "areas": [{"pk": area.pk, "name": "Dorp", "parent": None}],
        "words": ["bomen"], "not_words": ["kerst", "mei"], "place": "given", "senders": ["resident", "company"],
        "channels": ["web"], "anonymity": "named", "weekdays": [1, 2, 3, 4, 5, 6, 7], "from_time": "08:00:00",
        "until_time": "18:00:00", "starts_on": day.isoformat(),
    }  # fmt: skip
    shown = text(desk.get(f"{made.get_desk_url()}wijzigen/"))
    for piece in ('value="08:00"', 'value="18:00"', f'value="{day.isoformat()}"', "kerst, mei", 'value="company" '):
        assert piece in shown, piece
    again = desk.post(f"{made.get_desk_url()}wijzigen/", {**filled, "seen": 1})
    assert (again.status_code, RoutingRule.objects.get(pk=made.pk).version) == (302, 1)


def test_the_first_rule_of_all_has_no_conditions(desk, form):
    assert "Maak eerst de laatste regel" in text(desk.get(RULES))
    assert 'name="words"' not in text(desk.get(NEW))
    assert desk.post(NEW, form(name="Rest")).status_code == 302
    last = RoutingRule.objects.get()
    assert (last.catches_all, last.words) == (True, [])
    assert desk.post(f"{last.get_desk_url()}wijzigen/", form(name="Al het andere", seen=1)).status_code == 302
    assert (RoutingRule.objects.get().name, RoutingRule.objects.get().catches_all) == ("Al het andere", True)


WRONG = [
    ({"name": ""}, "Geef de regel een naam."),
    ({"words": ""}, "Kies minstens één voorwaarde."),
    ({"words": "!!, bomen"}, "past nooit"),
    ({"words": ", ".join(f"w{number}" for number in range(10_000))}, "Kies hooguit 100 woorden."),
    ({"words": "x" * 200}, "is te lang"),
    ({"words": "a" * 200_000}, "tekens"),
    ({"words": "bo\0men"}, ""),
    ({"words": "kerstbomen", "not_words": "kerst"}, "past nooit"),
    ({"programme": ""}, "Kies een programma."),
    ({"programme": "99999"}, "Selecteer een geldige keuze"),
    ({"programme": "x'; DROP TABLE"}, "Selecteer een geldige keuze"),
    ({"handler": "99999"}, "Selecteer een geldige keuze"),
    ({"themes": ["99999"]}, "Selecteer een geldige keuze"),
    ({"areas": ["<script>"]}, "geldige"),
    ({"place": "maan"}, "geldige keuze"),
    ({"senders": ["spook"]}, "geldige keuze"),
    ({"channels": ["duif"]}, "geldige keuze"),
    ({"weekdays": ["8"]}, "geldige keuze"),
    ({"from_time": "25:00"}, "geldige tijd"),
    ({"from_time": "09:00"}, "Vul allebei de tijden in"),
    ({"ends_on": "2020-01-01"}, "al voorbij"),
    ({"ends_on": "gisteren"}, "geldige datum"),
    ({"behind": "77"}, "geldige keuze"),
    ({"key": "x"}, ""),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=[str(wrong)[:40] for wrong, _ in WRONG])
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(desk, rule, form, wrong, sentence):
    for path in (NEW, f"{rule.get_desk_url()}wijzigen/"):
        response = desk.post(path, form(name="Nieuwe naam", seen=1) | wrong)
        html = text(response)
        assert (response.status_code, sentence in html) == (422, True)
        assert 'value="Nieuwe naam"' in html or "name" in wrong
    assert (RoutingRule.objects.count(), RoutingRule.objects.get(pk=rule.pk).version) == (2, 1)


def test_a_person_of_another_programme_and_a_programme_that_closed(desk, last_rule, form, programme):
    other = factories.make_programme("water", owner=factories.make_official("owner2"))
    response = desk.post(NEW, form(handler=other.owner_id))
    assert (response.status_code, "werkt niet voor dit programma" in text(response)) == (422, True)
    Programme.objects.filter(pk=other.pk).update(is_active=False)
    assert desk.post(NEW, form(programme=other.pk)).status_code == 422
    assert RoutingRule.objects.count() == 1


def test_who_comes_second_sees_both_texts_and_decides(desk, rule, form, coordinator, programme):
    path = f"{rule.get_desk_url()}wijzigen/"
    wish = Wish(name="Bomen", programme=programme, words=("takken",))
    change_rule(rule, wish, actor=coordinator, seen=1)
    response = desk.post(path, form(words="bladeren", seen=1))
    html = text(response)
    assert (response.status_code, "Iemand anders veranderde deze regel" in html) == (409, True)
    assert ("“takken” staat" in html, ">\nbladeren<" in response.content.decode(), 'value="2"' in html) == (
        True,
        True,
        True,
    )
    assert RoutingRule.objects.get(pk=rule.pk).words == ["takken"]
    assert desk.post(path, form(words="bladeren", seen=2)).status_code == 302
    assert RoutingRule.objects.get(pk=rule.pk).words == ["bladeren"]


def test_a_form_without_the_version_it_saw_overwrites_nothing(desk, rule, form):
    for seen in ("", "0", "99"):
        assert desk.post(f"{rule.get_desk_url()}wijzigen/", form(words="x1", seen=seen)).status_code == 409
    assert RoutingRule.objects.get(pk=rule.pk).words == ["bomen"]


def test_trying_out_shows_what_would_change_and_stores_nothing(desk, rule, form, programme):
    water = factories.make_programme("water")
    dry, wet = (factories.make_raw_idea(programme, title=title, proposal="Iets.") for title in ("Droog", "Natte sloot"))
    factories.make_raw_idea(programme, title="Sloot met bomen")
    before = (Event.objects.count(), list(Idea.objects.order_by("pk").values_list("programme", flat=True)))
    response = desk.post(NEW, form(name="Water", words="sloot", programme=water.pk, doe="probeer"))
    bench = response.context["bench"]
    assert (response.status_code, bench.tried, bench.fits, bench.comes) == (200, 3, 2, 1)
    assert [(change.idea, change.before, change.after) for change in bench.changes] == [(wet, "Groen", "Water")]
    html = text(response)
    assert (wet.get_desk_url() in html, dry.get_desk_url() in html, "nog niet bewaard" in html) == (True, False, True)
    assert "1 idee past ook, maar gaat naar een andere regel" in html
    on_top = desk.post(NEW, form(name="Water", words="sloot", programme=water.pk, doe="probeer", behind="0"))
    assert len(on_top.context["bench"].changes) == 2
    assert (Event.objects.count(), list(Idea.objects.order_by("pk").values_list("programme", flat=True))) == before
    assert RoutingRule.objects.count() == 2


def test_trying_out_a_change_compares_with_the_rule_as_it_is(desk, rule, form, programme):
    water = factories.make_programme("water")
    factories.make_raw_idea(programme, title="Bomen")
    changed = form(seen=1, programme=water.pk, doe="probeer", behind="0")
    bench = desk.post(f"{rule.get_desk_url()}wijzigen/", changed).context["bench"]
    assert [(change.before, change.after) for change in bench.changes] == [("Groen", "Water")]
    assert RoutingRule.objects.get(pk=rule.pk).programme == programme


def test_the_page_of_a_rule_tells_what_it_did_to_ideas(desk, coordinator, last_rule):
    water = factories.make_programme("water")
    wish = Wish(name="Water", programme=water, words=("sloot",))
    rule = make_rule(wish, actor=coordinator, client_key=uuid.uuid4())
    factories.make_raw_idea(water, title="Sloot")
    for reason in ("", "Even niet."):
        if reason:
            switch_rule(rule, actor=coordinator, on=False, seen=1, reason=reason)
        bench = desk.get(rule.get_desk_url()).context["bench"]
        assert (bench.tried, bench.fits, bench.comes) == (1, 1, 1)
        assert [(change.before, change.after) for change in bench.changes] == [("Groen", "Water")]
    bench = desk.get(last_rule.get_desk_url()).context["bench"]
    assert (bench.tried, bench.comes, bench.changes) == (1, 1, [])


def test_a_rule_that_is_off_is_tried_where_it_would_come_back(desk, coordinator, last_rule, rule):
    water = factories.make_programme("water")
    wish = Wish(name="Water", programme=water, words=("bomen",))
    above = make_rule(wish, actor=coordinator, client_key=uuid.uuid4(), after=0)
    switch_rule(above, actor=coordinator, on=False, seen=1, reason="Even niet.")
    factories.make_raw_idea(water, title="Bomen")
    bench = desk.get(above.get_desk_url()).context["bench"]
    assert (bench.comes, [(change.before, change.after) for change in bench.changes]) == (1, [("Groen", "Water")])


def test_no_more_than_five_hundred_are_tried(desk, rule, programme):
    raw = [Idea(reference=f"2001-{n:05d}", title="Bomen", programme=programme) for n in range(501)]
    Idea.objects.bulk_create(raw)
    assert desk.get(rule.get_desk_url()).context["bench"].tried == 500


@pytest.mark.parametrize("page", ["list", "rule", "form", "try"])
def test_pages_cost_the_same_with_one_rule_and_with_thirty(desk, coordinator, rule, form, deputy, programme, page):
    paths = {"list": RULES, "rule": rule.get_desk_url()}
    theme, area = factories.make_theme(), factories.make_area()
    costs = []
    desk.get(RULES)
    for number in (1, 30):
        for one in range(number):
            wish = Wish(
                name=f"R{number}-{one}", programme=programme, words=(f"w{one}",), handler=deputy, themes=(theme,),
                areas=(area,), senders=("company",),
            )  # fmt: skip
            make_rule(wish, actor=coordinator, client_key=uuid.uuid4())
            rule = change_rule(rule, replace(wish, themes=()), actor=coordinator, seen=rule.version)
            shop = factories.make_organisation(kvk_number="")
            factories.make_raw_idea(programme, title=f"W{one}", area=area, organisation=shop)
        with CaptureQueriesContext(connection) as seen:
            if page == "try":
                assert desk.post(NEW, form(doe="probeer")).status_code == 200
            else:
                assert desk.get(paths.get(page, NEW)).status_code == 200
        costs.append(len([query for query in seen if "SAVEPOINT" not in query["sql"]]))
    assert costs[0] == costs[1] <= 12, costs


def test_moving_without_a_script(desk, coordinator, rule, last_rule, programme):
    wish = Wish(name="Water", programme=programme, words=("sloot",))
    other = make_rule(wish, actor=coordinator, client_key=uuid.uuid4())
    path = f"{other.get_desk_url()}volgorde/"
    html = text(desk.get(RULES))
    assert (html.count("Omhoog"), html.count("Omlaag")) == (1, 1)
    assert desk.post(path, {"doe": "omhoog", "langs": rule.pk}).status_code == 302
    assert [each.name for each in RoutingRule.objects.in_order()][:2] == ["Water", "Bomen"]
    stale = desk.post(path, {"doe": "omhoog", "langs": rule.pk}, follow=True)
    assert "Iemand anders veranderde net de volgorde" in text(stale)
    for bad in ({}, {"doe": "omhoog"}, {"doe": "opzij", "langs": rule.pk}, {"doe": "omlaag", "langs": "x"}):
        assert desk.post(path, bad).status_code == 404
    assert desk.post(f"{RULES}99999/volgorde/", {"doe": "omlaag", "langs": "1"}).status_code == 404


def test_switching_off_asks_why_and_on_does_not(desk, rule):
    path = f"{rule.get_desk_url()}aan-of-uit/"
    empty = desk.post(path, {"doe": "uit", "seen": 1})
    assert (empty.status_code, "Schrijf op waarom." in text(empty)) == (422, True)
    assert desk.post(path, {"doe": "uit", "seen": 1, "reason": "De bomen zijn op."}).status_code == 302
    html = text(desk.get(RULES))
    assert ("Uitgezet" in html, "De bomen zijn op." in html) == (True, True)
    assert "Iemand anders" in text(desk.post(path, {"doe": "aan", "seen": 1}, follow=True))
    assert desk.post(path, {"doe": "aan", "seen": 2}).status_code == 302
    assert RoutingRule.objects.get(pk=rule.pk).is_active


def test_a_rule_that_is_never_asked_is_a_warning_and_no_error(desk, rule, form):
    response = desk.post(NEW, form(name="Smal", words="bomenrij"), follow=True)
    html = text(response)
    assert "“Bomen” staat hoger en krijgt elk idee dat hier past." in html
    assert ("Komt nooit aan de beurt" in html, RoutingRule.objects.count()) == (True, 3)


def test_a_rule_that_does_not_work_is_seen(desk, rule, programme, last_rule):
    oud = factories.make_programme("oud", is_active=False)
    RoutingRule.objects.filter(pk=rule.pk).update(programme=oud)
    for path in (RULES, rule.get_desk_url()):
        html = text(desk.get(path))
        assert ("Werkt niet" in html, "naar de volgende regel" in html) == (True, True)
    RoutingRule.objects.filter(pk=last_rule.pk).update(programme=oud)
    assert "kan niemand een idee indienen" in text(desk.get(RULES))


def test_which_rule_as_it_was_then_sent_this_idea_here(desk, rule, resident, coordinator, programme):
    idea = factories.make_idea(resident)
    change_rule(rule, Wish(name="Anders", programme=programme, words=("takken",)), actor=coordinator, seen=1)
    version = f"{rule.get_desk_url()}versies/1/"
    assert version in text(desk.get(idea.get_desk_url()))
    html = text(desk.get(version))
    for piece in ("Als in de tekst “bomen” staat, dan naar Groen.", "Bomen", "Versie 1", "Geldt vanaf", "Gold tot"):
        assert piece in html, piece
    assert html.count("Coordinator") >= 2
    assert "“takken”" in text(desk.get(f"{rule.get_desk_url()}versies/2/"))
    assert [desk.get(f"{rule.get_desk_url()}versies/{n}/").status_code for n in (0, 3, 99999999999)] == [404, 404, 404]


def test_a_rule_of_before_the_journal_has_its_version_too(desk, last_rule):
    assert "dit was voor wij veranderingen bijhielden" in text(desk.get(f"{last_rule.get_desk_url()}versies/1/"))
    desk.post(f"{last_rule.get_desk_url()}wijzigen/", {"name": "Nieuw", "programme": last_rule.programme_id, "seen": 1})
    html = text(desk.get(f"{last_rule.get_desk_url()}versies/1/"))
    assert ("Alle andere ideeën" in html, "Gold tot" in html) == (True, True)


def test_the_history_names_who_and_nobody_who_is_gone(desk, rule, coordinator, programme, deputy):
    change_rule(
        rule, Wish(name="Bomen", programme=programme, words=("bomen",), handler=deputy), actor=coordinator, seen=1
    )
    html = text(desk.get(rule.get_desk_url()))
    assert ("behandelaar Deputy" in html, "Door Coordinator" in html) == (True, True)
    programme.deputies.clear()
    deputy.delete()
    html = text(desk.get(rule.get_desk_url()))
    assert ("Deputy" in html, "iemand die hier niet meer werkt" in html) == (False, True)
    assert "Deputy" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_names_and_words_are_text_in_every_page(desk, last_rule, form):
    nasty = "<script>alert(1)</script>"
    assert desk.post(NEW, form(name=nasty, words=f"{nasty}, \u202ekrats")).status_code == 302
    made = RoutingRule.objects.first()
    for path in (RULES, made.get_desk_url(), f"{made.get_desk_url()}wijzigen/", f"{made.get_desk_url()}versies/1/"):
        html = desk.get(path).content.decode()
        assert (nasty in html, "&lt;script&gt;alert(1)" in html) == (False, True), path
