"""Projects by their own doors, and the line from idea to project."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from challenges.models import Publication
from challenges.statuses import ChallengeStatus
from ideas.statuses import Visibility
from participation.models import Event
from projects.events import ProjectEvent
from projects.models import Project, Update
from projects.statuses import ProjectStatus
from projects.workflow import PROJECT_MOVES
from tests import factories
from tests.challenges import scene_jury
from tests.doors import sign_in
from tests.journeys.test_races import Tab, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(programme, owner, deputy, last_rule, resident):
    """A challenge from one public idea and one that is hidden; the first company won."""
    scene = scene_jury.in_review(programme, owner, deputy)
    scene.idea = factories.make_idea(resident)
    hidden = factories.make_raw_idea(programme, title="Verborgen idee", visibility=Visibility.HIDDEN)
    for idea in (scene.idea, hidden):
        scene.challenge.origins.create(idea=idea)
    with factories.thawed():
        type(scene.challenge).objects.filter(pk=scene.challenge.pk).update(status=ChallengeStatus.DECIDED)
    scene.challenge.refresh_from_db()
    submission = scene.responses[0].submissions.get()
    Publication.objects.create(submission=submission, organisation_name="Aardbei BV", is_winner=True)
    Publication.objects.create(submission=scene.responses[1].submissions.get(), organisation_name="Braam BV")
    return scene


def filled(programme, /, **fields):
    usual = {
        "title": "Klimop in de straat",
        "programme": programme.pk,
        "what": "Wij planten klimop.",
        "starts_on": "2026-03-01",
        "ends_on": "",
        "ideas": "",
        "partners": "",
        "key": uuid.uuid4(),
    }
    return {**usual, **fields}


def make(client, scene, owner, **fields):
    sign_in(client, owner)
    url = f"/werkplek/projecten/nieuw/?inzending={scene.responses[0].reference}"
    assert client.post(url, filled(scene.challenge.programme, ideas=scene.idea.reference, **fields)).status_code == 302
    return Project.objects.get()


def make_raw(programme, **fields):
    usual = {"slug": "klimop", "title": "Klimop", "what": "Planten.", "starts_on": date(2026, 3, 1)}
    status = fields.get("status")
    if status in {ProjectStatus.FINISHED, ProjectStatus.STOPPED}:
        usual |= {"result": "Groen.", "lesson": "Begin eerder."}
    return Project.objects.create(programme=programme, **{**usual, **fields})


def test_the_winner_becomes_a_project(client, scene, owner):
    partner = scene_jury.make_company("Dadel BV")
    scene.responses[0].partners.create(organisation=partner, accepted_at=timezone.now())
    scene.responses[0].partners.create(organisation=scene_jury.make_company("Eikel BV"))
    form = (
        sign_in(client, owner)
        .get(f"/werkplek/projecten/nieuw/?inzending={scene.responses[0].reference}")
        .context["form"]
    )
    assert (form.initial["title"], form.initial["ideas"]) == (scene.challenge.title, scene.idea.reference)
    project = make(client, scene, owner)
    assert (project.slug, project.challenge, project.response, project.status) == (
        "klimop-in-de-straat",
        scene.challenge,
        scene.responses[0],
        "preparing",
    )
    assert set(project.partners.all()) == {scene.companies[0], partner}
    assert list(project.ideas.all()) == [scene.idea]
    event = Event.objects.get(kind=ProjectEvent.MADE)
    assert (event.subject_id, event.actor, event.facts) == (
        project.pk,
        owner,
        {"reference": "", "title": "Klimop in de straat"},
    )


@pytest.mark.parametrize("place", [1, 2])
def test_what_did_not_win_is_no_project(client, scene, owner, place):
    url = f"/werkplek/projecten/nieuw/?inzending={scene.responses[place].reference}"
    assert sign_in(client, owner).get(url).status_code == 404
    assert client.post(url, filled(scene.challenge.programme)).status_code == 404


def test_there_is_no_project_before_the_decision(client, scene, owner):
    with factories.thawed():
        type(scene.challenge).objects.filter(pk=scene.challenge.pk).update(status=ChallengeStatus.IN_REVIEW)
    sign_in(client, owner)
    assert client.get(f"/werkplek/projecten/nieuw/?uitdaging={scene.challenge.slug}").status_code == 404
    url = f"/werkplek/projecten/nieuw/?inzending={scene.responses[0].reference}"
    assert client.post(url, filled(scene.challenge.programme)).status_code == 422
    assert Project.objects.count() == 0


def test_the_winner_becomes_one_project_and_not_two(client, scene, owner):
    make(client, scene, owner)
    url = f"/werkplek/projecten/nieuw/?inzending={scene.responses[0].reference}"
    assert client.post(url, filled(scene.challenge.programme)).status_code == 422
    assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_make_one_project(scene, owner):
    url = f"/werkplek/projecten/nieuw/?inzending={scene.responses[0].reference}"
    tab, sent = Tab(owner), filled(scene.challenge.programme)
    answers = at_once([lambda: tab.post(url, sent).status_code for _ in range(4)])
    assert sorted(answers, key=str) == [302, 422, 422, 422]
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"), ({"what": ""}, "what"), ({"starts_on": "ooit"}, "starts_on"), ({"ends_on": "2026-02-01"}, "ends_on"),
        ({"ideas": "2099-00001"}, "ideas"), ({"partners": "Bestaat niet BV"}, "partners"), ({"programme": "0"}, "programme"), ({"ideas": " ".join(f"2099-{n:05}" for n in range(60))}, "ideas"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client, programme, owner, change, field):
    response = sign_in(client, owner).post("/werkplek/projecten/nieuw/", filled(programme, **change))
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
    assert Project.objects.count() == 0


def test_one_form_sent_twice_is_one_project_and_told_once(client, programme, owner, deputy):
    sent, url = filled(programme), "/werkplek/projecten/nieuw/"
    doors = [sign_in(client, owner).post(url, sent)["Location"] for _twice in range(2)]
    assert doors == [Project.objects.get().get_absolute_url()] * 2
    other = sign_in(client, deputy).post(url, filled(programme, key=sent["key"], title="Anders"))
    assert (other.status_code, Project.objects.count()) == (422, 1)
    news = [
        client.post(
            f"{doors[0].replace('/projecten', '/werkplek/projecten')}bericht/", {"title": "Geplant", "text": "Alles."}
        )
        for _twice in range(2)
    ]
    assert [answer.status_code for answer in news] == [302, 302]
    kinds = Event.objects.filter(kind__startswith="project.").values_list("kind", flat=True)
    assert sorted(kinds) == [ProjectEvent.MADE, ProjectEvent.UPDATED]


def test_a_hidden_idea_and_another_programme_cannot_be_joined(client, scene, owner):
    hidden = scene.challenge.ideas.exclude(pk=scene.idea.pk).get()
    other = factories.make_programme("grijs", owner=factories.make_official("ander"))
    sign_in(client, owner)
    assert (
        client.post("/werkplek/projecten/nieuw/", filled(scene.challenge.programme, ideas=hidden.reference)).status_code
        == 422
    )
    assert client.post("/werkplek/projecten/nieuw/", filled(other)).status_code == 422


def test_change_and_tell_and_end(client, scene, owner):
    project = make(client, scene, owner)
    url = f"/werkplek/projecten/{project.slug}/"
    assert (
        client.post(f"{url}wijzigen/", filled(project.programme, title="Meer klimop", partners="Braam BV")).status_code
        == 302
    )
    project.refresh_from_db()
    assert (project.title, set(project.partners.all()), list(project.ideas.all())) == (
        "Meer klimop",
        {scene.companies[0], scene.companies[1]},
        [],
    )
    assert client.post(f"{url}bericht/", {"title": "Geplant", "text": "<b>Alles</b> staat."}).status_code == 302
    assert client.post(f"{url}bericht/", {"title": "", "text": "x"}).status_code == 422
    assert list(Update.objects.values_list("title", "text", "told_by")) == [
        ("Geplant", "<b>Alles</b> staat.", owner.pk)
    ]
    assert client.post(f"{url}stap/finish/", {"result": "Groen.", "lesson": "Begin eerder."}).status_code == 422
    assert client.post(f"{url}stap/start/").status_code == 302
    assert client.post(f"{url}stap/finish/", {"result": "Groen.", "lesson": ""}).status_code == 422
    assert client.post(f"{url}stap/finish/", {"result": "Groen.", "lesson": "Begin eerder."}).status_code == 302
    assert client.post(f"{url}bericht/", {"title": "Nog iets", "text": "x"}).status_code == 422
    assert client.post(f"{url}wijzigen/", filled(project.programme)).status_code == 422
    project.refresh_from_db()
    assert (project.status, project.result, project.lesson) == ("finished", "Groen.", "Begin eerder.")
    facts = [
        (event.kind, {key: value for key, value in event.facts.items() if key not in {"reference", "title"}})
        for event in Event.objects.filter(kind__startswith="project.").order_by("pk")
    ]
    assert facts == [
        (ProjectEvent.MADE, {}),
        (ProjectEvent.CHANGED, {}),
        (ProjectEvent.UPDATED, {"headline": "Geplant", "text": "<b>Alles</b> staat."}),
        (ProjectEvent.MOVED, {"status": "running"}),
        (ProjectEvent.ENDED, {"status": "finished", "result": "Groen.", "lesson": "Begin eerder."}),
    ]
    client.logout()
    words = client.get(project.get_absolute_url()).content.decode()
    assert [
        text in words for text in ("&lt;b&gt;Alles&lt;/b&gt; staat.", "Begin eerder.", "Groen.", "Meer klimop")
    ] == [True] * 4


@pytest.mark.parametrize("status", ProjectStatus)
@pytest.mark.parametrize("who", ["owner", "deputy", "coordinator", "stranger", "administrator", "resident"])
def test_every_move_by_every_role_from_every_status(programme, request, who, status):
    project = make_raw(programme, status=status)
    table = {"preparing": {"start", "stop"}, "running": {"finish", "stop"}, "finished": set(), "stopped": set()}
    expected = table[status] if who in {"owner", "deputy", "coordinator"} else set()
    assert {move.verb for move in PROJECT_MOVES.open_to(request.getfixturevalue(who), project)} == expected


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("owner", 200),
        ("deputy", 200),
        ("coordinator", 200),
        ("stranger", 404),
        ("administrator", 404),
        ("resident", 404),
    ],
)
def test_who_comes_to_the_desk_of_a_project(client, programme, request, who, status):
    project = make_raw(programme)
    sign_in(client, request.getfixturevalue(who))
    url = f"/werkplek/projecten/{project.slug}/"
    assert [client.get(door).status_code for door in (url, f"{url}wijzigen/")] == [status] * 2
    refused = 422 if status == 200 else status
    sends = [
        client.post(f"{url}{door}").status_code for door in ("bericht/", "wijzigen/", "stap/stop/", "stap/finish/")
    ]
    assert sends == [refused] * 4
    assert client.post(f"{url}stap/iets/").status_code == 404
    new = client.get("/werkplek/projecten/nieuw/").status_code
    assert new == (200 if status == 200 else 403)


@pytest.mark.parametrize(
    "fields", [{"status": "finished", "result": ""}, {"status": "stopped", "lesson": ""}, {"ends_on": date(2026, 2, 1)}]
)
def test_the_database_asks_for_result_and_lesson(programme, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_raw(programme, **fields)


class TestChain:
    """One line on each of the four pages, of what everybody may read."""

    def line_on(self, client, url):
        words = client.get(url).content.decode()
        return words.partition('<nav class="chain"')[2].partition("</nav>")[0]

    def test_on_each_page(self, client, scene, owner):
        project = make(client, scene, owner)
        client.logout()
        words = {
            "idea": f'{scene.idea.get_absolute_url()}">Idee: {scene.idea.title}<',
            "challenge": f'{scene.challenge.get_absolute_url()}">Uitdaging: {scene.challenge.title}<',
            "response": f'{scene.challenge.get_absolute_url()}#besluit">Inzending van Aardbei BV<',
            "project": f'{project.get_absolute_url()}">Project: {project.title}<',
        }
        pages = {"idea": scene.idea, "challenge": scene.challenge, "project": project}
        for here, subject in pages.items():
            line = self.line_on(client, subject.get_absolute_url())
            assert {name for name, text in words.items() if text in line} == set(words) - {here}
            assert 'aria-current="true"' in line
            assert "Verborgen" not in line
            assert "Braam" not in line

    def test_before_the_decision_nothing_says_who_answers(self, client, scene):
        Publication.objects.all().delete()
        line = self.line_on(client, scene.idea.get_absolute_url())
        assert ("Uitdaging: " in line, "Inzending" in line) == (True, False)

    @pytest.mark.parametrize("status", [ChallengeStatus.CONCEPT, ChallengeStatus.IN_APPROVAL])
    def test_a_challenge_that_is_not_public_yet_is_on_no_page(self, client, scene, status):
        Publication.objects.all().delete()
        with factories.thawed():
            type(scene.challenge).objects.filter(pk=scene.challenge.pk).update(status=status)
        assert self.line_on(client, scene.idea.get_absolute_url()) == ""

    def test_an_idea_without_anything_has_no_line(self, client, idea):
        assert self.line_on(client, idea.get_absolute_url()) == ""

    def test_many_are_counted(self, client, scene, owner):
        for number in range(3):
            scene.challenge.origins.create(
                idea=factories.make_raw_idea(scene.challenge.programme, title=f"Idee {number}")
            )
        assert "4 ideeën" in self.line_on(client, scene.challenge.get_absolute_url())

    def test_the_page_of_an_idea_with_all_of_it_costs_no_more(
        self, client, scene, owner, django_assert_max_num_queries
    ):
        make(client, scene, owner)
        client.logout()
        client.get(scene.idea.get_absolute_url())
        with django_assert_max_num_queries(10):
            client.get(scene.idea.get_absolute_url())


def test_search_engines_find_every_project(client, programme, settings):
    project = make_raw(programme)
    found = client.get("/sitemap/projecten.xml").content.decode()
    assert f"<loc>{settings.BASE_URL}{project.get_absolute_url()}</loc>" in found


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_long(client, programme, django_assert_max_num_queries, count):
    for number in range(count):
        make_raw(programme, slug=f"p{number}", starts_on=date(2026, 1, 1) + timedelta(days=number))
    client.get("/projecten/")
    with django_assert_max_num_queries(8):
        page = client.get("/projecten/")
    assert page.content.count(b'class="card"') == min(count, 20)
    if count == 30:
        following = page.context["page"].next_url
        assert client.get(f"/projecten/{following}").content.count(b'class="card"') == 10
