"""Answering at the desk: who may, that nothing typed is lost, and that one answer comes of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Answer, AnswerDocument, AnswerDraft, AnswerVersion, Idea, Weighing, Weights
from ideas.statuses import Status
from ideas.workflow import ANSWERING
from participation.models import Event
from tests import factories
from tests.doors import sign_in
from tests.ideas import document_files as files

pytestmark = pytest.mark.django_db
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
DESK = {"owner", "deputy", "coordinator"}
DAY = (timezone.localdate() + timedelta(days=30)).isoformat()
WHOLE = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": DAY}
HARD = {**WHOLE, "reason": "Dat doen wij derhalve."}


@pytest.fixture(params=ROLES)
def role(request, client, programme):
    """A client of somebody in each role, with the role's name."""
    if request.param != "anonymous":
        sign_in(client, request.getfixturevalue(request.param))
    return request.param


def refusal(role):
    return {"anonymous": 302, "resident": 403, "stranger": 404, "administrator": 404}.get(role, 200)


@pytest.fixture
def idea(programme, resident):
    return factories.make_raw_idea(programme, author=resident, status=Status.IN_REVIEW)


def path_of(idea, verb="promising"):
    return f"{idea.get_desk_url()}antwoord/{verb}/"


def test_who_may_write_an_answer(role, client, idea, owner):
    paths = [path_of(idea), f"{idea.get_desk_url()}afweging/", f"{idea.get_desk_url()}antwoord/voorbeeld/"]
    given = factories.make_answer(idea, owner)
    factories.make_draft(idea, owner)
    paths += [f"{idea.get_desk_url()}antwoorden/{given.pk}/"]
    assert [client.get(path).status_code for path in paths] == [refusal(role)] * 4
    mail = client.get(f"{idea.get_desk_url()}antwoord/mail/").status_code
    assert mail == {"anonymous": 302, "resident": 404}.get(role, refusal(role))


def test_who_may_send_an_answer(role, client, idea):
    response = client.post(path_of(idea), {**WHOLE, "doe": "verstuur"})
    assert response.status_code == {200: 302}.get(refusal(role), refusal(role))
    assert Answer.objects.count() == (role in DESK)


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("verb", ANSWERING)
def test_every_status_and_every_answer(client, programme, owner, status, verb):
    sign_in(client, owner)
    idea = factories.make_raw_idea(programme, status=status)
    extra = {"reason_code": "te_duur", "challenge": "Daken", "project": "Bomen"}
    response = client.post(path_of(idea, verb), {**WHOLE, **extra, "doe": "verstuur"})
    legal = status in ANSWERING[verb].sources
    assert response.status_code == (302 if legal else 422)
    idea.refresh_from_db()
    assert idea.status == (ANSWERING[verb].target if legal else status)
    assert (Answer.objects.count(), AnswerDraft.objects.count()) == (int(legal), 0)


def test_a_door_that_does_not_exist(client, idea, owner):
    sign_in(client, owner)
    for verb in ("ask", "realise", "vliegen"):
        assert client.get(path_of(idea, verb)).status_code == 404


KEPT = [
    ("bewaar", {"reason": "Half"}, 302),
    ("voorbeeld", {"reason": "Half"}, 302),
    ("verstuur", {"reason": "Half"}, 422),
    ("verstuur", HARD, 422),
    ("verstuur", {**WHOLE, "reason": "Dag [schuilnaam]."}, 422),
    ("", {}, 302),
]


@pytest.mark.parametrize(("deed", "typed", "status"), KEPT)
def test_nothing_typed_is_lost(client, idea, owner, deed, typed, status):
    sign_in(client, owner)
    response = client.post(path_of(idea), {**typed, "doe": deed})
    assert response.status_code == status
    draft = AnswerDraft.objects.get()
    assert {name: text for name, text in draft.facts.items() if text} == typed
    assert Answer.objects.count() == 0
    page = client.get(path_of(idea)).content.decode()
    assert typed.get("reason", "") in page


