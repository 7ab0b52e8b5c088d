import io
import json
import time
from collections import Counter
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from ideas.actions.remind import remind_officials
from ideas.demo.answers import OF_ANSWERS
from ideas.demo.authors import OF_AUTHORS
from ideas.demo.content import OWN, read_content
from ideas.demo.story import BESIDE
from ideas.desk.choice import DeskChoice
from ideas.events import IdeaEvent
from ideas.models import (
    Answer,
    AnswerDraft,
    AnswerTemplate,
    AnswerVersion,
    Ballot,
    CoAuthor,
    Comment,
    Idea,
    IdeaPhoto,
    Note,
    Party,
    Rating,
    Referral,
    Report,
    Round,
    RoutingRule,
    Ruling,
    SavedSearch,
    Support,
    Weighing,
    Weights,
)
from ideas.statuses import Status
from ideas.workflow import MOVES
from notifications.models import Delivery
from participation.calendar import add_working_days, is_working_day
from participation.demo import totp
from participation.demo.people import OFFICIALS, PEOPLE
from participation.grants import held_by
from participation.models import Absence, Allowance, Area, ClosedDay, Event, Organisation, Programme, Theme, User
from participation.roles import Role

#: News of which the status of an idea knows nothing.
BESIDE_THE_STATUS = {IdeaEvent.REFERRAL_ANSWERED, *OF_AUTHORS, *OF_ANSWERS, *BESIDE} - {IdeaEvent.TRANSFERRED}
WANTED = [json.loads(line) for line in (OWN / "ideas.jsonl").read_text(encoding="utf-8").splitlines()]
EVERYTHING = (
    User,
    EmailAddress,
    Authenticator,
    Organisation,
    Programme,
    Theme,
    Area,
    RoutingRule,
    Idea,
    Support,
    Event,
    Answer,
    Round,
    Ballot,
    SavedSearch,
)


def load(*folder):
    out = io.StringIO()
    call_command("load_demo", *folder, stdout=out)
    return out.getvalue().splitlines()


def made_up():
    """The ideas of the files."""
    return Idea.objects.filter(title__in=[one["title"] for one in WANTED])


def counts():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


