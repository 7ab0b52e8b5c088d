"""Challenges at the desk: making, editing part by part, two editors at once, approval, and who stays out."""

import re
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from challenges.actions.change import change_challenge
from challenges.actions.form_fields import MOST_FIELDS, move_field, remove_field
from challenges.actions.make import MOST_IDEAS
from challenges.actions.steps import move_challenge
from challenges.contents import criterion_text, field_text
from challenges.models import Challenge, FormField
from challenges.statuses import ChallengeStatus
from participation.errors import NotPossible
from tests import factories
from tests.challenges.test_views_public import statements
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
DESK = "/werkplek/uitdagingen/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def concept(programme):
    return factories.make_challenge("concept", programme=programme)


def words_of(challenge, **changed):
    """The form of the texts as a browser sends it."""
    words = factories.challenge_words(title=challenge.title)
    first, second = challenge.openers.order_by("pk")
    sent = {name: value for name, value in words.columns().items() if value is not None}
    until = words.questions_until.strftime("%Y-%m-%dT%H:%M")
    openers = {"first_opener": first.pk, "second_opener": second.pk}
    return {**sent, "questions_until": until, **openers, "edition": challenge.edition, **changed}


# --- Making


def begun(programme, /, **fields):
    """The form of a new challenge."""
    return {"title": "Koele straten", "programme": programme.pk, "numbers": "", "key": uuid.uuid4(), **fields}


def test_a_challenge_from_nothing_has_something_to_begin_with(client, owner, programme):
    sign_in(client, owner)
    page = client.post(f"{DESK}nieuw/", begun(programme), follow=True)
    challenge = Challenge.objects.get()
    assert page.redirect_chain == [(f"{DESK}koele-straten/", 302)]
    phase = challenge.phases.get()
    assert (challenge.status, challenge.made_by, phase.fields.count(), phase.criteria.count()) == (
        "concept",
        owner,
        7,
        4,
    )
    assert sum(criterion.weight for criterion in phase.criteria.all()) == 100
    lacks = [link["href"] for link in _soup(page).select(".columns__main .panel li a")]
    assert f"{DESK}koele-straten/teksten/#id_problem" in lacks


def _soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_a_challenge_from_ideas(client, owner, programme, idea):
    other = factories.make_raw_idea(programme, problem="Het is donker.")
    sign_in(client, owner)
    desk = client.get(idea.get_desk_url()).content.decode()
    assert f"{DESK}nieuw/?idee={idea.reference}" in desk
    page = client.get(f"{DESK}nieuw/?idee={idea.reference}")
    assert page.context["form"].initial["title"] == idea.title
    client.post(f"{DESK}nieuw/", begun(programme, numbers=f"{idea.reference}, {other.reference}"))
    challenge = Challenge.objects.get()
    assert set(challenge.ideas.all()) == {idea, other}
    assert challenge.problem == f"{idea.problem}\n\n{other.problem}"


@pytest.mark.parametrize("who", [None, "resident", "deputy"])
def test_the_page_of_a_programme_leads_who_may_to_a_new_challenge(client, request, programme, who):
    if who is not None:
        sign_in(client, request.getfixturevalue(who))
    page = client.get(programme.get_absolute_url()).content.decode()
    assert (f'href="{DESK}nieuw/?programma=groen"' in page) == (who == "deputy")


@pytest.mark.parametrize(("slug", "chosen"), [("groen", True), ("water", False), ("%00", False)])
def test_a_challenge_from_a_task_of_a_programme(client, deputy, coordinator, programme, slug, chosen):
    factories.make_programme("water", owner=coordinator)
    page = sign_in(client, deputy).get(f"{DESK}nieuw/?programma={slug}&opgave=Koel+in+2030&idee=%00")
    initial = page.context["form"].initial
    assert (initial["programme"], initial["task"]) == (programme if chosen else None, "Koel in 2030")


