"""The jury by its own doors: who comes where, and what nobody sees before their own score is final."""

import io
import zipfile

import pytest
from django.core import signing
from django.utils import timezone

from challenges.actions.jury import invite_juror
from challenges.events import JuryEvent
from challenges.models import Interest, Juror, Scorecard
from challenges.models.jury import INVITATION_SALT
from challenges.statuses import ChallengeStatus, ResponseStatus
from participation.models import Event
from tests import factories
from tests.challenges import scene_jury
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(programme, owner, deputy):
    return scene_jury.in_review(programme, owner, deputy)


def at(scene, response, door=""):
    return f"/jury/{scene.challenge.slug}/{response.reference}/{door}"


def card_of(phase, *values, done="definitief", **fields):
    sent = {"doe": done, **fields}
    for criterion, value in zip(phase.criteria.order_by("number"), values, strict=True):
        sent |= {f"score_{criterion.pk}": value, f"text_{criterion.pk}": f"Omdat ik {value} vind."}
    return sent


def facts_of(kind):
    return [event.facts for event in Event.objects.filter(kind=kind)]


class TestInvitation:
    @pytest.fixture
    def invited(self, scene, owner):
        return invite_juror(scene.challenge, actor=owner, email="Els@Example.org", name="Els", expertise=["groen"])

    def test_who_holds_the_link_accepts(self, client, scene, invited):
        els = factories.make_resident("els")
        page = client.get(invited.get_invitation_url()).content.decode()
        assert (scene.challenge.title in page, "Log in om mee te doen" in page) == (True, True)
        response = sign_in(client, els).post(invited.get_invitation_url(), {"doe": "ja"})
        assert (response.status_code, response["Location"]) == (302, "/jury/")
        row = Juror.objects.get(pk=invited.pk)
        assert (row.person, row.is_active, row.name, row.expertise) == (els, True, "Els", ["groen"])
        assert client.get(invited.get_invitation_url()).status_code == 410
        facts = {"reference": "", "title": scene.challenge.title, "juror_id": row.pk}
        assert (facts_of(JuryEvent.INVITED), facts_of(JuryEvent.ACCEPTED)) == ([facts], [facts])

    def test_a_visitor_without_an_account_turns_it_down(self, client, invited):
        assert client.post(invited.get_invitation_url(), {"doe": "ja"}).status_code == 200
        assert client.post(invited.get_invitation_url(), {"doe": "nee"})["Location"] == "/"
        row = Juror.objects.get(pk=invited.pk)
        assert (row.person, row.accepted_at, row.ended_at is None) == (None, None, False)

    def test_a_link_that_is_old_made_up_or_of_another_kind_is_gone(self, client, invited):
        Juror.objects.update(invited_at=timezone.now() - timezone.timedelta(days=31))
        tokens = ["x", signing.dumps(invited.pk, salt="ideas.invitation"), signing.dumps(0, salt=INVITATION_SALT)]
        pages = [client.get(f"/jury-uitnodiging/{token}/") for token in tokens]
        assert [page.status_code for page in [*pages, client.get(invited.get_invitation_url())]] == [410] * 4

    def test_one_person_is_one_juror(self, client, scene, invited):
        person = scene.jurors[0].person
        response = sign_in(client, person).post(invited.get_invitation_url(), {"doe": "ja"})
        assert (response.status_code, "U zit al in deze jury." in response.content.decode()) == (422, True)

    def test_nobody_takes_the_place_of_who_was_in_before(self, client, scene, owner, invited):
        els = factories.make_resident("els")
        sign_in(client, els).post(invited.get_invitation_url(), {"doe": "ja"})
        Juror.objects.filter(pk=invited.pk).update(ended_at=timezone.now())
        again = invite_juror(scene.challenge, actor=owner, email="els@example.org", name="Els", expertise=[])
        assert again.pk == invited.pk
        assert sign_in(client, scene.makers[0]).post(again.get_invitation_url(), {"doe": "ja"}).status_code == 422
        assert sign_in(client, els).post(again.get_invitation_url(), {"doe": "ja"}).status_code == 302


