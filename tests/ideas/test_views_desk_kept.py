"""What administrators keep: who may, what is refused and why, the history, and two administrators at once."""

import pytest

from ideas.actions.administer import merge_theme, save_programme, save_theme
from ideas.administering.changing import version_of
from ideas.models import AnswerTemplate, Idea
from ideas.statuses import ENDED, Status
from participation.errors import NotAllowed, NotPossible
from participation.models import Event, Programme, Theme
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
BASE = "/werkplek/beheer/"
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
HOSTILE = "<script>alert(1)</script>\u202e"


@pytest.fixture
def boss(client, administrator):
    return sign_in(client, administrator)


def of_programme(programme, **fields):
    """What the form of a programme sends back."""
    sent = {
        "name": programme.name, "purpose": programme.purpose, "team": programme.team, "owner": programme.owner_id,
        "deputies": list(programme.deputies.values_list("pk", flat=True)), "promise_days": programme.promise_days,
        "is_active": "on", "seen": version_of(programme), **fields,
    }  # fmt: skip
    return {name: value for name, value in sent.items() if value is not None}


def of_theme(theme, **fields):
    sent = {"name": theme.name, "order": theme.order, "is_active": "on", "seen": version_of(theme), **fields}
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_keep_all_this(request, client, programme, role):
    theme, other = factories.make_theme(), factories.make_theme("water")
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    shut = {"administrator": None, "anonymous": 302}.get(role, 403)
    pages = ("", "programmas/", "programmas/nieuw/", f"programmas/{programme.pk}/", f"themas/{theme.pk}/samenvoegen/")
    assert [client.get(f"{BASE}{page}").status_code for page in pages] == [shut or 200] * 5
    sent = [
        client.post(f"{BASE}programmas/{programme.pk}/", of_programme(programme, name="Anders")).status_code,
        client.post(f"{BASE}themas/nieuw/", {"name": "Lucht", "order": 1, "is_active": "on"}).status_code,
        client.post(f"{BASE}themas/{theme.pk}/samenvoegen/", {"into": other.pk, "seen": 0}).status_code,
    ]
    assert sent == [shut or 302] * 3
    programme.refresh_from_db()
    theme.refresh_from_db()
    done = (programme.name, Theme.objects.count(), theme.merged_into)
    assert done == (("Groen", 2, None) if shut else ("Anders", 3, other))