def test_a_challenge_comes_from_public_ideas_and_into_a_programme_of_ones_own(client, owner, programme, coordinator):
    hidden = factories.make_raw_idea(programme, visibility="hidden")
    far = factories.make_programme("water", owner=coordinator)
    sign_in(client, owner)
    for wrong in ({"numbers": hidden.reference}, {"programme": far.pk}, {"title": " "}):
        page = client.post(f"{DESK}nieuw/", begun(programme, **wrong))
        assert (page.status_code, list(page.context["form"].errors)) == (422, list(wrong))
    assert not Challenge.objects.exists()


def test_a_challenge_comes_from_a_handful_of_ideas(client, owner, programme):
    ideas = [factories.make_raw_idea(programme) for _number in range(MOST_IDEAS + 1)]
    sent = begun(programme, numbers=" ".join(idea.reference for idea in ideas))
    page = sign_in(client, owner).post(f"{DESK}nieuw/", sent)
    assert (page.status_code, list(page.context["form"].errors), Challenge.objects.count()) == (422, ["numbers"], 0)


def test_two_challenges_of_one_name_have_two_addresses(client, owner, programme):
    sign_in(client, owner)
    for _twice in range(3):
        client.post(f"{DESK}nieuw/", begun(programme, title="Berichten"))
    slugs = list(Challenge.objects.values_list("slug", flat=True))
    assert (len(set(slugs)), "berichten" in slugs) == (3, False)


def test_one_form_sent_twice_is_one_challenge_and_of_nobody_elses(client, owner, deputy, programme):
    sent = begun(programme)
    doors = [sign_in(client, owner).post(f"{DESK}nieuw/", sent)["Location"] for _twice in range(2)]
    assert doors == [Challenge.objects.get().get_desk_url()] * 2
    other = sign_in(client, deputy).post(f"{DESK}nieuw/", begun(programme, key=sent["key"], title="Anders"))
    assert (other.status_code, Challenge.objects.count()) == (422, 1)


# --- Texts


def test_the_texts_are_saved_and_said_so(client, owner, concept):
    sign_in(client, owner)
    sent = words_of(concept, problem="Een nieuwe tekst.", kinds=["company", "startup"], budget="25000")
    page = client.post(f"{DESK}{concept.slug}/teksten/", sent, follow=True)
    concept.refresh_from_db()
    assert (concept.problem, concept.kinds, concept.budget) == ("Een nieuwe tekst.", ["company", "startup"], 25000)
    assert "De teksten zijn bewaard." in page.content.decode()


def test_two_editors_do_not_overwrite_each_other_and_lose_nothing(client, owner, deputy, concept):
    mine = words_of(concept, problem="Mijn tekst")
    theirs = factories.challenge_words(title=concept.title, problem="Hun tekst")
    change_challenge(
        Challenge.objects.get(pk=concept.pk), theirs, openers=list(concept.openers.all()), edition=concept.edition,
        actor=deputy,
    )  # fmt: skip
    sign_in(client, owner)
    page = client.post(f"{DESK}{concept.slug}/teksten/", {**mine, "first_opener": deputy.pk, "second_opener": ""})
    concept.refresh_from_db()
    assert (page.status_code, concept.problem) == (422, "Hun tekst")
    assert "Mijn tekst" in page.content.decode()
    openers = ", ".join(sorted(map(str, concept.openers.all())))
    meanwhile = dict(page.context["meanwhile"])
    meanwhile.pop("Vragen stellen kan tot")  # The form knows no seconds.
    assert meanwhile == {"Wat is het probleem": "Hun tekst", "Wie openen de inzendingen": openers}
    edition = _soup(page).select_one("input[name=edition]")["value"]
    assert client.post(f"{DESK}{concept.slug}/teksten/", {**mine, "edition": edition}).status_code == 302
    concept.refresh_from_db()
    assert concept.problem == "Mijn tekst"


