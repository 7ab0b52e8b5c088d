"""Whoever deletes their account is gone: the whole database and every file are searched for them, before and after."""

import uuid

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client

from ideas.actions.concept import Writing, keep_concept
from ideas.actions.helpful import mark_helpful
from ideas.actions.moderate import hide_idea
from ideas.actions.object import object_to
from ideas.actions.submit import submit_idea
from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.actions.vocabulary import count_words
from ideas.models import Concept, Follow, Idea, Ruling, Support
from notifications.actions import Browser, add_device, note_trouble, set_preferences, set_quiet_hours
from notifications.bounces import Returned
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery, Preference
from notifications.statuses import Channel, Frequency, Group, Trouble
from participation.models import Destruction, Event, Membership, User
from tests import factories
from tests.house.haystack import places_of, tables
from tests.notifications.push_service import Browser as PushBrowser
from tests.participation.walk import by_code, is_in

pytestmark = pytest.mark.django_db

ADDRESS, NICKNAME = "zoekadres@example.org", "Zoeknaam"
OWN, ANSWERED, WRITING, PHOTO, MERGED_TITLE = "zoekidee", "zoekantwoord", "zoekconcept", "zoekfoto", "zoektitel"
DEVICE = "zoekapparaat"
WORDS = (ADDRESS, NICKNAME, OWN, ANSWERED, WRITING, PHOTO, MERGED_TITLE, DEVICE)
PAGE = "/mijn/gegevens/verwijderen/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def client(last_rule):
    """The browser of the person, who signed in by code."""
    client = Client()
    by_code(client, ADDRESS)
    client.post("/mijn/gegevens/", {"nickname": NICKNAME, "language": "nl"})
    return client


@pytest.fixture
def person(client):
    return User.objects.get(email=ADDRESS)


def keep(person, **answers):
    photo = ContentFile(f"een {PHOTO}".encode())
    writing = Writing(answers=answers, actor=person, place="hier", photos=[photo])
    return keep_concept(uuid.uuid4(), writing)


@pytest.fixture
def life(person, owner, neighbour, administrator):
    """Everything that somebody can leave behind here."""
    sent = keep(person, title="x")
    own = submit_idea(factories.draft(title=f"Een {OWN}"), actor=person, client_key=sent.key)
    move_idea(own, "ask", actor=owner, question="Waar?")
    move_idea(own, "answer_question", actor=person, text=f"Bij het {ANSWERED}.")
    joined = factories.make_idea(person, title=f"De {MERGED_TITLE}")
    other = factories.make_idea(neighbour, title="Van de buren")
    move_idea(other, "merge", actor=owner, into=joined, reason="Dit is hetzelfde.")
    liked = factories.make_idea(neighbour, title="Gesteund")
    support_idea(liked, actor=person)
    support_idea(liked, actor=owner)
    follow_idea(liked, actor=person)
    support_idea(own, actor=neighbour)
    follow_idea(own, actor=neighbour)
    keep(person, title=f"Nog een {WRITING}")
    factories.make_organisation("Voorbeeld BV", person)
    set_preferences({(Group.FOLLOWED, Channel.EMAIL): Frequency.OFF}, actor=person)
    set_quiet_hours(22, 7, actor=person)
    device = PushBrowser(f"https://push.example.org/{DEVICE}").fields()
    add_device(Browser(**device, session_key="s"), name="Firefox, Linux", actor=person)
    note_trouble(Returned(ADDRESS, Trouble.HARD, f"550 {ADDRESS} unknown", uuid.uuid4()))
    fan_out_waiting()
    count_words(anew=True)
    LogEntry.objects.create(
        user=administrator,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person),
        action_flag=CHANGE,
        change_message="[]",
    )
    Delivery.objects.filter(recipient=person, channel=Channel.EMAIL).update(last_error=f"550 {ADDRESS} unknown")
    return {"photo": own.photos.get().image.name, "own": own, "joined": joined, "liked": liked, "other": other}


