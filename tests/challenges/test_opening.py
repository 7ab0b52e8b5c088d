"""After closing the hashes are published, two people open, and what is read is what came in."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from challenges.actions.hashes import mind_hashes, publish_hashes
from challenges.actions.response import submit_response, withdraw_response
from challenges.actions.seal import open_phase
from challenges.actions.upload import announce_file, look_at, take_piece
from challenges.answers import encoded
from challenges.models import Challenge, Opening, Phase, Response, Submission
from challenges.sealing import new_phase_key, seal
from challenges.statuses import UPLOAD_GRACE, ChallengeStatus, FieldKind
from challenges.vault import folder_of
from participation.errors import NotAllowed, NotPossible
from participation.models import AuditEntry, Event
from tests import factories
from tests.challenges.dying import kill_while
from tests.challenges.scene_seal import (
    close_for_dates,
    hand_in,
    let_close,
    make_company,
    make_fields,
    open_all,
    phase_of,
    set_status,
)
from tests.doors import sign_in
from tests.ideas.document_files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def runner(challenge):
    return challenge.made_by


@pytest.fixture
def both(challenge, company, rival, text):
    """Two responses that were handed in, and one that was withdrawn."""
    third = make_company("Weg BV")
    taken = hand_in(challenge, *third, "Toch niet")
    withdraw_response(Response.objects.get(pk=taken.pk), actor=third[1])
    return [hand_in(challenge, company[0], company[1], "Plan een"), hand_in(challenge, *rival, "Plan twee")]


def test_the_list_names_what_counts_and_nobody(both, phase, client):
    place = reverse("challenges:hash_file", args=[phase.challenge.slug, 1])
    assert client.get(place).status_code == 404
    publish_hashes(let_close(phase))
    told = client.get(place).json()
    counting = Submission.objects.counting().select_related("response")
    assert told == {
        "challenge": "schone-lucht",
        "round": 1,
        "algorithm": "sha256",
        "responses": sorted(
            ({"reference": each.response.reference, "sha256": each.sha256, "late": []} for each in counting),
            key=lambda line: line["sha256"],
        ),
    }
    assert len(told["responses"]) == 2
    assert "BV" not in json.dumps(told)


@pytest.mark.parametrize(
    ("ago", "status", "published"),
    [
        (UPLOAD_GRACE + timedelta(seconds=1), ChallengeStatus.CLOSED, 1),
        (UPLOAD_GRACE - timedelta(seconds=5), ChallengeStatus.CLOSED, 0),
        (UPLOAD_GRACE + timedelta(seconds=1), ChallengeStatus.OPEN, 0),
        (UPLOAD_GRACE + timedelta(seconds=1), ChallengeStatus.CANCELLED, 0),
    ],
)
def test_the_clock_publishes_once_when_nothing_can_come_any_more(both, phase, ago, status, published):
    close_for_dates(phase, ago)
    set_status(phase.challenge, status)
    assert (mind_hashes(), mind_hashes()) == (published, 0)
    assert (Phase.objects.get(pk=phase.pk).hashes is not None) == bool(published)


def test_one_person_opens_nothing_and_two_do(both, phase, openers):
    publish_hashes(let_close(phase))
    first = open_phase(phase_of(phase.challenge), actor=openers[0])
    assert (first.unsealed_at, first.challenge.status) == (None, ChallengeStatus.CLOSED)
    with pytest.raises(NotPossible):
        open_phase(phase_of(phase.challenge), actor=openers[0])
    second = open_phase(phase_of(phase.challenge), actor=openers[1])
    assert second.unsealed_at is not None
    assert Challenge.objects.get().status == ChallengeStatus.IN_REVIEW
    facts = {"reference": "", "title": "Schone lucht in de wijk", "phase": "Plan"}
    told = Event.objects.filter(kind__in=["jury.jury_seal_broken", "challenge.challenge_unsealed"]).order_by("pk")
    assert list(told.values_list("kind", "actor", "facts")) == [
        ("jury.jury_seal_broken", openers[0].pk, facts),
        ("challenge.challenge_unsealed", openers[1].pk, facts),
    ]


def test_nobody_else_opens(both, phase, openers, runner, administrator, coordinator, company):
    publish_hashes(let_close(phase))
    for person in (runner, administrator, coordinator, company[1]):
        with pytest.raises(NotAllowed):
            open_phase(phase_of(phase.challenge), actor=person)
    assert not Opening.objects.exists()


def test_before_the_list_is_published_nobody_opens(both, phase, openers):
    let_close(phase)
    with pytest.raises(NotPossible):
        open_phase(phase_of(phase.challenge), actor=openers[0])


def test_opening_by_the_page_asks_the_second_step_again(both, phase, openers, client):
    publish_hashes(let_close(phase))
    place = reverse("challenges:opening", args=[phase.challenge.slug])
    door = sign_in(client, openers[0])
    session = door.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 6 * 60
    session.save()
    asked = door.post(place)
    assert asked.status_code == 302
    assert "next=" in asked["Location"]
    assert not Opening.objects.exists()
    door = sign_in(type(client)(), openers[0])
    assert "Open de inzendingen" in door.get(place).content.decode()
    door.post(place)
    assert list(Opening.objects.values_list("person", flat=True)) == [openers[0].pk]
    assert "Open de inzendingen" not in door.get(place).content.decode()
    page = sign_in(type(client)(), openers[1]).post(place, follow=True)
    assert "De inzendingen zijn open." in page.content.decode()


def test_two_openings_stand_in_the_audit_log(both, phase, openers):
    open_all(phase, openers)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    kinds = ["jury.jury_seal_broken", "challenge.challenge_unsealed"]
    assert list(AuditEntry.objects.filter(kind__in=kinds).order_by("pk").values_list("who", flat=True)) == [
        person.pk for person in openers
    ]


def test_who_runs_it_reads_what_came_in_and_each_look_is_written_down(both, phase, openers, runner, client):
    open_all(phase, openers)
    door = sign_in(client, runner)
    listed = door.get(reverse("challenges:desk_responses", args=[phase.challenge.slug])).content.decode()
    assert "Warmte BV" in listed
    assert "Weg BV" not in listed
    page = door.get(both[0].get_desk_url()).content.decode()
    assert "Plan een" in page
    assert "De controlecode is dezelfde als in de openbare lijst." in page
    assert list(
        AuditEntry.objects.filter(who=runner.pk, kind__startswith="read.")
        .order_by("pk")
        .values_list("kind", "subject_id")
    ) == [
        ("read.responses", None),
        ("read.response", both[0].pk),
    ]


def test_a_text_that_was_exchanged_is_found_out(both, phase, openers, runner, client):
    """Somebody with all rights in the database and the key of the installation puts another text in its place."""
    phase = open_all(phase, openers)
    handed = Submission.objects.get(response=both[0])
    key = str(phase.fields.get().uuid)
    other = seal(phase, f"submission:{both[0].pk}:{handed.number}", encoded({key: "Een beter plan"}))
    with factories.thawed():
        Submission.objects.filter(pk=handed.pk).update(sealed=other)
    assert (
        "De controlecode klopt niet met de openbare lijst."
        in sign_in(client, runner).get(both[0].get_desk_url()).content.decode()
    )


def test_what_was_damaged_is_told_and_keeps_no_other(
    challenge, phase, company, rival, text, openers, runner, client, sealed_folder
):
    [field] = make_fields(phase, FieldKind.FILE, is_required=False)
    made = [hand_in(challenge, *makers[:2]) for makers in (company, rival, make_company("Heel BV"))]
    broken, cut_off, whole = made
    owner = rival[1]
    file = announce_file(cut_off, field, "plan.pdf", len(PDF), actor=owner)
    look_at(take_piece(file, 0, PDF, actor=owner))
    submit_response(cut_off, actor=owner)
    open_all(phase, openers)
    with factories.thawed():
        Submission.objects.filter(response=broken).update(sealed=b"\x01" + bytes(60))
    next(folder_of(file).iterdir()).unlink()
    door = sign_in(client, runner)
    page = door.get(broken.get_desk_url())
    assert (page.status_code, "Deze inzending is beschadigd of veranderd." in page.text) == (200, True)
    packed = b"".join(door.get(reverse("challenges:desk_export", args=[challenge.slug])))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted([
            f"{broken.reference}/LEES-MIJ.txt",
            *(f"{cut_off.reference}/{name}" for name in ("1-plan.pdf", "LEES-MIJ.txt", "inzending.json", "ontvangst.json")),
            *(f"{whole.reference}/{name}" for name in ("inzending.json", "ontvangst.json")),
        ])  # fmt: skip


def test_everything_goes_out_as_one_zip(challenge, company, phase, text, openers, runner, client, sealed_folder):
    [field] = make_fields(phase, FieldKind.FILE)
    maker = sign_in(type(client)(), company[1])
    maker.post(reverse("challenges:start_response", args=[challenge.slug]), {"organisation": company[0].pk})
    response = Response.objects.get()
    sent = {text: "Plan", "doe": "indienen", str(field.uuid): SimpleUploadedFile("plan.pdf", PDF)}
    maker.post(response.get_absolute_url(), sent)
    open_all(phase, openers)
    answer = sign_in(client, runner).get(reverse("challenges:desk_export", args=[challenge.slug]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        reference = response.reference
        assert sorted(archive.namelist()) == [
            f"{reference}/1-plan.pdf",
            f"{reference}/inzending.json",
            f"{reference}/ontvangst.json",
        ]
        assert archive.read(f"{reference}/1-plan.pdf") == PDF
        told = json.loads(archive.read(f"{reference}/inzending.json"))
    assert (told["organisation"], told["is_published"], [each["answer"] for each in told["answers"]]) == (
        "Warmte BV", True, ["Plan", ["plan.pdf"]],
    )  # fmt: skip
    assert AuditEntry.objects.filter(kind="read.response_export", subject_id=response.pk, who=runner.pk).count() == 1
    file = reverse("challenges:desk_file", args=[reference, response.files.get().uuid])
    assert b"".join(client.get(file).streaming_content) == PDF


def test_an_earlier_round_stays_readable_at_the_desk(
    challenge, company, rival, phase, text, openers, runner, client, sealed_folder
):
    """Of two, one goes on to a second round, which is opened too."""
    [field] = make_fields(phase, FieldKind.FILE, is_required=False)
    goes_on, stops = (hand_in(challenge, *makers[:2], f"Ronde een van {makers[0]}") for makers in (company, rival))
    file = announce_file(goes_on, field, "plan.pdf", len(PDF), actor=company[1])
    look_at(take_piece(file, 0, PDF, actor=company[1]))
    submit_response(goes_on, actor=company[1])
    open_all(phase, openers)
    door = sign_in(client, runner)
    listed = reverse("challenges:desk_responses", args=[challenge.slug])
    with factories.thawed():
        now = timezone.now()
        later = Phase.objects.create(
            challenge=challenge,
            number=2,
            title="Uitwerking",
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
        )
        Challenge.objects.filter(pk=challenge.pk).update(phase_number=2, status=ChallengeStatus.OPEN)
        Response.objects.filter(pk=goes_on.pk).update(phase_number=2)
    new_phase_key(later)
    make_fields(later, FieldKind.TEXT)
    assert "Koude BV" in door.get(listed).text  # While the second round is open, the first can be read.
    challenge.refresh_from_db()
    hand_in(challenge, *company[:2], "Ronde twee")
    open_all(later, openers)
    shown = [
        ("Warmte BV" in page, "Koude BV" in page)
        for page in (door.get(listed).text, door.get(f"{listed}?ronde=1").text)
    ]
    assert shown == [(True, False), (True, True)]
    pages = [door.get(f"{goes_on.get_desk_url()}{round_}").text for round_ in ("", "?ronde=1", "?ronde=2")]
    assert [("Ronde een" in page, "Ronde twee" in page) for page in pages] == [
        (False, True),
        (True, False),
        (False, True),
    ]
    assert "Ronde een van Koude BV" in door.get(stops.get_desk_url()).text
    got = door.get(reverse("challenges:desk_file", args=[goes_on.reference, file.uuid]))
    assert b"".join(got.streaming_content) == PDF
    packed = b"".join(door.get(f"{reverse('challenges:desk_export', args=[challenge.slug])}?ronde=1"))
    folders = {name.split("/")[0] for name in zipfile.ZipFile(io.BytesIO(packed)).namelist()}
    assert folders == {goes_on.reference, stops.reference}
    for nowhere in ("?ronde=3", "?ronde=0"):
        assert [door.get(f"{place}{nowhere}").status_code for place in (listed, goes_on.get_desk_url())] == [404, 404]


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_at_the_desk_costs_the_same_for_one_and_for_thirty(
    challenge, phase, text, openers, runner, client, django_assert_max_num_queries, many
):
    person = factories.make_resident("schrijver")
    for number in range(many):
        organisation = factories.make_organisation(f"Bedrijf {number}", person, kvk_number="")
        hand_in(challenge, organisation, person)
    open_all(phase, openers)
    door = sign_in(client, runner)
    door.get(reverse("challenges:opening", args=[challenge.slug]))  # The session notes that it is used.
    with django_assert_max_num_queries(8):
        assert door.get(reverse("challenges:desk_responses", args=[challenge.slug])).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before the status", "before the news", "before the commit"])
def test_a_process_that_is_killed_between_opens_nothing_half(both, phase, openers, moment):
    publish_hashes(let_close(phase))
    open_phase(phase_of(phase.challenge), actor=openers[0])
    kill_while("open", moment, phase=phase.pk, person=openers[1].pk)
    row = phase_of(Challenge.objects.get())
    assert (row.unsealed_at, row.challenge.status, row.openings.count()) == (None, ChallengeStatus.CLOSED, 1)
    assert not Event.objects.filter(kind="challenge.challenge_unsealed").exists()
    assert open_phase(row, actor=openers[1]).unsealed_at is not None
    assert Challenge.objects.get().status == ChallengeStatus.IN_REVIEW