@pytest.mark.parametrize("part", ["rondes/1/", "rondes/1/criteria/", "rondes/1/vragen/{field}/"])
def test_who_was_overtaken_sees_what_is_there_now_in_every_part(client, owner, deputy, concept, part):
    phase = concept.phases.get()
    field, criterion = phase.fields.first(), phase.criteria.first()
    address = f"{DESK}{concept.slug}/{part.format(field=field.pk)}"
    sent = {"rondes/1/": phase_form(concept), "rondes/1/criteria/": criteria_form(concept, ("Mijn criterium", 100, ""))}
    mine = sent.get(part) or field_form(concept, label="Mijn vraag")
    move_field(field, up=False, actor=deputy)
    sign_in(client, owner)
    page = client.post(address, mine)
    said = {
        "rondes/1/": ("Naam", "Inzenden"),
        "rondes/1/criteria/": (criterion.title, criterion_text(criterion)),
    }.get(part) or ("Vraag", field_text(phase.fields.get(pk=field.pk)))
    assert (page.status_code, page.context["meanwhile"][0]) == (422, said)
    assert "Wat er intussen staat" in page.content.decode()
    edition = page.context["form"]["edition"].value()
    assert client.post(address, {**mine, "edition": edition}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"budget": "-1"}, {"budget": "veel"}, {"kinds": ["kerk"]}, {"second_opener": "resident"},
     {"second_opener": "first"}, {"questions_until": "morgen"}, {"edition": ""}, {"problem": "x" * 5001}],
)  # fmt: skip
def test_what_is_wrong_with_the_texts_stands_at_its_field(client, owner, resident, concept, wrong):
    sent = words_of(concept)
    people = {"resident": resident.pk, "first": sent["first_opener"]}
    wrong = {name: people.get(value, value) if isinstance(value, str) else value for name, value in wrong.items()}
    page = sign_in(client, owner).post(f"{DESK}{concept.slug}/teksten/", {**sent, **wrong})
    assert (page.status_code, list(page.context["form"].errors)) == (422, list(wrong))


# --- Phases, form and criteria


def phase_form(challenge, **changed):
    return {
        "title": "Demonstratie", "explanation": "", "opens_at": "2031-02-01T09:00", "closes_at": "2031-03-01T17:00",
        "min_readers": 3, "edition": challenge.edition, **changed,
    }  # fmt: skip


def test_phases_stand_in_the_order_of_their_dates(client, owner, concept):
    sign_in(client, owner)
    for title, year in (("Later", 2032), ("Eerder", 2031)):
        concept.refresh_from_db()
        times = {"opens_at": f"{year}-02-01T09:00", "closes_at": f"{year}-03-01T17:00"}
        sent = phase_form(concept, title=title, **times)
        assert client.post(f"{DESK}{concept.slug}/rondes/nieuw/", sent).status_code == 302
    assert list(concept.phases.values_list("number", "title")) == [(1, "Inzenden"), (2, "Eerder"), (3, "Later")]
    concept.refresh_from_db()
    sent = phase_form(concept, title="Eerder", opens_at="2033-02-01T09:00", closes_at="2033-03-01T17:00", is_blind="on")
    client.post(f"{DESK}{concept.slug}/rondes/2/", sent)
    assert list(concept.phases.values_list("number", "title")) == [(1, "Inzenden"), (2, "Later"), (3, "Eerder")]
    client.post(f"{DESK}{concept.slug}/rondes/2/weg/")
    assert list(concept.phases.values_list("number", "title")) == [(1, "Inzenden"), (2, "Eerder")]