def test_the_place_in_the_list_is_kept_whatever_one_does(client, idea, owner, programme, resident):
    sign_in(client, owner)
    later = factories.make_raw_idea(programme, author=resident, status=Status.IN_REVIEW)
    place = "lijst=alle&volgorde=oud"
    path, back = f"{path_of(idea)}?{place}", f"{idea.get_desk_url()}?{place}"
    assert f'href="{back.replace("&", "&amp;")}"' in client.get(path).content.decode()
    assert client.post(path, {"reason": "Half", "doe": "bewaar"})["Location"] == path
    preview = f"{idea.get_desk_url()}antwoord/voorbeeld/?{place}"
    assert client.post(path, {"reason": "Half", "seen": 1, "doe": "voorbeeld"})["Location"] == preview
    assert f'href="{path.replace("&", "&amp;")}"' in client.get(preview).content.decode()
    assert client.post(path, {"doe": "weg"})["Location"] == back
    sent = client.post(path, {**WHOLE, "doe": "verstuur"})["Location"]
    assert sent == f"{later.get_desk_url()}?{place}"  # The next idea comes.


def test_an_answer_may_begin_with_a_template_by_address(client, idea, owner):
    sign_in(client, owner)
    fits = factories.make_template(name="Past goed", decision=Status.PROMISING)
    other = factories.make_template(name="Past niet", decision=Status.DECLINED)
    page = client.get(f"{idea.get_desk_url()}?lijst=alle").content.decode()
    assert f'href="{path_of(idea)}?lijst=alle&amp;sjabloon={fits.pk}"' in page
    assert f'href="{path_of(idea, "decline")}?lijst=alle&amp;sjabloon={other.pk}"' in page
    assert page.count("sjabloon=") == 2
    written = client.get(f"{path_of(idea)}?sjabloon={fits.pk}").context["form"]
    assert written["reason"].value() == f"Dag {idea.author_name}."
    assert AnswerDraft.objects.count() == 0  # Only a button keeps something.
    known = [fits.pk, other.pk, 0, "9" * 5000, "x", "٣", ""]
    found = [client.get(path_of(idea), {"sjabloon": value}).status_code for value in known]
    assert found == [200, 404, 404, 200, 200, 200, 200]


@pytest.mark.parametrize("name", ["seen", "sjabloon", "weghalen"])
@pytest.mark.parametrize("value", ["9" * 5000, "-1", "٣", "1;--"])
def test_numbers_that_are_none_break_nothing(client, idea, owner, name, value):
    sign_in(client, owner)
    assert client.post(path_of(idea), {"reason": "Half", "doe": "vul", name: value}).status_code == 302
    assert AnswerDraft.objects.get().facts["reason"] == "Half"


def test_hard_words_are_marked_and_there_is_one_way_past(client, idea, owner):
    sign_in(client, owner)
    page = client.post(path_of(idea), {**HARD, "doe": "verstuur"}).content.decode()
    assert '<mark class="marked__hard">derhalve</mark>' in page
    assert "Schrijf “daarom”." in page
    client.post(path_of(idea), {**HARD, "hard_because": "Dit is een wettekst.", "doe": "verstuur", "seen": 1})
    assert Answer.objects.get().hard_because == "Dit is een wettekst."
    assert Event.objects.get().facts["hard_because"] == "Dit is een wettekst."
    assert "Dit is een wettekst." not in client.get(idea.get_absolute_url()).content.decode()


def test_sending_twice_gives_one_answer(client, idea, owner):
    sign_in(client, owner)
    codes = [client.post(path_of(idea), {**WHOLE, "doe": "verstuur"}).status_code for _ in range(2)]
    assert (codes, Answer.objects.count(), AnswerDraft.objects.count()) == ([302, 422], 1, 0)


def test_two_tabs(client, idea, owner):
    sign_in(client, owner)
    client.post(path_of(idea), {**WHOLE, "reason": "De eerste.", "doe": "bewaar", "seen": 0})
    page = client.post(path_of(idea), {**WHOLE, "reason": "De tweede.", "doe": "bewaar", "seen": 0})
    assert page.status_code == 422
    assert all(text in page.content.decode() for text in ("De eerste.", "De tweede.", "Iemand anders"))
    assert AnswerDraft.objects.get().facts["reason"] == "De eerste."


