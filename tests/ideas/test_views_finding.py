"""What comes while people type: first results, and ideas like the one that is being written."""

import uuid

import pytest
from django.utils import timezone

from ideas.actions.vocabulary import count_words
from ideas.models import Answer, Concept, Follow, Idea, Support
from ideas.statuses import Status, Visibility
from ideas.suggested import ALIKE, ASKED_BEFORE, DONE, UNDER_WAY
from ideas.vocabulary import KEEPER
from tests import factories
from tests.doors import sign_in

SIMILAR = "/ideeen/nieuw/lijkt-op/"


def counted():
    count_words(anew=True)
    KEEPER.forget()


@pytest.fixture
def benches(programme):
    idea = factories.make_raw_idea(programme, title="Meer bankjes in het park", reference="2026-00001")
    factories.make_raw_idea(programme, title="Zebrapad bij de school")
    factories.make_raw_idea(programme, title="Zwembad langer open")
    counted()
    return idea


def shown(response):
    assert response.status_code == 200
    return [item.idea.title for item in response.context["similar"]]


@pytest.mark.parametrize("field", ["title", "problem", "proposal"])
def test_what_is_written_anywhere_is_compared(client, benches, field):
    assert shown(client.post(SIMILAR, {field: "Er moeten bankjes in het park"})) == ["Meer bankjes in het park"]


@pytest.mark.parametrize(
    "answers",
    [
        {}, {"title": ""}, {"title": "   "}, {"title": "ruimtevaart"}, {"key": "x", "theme": "x", "area": "9" * 400},
        {"title": "\0<script>alert(1)</script>' | !"}, {"title": "\u202e\u200f", "longitude": "nan", "latitude": "inf"},
        {"problem": "woord " * 20_000},
    ],
)  # fmt: skip
def test_nothing_or_nonsense_gives_an_empty_piece(client, benches, answers):
    response = client.post(SIMILAR, answers)
    assert (shown(response), response.content.strip()) == ([], b"")


def test_what_was_kept_on_an_earlier_screen_counts_too_but_only_for_its_writer(client, resident, benches):
    concept = Concept.objects.create(author=resident, answers={"problem": "Er zijn geen bankjes in het park"})
    assert shown(client.post(SIMILAR, {"key": concept.key, "title": "Een plan"})) == []
    sign_in(client, resident)
    assert shown(client.post(SIMILAR, {"key": concept.key, "title": "Een plan"})) == ["Meer bankjes in het park"]


def test_own_and_hidden_ideas_are_left_out(client, resident, benches):
    Idea.objects.filter(pk=benches.pk).update(author=resident)
    assert shown(client.post(SIMILAR, {"title": "bankjes in het park"})) == ["Meer bankjes in het park"]
    sign_in(client, resident)
    assert shown(client.post(SIMILAR, {"title": "bankjes in het park"})) == []
    Idea.objects.update(visibility=Visibility.HIDDEN, hidden_reason="Er stond een naam in.", author=None)
    assert shown(client.post(SIMILAR, {"title": "bankjes in het park"})) == []


RELATIONS = {
    Status.PROMISING: UNDER_WAY, Status.CHALLENGE: UNDER_WAY, Status.ADOPTED: UNDER_WAY, Status.REALISED: DONE,
    Status.STOPPED: ASKED_BEFORE, Status.DECLINED: ASKED_BEFORE, Status.NOT_NOW: ASKED_BEFORE,
    Status.RECEIVED: ALIKE, Status.IN_REVIEW: ALIKE, Status.QUESTION: ALIKE, Status.REFERRED: ALIKE,
}  # fmt: skip


@pytest.mark.parametrize("status", [status for status in Status if status not in {Status.MERGED, Status.WITHDRAWN}])
def test_it_says_what_the_other_idea_has_to_do_with_it(client, programme, status):
    factories.make_raw_idea(programme, title="Meer bankjes", status=status)
    counted()
    response = client.post(SIMILAR, {"title": "bankjes"})
    assert [item.relation for item in response.context["similar"]] == [RELATIONS[status]]
    assert str(RELATIONS[status]) in response.content.decode()


def test_an_earlier_answer_is_told_and_escaped(client, programme):
    idea = factories.make_raw_idea(programme, title="Meer <b>bankjes</b>", status=Status.DECLINED)
    for reason, day in (("Oud antwoord.", 1), ("Het kan <i>niet</i>.", 2)):
        given = timezone.now().replace(year=2025, month=1, day=day)
        Answer.objects.create(
            idea=idea, decision="declined", reason_code="te_duur", reason=reason, date="2031-01-01", given_at=given
        )
    counted()
    page = client.post(SIMILAR, {"title": "bankjes"}).content.decode()
    assert "Het kan &lt;i&gt;niet&lt;/i&gt;." in page
    assert "Meer &lt;b&gt;bankjes&lt;/b&gt;" in page
    assert "Oud antwoord." not in page


def test_without_a_script_they_stand_on_the_page_after_errors_and_after_saving(client, benches):
    fields = {"key": str(uuid.uuid4()), "problem": "Geen bankjes in het park", "email": "x"}
    page = client.post("/ideeen/nieuw/", fields)
    assert page.status_code == 422
    assert [item.idea.title for item in page.context["similar"]] == ["Meer bankjes in het park"]
    saved = client.post("/ideeen/nieuw/", {**fields, "doe": "bewaar"}, follow=True)
    assert [item.idea.title for item in saved.context["similar"]] == ["Meer bankjes in het park"]
    assert client.get("/ideeen/nieuw/").status_code == 200