def test_the_actions_themselves_refuse_others(coordinator, programme):
    theme = factories.make_theme()
    for act in (
        lambda: save_programme(programme, {"name": "X"}, actor=coordinator, seen=0),
        lambda: save_theme(theme, {"name": "X"}, actor=coordinator, seen=0),
        lambda: merge_theme(theme, theme, actor=coordinator, seen=0),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Event.objects.exists()


def test_the_overview_links_what_this_person_may_open(boss, administrator, client):
    page = boss.get(BASE)
    assert [kept.slug for kept in page.context["subjects"]][:2] == ["programmas", "themas"]
    few = ["ideas:desk_rules", "closed_days", "staff", "absences", "admin:index"]
    assert [name for name, _label in page.context["links"]] == few
    assert [client.get(f"{BASE}{kept.slug}/").status_code for kept in page.context["subjects"]] == [200] * len(
        page.context["subjects"]
    )
    type(administrator).objects.filter(pk=administrator.pk).update(is_coordinator=True)
    assert len(boss.get(BASE).context["links"]) == 9


def test_the_way_there_stands_on_the_desk_for_administrators_only(client, administrator, coordinator):
    assert BASE in sign_in(client, administrator).get("/werkplek/").content.decode()
    assert BASE not in sign_in(client, coordinator).get("/werkplek/").content.decode()


def test_a_programme_is_changed_and_its_history_told(boss, administrator, programme, deputy, stranger):
    path = f"{BASE}programmas/{programme.pk}/"
    change = of_programme(programme, name=HOSTILE, owner=stranger.pk, deputies=[], promise_days=15)
    assert boss.post(path, change)["Location"] == f"{BASE}programmas/"
    programme.refresh_from_db()
    assert (programme.name, programme.slug, programme.owner, programme.promise_days) == (HOSTILE, "groen", stranger, 15)
    event = Event.objects.get()
    assert (event.kind, event.actor, event.facts) == (
        "kept.changed",
        administrator,
        {
            "reference": str(programme.pk),
            "title": HOSTILE,
            "versions": {
                "name": ["Groen", HOSTILE],
                "owner": [Event.objects.get().facts["versions"]["owner"][0], stranger.pk],
                "deputies": [[deputy.pk], []],
                "promise_days": [10, 15],
            },
        },
    )
    page = boss.get(path)
    assert [(one.sentence, one.changes) for one in page.context["history"]] == [
        (
            "Een beheerder veranderde dit.",
            [
                ("naam", "Groen", HOSTILE),
                ("eigenaar", "Owner", "Stranger"),
                ("belofte in werkdagen", "10", "15"),
                ("vervangers", "Deputy", ""),
            ],
        )
    ]
    assert "<script>alert" not in page.content.decode()


def test_what_stays_the_same_leaves_no_history(boss, programme):
    assert boss.post(f"{BASE}programmas/{programme.pk}/", of_programme(programme)).status_code == 302
    assert not Event.objects.exists()


def test_a_new_programme_gets_an_address(boss, owner, programme):
    sent = of_programme(programme, name="Groén!", seen="", deputies=[])
    assert boss.post(f"{BASE}programmas/nieuw/", sent).status_code == 302
    fresh = Programme.objects.exclude(pk=programme.pk).get()
    assert (fresh.name, fresh.slug, fresh.owner, fresh.is_active) == ("Groén!", "groen-2", owner, True)
    assert list(Event.objects.values_list("kind", "subject_id")) == [("kept.added", fresh.pk)]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": ""}, "name", "Vul dit in."),
        ({"name": "x" * 121}, "name", ""),
        ({"name": "wégen"}, "name", "Deze naam is er al. Kies een andere naam."),
        ({"promise_days": 0}, "promise_days", ""),
        ({"promise_days": 261}, "promise_days", ""),
        ({"promise_days": "9" * 400}, "promise_days", ""),
        ({"owner": 999_999}, "owner", ""),
        ({"owner": "resident"}, "owner", ""),
        ({"deputies": "owner"}, "deputies", "De eigenaar kan niet ook vervanger zijn."),
        ({"purpose": "\0"}, "purpose", ""),
        ({"seen": "gisteren"}, "seen", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field(request, boss, programme, wrong, field, sentence):
    factories.make_programme("wegen", name="Wegen")
    people = {"owner": programme.owner_id, "resident": request.getfixturevalue("resident").pk}
    wrong = {name: people.get(value, value) for name, value in wrong.items()}
    response = boss.post(f"{BASE}programmas/{programme.pk}/", of_programme(programme, team="Team Anders", **wrong))
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert sentence in response.content.decode()
    assert "Team Anders" in response.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("status", list(Status))
def test_a_programme_with_open_ideas_stays_on_and_says_which(boss, programme, status):
    idea = factories.make_raw_idea(programme, status=status)
    Idea.objects.exclude(pk=idea.pk).update(status=Status.REALISED)
    response = boss.post(f"{BASE}programmas/{programme.pk}/", of_programme(programme, is_active=None))
    programme.refresh_from_db()
    assert programme.is_active is (status not in ENDED)
    if programme.is_active:
        assert "".join(response.context["form"].errors["is_active"]) == (
            f"Dit programma heeft nog ideeën die lopen: {idea.reference}. Geef die eerst aan een ander programma."
        )


def test_a_programme_that_rules_name_stays_on_and_says_which(boss, programme, last_rule):
    path = f"{BASE}programmas/{programme.pk}/"
    response = boss.post(path, of_programme(programme, is_active=None))
    assert "“Alle andere ideeën”" in "".join(response.context["form"].errors["is_active"])
    type(last_rule).objects.update(programme=factories.make_programme("wegen"))
    assert boss.post(path, of_programme(programme, is_active=None)).status_code == 302
    assert boss.get("/programmas/groen/").status_code == 404


def test_the_second_administrator_sees_what_changed_and_keeps_their_text(boss, programme):
    path = f"{BASE}programmas/{programme.pk}/"
    first, second = of_programme(programme, team="Team Een"), of_programme(programme, team="Team Twee")
    assert boss.post(path, first).status_code == 302
    late = boss.post(path, second)
    assert late.status_code == 409
    assert [one.changes for one in late.context["meanwhile"]] == [[("team", "Team Groen", "Team Een")]]
    assert late.context["form"]["team"].value() == "Team Twee"
    programme.refresh_from_db()
    assert programme.team == "Team Een"
    again = {**second, "seen": late.context["form"]["seen"].value()}
    assert boss.post(path, again).status_code == 302
    programme.refresh_from_db()
    assert programme.team == "Team Twee"
    assert Event.objects.count() == 2


def test_the_action_refuses_what_was_not_seen(administrator, programme):
    with pytest.raises(NotPossible):
        save_programme(programme, {}, actor=administrator, seen=7)


def test_a_theme_that_is_off_is_offered_no_longer(boss, resident, client):
    theme = factories.make_theme()
    boss.post(f"{BASE}themas/{theme.pk}/", of_theme(theme, is_active=None, promise_days=3))
    theme.refresh_from_db()
    assert (theme.is_active, theme.promise_days) == (False, 3)
    screen = sign_in(client, resident).get("/ideeen/nieuw/voorstel/").context["form"]
    assert list(screen.fields["theme"].queryset) == []


def test_a_theme_goes_into_another_with_its_ideas(boss, administrator, programme):
    trees, water = factories.make_theme(), factories.make_theme("water")
    ideas = [factories.make_raw_idea(programme, theme=trees) for _ in range(2)]
    template = AnswerTemplate.objects.create(name="Bomen", theme=trees, reason="Ja.")
    path = f"{BASE}themas/{trees.pk}/samenvoegen/"
    assert "2 ideeën hebben het thema “Bomen”." in boss.get(path).content.decode()
    boss.post(path, {"into": water.pk, "seen": 0})
    assert set(Idea.objects.values_list("pk", "theme")) == {(idea.pk, water.pk) for idea in ideas}
    template.refresh_from_db()
    trees.refresh_from_db()
    assert (template.theme, trees.is_active, trees.merged_into) == (water, False, water)
    facts = {"reference": str(trees.pk), "title": "Bomen", "into": "Water", "into_id": water.pk, "ideas": 2}
    assert list(Event.objects.values_list("kind", "actor", "facts")) == [("kept.merged", administrator.pk, facts)]
    page = boss.get(f"{BASE}themas/{trees.pk}/").content.decode()
    assert "Een beheerder voegde “Bomen” samen met “Water”. Ideeën die meegingen: 2." in page
    back = boss.post(f"{BASE}themas/{trees.pk}/", of_theme(trees))
    assert "Dit thema is samengevoegd met “Water”." in back.content.decode()
    assert boss.get(path).status_code == 404


def test_a_theme_that_rules_wait_for_stays(boss, last_rule, programme):
    trees, water = factories.make_theme(), factories.make_theme("water")
    rule = type(last_rule).objects.create(name="Bomen in de straat", programme=programme, order=1)
    rule.themes.add(trees)
    off = boss.post(f"{BASE}themas/{trees.pk}/", of_theme(trees, is_active=None))
    merged = boss.post(f"{BASE}themas/{trees.pk}/samenvoegen/", {"into": water.pk, "seen": 0})
    for response, field in ((off, "is_active"), (merged, "into")):
        assert "“Bomen in de straat”" in "".join(response.context["form"].errors[field])
    assert Theme.objects.active().count() == 2


def test_a_theme_that_somebody_just_changed_is_not_merged_unseen(boss):
    trees, water = factories.make_theme(), factories.make_theme("water")
    boss.post(f"{BASE}themas/{trees.pk}/", of_theme(trees, name="Bomen en struiken"))
    late = boss.post(f"{BASE}themas/{trees.pk}/samenvoegen/", {"into": water.pk, "seen": 0}, follow=True)
    assert late.redirect_chain == [(f"{BASE}themas/{trees.pk}/", 302)]
    assert "Iemand anders veranderde dit net." in late.content.decode()
    assert Theme.objects.active().count() == 2


def test_a_theme_goes_nowhere_wrong(boss):
    trees, off = factories.make_theme(), factories.make_theme("water", is_active=False)
    for into in (trees.pk, off.pk, 999, "x", ""):
        response = boss.post(f"{BASE}themas/{trees.pk}/samenvoegen/", {"into": into, "seen": 0})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"into"})
    assert not Event.objects.exists()


@pytest.mark.parametrize("page", ["niets/", "programmas/0/", "programmas/x/", "themas/999999999999999999999/"])
def test_what_is_not_there(boss, page):
    assert boss.get(f"{BASE}{page}").status_code == 404


@pytest.mark.parametrize("subject", ["programmas", "themas"])
def test_lists_cost_the_same_with_many_rows(boss, django_assert_max_num_queries, subject):
    boss.get(f"{BASE}{subject}/")
    for number in range(30):
        factories.make_programme(f"p{number}")
        factories.make_theme(f"t{number}")
    with django_assert_max_num_queries(6):
        assert len(boss.get(f"{BASE}{subject}/").context["lines"]) == 30


def test_a_form_costs_the_same_with_a_long_history(boss, administrator, programme, django_assert_max_num_queries):
    for days in range(1, 31):
        seen = version_of(programme)
        programme = save_programme(programme, {"name": "Groen", "owner": programme.owner, "deputies": [],
                                               "promise_days": days, "is_active": True}, actor=administrator, seen=seen)  # fmt: skip
    with django_assert_max_num_queries(14):
        assert len(boss.get(f"{BASE}programmas/{programme.pk}/").context["history"]) == 30
