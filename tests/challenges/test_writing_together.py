"""Two people who write on one response at once, each with a browser of their own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from challenges.actions.response import start_response
from challenges.models import Draft, Remark, SealedFile, Submission
from challenges.response_forms import SEEN
from challenges.sealed_contents import answers_in, answers_in_version
from challenges.statuses import ChallengeStatus, FieldKind
from tests.challenges.scene_seal import make_fields, seen_on, set_status
from tests.doors import sign_in
from tests.ideas.document_files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields(phase, text):
    """Of a question of each kind that is answered on the page: its name in the form."""
    kinds = (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.CHOICE, FieldKind.BUDGET, FieldKind.DECLARATION)
    made = make_fields(phase, *kinds, is_required=False)
    return dict(zip(("first", *kinds), (text, *(str(field.uuid) for field in made)), strict=True))


@pytest.fixture
def begun(challenge, company, fields):
    return start_response(challenge, company[0], actor=company[1])


@pytest.fixture
def writers(company):
    return sign_in(Client(), company[1]), sign_in(Client(), company[2])


def draft_of(response):
    return Draft.objects.select_related("phase__seal_key", "response").get(response=response)


def said(response):
    """What the draft says, but for what is empty."""
    return {key: answer for key, answer in answers_in(draft_of(response)).items() if answer}


def autosave(response):
    return reverse("challenges:response_autosave", args=[response.reference])


def test_who_write_in_different_fields_both_save(writers, begun, fields):
    one, two = writers
    place, (text, other, *_rest) = begun.get_absolute_url(), fields.values()
    seen = [seen_on(writer.get(place)) for writer in writers]
    assert set(seen[0]) == {f"{SEEN}{key}" for key in (*fields.values(), "agrees")}
    assert one.post(place, {text: "Van de een", **seen[0]}).status_code == 302
    assert two.post(place, {other: "Van de ander", **seen[1]}).status_code == 302
    assert said(begun) == {text: "Van de een", other: "Van de ander"}


def test_every_kind_of_answer_is_a_field_of_its_own(writers, begun, fields):
    one, two = writers
    place = begun.get_absolute_url()
    seen = [seen_on(writer.get(place)) for writer in writers]
    budget, declaration = fields[FieldKind.BUDGET], fields[FieldKind.DECLARATION]
    lines = {f"{budget}-what": ["Pomp", ""], f"{budget}-amount": ["1.250", ""]}
    typed = {fields[FieldKind.NUMBER]: "12", fields[FieldKind.CHOICE]: "Ja", fields["first"]: "Plan", "agrees": "on"}
    assert one.post(place, {**lines, declaration: "on", **seen[0]}).status_code == 302
    assert two.post(place, {**typed, **seen[1]}).status_code == 302
    both = {budget: [{"what": "Pomp", "amount": "1.250"}], declaration: True, **typed, "agrees": True}
    assert said(begun) == both
    seen = [seen_on(writer.get(place)) for writer in writers]
    one.post(place, {**typed, **lines, f"{budget}-amount": ["9", ""], declaration: "on", **seen[0]})
    page = two.post(place, {**typed, **lines, f"{budget}-amount": ["8", ""], **seen[1]})
    assert page.status_code == 409
    assert [part.theirs for part in page.context["parts"] if part.theirs is not None] == [
        [{"what": "Pomp", "amount": "9"}]
    ]
    assert page.context["form"][budget].value() == [{"what": "Pomp", "amount": "8"}]
    del both[declaration]
    assert said(begun) == both | {budget: [{"what": "Pomp", "amount": "9"}]}


def test_one_field_in_conflict_keeps_no_other_back(writers, begun, fields, sealed_folder):
    one, two = writers
    [file_field] = make_fields(draft_of(begun).phase, FieldKind.FILE)
    place, (text, other, *_rest) = begun.get_absolute_url(), fields.values()
    seen = seen_on(two.get(place))
    one.post(place, {text: "Van de een", **seen})
    question = draft_of(begun).phase.fields.get(uuid=other)
    beside = {str(file_field.uuid): SimpleUploadedFile("plan.pdf", PDF), f"opmerking-{question.pk}": "Kan dit zo?"}
    page = two.post(place, {text: "Van de ander", other: "Ook nog", **beside, **seen, "doe": "indienen"})
    assert page.status_code == 409
    assert page.context["message"].startswith("Iemand anders veranderde intussen ook: Vraag 1. De rest is bewaard.")
    shown = {str(part.question.uuid): (part.bound.value(), part.theirs) for part in page.context["parts"][:2]}
    assert shown == {text: ("Van de ander", "Van de een"), other: ("Ook nog", None)}
    assert said(begun) == {text: "Van de een", other: "Ook nog"}
    assert (SealedFile.objects.count(), Remark.objects.count(), Submission.objects.count()) == (1, 1, 0)
    assert ">Kan dit zo?</textarea>" not in page.text
    assert two.post(place, {text: "Van ons", other: "Ook nog", **seen_on(page)}).status_code == 302
    assert said(begun) == {text: "Van ons", other: "Ook nog"}
    assert draft_of(begun).versions.count() == 2


def test_a_page_of_three_editions_ago_loses_nothing(writers, begun, fields):
    one, two = writers
    place, (text, other, *_rest) = begun.get_absolute_url(), fields.values()
    seen = seen_on(two.get(place))
    for words in ("Een", "Een twee", "Een twee drie"):
        one.post(place, {text: words, **seen_on(one.get(place))})
    assert two.post(place, {text: "", other: "Van de ander", **seen}).status_code == 302
    assert said(begun) == {text: "Een twee drie", other: "Van de ander"}
    assert two.post(place, {text: "Toch anders", other: "", **seen}).status_code == 409
    assert said(begun) == {text: "Een twee drie", other: "Van de ander"}


@pytest.mark.parametrize("digest", [None, "", "x", "9" * 30, "0' or 1", "\0"])
def test_a_page_that_does_not_tell_what_it_saw_overwrites_nothing(writers, begun, fields, digest):
    one, two = writers
    place, (text, other, *_rest) = begun.get_absolute_url(), fields.values()
    one.post(place, {text: "Plan"})
    untold = {} if digest is None else {f"{SEEN}{text}": digest}
    page = two.post(place, {text: "Anders", other: "Ook", **untold})
    assert page.status_code == 409
    assert [part.theirs for part in page.context["parts"] if part.theirs is not None] == ["Plan"]
    assert two.post(autosave(begun), {text: "", other: "Ook", **untold}).status_code == 409
    assert said(begun) == {text: "Plan", other: "Ook"}


def test_a_nul_breaks_no_door(writers, begun, fields):
    one, _two = writers
    place, budget = begun.get_absolute_url(), fields[FieldKind.BUDGET]
    nasty = "\0 \u202e '"
    names = [*fields.values(), f"{budget}-what", f"{budget}-amount", "doe", "again"]
    sent = dict.fromkeys([*names, *(f"{SEEN}{name}" for name in names)], nasty)
    assert one.post(autosave(begun), sent).status_code == 409  # What it says of the digests is not so.
    del sent[f"{SEEN}{fields['first']}"]
    assert one.post(place, sent).status_code == 409
    assert one.get(place).status_code == 200
    assert said(begun)[fields["first"]] == "'"


def test_autosave_tells_what_to_go_on_with(writers, begun, fields, company):
    one, two = writers
    text, other, *_rest = fields.values()
    seen = [seen_on(writer.get(begun.get_absolute_url())) for writer in writers]
    first = one.post(autosave(begun), {text: "a", **seen[0]}).json()
    assert (set(first), first["changes"], set(first["seen"])) == ({"seen", "changes", "said"}, True, set(seen[0]))
    seen[0] |= first["seen"]
    second = two.post(autosave(begun), {other: "b", **seen[1]}).json()
    assert set(second["seen"]) == set(seen[1]) - {f"{SEEN}{text}"}  # Its page still shows the field as it was.
    seen[1] |= second["seen"]
    assert one.post(autosave(begun), {text: "aa", **seen[0]}).status_code == 200
    again = two.post(autosave(begun), {other: "bb", **seen[1]})
    assert (again.status_code, said(begun)) == (200, {text: "aa", other: "bb"})
    refused = sign_in(Client(), company[3]).post(autosave(begun), {text: "c", **seen[0]})
    assert (refused.status_code, list(refused.json())) == (409, ["error"])
    assert said(begun) == {text: "aa", other: "bb"}


def test_autosave_names_the_fields_in_conflict_and_saves_the_others(writers, begun, fields):
    one, two = writers
    text, other, *_rest = fields.values()
    seen = seen_on(two.get(begun.get_absolute_url()))
    one.post(autosave(begun), {text: "a", **seen})
    answer = two.post(autosave(begun), {text: "b", other: "b", **seen})
    told = answer.json()
    assert (answer.status_code, set(told), told["changes"]) == (409, {"seen", "changes", "error"}, True)
    assert set(told["seen"]) == set(seen) - {f"{SEEN}{text}"}
    assert told["error"].startswith("Iemand anders veranderde net ook: Vraag 1. De rest is bewaard.")
    assert said(begun) == {text: "a", other: "b"}
    again = two.post(autosave(begun), {text: "b", other: "bb", "again": "", **seen, **told["seen"]})
    assert (again.status_code, again.json()["error"]) == (409, told["error"])
    assert said(begun) == {text: "a", other: "bb"}


def test_two_who_type_for_long_keep_what_a_page_began_with_and_not_every_save(writers, begun, fields):
    seen = [seen_on(writer.get(begun.get_absolute_url())) for writer in writers]
    keys = list(fields.values())[:2]
    for number in range(6):
        for who, writer in enumerate(writers):
            more = {"again": ""} if number else {}
            sent = {keys[who]: f"Tekst {number}", **seen[who], **more}
            seen[who] |= writer.post(autosave(begun), sent).json()["seen"]
    assert said(begun) == dict.fromkeys(keys, "Tekst 5")
    assert [version.edition for version in draft_of(begun).versions.all()] == [1]  # What the second began with.


def test_what_an_autosave_writes_over_stays_in_a_version(writers, begun, fields):
    one, two = writers
    place, text = begun.get_absolute_url(), fields["first"]
    for words in ("Eerst", "Van de een"):
        one.post(place, {text: words, **seen_on(one.get(place))})
    seen = seen_on(two.get(place))
    for number in range(3):
        sent = {text: f"Van de ander {number}", **seen, **({"again": ""} if number else {})}
        seen |= two.post(autosave(begun), sent).json()["seen"]
    kept = draft_of(begun).versions.select_related("draft__phase__seal_key", "draft__response")
    assert [answers_in_version(version)[text] for version in kept] == ["Van de een", "Eerst"]


def test_what_was_refused_goes_on_from_what_its_page_saw(writers, begun, fields, settings, challenge):
    one, _two = writers
    text = fields["first"]
    seen = seen_on(one.get(begun.get_absolute_url()))
    set_status(challenge, ChallengeStatus.IN_REVIEW)
    page = one.post(begun.get_absolute_url(), {text: "Te laat", **seen})
    assert (page.status_code, seen_on(page), "Te laat" in page.text) == (409, seen, True)