def test_the_quick_form_of_the_desk_goes_on_here(client, idea, owner):
    sign_in(client, owner)
    page = client.get(idea.get_desk_url()).content.decode()
    assert f'formaction="{path_of(idea)}?lijst=wacht"' in page
    assert f'formaction="{path_of(idea, "ask")}"' not in page


def test_a_template_fills_in(client, idea, owner):
    sign_in(client, owner)
    template = factories.make_template(reason="Dag [schuilnaam].", next_step="Kost [vul in: bedrag].")
    data = {"reason": "Mijn tekst.", "doe": "vul", "sjabloon": template.pk}
    assert client.post(path_of(idea), data).status_code == 302
    assert AnswerDraft.objects.get().facts["reason"] == "Mijn tekst.\n\nDag Bloem."
    page = client.post(path_of(idea), {**AnswerDraft.objects.get().facts, "date": DAY, "doe": "verstuur", "seen": 1})
    assert list(page.context["form"].errors) == ["next_step"]


def test_a_template_for_another_decision_is_none(client, idea, owner):
    sign_in(client, owner)
    template = factories.make_template(decision="declined")
    assert client.post(path_of(idea), {"doe": "vul", "sjabloon": template.pk}).status_code == 404


def test_too_much_text_is_refused_and_given_back(client, idea, owner):
    sign_in(client, owner)
    response = client.post(path_of(idea), {**WHOLE, "reason": "a" * 5001, "doe": "bewaar"})
    assert (response.status_code, AnswerDraft.objects.count()) == (422, 0)
    assert "a" * 5001 in response.content.decode()


def test_planning_and_taking_it_back(client, idea, owner):
    sign_in(client, owner)
    at = timezone.localtime() + timedelta(days=2)
    data = {**WHOLE, "publish_at": at.strftime("%Y-%m-%dT%H:%M"), "doe": "bewaar", "seen": 0}
    assert client.post(path_of(idea), data).status_code == 302
    assert AnswerDraft.objects.get().publish_at == at.replace(second=0, microsecond=0)
    assert "Er staat een antwoord klaar" in client.get(idea.get_desk_url()).content.decode()
    client.post(path_of(idea), {**data, "publish_at": "", "seen": 1})
    assert AnswerDraft.objects.get().publish_at is None
    client.post(path_of(idea), {"doe": "weg"})
    assert AnswerDraft.objects.count() == 0