def delete(client, choice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(PAGE, {"ideas": choice})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_the_search_looks_everywhere(life, person):
    assert len(tables()) > 30
    assert places_of(ADDRESS) >= {"participation_user", "notifications_delivery"}
    assert places_of(NICKNAME) >= {"participation_user", "django_admin_log"}
    assert places_of(OWN) >= {"ideas_idea", "ideas_word", "participation_event"}
    assert places_of(ANSWERED) == {"participation_event"}
    assert places_of(WRITING) == {"ideas_concept"}
    assert places_of(DEVICE) == {"notifications_pushdevice"}
    assert places_of(MERGED_TITLE) >= {"ideas_idea", "participation_event"}
    assert places_of(PHOTO) == {life["photo"], Concept.objects.get().photos.get().image.name}


def test_the_search_reads_sessions_and_the_cache(client, person):
    assert places_of("zoekbewaard") == set()
    session = client.session
    session["x"] = "Zoekbewaard"
    session.save()
    cache.set("x", "Zoekbewaard")
    assert places_of("zoekbewaard") == {"django_session", "cache"}


def test_with_the_ideas_nothing_is_left(client, life, person, django_capture_on_commit_callbacks):
    delete(client, "weg", django_capture_on_commit_callbacks)
    assert {word: places for word in WORDS if (places := places_of(word))} == {}
    assert not is_in(client)
    assert [Idea.objects.filter(pk=life[name].pk).exists() for name in ("own", "liked", "other")] == [False, True, True]


def test_an_idea_on_which_others_hang_is_emptied(client, life, person, django_capture_on_commit_callbacks):
    delete(client, "weg", django_capture_on_commit_callbacks)
    left = Idea.objects.get(pk=life["joined"].pk)
    assert (left.title, left.problem, left.visibility) == ("Verwijderd door de indiener", "", "hidden")
    assert Client().get(left.get_absolute_url()).status_code == 404
    assert Client().get(life["other"].get_absolute_url()).status_code == 200


def test_an_objection_goes_with_an_idea_that_is_emptied(
    client, life, person, coordinator, django_capture_on_commit_callbacks
):
    hide_idea(life["joined"], actor=coordinator, reason="Er staat een naam in.")
    object_to(Ruling.objects.select_related("idea").get(), actor=person, text="Een zoekbezwaar.")
    assert places_of("zoekbezwaar") == {"ideas_ruling"}
    delete(client, "weg", django_capture_on_commit_callbacks)
    assert (places_of("zoekbezwaar"), Ruling.objects.count()) == (set(), 1)


def test_without_the_ideas_only_they_are_left(client, life, person, media, django_capture_on_commit_callbacks):
    delete(client, "blijven", django_capture_on_commit_callbacks)
    left = {word: places for word in WORDS if (places := places_of(word))}
    assert left == {
        OWN: {"ideas_idea", "ideas_word", "participation_event"},
        ANSWERED: {"participation_event"},
        MERGED_TITLE: {"ideas_idea", "ideas_word", "participation_event"},
        PHOTO: {life["photo"]},
    }
    idea = Idea.objects.get(pk=life["own"].pk)
    assert (idea.author, idea.author_name, idea.support_count) == (None, "Anoniem", 1)
    page = Client().get(idea.get_absolute_url()).content.decode()
    assert ("Anoniem" in page, NICKNAME in page) == (True, False)


@pytest.mark.parametrize("choice", ["blijven", "weg"])
def test_what_hangs_on_the_person_goes_and_of_others_nothing(
    client, life, person, neighbour, choice, django_capture_on_commit_callbacks
):
    events = Event.objects.count()
    told = Delivery.objects.exclude(recipient=person).count()
    delete(client, choice, django_capture_on_commit_callbacks)
    assert [model.objects.count() for model in (Concept, Membership, Preference)] == [0, 0, 0]
    assert not User.objects.filter(email=ADDRESS).exists()
    liked = Idea.objects.get(pk=life["liked"].pk)
    assert (liked.support_count, Support.objects.filter(idea=liked).count()) == (1, 1)
    assert Follow.objects.filter(idea=liked).count() == 1
    # The journal keeps that it happened, and others what they were told.
    assert (Event.objects.count(), Event.objects.filter(actor__email=ADDRESS).count()) == (events, 0)
    assert Delivery.objects.count() == told
    assert client.get("/berichten/").status_code == 302
    counted = dict(Destruction.objects.values_list("kind", "count"))
    assert (counted["participation.user"], counted["ideas.support"]) == (1, 1 + (choice == "weg"))


def test_what_waited_to_be_told_of_an_idea_that_went_is_told_to_nobody(
    client, person, django_capture_on_commit_callbacks
):
    idea = factories.make_idea(person)
    delete(client, "weg", django_capture_on_commit_callbacks)
    fan_out_waiting()
    assert not Event.objects.filter(dispatched_at__isnull=True).exists()
    assert not Delivery.objects.filter(event__subject_id=idea.pk).exists()


def test_others_still_read_their_inbox(client, life, person, neighbour, django_capture_on_commit_callbacks):
    delete(client, "weg", django_capture_on_commit_callbacks)
    theirs = Client()
    theirs.force_login(neighbour)
    page = theirs.get("/berichten/")
    assert (page.status_code, "zoek" in page.content.decode().lower()) == (200, False)


def test_an_idea_of_an_organisation_stays(client, person, django_capture_on_commit_callbacks):
    company = factories.make_organisation("Voorbeeld BV", person)
    idea = factories.make_idea(person, organisation=company)
    delete(client, "weg", django_capture_on_commit_callbacks)
    idea.refresh_from_db()
    assert (idea.author, idea.author_name) == (None, "Voorbeeld BV")


@pytest.mark.parametrize(("choice", "left"), [("blijven", {"ideas_comment"}), ("weg", set())])
def test_comments_stay_of_nobody_or_go_and_marks_go(
    client, life, person, choice, left, django_capture_on_commit_callbacks
):
    factories.make_known(person)
    said = factories.make_comment(life["liked"], person, "Een zoekreactie.")
    answer = factories.make_comment(
        life["liked"], factories.make_known(User.objects.get(nickname="Buur")), "Nee.", answers=said
    )
    mark_helpful(answer, actor=person)
    assert places_of("zoekreactie") == {"ideas_comment"}
    delete(client, choice, django_capture_on_commit_callbacks)
    assert places_of("zoekreactie") == left
    said.refresh_from_db()
    answer.refresh_from_db()
    assert (said.author, said.author_name, answer.text, answer.helpful_count) == (None, "Anoniem", "Nee.", 0)
    assert Client().get(life["liked"].get_absolute_url()).status_code == 200
    assert {word for word in (ADDRESS, NICKNAME) if places_of(word)} == set()