def test_the_last_phase_stays_and_a_phase_ends_after_it_begins(client, owner, concept):
    sign_in(client, owner)
    client.post(f"{DESK}{concept.slug}/rondes/1/weg/")
    assert concept.phases.count() == 1
    page = client.post(f"{DESK}{concept.slug}/rondes/nieuw/", phase_form(concept, closes_at="2031-01-01T09:00"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["closes_at"])


def criteria_form(challenge, *rows, **changed):
    sent = {"edition": challenge.edition}
    for number, (title, weight, pk) in enumerate(rows, 1):
        sent |= {f"title_{number}": title, f"explanation_{number}": "", f"weight_{number}": weight, f"pk_{number}": pk}
    return {**sent, **changed}


def test_criteria_are_kept_changed_added_and_removed_at_once(client, owner, concept):
    phase = concept.phases.get()
    first = phase.criteria.first()
    sent = criteria_form(concept, ("Nieuw", 60, ""), (first.title, 40, first.pk), ("", "", ""))
    assert sign_in(client, owner).post(f"{DESK}{concept.slug}/rondes/1/criteria/", sent).status_code == 302
    rows = list(phase.criteria.values_list("number", "title", "weight"))
    assert rows == [(1, "Nieuw", 60), (2, first.title, 40)]
    assert phase.criteria.get(number=2).pk == first.pk


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([("A", 60, ""), ("B", 39, "")], "weight_2"),
        ([("A", 60, ""), ("B", 41, "")], "weight_2"),
        ([("A", 100, ""), ("B", "", "")], "weight_2"),
        ([("A", 90, ""), ("", 10, "")], "title_2"),
        ([("A", 101, "")], "weight_1"),
        ([("A", -1, ""), ("B", 101, "")], "weight_1"),
        ([], "weight_1"),
    ],
)
def test_weights_that_are_not_a_hundred_are_said_at_their_field(client, owner, concept, rows, field):
    page = sign_in(client, owner).post(f"{DESK}{concept.slug}/rondes/1/criteria/", criteria_form(concept, *rows))
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert concept.phases.get().criteria.count() == 4


def field_form(challenge, **changed):
    return {
        "label": "Hoeveel mensen helpt het?", "help": "", "kind": "number", "choices": "", "longest": 100,
        "is_required": "on", "edition": challenge.edition, **changed,
    }  # fmt: skip


