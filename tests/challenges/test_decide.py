"""Deciding: prepared, previewed, sent at once, and never changed; then objecting."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from challenges import deciding
from challenges.actions.decide import send_decision
from challenges.events import ChallengeEvent, ResponseEvent
from challenges.models import Determination, Interest, Objection, Publication, Verdict
from challenges.ranking import Placed
from challenges.statuses import ChallengeStatus, Outcome, ResponseStatus
from participation.calendar import calendar_with
from participation.models import ClosedDay, Event
from tests import factories
from tests.challenges import scene_jury
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(programme, owner, deputy):
    scene = scene_jury.in_review(programme, owner, deputy)
    for rows in scene_jury.ready(scene):
        for row, value in zip(rows, (5, 4, 3), strict=True):
            scene_jury.score(row, value, value, value)
    return scene


def desk(scene, door=""):
    return f"/werkplek/uitdagingen/{scene.challenge.slug}/besluit/{door}"


def filled(scene, *outcomes, edition=0, **fields):
    """The form with an outcome and a reason for each response."""
    sent = {
        "edition": str(edition),
        "reasons": "Dit plan past het best.",
        "departs_because": "",
        "rest_reason": "",
        **fields,
    }
    for response, outcome in zip(scene.responses, outcomes, strict=True):
        pk = response.submissions.get().pk
        sent |= {
            f"outcome_{pk}": outcome,
            f"reason_{pk}": f"Reden voor {response.organisation.name}." if outcome else "",
        }
    return sent


def decide(client, scene, owner, *outcomes, **fields):
    sign_in(client, owner)
    assert client.post(desk(scene), filled(scene, *outcomes, **fields)).status_code == 302
    return client.post(desk(scene, "versturen/"), {"edition": "1"}, follow=True)


def test_the_page_holds_all_that_its_form_asks(client, scene, owner):
    page = BeautifulSoup(sign_in(client, owner).get(desk(scene)).content, "html.parser")
    asked = {one["name"]: one.get("value", "") for one in page.main.select("input, select, textarea")}
    assert set(filled(scene, "won", "rejected", "rejected")) == set(asked) - {"csrfmiddlewaretoken"}
    assert asked["edition"] == "0"


def test_who_decides_sees_the_makers_and_can_read_what_they_said_in_each_round(client, scene, owner):
    first, second, _third = scene.responses
    for name, accepted_at in (("Peer BV", timezone.now()), ("Druif BV", timezone.now()), ("Vijg BV", None)):
        first.partners.create(organisation=scene_jury.make_company(name), accepted_at=accepted_at)
    page = BeautifulSoup(sign_in(client, owner).get(desk(scene)).content, "html.parser")
    shown = [panel.get_text(" ", strip=True) for panel in page.main.select("form > .panel")]
    assert ["Partners: Druif BV, Peer BV" in words for words in shown] == [True, False, False]
    assert "Vijg" not in page.get_text()
    scene.challenge.phase_number = 2
    scene.challenge.save(update_fields=["phase_number"])
    again = scene_jury.make_phase(scene.challenge, 2)
    scene_jury.hand_in(second, again, number=2)
    page = BeautifulSoup(client.get(desk(scene)).content, "html.parser")
    doors = [link["href"] for link in page.main.select("form > .panel a")]
    assert doors == [f"{second.get_desk_url()}?ronde={number}" for number in (1, 2)]
    assert [client.get(door).status_code for door in doors] == [200, 200]


def test_the_whole_way_to_a_winner(client, scene, owner):
    scene.responses[1].agrees_to_publish = True
    scene.responses[1].save(update_fields=["agrees_to_publish"])
    sign_in(client, owner)
    assert client.post(desk(scene), filled(scene, "won", "", "", rest_reason="Niet het beste plan.")).status_code == 302
    preview = client.get(desk(scene, "brieven/"))
    letters = [letter for _row, letter in preview.context["letters"]]
    assert Event.objects.filter(kind=ResponseEvent.LETTER).count() == 0
    page = client.post(desk(scene, "versturen/"), {"edition": "1"}, follow=True)
    assert "Het besluit is verstuurd." in page.content.decode()
    decision = Determination.objects.get()
    verdicts = Verdict.objects.order_by("rank")
    assert [verdict.letter for verdict in verdicts] == letters
    said = list(verdicts.values_list("outcome", "reason", "rank", "score"))
    assert said == [
        ("won", "Reden voor Aardbei BV.", 1, 5),
        ("rejected", "Niet het beste plan.", 2, 4),
        ("rejected", "Niet het beste plan.", 3, 3),
    ]
    assert (decision.decided_by, decision.departs, decision.sent_at is None) == (owner, False, False)
    scene.challenge.refresh_from_db()
    assert scene.challenge.status == ChallengeStatus.DECIDED
    title = scene.challenge.title
    told = Event.objects.filter(kind=ResponseEvent.LETTER).order_by("subject_id")
    assert [(event.subject_id, event.facts) for event in told] == [
        (response.pk, {"reference": "", "title": title, "outcome": verdict.outcome, "verdict_id": verdict.pk})
        for response, verdict in zip(scene.responses, verdicts, strict=True)
    ]
    assert [event.facts for event in Event.objects.filter(kind=ChallengeEvent.DECIDED)] == [
        {"reference": "", "title": title}
    ]
    shown = list(Publication.objects.values_list("organisation_name", "is_winner", "answers"))
    assert shown == [
        ("Aardbei BV", True, [["Samenvatting", "Plan van A."]]),
        ("Braam BV", False, [["Samenvatting", "Plan van B."]]),
    ]


def test_each_letter_tells_its_makers_their_own_and_nothing_of_others(client, scene, owner):
    decide(client, scene, owner, "won", "rejected", "rejected")
    for response, other in zip(scene.responses, scene.responses[::-1], strict=True):
        letter = Verdict.objects.get(submission__response=response).letter
        assert response.organisation.name in letter
        assert f"Reden voor {response.organisation.name}." in letter
        if other != response:
            assert other.organisation.name not in letter
            assert other.reference not in letter
    letter = Verdict.objects.get(submission__response=scene.responses[1]).letter
    for line in (
        "Aan Braam BV",
        "Wij hebben uw inzending niet gekozen.",
        "- Haalbaar (gewicht 50): 4,00",
        "- Totaal: 4,00",
        "Dit plan past het best.",
    ):
        assert line in letter
    assert "&" not in letter


def test_a_public_budget_is_written_as_people_write_figures(client, scene, owner):
    with factories.thawed():
        scene.phase.fields.filter(label="Begroting").update(is_confidential=False)
    decide(client, scene, owner, "won", "rejected", "rejected")
    shown = Publication.objects.get().answers
    assert shown == [["Samenvatting", "Plan van A."], ["Begroting", "Klimop: € 1.200,50\nWerk: € 300,00"]]


def test_what_is_missing_stops_everything(client, scene, owner):
    page = decide(client, scene, owner, "won", "", "rejected")
    assert (
        f"Dit mist nog: {scene.responses[1].reference}." in [str(message) for message in page.context["messages"]][-1]
    )
    page = sign_in(client, owner).post(desk(scene), filled(scene, "won", "rejected", "rejected", edition=1, reasons=""))
    page = client.post(desk(scene, "versturen/"), {"edition": "2"}, follow=True)
    assert "Vertel waarom u dit besluit." in page.content.decode()
    client.post(desk(scene), filled(scene, "rejected", "won", "rejected", edition=2))
    page = client.post(desk(scene, "versturen/"), {"edition": "3"}, follow=True)
    assert "Het besluit wijkt af van de jury. Vertel waarom." in page.content.decode()
    assert (Determination.objects.get().sent_at, Event.objects.filter(kind=ResponseEvent.LETTER).count()) == (None, 0)
    client.post(desk(scene), filled(scene, "rejected", "won", "rejected", edition=3, departs_because="Veel goedkoper."))
    client.post(desk(scene, "versturen/"), {"edition": "4"})
    assert Determination.objects.filter(departs=True, sent_at__isnull=False).exists()


def test_two_colleagues_do_not_overwrite_each_other(client, scene, owner):
    sign_in(client, owner)
    client.post(desk(scene), filled(scene, "won", "rejected", "rejected"))
    late = client.post(desk(scene), filled(scene, "rejected", "won", "rejected", reasons="Mijn tekst."))
    assert late.status_code == 422
    assert "Mijn tekst." in late.content.decode()
    assert set(Verdict.objects.filter(outcome="won").values_list("submission__response", flat=True)) == {
        scene.responses[0].pk
    }
    page = client.post(desk(scene, "versturen/"), {"edition": "0"}, follow=True)
    assert "Bekijk de brieven opnieuw" in page.content.decode()
    assert Determination.objects.get().sent_at is None


def test_sending_twice_sends_once(client, scene, owner):
    decide(client, scene, owner, "won", "rejected", "rejected")
    client.post(desk(scene, "versturen/"), {"edition": "1"})
    assert client.post(desk(scene), filled(scene, "rejected", "won", "rejected", edition=1)).status_code == 200
    assert Event.objects.filter(kind=ResponseEvent.LETTER).count() == 3
    assert Verdict.objects.get(outcome="won").submission.response == scene.responses[0]


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_the_middle_leaves_nothing(scene, client, owner, monkeypatch):
    sign_in(client, owner).post(desk(scene), filled(scene, "won", "rejected", "rejected"))
    monkeypatch.setattr("challenges.actions.decide.withdraw_pages", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send_decision(scene.challenge, actor=owner, edition=1)
    scene.challenge.refresh_from_db()
    rows = (Determination.objects.get().sent_at, scene.challenge.status, Publication.objects.count())
    assert rows == (None, ChallengeStatus.IN_REVIEW, 0)
    assert set(Verdict.objects.values_list("letter", flat=True)) == {""}
    assert not Event.objects.filter(kind__in=[ResponseEvent.LETTER, ChallengeEvent.DECIDED]).exists()


def test_a_response_with_too_few_readers_cannot_be_decided_on(client, scene, owner):
    with factories.thawed():
        type(scene.phase).objects.filter(pk=scene.phase.pk).update(min_readers=3)
    assert "te weinig lezers" in decide(client, scene, owner, "won", "rejected", "rejected").content.decode()
    assert Determination.objects.get().sent_at is None


class TestNextPhase:
    @pytest.fixture
    def following(self, scene):
        now = timezone.now()
        return scene_jury.make_phase(
            scene.challenge,
            2,
            opens_at=now,
            closes_at=now + timedelta(days=20),
            unsealed_at=None,
            title="Volledig plan",
        )

    def test_who_was_selected_goes_on(self, client, scene, owner, following):
        decide(client, scene, owner, "selected", "selected", "rejected")
        scene.challenge.refresh_from_db()
        assert (scene.challenge.status, scene.challenge.phase_number) == (ChallengeStatus.OPEN, 2)
        states = [(response.status, response.phase_number) for response in scene.challenge.responses.order_by("pk")]
        assert states == [(ResponseStatus.CONCEPT, 2), (ResponseStatus.CONCEPT, 2), (ResponseStatus.SUBMITTED, 1)]
        assert [event.facts["phase"] for event in Event.objects.filter(kind=ChallengeEvent.NEXT_PHASE)] == [
            "Volledig plan"
        ]
        assert Publication.objects.count() == 0

    def test_the_round_before_stays_to_be_read_as_it_was(self, client, scene, owner, following):
        sign_in(client, owner)
        url = f"/werkplek/uitdagingen/{scene.challenge.slug}/"
        before = client.get(f"{url}rangorde/rangorde.csv").content
        decide(client, scene, owner, "selected", "rejected", "rejected")
        scene.companies[0].memberships.create(user=scene.jurors[0].person)
        late = {"juror": scene.jurors[1], "response": scene.responses[1]}
        Interest.objects.filter(**late).update(has_conflict=True, explanation="Later.")
        assert f"{url}rangorde/?ronde=1" in client.get(desk(scene)).content.decode()
        assert client.get(f"{url}rangorde/?ronde=1").context["standing"].rows[0].readers == 2
        for asked in ("", "?ronde=1"):
            assert client.get(f"{url}rangorde/rangorde.csv{asked}").content == before
        for asked in ("?ronde=2", "?ronde=x", "?ronde=99999999999"):
            assert client.get(f"{url}rangorde/rangorde.csv{asked}").status_code == 404
            assert client.get(f"{url}rangorde/{asked}").context["standing"] is None

    def test_each_round_is_read_and_taken_along_with_its_own_version(self, client, scene, owner, following):
        first, other, _third = scene.responses
        url, reads = f"/werkplek/uitdagingen/{scene.challenge.slug}/", "/werkplek/inzendingen/{}/{}"
        decide(client, scene, owner, "selected", "rejected", "rejected")
        assert f"{url}inzendingen/" in client.get(url).content.decode()

        def taken(asked):
            archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{url}inzendingen.zip{asked}"))))
            told = [json.loads(archive.read(name)) for name in archive.namelist() if name.endswith("zending.json")]
            return {(one["reference"], one["round"], one["version"], one["answers"][0]["answer"]) for one in told}

        of_first = {
            (response.reference, 1, 1, f"Plan van {name}.")
            for response, name in zip(scene.responses, "ABC", strict=True)
        }
        assert taken("") == taken("?ronde=1") == of_first
        scene_jury.hand_in(first, following, "Eerste poging.", number=1)
        scene_jury.hand_in(first, following, "Het hele plan.", number=2)
        with factories.thawed():
            opened = {"closes_at": timezone.now() - timedelta(days=1), "opens_at": timezone.now() - timedelta(days=9)}
            type(following).objects.filter(pk=following.pk).update(**opened, unsealed_at=timezone.now())
            type(scene.challenge).objects.update(status=ChallengeStatus.IN_REVIEW)
        assert (taken(""), taken("?ronde=1")) == ({(first.reference, 2, 2, "Het hele plan.")}, of_first)
        assert client.get(f"{url}inzendingen.zip?ronde=3").status_code == 404
        page = client.get(f"{url}inzendingen/?ronde=1").content.decode()
        assert [f"{reads.format(one.reference, '?ronde=1')}" in page for one in scene.responses] == [True] * 3
        texts = [client.get(reads.format(first.reference, asked)).content.decode() for asked in ("", "?ronde=1")]
        assert [("Het hele plan." in text, "Plan van A." in text) for text in texts] == [(True, False), (False, True)]
        assert client.get(reads.format(other.reference, "?ronde=2")).status_code == 404

    def test_the_pages_of_a_round_stay_in_that_round(self, client, scene, owner, following):
        for number in range(20):
            scene_jury.make_response(scene.challenge, scene_jury.make_company(f"Bedrijf {number}"), scene.phase)
        scene_jury.hand_in(scene.responses[0], following)
        with factories.thawed():
            opened = {"closes_at": timezone.now() - timedelta(days=1), "opens_at": timezone.now() - timedelta(days=9)}
            type(following).objects.filter(pk=following.pk).update(**opened, unsealed_at=timezone.now())
        url = f"/werkplek/uitdagingen/{scene.challenge.slug}/inzendingen/"
        page = sign_in(client, owner).get(f"{url}?ronde=1")
        rest = client.get(url + page.context["next_url"])
        assert (len(page.context["rows"]), len(rest.context["rows"]), rest.context["phase"]) == (20, 3, scene.phase)
        back = client.get(url + rest.context["previous_url"])
        assert (back.context["rows"], back.context["phase"]) == (page.context["rows"], scene.phase)

    def test_a_file_of_a_round_before_is_still_there(self, client, scene, owner, following, sealed_folder):
        file = scene_jury.attach(scene.responses[0], scene.phase)
        scene_jury.hand_in(scene.responses[0], following)
        with factories.thawed():
            opened = {"closes_at": timezone.now() - timedelta(days=1), "opens_at": timezone.now() - timedelta(days=9)}
            type(following).objects.filter(pk=following.pk).update(**opened, unsealed_at=timezone.now())
        url = f"/werkplek/inzendingen/{scene.responses[0].reference}/bestand/{file.uuid}/"
        assert b"".join(sign_in(client, owner).get(url).streaming_content) == b"%PDF-1.4 geheim"

    @pytest.mark.parametrize(("number", "phase"), [(0, 2), (2, 1)])
    def test_what_was_handed_in_stays_to_be_read_and_checked(
        self, client, scene, owner, following, monkeypatch, number, phase
    ):
        decide(client, scene, owner, "selected", "selected", "rejected")
        submission = scene.responses[number].submissions.get()
        maker, place = sign_in(client, scene.makers[number]), f"/inzendingen/{scene.responses[number].reference}/"
        page = maker.get(place)
        assert (page.context["desk"].phase.number, page.context["may_write"]) == (phase, phase == 2)
        assert submission.sha256 in maker.get(f"{place}ontvangst/").content.decode()
        monkeypatch.setattr("challenges.views.response_more.hash_of", lambda _text: submission.sha256)
        file = maker.get(f"{place}ontvangst/1-1.json")
        assert (file.status_code, json.loads(file.content)["round"]) == (200, 1)
        assert maker.get(f"{place}ontvangst/2-1.json").status_code == 404

    def test_nobody_wins_yet(self, client, scene, owner, following):
        response = sign_in(client, owner).post(desk(scene), filled(scene, "won", "rejected", "rejected"))
        assert response.status_code == 422

    def test_without_anybody_it_ends_here(self, client, scene, owner, following):
        decide(client, scene, owner, "rejected", "rejected", "rejected")
        scene.challenge.refresh_from_db()
        assert (scene.challenge.status, scene.challenge.phase_number) == (ChallengeStatus.DECIDED, 1)

    def test_a_round_that_is_over_takes_nobody(self, client, scene, owner, following):
        with factories.thawed():
            type(following).objects.filter(pk=following.pk).update(
                opens_at=timezone.now() - timedelta(days=2), closes_at=timezone.now()
            )
        page = decide(client, scene, owner, "selected", "rejected", "rejected")
        assert "De volgende ronde is al voorbij" in page.content.decode()
        assert Determination.objects.get().sent_at is None


@pytest.mark.parametrize(
    ("sent_on", "last"),
    [
        (date(2026, 9, 1), date(2026, 10, 13)),  # A Tuesday, six weeks later.
        (date(2026, 11, 13), date(2026, 12, 28)),  # 25 December, Boxing Day, Saturday and Sunday are in the way.
        (date(2026, 3, 23), date(2026, 5, 6)),  # 4 May is closed here, 5 May is a holiday each year.
    ],
)
def test_the_last_day_to_object(sent_on, last):
    assert deciding.last_day_to_object(sent_on, calendar_with([date(2026, 5, 4)]).is_working) == last


@pytest.mark.parametrize(
    ("ranks", "chosen", "expected"),
    [
        ((1, 2, 3), {0}, False), ((1, 2, 3), {1}, True), ((1, 2, 3), {0, 1}, False), ((1, 2, 3), {0, 2}, True),
        ((1, 1, 3), {0}, False), ((1, 1, 3), {1}, False), ((1, None), {1}, True), ((None, None), {0}, False), ((1, 2), set(), False), ((), set(), False),
    ],
)  # fmt: skip
def test_when_a_decision_departs_from_the_jury(ranks, chosen, expected):
    placed = [Placed(key, None, rank) for key, rank in enumerate(ranks)]
    outcomes = {key: Outcome.WON if key in chosen else Outcome.REJECTED for key in range(len(ranks))}
    assert deciding.departs(placed, outcomes) == expected


class TestObjecting:
    @pytest.fixture
    def decided(self, client, scene, owner):
        decide(client, scene, owner, "won", "rejected", "rejected")
        return scene

    def url(self, scene, place=1):
        return f"/inzendingen/{scene.responses[place].reference}/besluit/"

    def test_the_makers_read_their_letter_and_object_once(self, client, decided, owner, deputy):
        sign_in(client, decided.makers[1])
        assert "Reden voor Braam BV." in client.get(self.url(decided)).content.decode()
        assert client.post(self.url(decided), {"text": "<i>Oneerlijk.</i>"})["Location"] == self.url(decided)
        assert client.post(self.url(decided), {"text": "Nog eens."}).status_code == 422
        objection = Objection.objects.get()
        desk_url = f"/werkplek/uitdagingen/{decided.challenge.slug}/bezwaren/{objection.pk}/"
        answer = {"status": "dismissed", "answer": "De jury las het goed."}
        refused = sign_in(client, owner).post(desk_url, answer)
        assert (refused.status_code, Objection.objects.get().status) == (422, "received")
        sign_in(client, deputy)
        assert "&lt;i&gt;Oneerlijk.&lt;/i&gt;" in client.get(desk_url).content.decode()
        assert client.post(desk_url, {**answer, "answer": ""}).status_code == 422
        assert client.post(desk_url, answer).status_code == 302
        assert client.post(desk_url, {"status": "upheld", "answer": "Toch wel."}).status_code == 422
        objection.refresh_from_db()
        assert (objection.status, objection.answer, objection.answered_by) == (
            "dismissed",
            "De jury las het goed.",
            deputy,
        )
        assert "De jury las het goed." in sign_in(client, decided.makers[1]).get(self.url(decided)).content.decode()
        facts = {"reference": "", "title": decided.challenge.title}
        kinds = [ResponseEvent.OBJECTED, ResponseEvent.OBJECTION_ANSWERED]
        assert [[event.facts for event in Event.objects.filter(kind=kind)] for kind in kinds] == [[facts], [facts]]

    def test_what_waits_for_an_answer_stands_first(self, client, decided, deputy):
        for place in (1, 2):
            sign_in(client, decided.makers[place]).post(self.url(decided, place), {"text": "Oneerlijk."})
        first, second = Objection.objects.order_by("made_at")
        sign_in(client, deputy)
        url = f"/werkplek/uitdagingen/{decided.challenge.slug}/bezwaren/"
        assert list(client.get(url).context["objections"]) == [first, second]
        client.post(f"{url}{first.pk}/", {"status": "dismissed", "answer": "De jury las het goed."})
        assert list(client.get(url).context["objections"]) == [second, first]

    def test_one_day_too_late_is_too_late(self, client, decided):
        with factories.thawed():
            Determination.objects.update(object_before=timezone.localdate())
        sign_in(client, decided.makers[1])
        assert "Maak bezwaar" in client.get(self.url(decided)).content.decode()
        with factories.thawed():
            Determination.objects.update(object_before=timezone.localdate() - timedelta(days=1))
        assert "Maak bezwaar" not in client.get(self.url(decided)).content.decode()
        assert client.post(self.url(decided), {"text": "Te laat."}).status_code == 422
        assert Objection.objects.count() == 0

    def test_who_reads_a_letter(self, client, decided, owner, administrator, resident):
        others = [decided.makers[0], owner, administrator, resident, decided.jurors[0].person]
        assert [sign_in(client, person).get(self.url(decided)).status_code for person in others] == [404] * 5
        assert [sign_in(client, person).post(self.url(decided), {"text": "x"}).status_code for person in others] == [
            404
        ] * 5

    def test_a_reader_of_the_organisation_reads_and_does_not_object(self, client, decided, resident):
        decided.companies[1].memberships.create(user=resident, role="reader")
        sign_in(client, resident)
        assert client.get(self.url(decided)).status_code == 200
        assert client.post(self.url(decided), {"text": "x"}).status_code == 422
        assert Objection.objects.count() == 0

    def test_there_is_no_letter_before_it_is_sent(self, client, scene):
        assert sign_in(client, scene.makers[1]).get(self.url(scene)).status_code == 404

    def test_the_public_reads_who_won_and_nothing_of_the_others(self, client, decided):
        client.logout()
        words = client.get(f"/uitdagingen/{decided.challenge.slug}/").content.decode()
        assert [text in words for text in ("Aardbei BV", "Plan van A.", "Dit plan past het best.")] == [True] * 3
        hidden = (
            "Braam",
            "Citroen",
            "Wij zijn Aardbei",
            "Klimop",
            *(response.reference for response in decided.responses),
        )
        assert not any(text in words for text in hidden)


def test_a_closed_day_moves_the_last_day(client, scene, owner):
    day = deciding.last_day_to_object(timezone.localdate(), calendar_with([]).is_working)
    ClosedDay.objects.create(day=day, name="Gesloten")
    decide(client, scene, owner, "won", "rejected", "rejected")
    assert Determination.objects.get().object_before > day
