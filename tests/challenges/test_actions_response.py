"""A response is begun, written together, handed in and withdrawn, through its real doors."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import transaction

from challenges.actions.draft import MOST_VERSIONS, put_back, save_draft
from challenges.actions.following import unfollow_challenge
from challenges.actions.notices import give_notice
from challenges.actions.partner import accept_partnership, ask_partner, end_partnership
from challenges.actions.remark import add_remark, resolve_remark
from challenges.actions.response import NotComplete, start_response, submit_response, withdraw_response
from challenges.clock import TooLate
from challenges.models import Challenge, Draft, Notice, Response, Submission
from challenges.permissions import right_of
from challenges.sealed_contents import answers_in, answers_in_submission, answers_in_version, text_of
from challenges.statuses import ChallengeStatus, FieldKind, ResponseStatus, Right
from challenges.submissions import manifest_of
from participation.errors import NotAllowed, NotPossible
from participation.leaving import leave
from participation.models import Event
from tests import factories
from tests.challenges.scene_seal import (
    base_of,
    close_for_dates,
    hand_in,
    make_company,
    make_fields,
    phase_of,
    set_status,
)
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(challenge, company, text):
    organisation, owner, *_ = company
    return start_response(challenge, organisation, actor=owner)


def draft_of(response):
    return Draft.objects.select_related("phase__seal_key", "response").get(response=response)


def write(response, answers, person, base=None, **more):
    """Save over `base`, or over what is there now; gives the fields in conflict."""
    base = base_of(response) if base is None else base
    return save_draft(response, answers, actor=person, base=base, **more)[1].conflicts


def test_beginning_twice_gives_the_same_and_tells_nobody(challenge, company, begun):
    organisation, _owner, editor, reader = company
    assert start_response(challenge, organisation, actor=editor) == begun
    assert list(Event.objects.filter(kind__startswith="response.").values_list("kind", "facts")) == [
        ("response.response_started", {"reference": "", "title": "Schone lucht in de wijk"})
    ]
    with pytest.raises(NotAllowed):
        start_response(challenge, organisation, actor=reader)


@pytest.mark.parametrize("status", [status for status in ChallengeStatus if status != ChallengeStatus.OPEN])
def test_beginning_is_for_open_challenges(challenge, company, text, status):
    organisation, owner, *_ = company
    challenge.status = status
    with pytest.raises(NotAllowed):
        start_response(challenge, organisation, actor=owner)


def test_beginning_is_for_the_kinds_that_are_asked(challenge, company, text):
    organisation, owner, *_ = company
    make_company("School", "owner", kind="education")
    with factories.thawed():
        Challenge.objects.filter(pk=challenge.pk).update(kinds=["education"])
    challenge.refresh_from_db()
    with pytest.raises(NotAllowed):
        start_response(challenge, organisation, actor=owner)


def test_beginning_a_second_too_late_is_too_late(challenge, phase, company, text):
    organisation, owner, *_ = company
    close_for_dates(phase)
    with pytest.raises(TooLate):
        start_response(challenge, organisation, actor=owner)
    assert not Response.objects.exists()


def test_two_members_never_overwrite_each_other(begun, company, text):
    _organisation, owner, editor, _reader = company
    assert write(begun, {text: "Van de eigenaar."}, owner, {}) == frozenset()
    assert write(begun, {text: "Van de schrijver."}, editor, {}) == {text}
    assert answers_in(draft_of(begun)) == {text: "Van de eigenaar."}
    write(begun, {text: "Van ons samen."}, editor)
    draft = draft_of(begun)
    assert (answers_in(draft), draft.edition) == ({text: "Van ons samen."}, 2)
    assert [answers_in_version(version) for version in versions_of(draft)] == [{text: "Van de eigenaar."}]


def versions_of(draft):
    found = list(draft.versions.all())
    for version in found:
        version.draft = draft
    return found


def test_the_same_text_again_is_no_new_edition_and_no_conflict(begun, company, text):
    _organisation, owner, editor, _reader = company
    write(begun, {text: "Plan"}, owner, {})
    assert (write(begun, {text: "Plan"}, editor, {}), draft_of(begun).edition) == (frozenset(), 1)


def test_a_version_is_put_back_and_what_was_there_is_kept(begun, company, text):
    _organisation, owner, editor, reader = company
    write(begun, {text: "Eerst"}, owner)
    write(begun, {text: "Toen"}, editor)
    [version] = versions_of(draft_of(begun))
    with pytest.raises(NotAllowed):
        put_back(version, actor=reader)
    put_back(version, actor=owner)
    draft = draft_of(begun)
    assert answers_in(draft) == {text: "Eerst"}
    assert [answers_in_version(each) for each in versions_of(draft)] == [{text: "Toen"}, {text: "Eerst"}]


def test_versions_are_bounded_and_the_newest_stay(begun, company, text):
    _organisation, owner, editor, _reader = company
    for number in range(MOST_VERSIONS + 4):
        write(begun, {text: f"Tekst {number}"}, (owner, editor)[number % 2], keeps_version=True)
    kept = versions_of(draft_of(begun))
    assert len(kept) == MOST_VERSIONS
    assert answers_in_version(kept[0]) == {text: f"Tekst {MOST_VERSIONS + 2}"}


def test_handing_in_makes_a_copy_whose_hash_anybody_computes(begun, company, phase, text):
    _organisation, owner, *_ = company
    [number, budget] = make_fields(phase, FieldKind.NUMBER, FieldKind.BUDGET)
    lines = [{"what": "Pomp", "amount": "1.250,50"}, {"what": "Uren", "amount": "100"}]
    write(begun, {text: "Plan", str(number.uuid): "1.250", str(budget.uuid): lines, "agrees": True}, owner)
    made = submit_response(begun, actor=owner)
    begun.refresh_from_db()
    handed = Submission.objects.select_related("phase__challenge", "response").get(pk=made.pk)
    answers = answers_in_submission(handed)
    assert answers == {
        text: "Plan",
        str(number.uuid): "1250",
        str(budget.uuid): [{"what": "Pomp", "amount": "1250.50"}, {"what": "Uren", "amount": "100"}],
    }
    assert sha256(manifest_of(handed, answers)).hexdigest() == handed.sha256
    assert (begun.status, begun.agrees_to_publish) == (ResponseStatus.SUBMITTED, True)
    facts = Event.objects.get(kind="response.response_submitted").facts
    assert facts == {"reference": "", "title": "Schone lucht in de wijk", "sha256": handed.sha256, "number": 1}


def test_the_last_one_counts_until_it_is_withdrawn(begun, company, text):
    _organisation, owner, *_ = company
    for words in ("Eerst", "Toen"):
        write(begun, {text: words}, owner)
        submit_response(begun, actor=owner)
    assert [each.number for each in Submission.objects.counting()] == [2]
    withdraw_response(begun, actor=owner)
    assert not Submission.objects.counting().exists()
    with pytest.raises(NotPossible):
        withdraw_response(begun, actor=owner)
    submit_response(begun, actor=owner)
    assert [each.number for each in Submission.objects.counting()] == [3]


def test_what_is_not_complete_is_said_at_each_field(begun, company, phase, text):
    _organisation, owner, *_ = company
    fields = make_fields(phase, *FieldKind)
    named = dict(zip(FieldKind, (str(field.uuid) for field in fields), strict=True))
    wrong = {
        text: "x" * 2001,
        named[FieldKind.NUMBER]: "tien",
        named[FieldKind.CHOICE]: "Misschien",
        named[FieldKind.BUDGET]: [{"what": "Pomp", "amount": "veel"}],
    }
    write(begun, wrong, owner)
    with pytest.raises(NotComplete) as refused:
        submit_response(begun, actor=owner)
    assert refused.value.problems == {
        text: "Deze tekst is 1 teken te lang.",
        named[FieldKind.TEXT]: "Vul dit in.",
        named[FieldKind.NUMBER]: "Dit is geen getal. Schrijf het zo: 1250 of 1.250,50.",
        named[FieldKind.CHOICE]: "Kies uit de lijst.",
        named[FieldKind.FILE]: "Voeg een bestand toe.",
        named[FieldKind.BUDGET]: "Regel 1 heeft geen goed bedrag. Schrijf het zo: 1250 of 1.250,50.",
        named[FieldKind.DECLARATION]: "Zet een vinkje als dit klopt. Anders kunt u niet indienen.",
    }
    assert not Submission.objects.exists()


@pytest.mark.parametrize("status", [status for status in ChallengeStatus if status != ChallengeStatus.OPEN])
def test_handing_in_and_withdrawing_are_for_open_challenges(challenge, company, phase, text, status):
    organisation, owner, *_ = company
    response = hand_in(challenge, organisation, owner)
    set_status(challenge, status)
    response = Response.objects.select_related("challenge").get(pk=response.pk)
    for door in (submit_response, withdraw_response):
        with pytest.raises(TooLate):
            door(response, actor=owner)
    assert Submission.objects.counting().count() == 1


def test_a_second_too_late_keeps_what_was_typed(begun, company, phase, text):
    _organisation, owner, *_ = company
    close_for_dates(phase)
    write(begun, {text: "Net te laat"}, owner)
    with pytest.raises(TooLate):
        submit_response(begun, actor=owner)
    assert answers_in(draft_of(begun)) == {text: "Net te laat"}
    assert not Submission.objects.exists()


def test_a_second_before_is_in_time(begun, company, phase, text):
    _organisation, owner, *_ = company
    write(begun, {text: "Net op tijd"}, owner)
    close_for_dates(phase, -timedelta(seconds=5))
    assert submit_response(begun, actor=owner).number == 1


def test_after_the_opening_the_draft_stays_as_it_is(begun, company, phase, text):
    _organisation, owner, *_ = company
    set_status(phase.challenge, ChallengeStatus.IN_REVIEW)
    with pytest.raises(NotPossible):
        write(Response.objects.get(pk=begun.pk), {text: "Later"}, owner)


def partner_of(begun, company, rival, right):
    _organisation, owner, *_ = company
    other, theirs = rival
    asked = ask_partner(begun, other, right, actor=owner)
    return accept_partnership(asked, actor=theirs), theirs


@pytest.mark.parametrize(
    ("right", "sees", "comments", "edits"),
    [(Right.SEE, True, False, False), (Right.COMMENT, True, True, False), (Right.EDIT, True, True, True)],
)
def test_a_partner_may_what_it_was_given_and_never_hands_in(begun, company, rival, text, right, sees, comments, edits):
    _organisation, owner, *_ = company
    write(begun, {text: "Plan"}, owner)
    _partner, theirs = partner_of(begun, company, rival, right)
    field = phase_of(begun.challenge).fields.get()
    doors = {
        "comments": lambda: add_remark(begun, field, "Mooi", actor=theirs),
        "edits": lambda: write(begun, {text: "Samen"}, theirs),
        "hands in": lambda: submit_response(begun, actor=theirs),
        "withdraws": lambda: withdraw_response(begun, actor=theirs),
    }
    assert {name: allowed(door) for name, door in doors.items()} == {
        "comments": comments, "edits": edits, "hands in": False, "withdraws": False,
    }  # fmt: skip
    assert (right_of(theirs, begun) is not None) == sees


def allowed(door):
    try:
        door()
    except NotAllowed:
        return False
    return True


def test_a_partner_sees_nothing_before_it_accepts_and_after_it_left(begun, company, rival, text):
    _organisation, owner, editor, reader = company
    other, theirs = rival
    asked = ask_partner(begun, other, Right.EDIT, actor=editor)
    assert right_of(theirs, begun) is None
    for person in (owner, editor, reader):
        with pytest.raises(NotAllowed):
            accept_partnership(asked, actor=person)
    accept_partnership(asked, actor=theirs)
    assert right_of(theirs, begun) == Right.EDIT
    with pytest.raises(NotAllowed):
        end_partnership(asked, actor=reader)
    end_partnership(asked, actor=theirs)
    assert right_of(theirs, begun) is None
    assert list(Event.objects.filter(kind__contains="partner").values_list("kind", flat=True)) == [
        "response.response_partner_asked", "response.response_partner_joined", "response.response_partner_left",
    ]  # fmt: skip


def test_who_answers_hears_what_changes(begun, company, rival):
    _organisation, owner, editor, _reader = company
    other, theirs = rival
    accept_partnership(ask_partner(begun, other, Right.EDIT, actor=editor), actor=theirs)
    notice = give_notice(begun.challenge, "Het plein is groter.", actor=begun.challenge.made_by)
    read = {person for person in (owner, editor, theirs) if Notice.objects.unread_by(person).filter(pk=notice.pk)}
    assert read == {owner, theirs}
    unfollow_challenge(begun.challenge, actor=owner)
    assert right_of(owner, begun) == Right.EDIT


def test_remarks_are_sealed_and_resolved_once(begun, company, text):
    _organisation, owner, _editor, reader = company
    write(begun, {text: "Plan"}, owner)
    draft, field = draft_of(begun), phase_of(begun.challenge).fields.get()
    made = add_remark(begun, field, "Kanarie", actor=owner)
    assert b"Kanarie" not in bytes(made.sealed)
    assert text_of(made, draft.phase) == "Kanarie"
    with pytest.raises(NotAllowed):
        resolve_remark(made, actor=reader)
    resolve_remark(made, actor=owner)
    made.refresh_from_db()
    assert made.resolved_at is not None


def test_a_remark_stays_when_its_writer_deletes_their_account(client, begun, company, text):
    _organisation, owner, editor, _reader = company
    write(begun, {text: "Plan"}, owner)
    add_remark(begun, phase_of(begun.challenge).fields.get(), "Kanarie", actor=editor)
    with transaction.atomic():
        leave(editor, ideas_go=False)
    page = sign_in(client, owner).get(begun.get_absolute_url()).content.decode()
    assert ("Kanarie" in page, "Iemand die er niet meer bij hoort" in page) == (True, True)