def test_a_moment_that_is_none_is_said_beside_the_field(client, idea, owner):
    sign_in(client, owner)
    page = client.post(path_of(idea), {**WHOLE, "publish_at": "morgen", "doe": "bewaar"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["publish_at"])


def send(client, idea, content, name="plan.pdf", **data):
    seen = AnswerDraft.objects.filter(idea=idea).values_list("version", flat=True).first() or 0
    file = SimpleUploadedFile(name, content)
    return client.post(path_of(idea), {**WHOLE, "doe": "bewaar", "seen": seen, "documents": file, **data})


def test_a_document_goes_with_the_answer(client, idea, owner):
    sign_in(client, owner)
    assert send(client, idea, files.PDF).status_code == 302
    document = AnswerDocument.objects.get()
    client.post(path_of(idea), {**WHOLE, "doe": "verstuur", "seen": 1})
    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in page
    response = client.get(document.get_absolute_url())
    assert b"".join(response.streaming_content) == files.PDF
    headers = ("Content-Disposition", "Content-Type", "X-Content-Type-Options", "Cross-Origin-Resource-Policy")
    assert [response[name] for name in headers] == [
        'attachment; filename="plan.pdf"', "application/pdf", "nosniff", "same-origin",
    ]  # fmt: skip
    assert set(response["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("what", ["an svg", "a docx that bursts", "a pdf with a zip behind it", "a program"])
def test_a_bad_file_is_refused_and_the_text_is_kept(client, idea, owner, what):
    sign_in(client, owner)
    response = send(client, idea, files.BAD[what])
    assert (response.status_code, AnswerDocument.objects.count()) == (422, 0)
    assert response.context["files"].errors["documents"]
    assert AnswerDraft.objects.get().facts["reason"] == "Dit past goed."


def test_a_document_can_be_taken_away(client, idea, owner):
    sign_in(client, owner)
    send(client, idea, files.PDF)
    client.post(path_of(idea), {**WHOLE, "weghalen": AnswerDocument.objects.get().pk, "seen": 1})
    assert AnswerDocument.objects.count() == 0


def code_of(client, document):
    response = client.get(document.get_absolute_url())
    if response.streaming:
        assert b"".join(response.streaming_content) == files.PDF
    return response.status_code


def test_who_may_download(role, client, idea, owner):
    draft = factories.make_draft(idea, owner)
    document = AnswerDocument(draft=draft, name="a.pdf", kind="application/pdf", size=1, digest="a")
    document.file.save("a", SimpleUploadedFile("a", files.PDF))
    assert code_of(client, document) == (200 if role in DESK else 404)
    AnswerDocument.objects.update(draft=None, answer=factories.make_answer(idea, owner))
    assert code_of(client, document) == 200
    Idea.objects.update(visibility="hidden", hidden_reason="Naam.")
    assert code_of(client, document) == (200 if role in {*DESK, "resident"} else 404)


def test_the_preview_shows_what_will_be_and_changes_nothing(client, idea, owner):
    sign_in(client, owner)
    factories.make_draft(idea, owner)
    page = client.get(f"{idea.get_desk_url()}antwoord/voorbeeld/").content.decode()
    assert all(text in page for text in ("Besluit: Kansrijk", "Dit past goed.", "Dit antwoord is compleet"))
    idea.refresh_from_db()
    assert (idea.status, Answer.objects.count(), Event.objects.count()) == ("in_review", 0, 0)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"reason": ""}, "Reden: Vul dit in."),
        ({"date": "x"}, "Datum: Vul dit in."),
        (HARD, "Schrijf “daarom”"),
        ({"reason": "[titel]"}, "[titel]"),
    ],
)
def test_the_preview_says_what_stands_in_the_way(client, idea, owner, facts, says):
    sign_in(client, owner)
    factories.make_draft(idea, owner, facts=facts)
    page = client.get(f"{idea.get_desk_url()}antwoord/voorbeeld/").content.decode()
    assert "Zo kan het antwoord niet weg." in page
    assert says in page


def test_the_preview_sends_the_same_answer(client, idea, owner):
    sign_in(client, owner)
    draft = factories.make_draft(idea, owner)
    client.post(path_of(idea), {**draft.facts, "seen": 1, "doe": "verstuur"})
    assert Answer.objects.get().reason == "Dit past goed."


def test_a_corrected_answer_shows_what_it_said(client, idea, owner):
    sign_in(client, owner)
    given = factories.make_answer(idea, owner)
    Idea.objects.update(answered_at=timezone.now())
    path = f"{idea.get_desk_url()}antwoorden/{given.pk}/"
    data = {**WHOLE, "reason": "Nu staat het goed.", "why": "Er stond een fout in.", "seen": 0}
    assert client.post(path, data).status_code == 302
    assert client.post(path, data).status_code == 422
    assert AnswerVersion.objects.count() == 1
    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert all(
        text in page for text in ("Verbeterd op", "Er stond een fout in.", "Dit past goed.", "Nu staat het goed.")
    )


def test_an_answer_of_another_idea_is_not_corrected_here(client, idea, owner, programme):
    sign_in(client, owner)
    other = factories.make_answer(factories.make_raw_idea(programme), owner)
    assert client.get(f"{idea.get_desk_url()}antwoorden/{other.pk}/").status_code == 404


SCORES = dict.fromkeys(("effect", "feasibility", "cost", "support", "privacy"), 4)
REASONS = {f"{name}_reason": "Daarom." for name in SCORES}


def test_a_weighing_is_public_when_the_programme_says_so(client, idea, owner):
    Weights.objects.create(reason="Raad.")
    sign_in(client, owner)
    path = f"{idea.get_desk_url()}afweging/"
    Idea.objects.update(handler=owner)
    assert client.post(path, {**SCORES, **REASONS, "cost": 9}).status_code == 422
    assert client.post(path, {**SCORES, **REASONS}).status_code == 302
    assert "Zo hebben wij gewogen" not in client.get(idea.get_absolute_url()).content.decode()
    client.post(path, {"doe": "publiceer"})
    client.post(path, {"doe": "publiceer"})
    assert "Zo hebben wij gewogen" in client.get(idea.get_absolute_url()).content.decode()
    assert Event.objects.filter(kind="idea.weighing_published").count() == 1
    assert Weighing.objects.get().published_at


