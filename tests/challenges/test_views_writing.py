"""The page on which makers write, by the door of a browser."""

import json
import logging
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from challenges.actions.partner import accept_partnership, ask_partner
from challenges.actions.response import start_response
from challenges.models import Challenge, Draft, Phase, Remark, Response, SealedFile, Submission
from challenges.sealed_contents import answers_in, name_of
from challenges.statuses import FieldKind, Right
from challenges.vault import pieces_of
from tests import factories
from tests.challenges.scene_seal import (
    close_for_dates,
    hand_in,
    make_company,
    make_fields,
    make_open_challenge,
    move_dates,
    seen_of,
    seen_on,
)
from tests.doors import sign_in
from tests.ideas.document_files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(challenge, company, text):
    organisation, owner, *_ = company
    return start_response(challenge, organisation, actor=owner)


@pytest.fixture
def maker(client, company):
    return sign_in(client, company[1])


def draft_of(response):
    return Draft.objects.select_related("phase__seal_key", "response").get(response=response)


def test_the_way_from_the_challenge_to_the_receipt(maker, challenge, company, text):
    organisation, *_ = company
    start = reverse("challenges:start_response", args=[challenge.slug])
    assert organisation.name in maker.get(start).content.decode()
    page = maker.post(start, {"organisation": organisation.pk}, follow=True)
    place = page.redirect_chain[-1][0]
    sent = {text: "Een warmtenet.", **seen_on(page), "doe": "indienen", "agrees": "on"}
    receipt = maker.post(place, sent, follow=True)
    handed = Submission.objects.get()
    assert handed.sha256 in receipt.content.decode()
    file = maker.get(reverse("challenges:receipt_file", args=[handed.response.reference, 1, 1]))
    assert sha256(file.content).hexdigest() == handed.sha256
    assert json.loads(file.content)["answers"] == {text: "Een warmtenet."}
    assert file["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in file["Cache-Control"]


def test_what_is_missing_stands_at_its_field_and_nothing_is_lost(maker, begun, phase, text):
    [ticked] = make_fields(phase, FieldKind.DECLARATION)
    page = maker.post(begun.get_absolute_url(), {text: "Ons plan", "doe": "indienen"})
    assert page.status_code == 422
    shown = page.content.decode()
    assert "Ons plan" in shown
    assert f'id="id_{ticked.uuid}_error"' in shown
    assert answers_in(draft_of(begun)) == {text: "Ons plan", str(ticked.uuid): False, "agrees": False}


def test_who_comes_second_in_a_field_sees_both_texts_and_decides(client, begun, company, text):
    _organisation, owner, editor, _reader = company
    place = begun.get_absolute_url()
    one, two = sign_in(client, owner), sign_in(type(client)(), editor)
    seen = seen_on(one.get(place))
    assert seen_on(two.get(place)) == seen
    one.post(place, {text: "Van de eigenaar", **seen})
    page = two.post(place, {text: "Van de schrijver", **seen})
    assert page.status_code == 409
    assert "Van de eigenaar" in page.content.decode()
    assert "Van de schrijver" in page.content.decode()
    two.post(place, {text: "Van de schrijver", **seen_on(page)})
    draft = draft_of(begun)
    assert answers_in(draft)[text] == "Van de schrijver"
    assert draft.versions.count() == 1


def test_who_began_for_all_their_organisations_goes_on_there(maker, challenge, company, rival):
    start = reverse("challenges:start_response", args=[challenge.slug])
    assert maker.get(start).context["form"]["organisation"].value() == company[0].pk
    begun = maker.post(start, {"organisation": company[0].pk})
    assert maker.post(start, {"organisation": company[0].pk}).url == begun.url
    assert maker.get(start).url == begun.url
    rival[0].memberships.create(user=company[1], role="owner")
    assert maker.get(start).status_code == 200


def test_a_second_too_late_is_said_and_the_text_is_kept(maker, begun, phase, text):
    close_for_dates(phase)
    page = maker.post(begun.get_absolute_url(), {text: "Net te laat", "doe": "indienen"})
    assert page.status_code == 409
    assert "Het is te laat." in page.content.decode()
    assert "Net te laat" in page.content.decode()
    assert answers_in(draft_of(begun))[text] == "Net te laat"
    assert not Submission.objects.exists()


def test_a_round_that_has_not_begun_says_when_it_does(maker, begun, phase, text):
    later = timezone.now() + timedelta(days=1)
    move_dates(phase, opens_at=later, closes_at=later + timedelta(days=1))
    page = maker.get(begun.get_absolute_url())
    assert (page.context["desk"].is_open, page.context["may_write"]) == (False, True)
    shown = page.content.decode()
    assert ("Schrijven kan nu al." in shown, "Deze ronde is gesloten." in shown) == (True, False)


def test_a_file_goes_along_without_a_script(maker, begun, phase, text, sealed_folder):
    [field] = make_fields(phase, FieldKind.FILE)
    sent = {text: "Plan", str(field.uuid): SimpleUploadedFile("../plan\u202efdp.pdf", PDF)}
    maker.post(begun.get_absolute_url(), {**sent, "doe": "indienen"})
    file = SealedFile.objects.select_related("phase__seal_key").get()
    assert (name_of(file), file.kind, b"".join(pieces_of(file))) == ("planfdp.pdf", "application/pdf", PDF)
    assert Submission.objects.count() == 1
    download = maker.get(reverse("challenges:response_file", args=[begun.reference, file.uuid]))
    assert b"".join(download.streaming_content) == PDF
    told = {
        name: download[name] for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Cache-Control")
    }
    assert told == {
        "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    }  # fmt: skip
    assert download["Content-Disposition"] == 'attachment; filename="planfdp.pdf"'
    assert "sandbox" in download["Content-Security-Policy"]
    assert "default-src 'none'" in download["Content-Security-Policy"]


def test_a_file_of_another_kind_is_refused_at_its_field_and_does_not_stay(maker, begun, phase, text, sealed_folder):
    [field] = make_fields(phase, FieldKind.FILE)
    sent = {text: "Plan", str(field.uuid): SimpleUploadedFile("plan.pdf", b"<svg onload=alert(1)>")}
    page = maker.post(begun.get_absolute_url(), {**sent, "doe": "indienen"})
    assert page.status_code == 422
    assert "Dit bestand kunnen wij niet aannemen." in page.content.decode()
    assert not Submission.objects.exists()
    assert SealedFile.objects.get().removed_at is not None
    assert [path for path in sealed_folder.rglob("*") if path.is_file()] == []


def test_a_file_is_taken_away_with_the_text_kept(maker, begun, phase, text, sealed_folder):
    [field] = make_fields(phase, FieldKind.FILE)
    place = begun.get_absolute_url()
    maker.post(place, {text: "Plan", str(field.uuid): SimpleUploadedFile("plan.pdf", PDF)})
    file = SealedFile.objects.get()
    maker.post(place, {text: "Plan twee", **seen_of(begun), "doe": f"weg:{file.uuid}"})
    file.refresh_from_db()
    assert file.removed_at is not None
    assert answers_in(draft_of(begun))[text] == "Plan twee"


def test_who_may_only_make_remarks_makes_them_and_changes_nothing(client, begun, company, rival, phase, text):
    _organisation, owner, *_ = company
    other, theirs = rival
    accept_partnership(ask_partner(begun, other, Right.COMMENT, actor=owner), actor=theirs)
    maker, place = sign_in(client, theirs), begun.get_absolute_url()
    field = phase.fields.get()
    assert 'value="indienen"' not in maker.get(place).content.decode()
    maker.post(place, {text: "Niet van mij", f"opmerking-{field.pk}": "Kan het korter?"})
    assert answers_in(draft_of(begun)) == {}
    assert "Kan het korter?" in maker.get(place).content.decode()
    remark = Remark.objects.get()
    maker.post(place, {"doe": f"klaar:{remark.pk}"})
    assert "Kan het korter?" not in maker.get(place).content.decode()


def test_who_may_only_read_is_refused(client, begun, company, text):
    maker = sign_in(client, company[3])
    assert maker.get(begun.get_absolute_url()).status_code == 200
    assert maker.post(begun.get_absolute_url(), {text: "x"}).status_code == 403


def test_hostile_text_is_shown_as_text(maker, begun, text):
    nasty = "<script>alert(1)</script> \u202e ernstig"
    page = maker.post(begun.get_absolute_url(), {text: nasty}, follow=True)
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_a_post_without_its_token_is_refused(begun, company, text):
    strict = sign_in(Client(enforce_csrf_checks=True), company[1])
    assert strict.post(begun.get_absolute_url(), {text: "x"}).status_code == 403
    assert answers_in(draft_of(begun)) == {}


def test_the_receipt_of_an_earlier_round_stays_at_hand(maker, challenge, company, phase, text):
    organisation, owner, *_ = company
    response = hand_in(challenge, organisation, owner, "Ons plan")
    with factories.thawed():
        Phase.objects.create(
            challenge=challenge, number=2, title="Proef", opens_at=phase.opens_at, closes_at=phase.closes_at
        )
        Challenge.objects.filter(pk=challenge.pk).update(phase_number=2)
    receipt = reverse("challenges:receipt", args=[response.reference])
    assert receipt in maker.get(response.get_absolute_url()).text
    handed = Submission.objects.get()
    text_of = reverse("challenges:receipt_file", args=[response.reference, 1, 1])
    page = maker.get(receipt).text
    assert [part in page for part in (handed.sha256, text_of, "Deze telt", "Plan")] == [True] * 4
    assert sha256(maker.get(text_of).content).hexdigest() == handed.sha256
    assert maker.get(reverse("challenges:receipt_file", args=[response.reference, 2, 1])).status_code == 404


def test_withdrawing_asks_first(maker, challenge, company, text):
    organisation, owner, *_ = company
    response = hand_in(challenge, organisation, owner)
    place = reverse("challenges:response_withdraw", args=[response.reference])
    assert maker.get(place).status_code == 200
    assert Submission.objects.counting().exists()
    maker.post(place)
    assert not Submission.objects.counting().exists()


def test_versions_are_read_and_put_back(maker, client, begun, company, text):
    place = begun.get_absolute_url()
    maker.post(place, {text: "Eerst"})
    maker.post(place, {text: "Toen", **seen_of(begun)})
    assert maker.get(reverse("challenges:response_versions", args=[begun.reference])).status_code == 200
    version = reverse("challenges:response_version", args=[begun.reference, 1])
    assert "Eerst" in maker.get(version).content.decode()
    maker.post(version)
    assert answers_in(draft_of(begun))[text] == "Eerst"


def test_a_partner_is_asked_by_number_and_accepts(maker, client, begun, company, rival):
    other, theirs = rival
    partners = reverse("challenges:response_partners", args=[begun.reference])
    assert maker.post(partners, {"kvk_number": "11111111", "right": "edit"}).status_code == 422
    maker.post(partners, {"kvk_number": f"{other.kvk_number[:4]} {other.kvk_number[4:]}", "right": "edit"})
    asked = begun.partners.get()
    door = sign_in(type(client)(), theirs)
    assert "Warmte BV" in door.get(reverse("challenges:responses")).content.decode()
    assert door.get(begun.get_absolute_url()).status_code == 404
    door.post(reverse("challenges:response_partner", args=[asked.pk]), {"doe": "mee"})
    assert door.get(begun.get_absolute_url()).status_code == 200
    stranger = sign_in(type(client)(), make_company("Ander BV")[1])
    assert stranger.post(reverse("challenges:response_partner", args=[asked.pk]), {"doe": "terug"}).status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(maker, challenge, company, django_assert_max_num_queries, many):
    for number in range(many):
        other = make_open_challenge(f"uitdaging-{number}", made_by=challenge.made_by, approved_by=challenge.approved_by)
        Response.objects.create(challenge=other, organisation=company[0])
    with django_assert_max_num_queries(8):
        assert maker.get(reverse("challenges:responses")).status_code == 200


def test_the_page_is_kept_nowhere_and_logs_hold_no_answer(maker, begun, text, caplog):
    caplog.set_level(logging.DEBUG)
    page = maker.post(begun.get_absolute_url(), {text: "kanariewoord"}, follow=True)
    assert "no-store" in page["Cache-Control"]
    assert "kanariewoord" not in caplog.text


def test_an_official_without_a_part_gets_404(client, begun):
    maker = sign_in(client, factories.make_official("nieuwsgierig", is_superuser=True, is_coordinator=True))
    assert maker.get(begun.get_absolute_url()).status_code == 404