def test_a_visitor_gets_links_and_who_is_signed_in_buttons(client, resident, benches):
    page = client.post(SIMILAR, {"title": "bankjes park"}).content.decode()
    assert "/inloggen/?next=/ideeen/2026-00001/" in page
    assert "<button" not in page
    sign_in(client, resident)
    page = client.post(SIMILAR, {"title": "bankjes park"}).content.decode()
    assert page.count(f'formaction="{SIMILAR}2026-00001/"') == 2


@pytest.mark.parametrize(("deed", "model"), [("steun", Support), ("volg", Follow)])
def test_it_can_be_supported_and_followed_on_the_spot(client, resident, benches, deed, model):
    sign_in(client, resident)
    response = client.post(f"{SIMILAR}2026-00001/", {"doe": deed}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 200
    assert list(model.objects.values_list("idea", "person")) == [(benches.pk, resident.pk)]
    assert f'value="{deed}"' not in response.content.decode()
    again = client.post(f"{SIMILAR}2026-00001/", {"doe": deed}, headers={"X-Requested-With": "fetch"})
    assert (again.status_code, model.objects.count()) == (200, 1)


def test_without_a_script_the_writer_comes_back_to_the_form(client, resident, benches):
    sign_in(client, resident)
    response = client.post(f"{SIMILAR}2026-00001/", {"doe": "steun"}, follow=True)
    assert response.redirect_chain == [("/ideeen/nieuw/", 302)]
    assert [str(message) for message in response.context["messages"]] == ["U steunt dit idee."]


@pytest.mark.parametrize("case", ["own", "ended"])
def test_what_may_not_be_supported_is_refused_in_words(client, resident, benches, case):
    changes = {"own": {"author": resident}, "ended": {"status": Status.DECLINED}}[case]
    Idea.objects.filter(pk=benches.pk).update(**changes)
    sign_in(client, resident)
    response = client.post(f"{SIMILAR}2026-00001/", {"doe": "steun"}, headers={"X-Requested-With": "fetch"})
    assert "U kunt dit idee niet steunen." in response.content.decode()
    assert Support.objects.count() == 0


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.HELD])
def test_what_is_hidden_is_not_there(client, resident, benches, visibility):
    Idea.objects.filter(pk=benches.pk).update(visibility=visibility, hidden_reason="Er stond een naam in.")
    sign_in(client, resident)
    assert client.post(f"{SIMILAR}2026-00001/", {"doe": "steun"}).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_as_many_statements_for_one_as_for_many(client, resident, programme, number, django_assert_max_num_queries):
    theme, area = factories.make_theme(), factories.make_area()
    for _ in range(number):
        factories.make_raw_idea(programme, title="Meer bankjes", theme=theme, area=area)
    counted()
    sign_in(client, resident)
    client.post(SIMILAR, {"title": "bankjes"})
    with django_assert_max_num_queries(5):
        assert len(shown(client.post(SIMILAR, {"title": "bankjes", "key": uuid.uuid4()}))) == min(5, number)


def found_at_once(client, words):
    response = client.get("/ideeen/snel/", {"q": words})
    assert response.status_code == 200
    return [idea.title for idea in response.context["ideas"]], response.context["completed"]


@pytest.mark.parametrize("words", ["", "b", " ", "b ", "x" * 500, "\0", "%", "'"])
def test_before_two_letters_there_is_nothing(client, benches, words):
    assert found_at_once(client, words) == ([], [])
    assert client.get("/ideeen/snel/", {"q": words}).content.strip() == b""


def test_two_letters_are_enough(client, programme):
    for title in ("Bankjes bij de school", "Bankje op het plein", "Meer bankjes", "Boom", "Boom erbij"):
        factories.make_raw_idea(programme, title=title, problem="", proposal="")
    counted()
    ideas, completed = found_at_once(client, "ba")
    assert (set(ideas), completed) == ({"Bankjes bij de school", "Bankje op het plein", "Meer bankjes"}, ["bankjes"])
    assert found_at_once(client, "plein ba") == (["Bankje op het plein"], ["plein bankjes"])
    assert found_at_once(client, "bankje ") == found_at_once(client, "bankje ")


def test_a_typing_error_is_pointed_out_at_once(client, benches):
    page = client.get("/ideeen/snel/", {"q": "zebrapda"}).content.decode()
    assert '<a class="nl-link" href="/ideeen/?q=zebrapad"><strong>zebrapad</strong></a>?' in page


def test_only_what_is_public_comes_at_once_and_escaped(client, programme):
    factories.make_raw_idea(programme, title="<b>bankjes</b>", problem="", proposal="")
    factories.make_raw_idea(programme, title="bankjes geheim", visibility=Visibility.HIDDEN)
    counted()
    page = client.get("/ideeen/snel/", {"q": "bankjes"}).content.decode()
    assert "&lt;b&gt;bankjes&lt;/b&gt;" in page
    assert "geheim" not in page


def test_results_at_once_are_the_same_for_every_visitor_and_cheap(client, benches, django_assert_max_num_queries):
    client.get("/ideeen/snel/?q=ba")
    with django_assert_max_num_queries(3):
        response = client.get("/ideeen/snel/?q=ba")
    assert not response.cookies