def test_the_page_costs_no_more_with_many_answers(client, idea, owner):
    Idea.objects.update(answered_at=timezone.now(), handler=owner)
    costs = []
    for more in (1, 7):
        for _ in range(more):
            given = factories.make_answer(idea, owner)
            AnswerVersion.objects.create(answer=given, reason="a", next_step="b", date=given.date, why="c")
        client.get(idea.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            client.get(idea.get_absolute_url())
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 11


LISTS = ["sjablonen/", "sjablonen/nieuw/", "organisaties/", "organisaties/nieuw/", "gewichten/"]


def test_who_keeps_the_lists(role, client):
    expected = {"anonymous": 302, "coordinator": 200}.get(role, 403)
    assert [client.get(f"/werkplek/{path}").status_code for path in LISTS] == [expected] * len(LISTS)


@pytest.mark.parametrize("path", ["antwoorden/", "oordelen/"])
def test_who_sees_what_waits(role, client, path):
    expected = {"anonymous": 302, "owner": 200, "deputy": 200, "coordinator": 200}.get(role, 403)
    assert client.get(f"/werkplek/{path}").status_code == expected


def test_keeping_a_template(client, coordinator):
    sign_in(client, coordinator)
    path = "/werkplek/sjablonen/nieuw/"
    bad = client.post(path, {"name": "Later", "reason": "Dag [naam].", "is_active": "on"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["reason"])
    assert client.post(path, {"name": "Later", "reason": "Dag [schuilnaam].", "is_active": "on"}).status_code == 302
    assert list(client.post(path, {"name": "later", "reason": "Dag."}).context["form"].errors) == ["name"]
    own = client.get(client.get("/werkplek/sjablonen/").context["templates"][0].get_absolute_url()).content.decode()
    assert "<strong>Naam:</strong> Later</p>" in own
    assert "<strong>Te kiezen:</strong> ja</p>" in own


def test_publishing_a_choice(client, programme, owner):
    sign_in(client, owner)
    drafts = [factories.make_draft(factories.make_raw_idea(programme, status="in_review"), owner) for _ in range(3)]
    theirs = factories.make_programme("water", owner=factories.make_official("water"))
    other = factories.make_draft(factories.make_raw_idea(theirs, status="in_review"), owner)
    AnswerDraft.objects.filter(pk=drafts[1].pk).update(facts={"reason": "Half"})
    data = {"concept": [drafts[0].pk, drafts[1].pk, other.pk, "x", "999999"]}
    page = client.post("/werkplek/antwoorden/", data, follow=True).content.decode()
    assert Answer.objects.get().idea_id == drafts[0].idea_id
    assert set(AnswerDraft.objects.values_list("pk", flat=True)) == {drafts[1].pk, drafts[2].pk, other.pk}
    assert "1 antwoord is verstuurd." in page
    assert "1 antwoord kon niet weg." in page


@pytest.mark.parametrize("path", ["antwoorden/", "oordelen/"])
def test_what_waits_costs_the_same_for_one_and_for_thirty(client, programme, owner, path):
    sign_in(client, owner)
    costs = []
    for more in (1, 29):
        for _ in range(more):
            idea = factories.make_raw_idea(programme, status="declined", handler=owner)
            factories.make_draft(idea, owner, publish_at=timezone.now() + timedelta(days=1))
            factories.make_rating(idea)
        client.get(f"/werkplek/{path}")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/werkplek/{path}")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 10


def test_drafts_of_a_day(client, programme, owner):
    sign_in(client, owner)
    day = timezone.localtime() + timedelta(days=2)
    chosen = factories.make_draft(factories.make_raw_idea(programme, title="Van die dag"), owner, publish_at=day)
    factories.make_draft(factories.make_raw_idea(programme, title="Zonder dag"), owner)
    page = client.get(f"/werkplek/antwoorden/?dag={day:%Y-%m-%d}")
    assert [draft for draft, _label in page.context["drafts"]] == [chosen]
    assert len(client.get("/werkplek/antwoorden/?dag=onzin").context["drafts"]) == 2
