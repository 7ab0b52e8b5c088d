"""What was sent to challenges goes after its term and not before, wherever it lies; what is on record stays."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from challenges import vault
from challenges.actions import tidy
from challenges.actions.draft import save_draft
from challenges.actions.partner import ask_partner
from challenges.actions.remark import add_remark
from challenges.actions.response import start_response, submit_response, withdraw_response
from challenges.actions.tidy import tidy_challenges
from challenges.actions.upload import announce_file, look_at, remove_file, take_piece
from challenges.expiring import QUIET
from challenges.models import (
    Assignment,
    Challenge,
    Determination,
    Draft,
    DraftVersion,
    Juror,
    Partner,
    Publication,
    Remark,
    Response,
    SealedFile,
    SealKey,
    Submission,
    Verdict,
)
from challenges.statuses import UPLOAD_GRACE, ChallengeStatus, FieldKind, Outcome, Right
from challenges.vault import folder_of
from ideas.actions.tidy import FEW
from participation import terms
from participation.errors import NotPossible
from participation.models import Destruction
from tests import factories
from tests.challenges.scene_seal import (
    base_of,
    close_for_dates,
    let_close,
    make_company,
    make_fields,
    open_all,
    phase_of,
)
from tests.challenges.test_at_once import at_once
from tests.doors import sign_in
from tests.house.haystack import places_of
from tests.ideas.document_files import PDF

pytestmark = pytest.mark.django_db
UNSENT, TERM = terms.UNSENT_RESPONSE.unless_set(), terms.RESPONSE.unless_set()
SECOND = timedelta(seconds=1)
NOTHING = dict.fromkeys(("drafts", "files", "late files", "submissions", "keys", "responses", "folders"), 0)


@pytest.fixture(autouse=True)
def folders(sealed_folder, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def field(phase):
    [made] = make_fields(phase, FieldKind.FILE, is_required=False)
    return made


def begin(challenge, company, text):
    """A response with everything that can lie in it, but not handed in. Gives it with its file."""
    organisation, owner, *_ = company
    response = start_response(challenge, organisation, actor=owner)
    phase = phase_of(challenge)
    save_draft(response, {text: "Eerst"}, actor=owner, base={})
    save_draft(response, {text: "Later"}, actor=owner, base=base_of(response), keeps_version=True)
    add_remark(response, phase.fields.get(kind=FieldKind.TEXT), "Mooi", actor=owner)
    return response, send(response, phase.fields.get(kind=FieldKind.FILE), owner)


def send(response, field, owner, content=PDF):
    file = announce_file(response, field, "plan.pdf", len(PDF), actor=owner)
    file = take_piece(file, 0, content, actor=owner)
    return look_at(file) if file.whole_at else file


def fresh(file):
    return SealedFile.objects.select_related("phase__challenge", "response__challenge", "field").get(pk=file.pk)


def end(challenge, ago, status=ChallengeStatus.FINISHED):
    with factories.thawed():
        Challenge.objects.filter(pk=challenge.pk).update(
            status=status, status_since=timezone.now() - ago, reason="Klaar"
        )


def decide(response):
    """A juror read it, it won, and what is public of it is published."""
    submission = Submission.objects.counting().get(response=response)
    juror = Juror.objects.create(challenge=response.challenge, name="Jurylid", email="jury@example.org")
    Assignment.objects.create(juror=juror, submission=submission, how="hand")
    decision = Determination.objects.create(phase=submission.phase, reasons="Het beste plan")
    Verdict.objects.create(
        determination=decision, submission=submission, outcome=Outcome.WON, reason="Goed", letter="Beste"
    )
    decision.decided_by, decision.sent_at = response.challenge.made_by, timezone.now()
    decision.save(update_fields=["decided_by", "sent_at"])
    Publication.objects.create(
        submission=submission, organisation_name="Warmte BV", is_winner=True, answers=[["Vraag", "Openbaar plan"]]
    )
    return submission


def needles():
    """All that is sealed, as a table shows it, and the names of files: what must be found nowhere afterwards."""
    sealed = [
        *(row.sealed for model in (Draft, DraftVersion, Remark, Submission) for row in model.objects.all()),
        *(file.sealed_name for file in SealedFile.objects.all()),
        *(key.wrapped for key in SealKey.objects.all()),
    ]
    salts = Submission.objects.values_list("salt", flat=True)
    return [*(bytes(each).hex() for each in sealed), *(str(file.uuid) for file in SealedFile.objects.all()), *salts]


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def scene(challenge, company, rival, text, field, phase, openers):
    """One response that won, handed in twice, and one that was withdrawn; two people opened the round."""
    response, _file = begin(challenge, company, text)
    submit_response(response, actor=company[1])
    submit_response(response, actor=company[1])
    taken, _file = begin(challenge, rival, text)
    submit_response(taken, actor=rival[1])
    withdraw_response(taken, actor=rival[1])
    open_all(phase, openers)
    return {"won": response, "withdrawn": taken, "counts": decide(response)}


def test_after_its_term_nothing_is_left_but_what_is_on_record(scene, challenge, sealed_folder):
    end(challenge, TERM + SECOND)
    words = needles()
    assert [word for word in words if not places_of(word)] == []
    assert len(files_in(sealed_folder)) == 2
    assert tidy_challenges() == {
        **NOTHING, "drafts": 2, "files": 2, "submissions": 3, "keys": 1, "responses": 1,
    }  # fmt: skip
    assert {word: places for word in words if (places := places_of(word))} == {}
    assert files_in(sealed_folder) == []
    left = Submission.objects.get()
    assert (left.pk, left.sha256, left.submitted_by, left.is_kept) == (
        scene["counts"].pk, scene["counts"].sha256, None, False,
    )  # fmt: skip
    assert list(Response.objects.all()) == [scene["won"]]
    assert (Verdict.objects.get().letter, Assignment.objects.count()) == ("Beste", 1)
    assert dict(Destruction.objects.values_list("kind", "count")) == {
        "challenges.draft": 2,
        "challenges.draftversion": 2,
        "challenges.remark": 2,
        "challenges.sealedfile": 2,
        "challenges.submission": 3,
        "challenges.sealkey": 1,
        "challenges.response": 1,
    }
    assert tidy_challenges() == NOTHING


@pytest.mark.parametrize(
    ("status", "ago"),
    [
        (ChallengeStatus.FINISHED, TERM - timedelta(minutes=1)),
        (ChallengeStatus.CANCELLED, TERM - timedelta(minutes=1)),
        (ChallengeStatus.DECIDED, 10 * TERM),
        (ChallengeStatus.IN_EXECUTION, 10 * TERM),
    ],
)
def test_before_its_term_everything_stays(scene, challenge, sealed_folder, status, ago):
    end(challenge, ago, status)
    words = needles()
    assert tidy_challenges() == NOTHING
    assert (needles(), len(files_in(sealed_folder))) == (words, 2)


def test_the_term_is_what_administrators_set(scene, challenge, settings):
    end(challenge, timedelta(days=366))
    assert tidy_challenges() == NOTHING
    settings.TERMS = {**settings.TERMS, "KEEP_RESPONSE_DAYS": 365}
    assert tidy_challenges()["keys"] == 1


def test_what_was_published_stays_public_and_pages_say_what_went(client, scene, challenge, company):
    end(challenge, TERM + SECOND)
    tidy_challenges()
    assert "Openbaar plan" in Client().get(challenge.get_absolute_url()).content.decode()
    listed = reverse("challenges:hash_file", args=[challenge.slug, 1])
    assert scene["counts"].sha256 in Client().get(listed).content.decode()
    maker = sign_in(client, company[1])
    page = maker.get(scene["won"].get_absolute_url()).content.decode()
    assert ("Wat u schreef is vernietigd" in page, "<textarea" in page) == (True, False)
    receipt = maker.get(reverse("challenges:receipt", args=[scene["won"].reference])).text
    assert (scene["counts"].sha256 in receipt, ".json" in receipt) == (True, False)
    text_of = reverse("challenges:receipt_file", args=[scene["won"].reference, 1, 2])
    assert maker.get(text_of).status_code == 404
    desk = sign_in(Client(), challenge.made_by)
    page = desk.get(scene["won"].get_desk_url(), follow=True)
    assert (page.redirect_chain[0][1], "Wat er binnenkwam is vernietigd" in page.text) == (302, True)
    gone = reverse("challenges:desk_file", args=[scene["won"].reference, uuid.uuid4()])
    assert desk.get(gone).status_code == 404
    assert b"".join(desk.get(reverse("challenges:desk_export", args=[challenge.slug]))).startswith(b"PK")


STEPS = ["_remove_files", "_forget", "remove_rows", "_remove_loose"]


@pytest.mark.parametrize("step", STEPS)
def test_what_a_crash_left_goes_the_next_time(scene, challenge, sealed_folder, monkeypatch, step):
    end(challenge, TERM + SECOND)
    words = needles()
    with monkeypatch.context() as patched:
        patched.setattr(tidy, step, lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tidy_challenges()
    tidy_challenges()
    assert {word: places for word in words if (places := places_of(word))} == {}
    assert (files_in(sealed_folder), Submission.objects.count()) == ([], 1)


def test_files_whose_rows_went_before_a_crash_go_the_next_time(scene, challenge, sealed_folder, monkeypatch):
    end(challenge, TERM + SECOND)
    with monkeypatch.context() as patched:
        patched.setattr(tidy, "remove_pieces", lambda _file: None)
        patched.setattr(tidy, "folders", list)
        assert (tidy_challenges()["files"], len(files_in(sealed_folder))) == (2, 2)
    assert tidy_challenges() == {**NOTHING, "folders": 2}
    assert files_in(sealed_folder) == []


def test_a_folder_that_cannot_be_removed_keeps_no_other_and_is_tried_again(scene, challenge, monkeypatch, caplog):
    end(challenge, TERM + SECOND)
    stuck, other = (folder_of(file) for file in SealedFile.objects.order_by("pk"))
    remove = vault.shutil.rmtree

    def refuse(folder):
        if folder == stuck:
            raise PermissionError
        remove(folder)

    with monkeypatch.context() as patched:
        patched.setattr(vault.shutil, "rmtree", refuse)
        assert (tidy_challenges()["files"], stuck.exists(), other.exists()) == (2, True, False)
    assert f"The folder {stuck} cannot be removed" in caplog.text
    assert (tidy_challenges()["folders"], stuck.exists()) == (1, False)


def test_when_most_folders_belong_to_nobody_the_database_is_the_wrong_one(phase, sealed_folder, caplog):
    for _ in range(FEW + 1):
        (sealed_folder / "ab" / f"ab{uuid.uuid4().hex[2:]}").mkdir(parents=True)
    assert tidy_challenges() == NOTHING
    assert f"{FEW + 1} sealed files belong to no row and 0 to one" in caplog.text
    next(sealed_folder.glob("*/*")).rmdir()
    assert tidy_challenges() == {**NOTHING, "folders": FEW}


def test_a_draft_that_was_never_handed_in_goes_a_season_after_closing(
    challenge, company, rival, text, field, phase, sealed_folder
):
    handed, _file = begin(challenge, company, text)
    submit_response(handed, actor=company[1])
    response, _file = begin(challenge, rival, text)
    ask_partner(response, make_company("Samen BV")[0], Right.EDIT, actor=rival[1])
    kept = needles()
    let_close(phase, UNSENT - timedelta(minutes=1))
    Draft.objects.update(saved_at=timezone.now() - 2 * UNSENT)
    assert tidy_challenges() == NOTHING
    close_for_dates(phase, UNSENT + SECOND)
    assert tidy_challenges() == {**NOTHING, "drafts": 1, "files": 1, "responses": 1}
    assert list(Response.objects.all()) == [handed]
    assert [model.objects.count() for model in (Draft, Remark, SealedFile, Partner)] == [1, 1, 1, 0]
    assert len(files_in(sealed_folder)) == 1
    assert set(needles()) < set(kept)


def test_a_draft_in_which_somebody_wrote_after_closing_stays(challenge, rival, text, field, phase):
    response, _file = begin(challenge, rival, text)
    let_close(phase, UNSENT + SECOND)
    assert tidy_challenges() == NOTHING
    Draft.objects.update(saved_at=timezone.now() - UNSENT - SECOND)
    assert tidy_challenges() == {**NOTHING, "drafts": 1, "files": 1, "responses": 1}
    assert not Response.objects.filter(pk=response.pk).exists()


def test_a_response_of_an_earlier_round_stays_when_its_new_draft_goes(challenge, company, text, field, phase):
    response, _file = begin(challenge, company, text)
    submit_response(response, actor=company[1])
    with factories.thawed():
        later = challenge.phases.create(number=2, title="Later", opens_at=phase.opens_at, closes_at=phase.closes_at)
    close_for_dates(later, UNSENT + SECOND)
    Draft.objects.create(response=response, phase=later, saved_at=timezone.now() - UNSENT - SECOND)
    assert tidy_challenges() == {**NOTHING, "drafts": 1}
    assert (Response.objects.count(), Draft.objects.get().phase_id) == (1, phase.pk)


def quiet(file, since=QUIET + SECOND):
    SealedFile.objects.filter(pk=file.pk).update(last_piece_at=timezone.now() - since)
    return file


def test_an_upload_that_stopped_goes_after_a_week_and_one_under_way_stays(challenge, company, text, field):
    response, whole = begin(challenge, company, text)
    owner = company[1]
    stopped = quiet(send(response, field, owner, PDF[:20]))
    nothing_came = quiet(announce_file(response, field, "leeg.pdf", 9, actor=owner))
    waits = quiet(send(response, field, owner, PDF[:20]), QUIET - timedelta(minutes=1))
    goes_on = take_piece(fresh(quiet(send(response, field, owner, PDF[:20]))), 20, PDF[20:40], actor=owner)
    quiet(whole)
    assert tidy_challenges() == {**NOTHING, "files": 2}
    assert list(SealedFile.objects.all()) == [whole, waits, goes_on]
    assert [folder_of(file).exists() for file in (whole, stopped, nothing_came, waits, goes_on)] == [
        True, False, False, True, True,
    ]  # fmt: skip
    take_piece(fresh(goes_on), 40, PDF[40:], actor=owner)
    with pytest.raises(NotPossible):
        take_piece(stopped, 20, PDF[20:], actor=owner)


def test_a_file_that_was_taken_away_goes_unless_it_was_handed_in(challenge, company, text, field):
    response, handed = begin(challenge, company, text)
    before, after = (send(response, field, company[1]) for _ in range(2))
    remove_file(fresh(before), actor=company[1])
    submit_response(response, actor=company[1])
    for file in (handed, after):
        remove_file(fresh(file), actor=company[1])
    added = send(response, field, company[1])
    remove_file(fresh(added), actor=company[1])
    assert tidy_challenges() == {**NOTHING, "files": 2}
    assert list(SealedFile.objects.all()) == [handed, after]
    assert [folder_of(file).exists() for file in (before, handed, after, added)] == [False, True, True, False]


@pytest.mark.parametrize("ago", [UPLOAD_GRACE - timedelta(minutes=1), UPLOAD_GRACE + SECOND])
def test_pieces_of_a_file_that_came_too_late_go_when_nothing_can_come_any_more(
    challenge, company, text, field, phase, ago
):
    response, whole = begin(challenge, company, text)
    cut_off = send(response, field, company[1], PDF[:20])
    handed = submit_response(response, actor=company[1])
    announced = send(response, field, company[1], PDF[:20])  # After it was handed in: it is in no submission.
    let_close(phase, ago)
    is_over = ago > UPLOAD_GRACE
    assert tidy_challenges() == {**NOTHING, "files": int(is_over), "late files": int(is_over)}
    assert [folder_of(file).exists() for file in (whole, cut_off, announced)] == [True, not is_over, not is_over]
    assert SealedFile.objects.filter(pk=cut_off.pk).exists()
    text_of = reverse("challenges:receipt_file", args=[response.reference, 1, handed.number])
    assert sign_in(Client(), company[1]).get(text_of).status_code == 200
    assert tidy_challenges() == NOTHING


@pytest.mark.django_db(transaction=True)
def test_whoever_sends_a_piece_at_this_moment_keeps_the_file(challenge, company, text, field):
    response, _whole = begin(challenge, company, text)
    file = quiet(send(response, field, company[1], PDF[:20]))
    with transaction.atomic():
        SealedFile.objects.select_for_update().get(pk=file.pk)
        assert at_once(tidy_challenges) == [NOTHING]
    assert tidy_challenges()["files"] == 1