def test_a_question_is_added_changed_moved_and_removed(client, owner, concept):
    phase, form = concept.phases.get(), f"{DESK}{concept.slug}/rondes/1/vragen/"
    sign_in(client, owner)
    assert client.post(f"{form}nieuw/", field_form(concept)).status_code == 302
    made = phase.fields.get(label="Hoeveel mensen helpt het?")
    assert (made.number, made.kind, made.is_required, made.is_confidential) == (8, "number", True, False)
    client.post(f"{form}{made.pk}/plaats/", {"doe": "omhoog"})
    made.refresh_from_db()
    assert made.number == 7
    concept.refresh_from_db()
    client.post(f"{form}{made.pk}/", field_form(concept, kind="choice", choices="Rood\nBlauw\nRood\n\n"))
    made.refresh_from_db()
    assert (made.kind, made.choices) == ("choice", ["Rood", "Blauw"])
    client.post(f"{form}{made.pk}/plaats/", {"doe": "weg"})
    assert list(phase.fields.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_a_question_that_another_tab_removed_is_not_moved(owner, concept):
    gone, *others = concept.phases.get().fields.all()
    remove_field(FormField.objects.get(pk=gone.pk), actor=owner)
    with pytest.raises(NotPossible, match=r"^Iemand anders haalde deze vraag intussen weg\.$"):
        move_field(gone, up=False, actor=owner)
    assert list(concept.phases.get().fields.all()) == others


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": ""}, "label"),
        ({"kind": "choice", "choices": "Rood"}, "choices"),
        ({"kind": "raad"}, "kind"),
        ({"longest": 20_001}, "longest"),
        ({"kind": "choice", "choices": "\n".join(map(str, range(21)))}, "choices"),
    ],
)
def test_what_is_wrong_with_a_question_stands_at_its_field(client, owner, concept, wrong, field):
    sent = field_form(concept, **wrong)
    page = sign_in(client, owner).post(f"{DESK}{concept.slug}/rondes/1/vragen/nieuw/", sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_a_form_has_an_end(client, owner, concept):
    phase = concept.phases.get()
    for number in range(phase.fields.count(), MOST_FIELDS):
        phase.fields.create(number=number + 1, label=f"Vraag {number}")
    page = sign_in(client, owner).post(f"{DESK}{concept.slug}/rondes/1/vragen/nieuw/", field_form(concept))
    assert (page.status_code, phase.fields.count()) == (422, MOST_FIELDS)


def test_a_question_of_another_challenge_is_not_there(client, owner, concept, programme):
    other = factories.make_challenge("concept", programme=programme, title="Een andere")
    field = other.phases.get().fields.first()
    sign_in(client, owner)
    address = f"{DESK}{concept.slug}/rondes/1/vragen/{field.pk}/"
    assert [client.get(address).status_code, client.post(f"{address}plaats/", {"doe": "weg"}).status_code] == [404, 404]


# --- Documents and ideas


def test_a_document_is_what_is_in_it(client, owner, concept):
    sign_in(client, owner)
    address = f"{DESK}{concept.slug}/documenten/"
    script = SimpleUploadedFile("plan.pdf", b"<script>alert(1)</script>")
    page = client.post(address, {"title": "Plan", "file": script})
    assert (page.status_code, list(page.context["document_form"].errors)) == (422, ["file"])
    client.post(address, {"title": "Plan", "file": SimpleUploadedFile("../../etc/plan.exe", PDF)})
    document = concept.documents.get()
    assert (document.title, document.kind, document.size) == ("Plan", "application/pdf", len(PDF))
    assert re.fullmatch(r"challenges/documents/plan\w*\.pdf", document.file.name)
    client.post(address, {"weg": document.pk})
    assert not concept.documents.exists()


@pytest.mark.parametrize("part", ["documenten/", "ideeen/"])
@pytest.mark.parametrize("which", ["", "x", "9" * 30, "\0"])
def test_what_is_not_there_is_not_taken_out(client, owner, concept, part, which):
    assert sign_in(client, owner).post(f"{DESK}{concept.slug}/{part}", {"weg": which}).status_code == 404


def test_an_idea_is_added_and_taken_out(client, owner, concept, idea):
    sign_in(client, owner)
    address = f"{DESK}{concept.slug}/ideeen/"
    for _twice in range(2):
        client.post(address, {"idea": idea.reference})
    assert list(concept.ideas.all()) == [idea]
    assert client.post(address, {"idea": "2001-99999"}).status_code == 422
    client.post(address, {"weg": idea.reference})
    assert not concept.ideas.exists()


# --- Steps and approval


def test_a_challenge_goes_from_concept_to_open_by_two_people(client, owner, deputy, concept):
    sign_in(client, owner)
    client.post(f"{DESK}{concept.slug}/stap/submit/")
    page = client.get(f"{DESK}{concept.slug}/akkoord/")
    assert (page.context["may_approve"], "Een andere medewerker geeft akkoord." in page.content.decode()) == (
        False,
        True,
    )
    client.post(f"{DESK}{concept.slug}/stap/approve/")
    assert Challenge.objects.get().status == "in_approval"
    sign_in(client, deputy)
    assert client.get(f"{DESK}{concept.slug}/akkoord/").context["may_approve"]
    client.post(f"{DESK}{concept.slug}/stap/approve/")
    assert (Challenge.objects.get().status, Challenge.objects.get().approved_by) == ("open", deputy)


def test_the_approver_reads_what_changed_since_it_was_sent_back(client, owner, deputy, concept):
    move_challenge(concept, "submit", actor=owner)
    sign_in(client, deputy)
    refused = client.post(f"{DESK}{concept.slug}/stap/send_back/", {"reason": " "})
    assert (refused.status_code, Challenge.objects.get().status) == (422, "in_approval")
    assert _soup(refused).select_one("details[open] [name=reason][aria-invalid=true]")
    client.post(f"{DESK}{concept.slug}/stap/send_back/", {"reason": "Zeg het korter."})
    concept.refresh_from_db()
    words = factories.challenge_words(problem="Korter.")
    change_challenge(concept, words, openers=list(concept.openers.all()), edition=concept.edition, actor=owner)
    move_challenge(concept, "submit", actor=owner)
    page = client.get(f"{DESK}{concept.slug}/akkoord/")
    changed = [(each.label, each.before, each.after) for each in page.context["changes"] if each.name == "problem"]
    assert changed == [("Wat is het probleem", "Het is te warm in de straat.", "Korter.")]


def test_the_approver_reads_what_is_there_also_when_nobody_kept_what_was_asked(client, deputy, concept):
    with factories.thawed():
        Challenge.objects.filter(pk=concept.pk).update(status="in_approval")
    page = sign_in(client, deputy).get(f"{DESK}{concept.slug}/akkoord/")
    assert (page.status_code, page.context["is_again"]) == (200, False)
    assert ("Wat is het probleem", "Het is te warm in de straat.") in page.context["parts"]


def test_a_step_that_lacks_something_says_what(client, owner, programme):
    challenge = factories.make_concept(title="Leeg", programme=programme, actor=owner)
    page = sign_in(client, owner).post(f"{DESK}{challenge.slug}/stap/submit/", follow=True)
    assert "nog niet compleet" in page.content.decode()
    assert Challenge.objects.get().status == "concept"


@pytest.mark.parametrize("verb", ["unseal", "decide", "next_phase", "onzin"])
def test_other_steps_have_no_address_here(client, owner, concept, verb):
    assert sign_in(client, owner).post(f"{DESK}{concept.slug}/stap/{verb}/").status_code == 404


# --- Who stays out, in every status, at every address

EDITING = ("teksten/", "documenten/", "ideeen/", "rondes/nieuw/", "rondes/1/", "rondes/1/weg/", "rondes/1/criteria/",
           "rondes/1/vragen/nieuw/", "rondes/1/vragen/{field}/", "rondes/1/vragen/{field}/plaats/")  # fmt: skip
OPEN_ONLY = ("bericht/", "verlengen/")
POST_ONLY = ("documenten/", "ideeen/", "rondes/1/weg/", "rondes/1/vragen/{field}/plaats/")


@pytest.mark.parametrize("status", ChallengeStatus.values)
def test_every_address_in_every_status_for_everybody(
    client, programme, owner, resident, stranger, administrator, status
):
    challenge = factories.make_challenge(status, programme=programme)
    field = challenge.phases.get().fields.first().pk
    got = {}
    expected = {}
    for part in ("", *EDITING, *OPEN_ONLY, "akkoord/", "wie-opent/"):
        there = (
            not part
            or (part in EDITING and status == "concept")
            or (part in OPEN_ONLY and status == "open")
            or (part == "akkoord/" and status == "in_approval")
            or (part == "wie-opent/" and status in {"open", "closed"})
        )
        method = "post" if part in POST_ONLY else "get"
        address = f"{DESK}{challenge.slug}/{part.format(field=field)}"
        for name, person in (("resident", resident), ("stranger", stranger), ("admin", administrator)):
            got[part, name] = getattr(sign_in(client, person), method)(address).status_code
            expected[part, name] = 403
        if method == "get":
            got[part, "owner"] = sign_in(client, owner).get(address).status_code
            expected[part, "owner"] = 200 if there else 404
        elif not there:
            got[part, "owner"] = sign_in(client, owner).post(address).status_code
            expected[part, "owner"] = 404
    assert got == expected


def test_the_owner_of_another_programme_finds_nothing(client, programme, concept):
    other = factories.make_official("elders")
    factories.make_programme("water", owner=other)
    sign_in(client, other)
    assert [client.get(address).status_code for address in (DESK, concept.get_desk_url())] == [200, 404]
    assert concept.title not in client.get(DESK).content.decode()


def test_the_list_costs_the_same_for_one_and_thirty(client, owner, programme, concept):
    sign_in(client, owner)
    client.get(DESK)
    one = statements(client, DESK)
    for number in range(30):
        factories.make_concept(title=f"Nummer {number}", programme=programme, actor=owner)
    assert statements(client, DESK) == one