@pytest.fixture(scope="class")
def demo(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for all tests that only look at it."""
    with django_db_blocker.unblock():
        load()
        yield
        call_command("flush", "--no-input", verbosity=0)


@pytest.mark.usefixtures("demo")
@pytest.mark.django_db
class TestWhatIsThere:
    def test_everything_in_the_files_is_there(self):
        assert set(Idea.objects.values_list("status", flat=True)) == set(Status)
        assert Idea.objects.count() == len(WANTED) + 2  # One came on paper, and one is a part of another.
        assert list(Idea.objects.order_by("pk").values_list("title", flat=True)[:3]) == [i["title"] for i in WANTED[:3]]
        assert RoutingRule.objects.filter(catches_all=True).count() == 1
        of_the_files = {
            person["organisation"]["name"] for person in read_content(None).people if person.get("organisation")
        }
        alone = Organisation.objects.annotate(n=Count("members")).filter(name__in=of_the_files, n=1)
        assert set(alone.values_list("name", flat=True)) == of_the_files

    def test_everybody_on_the_screen_can_sign_in(self):
        for person in PEOPLE:
            user = User.objects.get(email=person.email)
            assert (user.nickname, user.is_official) == (person.nickname, person.kind == "official")
            assert EmailAddress.objects.filter(user=user, verified=True, primary=True).count() == 1
            assert user.check_password(person.password) is bool(person.password)
        for person in OFFICIALS:
            authenticator = Authenticator.objects.get(user__email=person.email)
            assert TOTP(authenticator).validate_code(totp.code(person.totp_secret, time.time()))

    def test_everybody_has_the_role_that_the_screen_says(self):
        people = User.objects.filter(email__in=[person.email for person in OFFICIALS])
        here = {held.role for roles in held_by(list(people)).values() for held in roles}
        assert here == set(Role)
        assert not Delivery.objects.filter(event__kind="person.role_given").exists()

    def test_roles(self):
        assert list(User.objects.filter(is_coordinator=True).values_list("email", flat=True)) == [
            "coordinator@example.org"
        ]
        assert list(User.objects.filter(is_superuser=True).values_list("email", flat=True)) == ["admin@example.org"]
        assert not Programme.objects.exclude(owner__kind="official").exists()

    def test_histories_are_in_order_and_nobody_is_mailed(self):
        now = timezone.now()
        assert not Event.objects.filter(dispatched_at__isnull=True).exists()
        for idea in made_up():
            mine = Event.objects.filter(subject_type="ideas.idea", subject_id=idea.pk, kind__in=IdeaEvent.values)
            events = list(mine.order_by("pk"))
            moments = [event.recorded_at for event in events]
            assert moments == sorted(moments)
            assert moments[0] == moments[1] == idea.submitted_at
            assert moments[-1] < now
            moves = [event for event in events if event.kind not in BESIDE_THE_STATUS]
            assert idea.status_since == moves[-1].recorded_at if len(moves) > 2 else moments[0]
            assert all(event.dispatched_at == event.recorded_at for event in events)

    def test_the_desk_is_full(self):
        person, today = User.objects.get(email="owner@example.org"), timezone.localdate()
        counts = DeskChoice.of(QueryDict("lijst=alle")).counts(person, today, {})
        assert {name for name, count in counts.items() if not count} <= {"geen-regel", "ping-pong", "week"}
        everything = User.objects.get(email="coordinator@example.org")
        assert DeskChoice.of(QueryDict("lijst=alle")).counts(everything, today, {})["geen-regel"]
        assert {note.author_id for note in Note.objects.all()} > {person.pk}

    def test_authors_go_on_with_their_ideas_and_nobody_is_mailed(self):
        kinds = ("idea.added", "idea.updated", "idea.joined")
        assert [Event.objects.filter(kind=kind).count() for kind in kinds] == [1, 1, 1]
        assert IdeaPhoto.objects.exclude(description="").count() == IdeaPhoto.objects.count() == 9
        assert CoAuthor.objects.get().accepted_at
        assert not Event.objects.filter(dispatched_at=None).exists()

    def test_the_desk_has_something_around_answers(self):
        assert (AnswerTemplate.objects.count(), Party.objects.count(), Weights.objects.count()) == (3, 3, 1)
        assert AnswerDraft.objects.get().publish_at > timezone.now()
        assert Referral.objects.filter(party__isnull=False).get().is_open
        assert Weighing.objects.get().published_at
        assert AnswerVersion.objects.count() == 1
        assert set(Rating.objects.values_list("is_good", flat=True)) == {True, False, None}

    def test_people_discuss(self):
        states = Counter(Comment.objects.values_list("state", flat=True))
        assert (states["held"], states["hidden"], states["deleted"]) == (1, 1, 1)
        assert states["public"] > 8
        assert Comment.objects.exclude(team="").get().author.is_official
        assert (Report.objects.exclude(comment=None).count(), Ruling.objects.objected().count()) == (2, 1)
        assert not Comment.objects.filter(created_at__lt=F("idea__submitted_at")).exists()
        assert not Comment.objects.filter(created_at__gt=timezone.now()).exists()

    def test_each_step_was_a_legal_move(self):
        for event in Event.objects.exclude(facts__verb=None):
            move = MOVES.moves[event.facts["verb"]]
            assert event.facts["before"] in move.sources
            assert event.facts["after"] == move.target

    def test_officials_work_when_the_town_hall_is_open_and_promises_fit_their_days(self):
        deeds = Event.objects.filter(actor__kind="official", subject_type="ideas.idea", subject_id__in=made_up())
        moments = deeds.exclude(kind__in=BESIDE).values_list("recorded_at", flat=True)
        assert all(is_working_day(timezone.localdate(moment)) for moment in moments)
        received = made_up().filter(status=Status.RECEIVED, routing__programme=None)
        for idea in received.select_related("programme", "theme"):
            submitted = timezone.localdate(idea.submitted_at)
            faster = (idea.theme and idea.theme.promise_days) or idea.programme.promise_days
            assert idea.promised_days == min(faster, idea.programme.promise_days)
            assert idea.promised_on == add_working_days(submitted, idea.promised_days)

    def test_somebody_is_away_and_a_day_is_closed(self):
        (absence,) = Absence.objects.on(timezone.localdate())
        assert absence.stand_in.email == "deputy@example.org"
        assert [closed.name for closed in ClosedDay.objects.all()] == ["Vrijdag na Hemelvaartsdag"]
        assert not Event.objects.filter(subject_type="participation.user", dispatched_at=None).exists()

    def test_answers_and_referrals_carry_the_dates_of_their_day(self):
        assert not Answer.objects.filter(date__lt=F("given_at__date")).exists()
        assert not Idea.objects.filter(answered_at__gte=timezone.now()).exists()
        assert not Referral.objects.filter(answered_at__lt=F("asked_at")).exists()

    def test_support_is_as_told_and_came_after_the_idea(self):
        told = {idea["title"]: idea["supports"] for idea in WANTED}
        given = Support.objects.values_list(Coalesce("carried_from__title", "idea__title"), flat=True)
        assert Counter(given) == Counter(told)
        assert Support.objects.exclude(carried_from=None).exists()
        assert not Support.objects.filter(carried_from=None, created_at__lt=F("idea__submitted_at")).exists()
        assert not Support.objects.filter(created_at__gt=timezone.now()).exists()
        assert not Support.objects.filter(person=F("idea__author")).exists()

    def test_one_vote_round_runs_and_one_has_its_result(self):
        running, over = Round.objects.order_by("-closes_at")
        assert (running.is_open, over.status, over.turnout) == (True, "closed", over.voters.filter(votes__gt=0).count())
        assert sum(entry.votes for entry in over.entries.all()) == over.ballots.count() > 0
        assert not Event.objects.filter(
            subject_type="ideas.round", recorded_at__lt=running.opens_at - timedelta(30)
        ).exists()

    def test_points_lie_in_their_areas(self):
        places = {idea["title"]: idea["area"] for idea in WANTED if idea["lat"] is not None and idea["area"]}
        assert {i.title: str(i.area) for i in Idea.objects.select_related("area") if i.title in places} == places

    def test_the_limits_of_the_made_up_people_are_lifted(self):
        assert list(Allowance.objects.values_list("key", flat=True)) == []

    def test_the_second_time_nothing_happens_and_it_is_quick(self):
        remind_officials()  # What the clock does between is no deed of a made-up history.
        before = counts()
        started = time.monotonic()
        assert load()[-5:] == [
            f"made-up ideas: {len(WANTED)}; deeds played now: 0", "comments said now: 0", "deeds of authors now: 0",
            "deeds around answers now: 0",
            "by mail, on paper, and ideas that belong together: 0",
        ]  # fmt: skip
        assert time.monotonic() - started < 1
        assert counts() == before

    def test_what_somebody_changed_stays_changed(self):
        Programme.objects.filter(slug="veiligheid").update(name="Veilig", promise_days=3)
        idea = Idea.objects.filter(status=Status.RECEIVED).latest("submitted_at")
        Event.objects.create(kind=IdeaEvent.HIDDEN, subject_type="ideas.idea", subject_id=idea.pk)
        load()
        assert Programme.objects.get(slug="veiligheid").name == "Veilig"
        assert Event.objects.filter(dispatched_at__isnull=True).count() == 1