class TestDeclaring:
    def test_names_stand_by_name_and_nothing_leads_from_a_name_to_a_reference(self, client, programme, owner, deputy):
        blind = scene_jury.in_review(programme, owner, deputy, is_blind=True)
        page = sign_in(client, blind.jurors[0].person).get(f"/jury/{blind.challenge.slug}/belangen/").content.decode()
        places = [page.index(company.name) for company in blind.companies]
        assert places == sorted(places)
        assert not any(response.reference in page for response in blind.responses)
        assert not any(
            f'value="{response.pk}"' in page
            for response in blind.responses
            if response.pk not in {c.pk for c in blind.companies}
        )

    def test_a_conflict_hides_the_response_for_good(self, client, scene):
        juror, company, response = scene.jurors[0], scene.companies[1], scene.responses[1]
        scene_jury.assign(juror, response)
        scene_jury.assign(juror, scene.responses[0])
        sign_in(client, juror.person)
        url = f"/jury/{scene.challenge.slug}/belangen/"
        assert client.get(f"/jury/{scene.challenge.slug}/")["Location"] == url
        assert client.get(at(scene, scene.responses[0])).status_code == 404
        sent = {"conflicts": [company.pk], "explanation": "Mijn zus werkt er.", "declares": "on"}
        assert client.post(url, sent)["Location"] == f"/jury/{scene.challenge.slug}/"
        said = set(Interest.objects.values_list("response", "has_conflict", "explanation"))
        one, two, three = scene.responses
        assert said == {(one.pk, False, ""), (two.pk, True, "Mijn zus werkt er."), (three.pk, False, "")}
        assert client.post(url, {"declares": "on"}).status_code == 302
        assert set(Interest.objects.values_list("response", "has_conflict", "explanation")) == said
        doors = ("", "gesprek/", "opnieuw/", "belang/")
        assert [client.get(at(scene, response, door)).status_code for door in doors] == [404] * 4
        assert client.post(at(scene, response), card_of(scene.phase, 1, 1, 1)).status_code == 404
        page = client.get(f"/jury/{scene.challenge.slug}/").content.decode()
        assert (company.name in page, scene.companies[0].name in page) == (False, True)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"explanation": ""}, "explanation"),
            ({"declares": ""}, "declares"),
            ({"conflicts": ["999999"]}, "conflicts"),
            ({"conflicts": ["x"]}, "conflicts"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_kept(self, client, scene, change, field):
        sent = {"conflicts": [scene.companies[0].pk], "explanation": "Familie.", "declares": "on", **change}
        response = sign_in(client, scene.jurors[0].person).post(f"/jury/{scene.challenge.slug}/belangen/", sent)
        assert (response.status_code, set(response.context["form"].errors)) == (422, {field})
        assert Interest.objects.count() == 0

    @pytest.mark.parametrize("is_blind", [False, True])
    def test_another_partner_asks_for_another_declaration(self, client, programme, owner, deputy, is_blind):
        scene = scene_jury.in_review(programme, owner, deputy, is_blind=is_blind)
        juror, (one, two, three) = scene.jurors[0], scene.responses
        scene_jury.ready(scene)
        Interest.objects.filter(juror=juror, response=three).update(has_conflict=True, explanation="Familie.")
        joined = {"accepted_at": timezone.now(), "asked_at": timezone.now()}
        for response in (one, three):
            response.partners.create(
                organisation=scene_jury.make_company(f"Nieuw bij {response.organisation}"), **joined
            )
        two.partners.create(organisation=scene_jury.make_company("Nog geen antwoord"))
        sign_in(client, juror.person)
        url = f"/jury/{scene.challenge.slug}/belangen/"
        assert "Zeg eerst met wie u een belang hebt." in client.get("/jury/").content.decode()
        assert client.get(f"/jury/{scene.challenge.slug}/")["Location"] == url
        assert [client.get(at(scene, response)).status_code for response in scene.responses] == [404] * 3
        assert [
            client.post(at(scene, response), card_of(scene.phase, "1", "1", "1")).status_code
            for response in scene.responses
        ] == [404] * 3
        page = client.get(url)
        assert [name.label for name in page.context["grown"]] == ["Aardbei BV, Nieuw bij Aardbei BV"]
        assert "Sinds uw vorige verklaring doet er een partner meer mee." in page.content.decode()
        assert client.post(url, {"declares": "on"})["Location"] == f"/jury/{scene.challenge.slug}/"
        assert [client.get(at(scene, response)).status_code for response in scene.responses] == [200, 200, 404]
        assert client.get(url).context["grown"] == []
        assert sign_in(client, scene.jurors[1].person).get(f"/jury/{scene.challenge.slug}/")["Location"] == url

    def test_a_conflict_with_another_partner_hides_it_as_any(self, client, scene):
        scene_jury.ready(scene)
        juror, response = scene.jurors[0], scene.responses[0]
        response.partners.create(organisation=scene_jury.make_company("Nieuw BV"), accepted_at=timezone.now())
        sent = {"conflicts": [scene.companies[0].pk], "explanation": "Ik werk bij Nieuw BV.", "declares": "on"}
        sign_in(client, juror.person).post(f"/jury/{scene.challenge.slug}/belangen/", sent)
        row = Interest.objects.get(juror=juror, response=response)
        assert (row.has_conflict, row.explanation) == (True, "Ik werk bij Nieuw BV.")
        assert client.get(at(scene, response)).status_code == 404
        assert client.get(at(scene, scene.responses[1])).status_code == 200

    def test_who_wrote_along_has_a_conflict_also_after_leaving(self, client, scene):
        juror, company, response = scene.jurors[0], scene.companies[0], scene.responses[0]
        member = company.memberships.create(user=juror.person, role="reader")
        scene_jury.assign(juror, response)
        sign_in(client, juror.person).post(f"/jury/{scene.challenge.slug}/belangen/", {"declares": "on"})
        member.delete()
        said = list(Interest.objects.order_by("response").values_list("has_conflict", "explanation"))
        assert said == [(True, "Schreef zelf mee aan deze inzending."), (False, ""), (False, "")]
        assert client.get(at(scene, response)).status_code == 404

    def test_a_conflict_of_who_runs_it_hides_the_response_at_the_desk_too(self, client, scene, owner, deputy):
        juror = scene_jury.make_juror(scene.challenge, owner)
        Interest.objects.create(juror=juror, response=scene.responses[1], has_conflict=True, explanation="Familie.")
        scene_jury.declare_nothing(juror, scene.responses[0])
        desk = f"/werkplek/uitdagingen/{scene.challenge.slug}/inzendingen"
        reads = [f"/werkplek/inzendingen/{response.reference}/" for response in scene.responses]
        for person, seen in ((owner, [True, False, True]), (deputy, [True] * 3)):
            sign_in(client, person)
            listed = client.get(f"{desk}/").content.decode()
            assert [response.reference in listed for response in scene.responses] == seen
            assert [client.get(url).status_code for url in reads] == [200 if shown else 404 for shown in seen]
            archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{desk}.zip"))))
            named = {name.split("/")[0] for name in archive.namelist()}
            assert [response.reference in named for response in scene.responses] == seen

    def test_a_conflict_that_is_found_while_reading(self, client, scene):
        ((assignment, *_more), *_rest) = scene_jury.ready(scene)
        scene_jury.score(assignment, 5, 5, 5)
        sign_in(client, scene.jurors[0].person)
        response = client.post(at(scene, scene.responses[0], "belang/"), {"explanation": "Toch een vriend."})
        assert response["Location"] == f"/jury/{scene.challenge.slug}/"
        assert client.get(at(scene, scene.responses[0])).status_code == 404
        sign_in(client, scene.jurors[1].person)
        second = scene.jurors[1].assignments.get(submission__response=scene.responses[0])
        scene_jury.score(second, 1, 1, 1)
        page = client.get(at(scene, scene.responses[0], "gesprek/")).content.decode()
        assert (scene.jurors[0].name in page, "Omdat 1." in page) == (False, True)


class TestReading:
    def test_what_is_read_and_that_it_is_written_down_by_keys_only(self, client, scene):
        scene_jury.ready(scene)
        page = sign_in(client, scene.jurors[0].person).get(at(scene, scene.responses[0]))
        words = page.content.decode()
        assert [word in words for word in ("Plan van A.", "Wij zijn Aardbei BV.", "Klimop", "1.500,50")] == [True] * 4
        assert "no-store" in page["Cache-Control"]
        submission = scene.responses[0].submissions.get()
        assert facts_of(JuryEvent.READ) == [
            {
                "reference": "",
                "title": scene.challenge.title,
                "juror_id": scene.jurors[0].pk,
                "response_id": scene.responses[0].pk,
                "submission_id": submission.pk,
            }
        ]

    def test_what_was_damaged_is_said(self, client, scene):
        juror, response = scene.jurors[0], scene.responses[0]
        scene_jury.declare_nothing(juror, *scene.responses)
        scene_jury.assign(juror, response)
        with factories.thawed():
            response.submissions.update(sealed=b"\x01" + bytes(60))
        page = sign_in(client, juror.person).get(f"/jury/{scene.challenge.slug}/{response.reference}/")
        assert (page.status_code, "Deze inzending is beschadigd of veranderd." in page.text) == (200, True)

    def test_blind_reading_names_nobody(self, client, programme, owner, deputy):
        blind = scene_jury.in_review(programme, owner, deputy, is_blind=True)
        scene_jury.ready(blind)
        sign_in(client, blind.jurors[0].person)
        pages = [f"/jury/{blind.challenge.slug}/", *(at(blind, response) for response in blind.responses)]
        words = "".join(client.get(page).content.decode() for page in pages)
        assert not any(company.name in words for company in blind.companies)
        assert "Wij zijn" not in words
        assert all(f"Plan van {letter}." in words for letter in "ABC")

    @pytest.mark.parametrize("blind", [False, True])
    def test_a_file_is_a_download_and_blind_without_its_name(
        self, client, programme, owner, deputy, sealed_folder, blind
    ):
        scene = scene_jury.in_review(programme, owner, deputy, is_blind=blind)
        file = scene_jury.attach(scene.responses[0], scene.phase)
        other = scene_jury.attach(scene.responses[1], scene.phase)
        juror = scene.jurors[0]
        scene_jury.declare_nothing(juror, *scene.responses)
        scene_jury.assign(juror, scene.responses[0])
        sign_in(client, juror.person)
        url = at(scene, scene.responses[0], f"bestand/{file.uuid}/")
        assert url in client.get(at(scene, scene.responses[0])).content.decode()
        answer = client.get(url)
        named = "bestand-1.pdf" if blind else "offerte Aardbei BV.pdf"
        assert (b"".join(answer.streaming_content), answer["X-Content-Type-Options"]) == (b"%PDF-1.4 geheim", "nosniff")
        assert answer["Content-Disposition"] == f'attachment; filename="{named}"'
        assert "sandbox" in answer["Content-Security-Policy"]
        assert client.get(at(scene, scene.responses[0], f"bestand/{other.uuid}/")).status_code == 404
        assert client.get(at(scene, scene.responses[1], f"bestand/{other.uuid}/")).status_code == 404

    def test_a_file_that_was_not_accepted_is_not_there(self, client, scene, sealed_folder):
        file = scene_jury.attach(scene.responses[0], scene.phase)
        with factories.thawed():
            type(file).objects.filter(pk=file.pk).update(completed_at=None)
        scene_jury.ready(scene)
        words = sign_in(client, scene.jurors[0].person).get(at(scene, scene.responses[0])).content.decode()
        assert ("Geen bestand." in words, str(file.uuid) in words) == (True, False)

    def test_a_file_that_says_who_it_is_stays_away_in_blind_reading(
        self, client, programme, owner, deputy, sealed_folder
    ):
        scene = scene_jury.in_review(programme, owner, deputy, is_blind=True)
        file = scene_jury.attach(scene.responses[0], scene.phase, is_identifying=True)
        juror = scene.jurors[0]
        scene_jury.declare_nothing(juror, *scene.responses)
        scene_jury.assign(juror, scene.responses[0])
        sign_in(client, juror.person)
        assert client.get(at(scene, scene.responses[0])).status_code == 200
        assert client.get(at(scene, scene.responses[0], f"bestand/{file.uuid}/")).status_code == 404

    def test_hostile_words_of_a_response_are_only_words(self, client, scene):
        text = "<script>alert(1)</script> \u202eomgekeerd {{ settings.SECRET_KEY }}"
        scene_jury.hand_in(scene.responses[0], scene.phase, text, number=2)
        juror = scene.jurors[0]
        scene_jury.declare_nothing(juror, *scene.responses)
        scene_jury.assign(juror, scene.responses[0])
        words = sign_in(client, juror.person).get(at(scene, scene.responses[0])).content.decode()
        assert "<script>alert" not in words
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words
        assert "{{ settings.SECRET_KEY }}" in words


class TestScoring:
    def test_a_concept_and_then_for_good(self, client, scene):
        scene_jury.ready(scene)
        criteria = list(scene.phase.criteria.order_by("number"))
        sign_in(client, scene.jurors[0].person)
        url = at(scene, scene.responses[0])
        half = {"doe": "bewaar", f"score_{criteria[0].pk}": "4", f"text_{criteria[1].pk}": "Nog te doen."}
        assert client.post(url, half)["Location"] == url
        card = Scorecard.objects.get()
        assert (card.final_at, list(card.scores.values_list("criterion", "value", "text"))) == (
            None,
            [(criteria[0].pk, 4, "")],
        )
        response = client.post(url, {**half, "doe": "definitief"})
        missing = {f"text_{criteria[0].pk}": ["Vertel kort waarom."]}
        missing |= {f"score_{one.pk}": ["Kies een score."] for one in criteria[1:]}
        assert (response.status_code, dict(response.context["form"].errors)) == (422, missing)
        assert client.post(url, card_of(scene.phase, "4", "nvt", "0"))["Location"] == f"{url}gesprek/"
        card.refresh_from_db()
        values = list(card.scores.order_by("criterion__number").values_list("value", "text"))
        assert (card.final_at is None, values) == (
            False,
            [(4, "Omdat ik 4 vind."), (None, "Omdat ik nvt vind."), (0, "Omdat ik 0 vind.")],
        )
        assert client.post(url, card_of(scene.phase, "5", "5", "5")).status_code == 422
        assert list(card.scores.order_by("criterion__number").values_list("value", flat=True)) == [4, None, 0]

    @pytest.mark.parametrize("value", ["6", "-1", "1.5", "drie", "5\u0000", "9" * 40])
    def test_a_score_that_is_none_is_refused(self, client, scene, value):
        scene_jury.ready(scene)
        sign_in(client, scene.jurors[0].person)
        assert client.post(at(scene, scene.responses[0]), card_of(scene.phase, value, "1", "1")).status_code == 422
        assert Scorecard.objects.count() == 0

    def test_nobody_sees_what_others_scored_before_their_own_is_final(self, client, scene):
        first, second = scene_jury.ready(scene)
        scene_jury.score(first[0], 5, 0, 3)
        url = at(scene, scene.responses[0])
        sign_in(client, scene.jurors[1].person)
        doors = [
            "/jury/",
            f"/jury/{scene.challenge.slug}/",
            f"/jury/{scene.challenge.slug}/belangen/",
            url,
            f"{url}belang/",
        ]
        client.post(url, card_of(scene.phase, "1", "1", "1", done="bewaar"))
        for door in doors:
            page = client.get(door)
            assert (
                page.status_code,
                "Omdat 5." in page.content.decode(),
                scene.jurors[0].name in page.content.decode(),
            ) == (200, False, False)
        closed = [
            client.get(f"{url}gesprek/"),
            client.post(f"{url}gesprek/", {"text": "Hoi"}),
            client.get(f"{url}opnieuw/"),
            client.post(f"{url}opnieuw/", card_of(scene.phase, "1", "1", "1", reason="Zomaar")),
        ]
        assert [page.status_code for page in closed] == [404] * 4
        client.post(url, card_of(scene.phase, "1", "1", "1"))
        words = client.get(f"{url}gesprek/").content.decode()
        assert ("Omdat 5." in words, scene.jurors[0].name in words) == (True, True)
        assert "De scores liggen ver uit elkaar" in words
        assert second[0].scorecards.count() == 1

    def test_talk_and_a_second_score_with_a_reason(self, client, scene):
        first, second = scene_jury.ready(scene)
        scene_jury.score(first[0], 5, 0, 3)
        scene_jury.score(second[0], 2, 2, 2)
        url = at(scene, scene.responses[0])
        sign_in(client, scene.jurors[1].person)
        assert client.post(f"{url}gesprek/", {"text": "<b>Duur</b>, vind ik."})["Location"] == f"{url}gesprek/"
        assert client.post(f"{url}opnieuw/", card_of(scene.phase, "5", "1", "2", reason=" ")).status_code == 422
        assert (
            client.post(f"{url}opnieuw/", card_of(scene.phase, "5", "1", "2", reason="Overtuigd.")).status_code == 302
        )
        words = sign_in(client, scene.jurors[0].person).get(f"{url}gesprek/").content.decode()
        assert [text in words for text in ("&lt;b&gt;Duur&lt;/b&gt;, vind ik.", "Overtuigd.", "Tweede lezing")] == [
            True
        ] * 3
        assert [card.reading for card in second[0].scorecards.all()] == [1, 2]
        sign_in(client, scene.jurors[1].person)
        assert client.post(f"{url}opnieuw/", card_of(scene.phase, "0", "0", "0", reason="Nog eens.")).status_code == 422


class TestWhoComesWhere:
    """Every role at every door of the jury, for reading and for sending."""

    DOORS = ("", "belangen/", "{response}/", "{response}/belang/", "{response}/gesprek/", "{response}/opnieuw/")

    @pytest.fixture
    def people(self, scene, owner, stranger, administrator, coordinator, resident):
        scene_jury.ready(scene)
        for assignment in scene.jurors[0].assignments.all():
            scene_jury.score(assignment, 3, 3, 3)
        left = scene_jury.make_juror(scene.challenge, factories.make_resident("weg"))
        scene_jury.declare_nothing(left, *scene.responses)
        scene_jury.score(scene_jury.assign(left, scene.responses[0]), 1, 1, 1)
        left.ended_at = timezone.now()
        left.save(update_fields=["ended_at"])
        elsewhere = scene_jury.in_review(scene.challenge.programme, owner, administrator)
        idle = scene_jury.make_juror(scene.challenge, factories.make_resident("zonder"))
        scene_jury.declare_nothing(idle, *scene.responses)
        maker = scene_jury.make_juror(scene.challenge, scene.makers[0])
        scene_jury.declare_nothing(maker, *scene.responses)
        scene_jury.score(scene_jury.assign(maker, scene.responses[0]), 5, 5, 5)
        return {
            "juror": scene.jurors[0].person, "left": left.person, "elsewhere": elsewhere.jurors[0].person, "idle": idle.person, "maker": maker.person,
            "owner": owner, "stranger": stranger, "administrator": administrator, "coordinator": coordinator, "resident": resident,
        }  # fmt: skip

    NOBODY = (404,) * 6
    TABLE = {
        "juror": (200,) * 6,
        "idle": (200, 200, 404, 404, 404, 404),
        "maker": (200, 200, 404, 404, 404, 404),
        "left": NOBODY,
        "elsewhere": NOBODY,
        "owner": NOBODY,
        "stranger": NOBODY,
        "administrator": NOBODY,
        "coordinator": NOBODY,
        "resident": NOBODY,
    }

    @pytest.mark.parametrize("who", TABLE)
    def test_by_role(self, client, scene, people, who):
        sign_in(client, people[who])
        doors = [
            f"/jury/{scene.challenge.slug}/" + door.format(response=scene.responses[0].reference) for door in self.DOORS
        ]
        assert tuple(client.get(door).status_code for door in doors) == self.TABLE[who]
        refused = tuple(
            405 if number == 0 else status if status == 404 else 422 for number, status in enumerate(self.TABLE[who])
        )
        assert tuple(client.post(door).status_code for door in doors) == refused

    @pytest.mark.parametrize("status", ChallengeStatus)
    def test_by_status(self, client, scene, people, status):
        with factories.thawed():
            type(scene.challenge).objects.filter(pk=scene.challenge.pk).update(status=status, reason="Geen geld.")
        sign_in(client, people["juror"])
        doors = [
            f"/jury/{scene.challenge.slug}/" + door.format(response=scene.responses[0].reference) for door in self.DOORS
        ]
        expected = 200 if status == ChallengeStatus.IN_REVIEW else 404
        assert {client.get(door).status_code for door in doors} == {expected}
        assert client.get("/jury/").status_code == 200

    def test_not_before_two_people_opened_not_another_phase_and_not_what_was_withdrawn(self, client, scene, people):
        sign_in(client, people["juror"])
        url = at(scene, scene.responses[0])

        def status_when(rows, **change):
            with factories.thawed():
                before = rows.values(*change).get()
                rows.update(**change)
            status = client.get(url).status_code
            with factories.thawed():
                rows.update(**before)
            return status

        phases = type(scene.phase).objects.filter(pk=scene.phase.pk)
        responses = type(scene.responses[0]).objects.filter(pk=scene.responses[0].pk)
        challenges = type(scene.challenge).objects.filter(pk=scene.challenge.pk)
        assert client.get(url).status_code == 200
        assert status_when(phases, unsealed_at=None) == 404
        assert status_when(challenges, phase_number=2) == 404
        assert status_when(responses, status=ResponseStatus.WITHDRAWN) == 404
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_lists_cost_the_same_however_long(client, scene, django_assert_max_num_queries, count):
    juror = scene.jurors[0]
    responses = [
        scene_jury.make_response(scene.challenge, scene_jury.make_company(f"Bedrijf {n}")) for n in range(count)
    ]
    scene_jury.declare_nothing(juror, *scene.responses, *responses)
    for response in responses:
        scene_jury.assign(juror, response)
    sign_in(client, juror.person)
    client.get("/jury/")
    with django_assert_max_num_queries(8):
        client.get("/jury/")
    with django_assert_max_num_queries(11):
        assert client.get(f"/jury/{scene.challenge.slug}/").content.count(b"Nog te lezen") == count
    with django_assert_max_num_queries(10):
        client.get(f"/jury/{scene.challenge.slug}/belangen/")
