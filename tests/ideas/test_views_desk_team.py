"""Who handles an idea, who watches it and what it is about, by the pages that officials use; and putting back."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideas.actions.presence import note_presence
from ideas.actions.triage import move_idea
from ideas.events import DeskEvent, IdeaEvent
from ideas.models import Idea, Note, Presence, Ruling, Watch
from ideas.statuses import Status, Visibility
from participation.actions.absence import set_absence
from participation.models import Event
from tests import factories
from tests.doors import sign_in

ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
INSIDE = {"owner", "deputy", "coordinator"}
REFUSED = {"anonymous": 302, "resident": 403, "stranger": 404, "administrator": 404}


@pytest.fixture(params=ROLES)
def role(request, client, idea):
    if request.param != "anonymous":
        sign_in(client, request.getfixturevalue(request.param))
    return request.param


@pytest.fixture
def bomen(db):
    return factories.make_theme("bomen")


def kinds(idea):
    return list(Event.objects.filter(subject_id=idea.pk, subject_type="ideas.idea").values_list("kind", flat=True))


def deeds(idea, owner, theme):
    """Everything that officials send in here: address, fields, and whether it was done."""
    return {
        "behandelaar/": ({"aan": owner.pk}, lambda: Idea.objects.get(pk=idea.pk).handler == owner),
        "thema/": ({"theme": theme.pk}, lambda: Idea.objects.get(pk=idea.pk).theme == theme),
        "meekijken/": ({}, lambda: Watch.objects.filter(idea=idea).exists()),
        "notities/": ({"text": "Let op.", "key": "6c1f3d7e-2f0b-5a53-9d0e-6d2b6f1f0a11"}, idea.notes.exists),
    }


@pytest.mark.parametrize("path", ["behandelaar/", "thema/", "meekijken/", "notities/"])
def test_who_may_do_what(role, client, idea, owner, bomen, path):
    fields, is_done = deeds(idea, owner, bomen)[path]
    response = client.post(f"{idea.get_desk_url()}{path}", fields)
    assert response.status_code == (302 if role in INSIDE else REFUSED[role])
    assert is_done() == (role in INSIDE)
    assert client.get(f"{idea.get_desk_url()}{path}").status_code == {"anonymous": 302}.get(role, 405)


def test_who_may_say_that_they_are_here(role, client, idea):
    response = client.get(f"{idea.get_desk_url()}wie/")
    assert response.status_code == (204 if role in INSIDE else REFUSED[role])
    assert Presence.objects.filter(idea=idea).exists() == (role in INSIDE)


def test_taking_stays_here_and_giving_away_goes_on(client, programme, owner, deputy):
    first, second = (
        factories.make_raw_idea(programme, submitted_at=timezone.now() + timedelta(minutes=number))
        for number in range(2)
    )
    sign_in(client, owner)
    taken = client.post(f"{first.get_desk_url()}behandelaar/?volgorde=oud", {"aan": owner.pk})
    assert taken["Location"].startswith(f"{first.get_desk_url()}?lijst=wacht&volgorde=oud&gedaan=")
    given = client.post(f"{first.get_desk_url()}behandelaar/?volgorde=oud", {"aan": deputy.pk})
    assert given["Location"].startswith(f"{second.get_desk_url()}?")
    assert kinds(first) == [DeskEvent.ASSIGNED, DeskEvent.ASSIGNED]
    facts = Event.objects.filter(kind=DeskEvent.ASSIGNED).last().facts
    assert facts == {
        "reference": first.reference, "title": first.title, "handler_id": deputy.pk, "was": {"handler_id": owner.pk},
    }  # fmt: skip


@pytest.mark.parametrize("who", ["resident", "stranger", "administrator"])
def test_an_idea_is_not_given_to_somebody_who_may_not_handle_it(client, idea, owner, who, request):
    other = request.getfixturevalue(who)
    sign_in(client, owner)
    response = client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": other.pk})
    assert response.status_code == 422
    assert response.context["assign_form"].errors
    idea.refresh_from_db()
    assert idea.handler is None


def test_who_stands_in_today_takes_it_and_is_given_it(client, idea, owner, stranger):
    """Also at the end of a chain: the owner's stand-in is away too."""
    today, between = timezone.localdate(), factories.make_official("tussen")
    for person, stand_in in ((owner, between), (between, stranger)):
        set_absence(person, actor=person, stand_in=stand_in, first_day=today, last_day=today)
    sign_in(client, stranger)
    assert client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": stranger.pk}).status_code == 302
    assert Idea.objects.get(pk=idea.pk).handler == stranger
    choices = client.get(idea.get_desk_url()).context["assign_form"].fields["aan"].choices
    assert [name for _key, name in choices] == ["Niemand", "Deputy", "Owner", "Stranger", "Tussen"]


def test_large_keys_are_written_as_they_are(client, programme, idea):
    person = factories.make_official("duizend", pk=1_234_567, is_coordinator=True)
    note = Note.objects.create(pk=7_654_321, idea=idea, author=person, client_key=uuid.uuid4(), text="Let op.")
    page = sign_in(client, person).get(idea.get_desk_url()).content.decode()
    assert 'name="aan" value="1234567"' in page
    assert f'id="notitie-{note.pk}"' in page


def test_letting_go_and_doing_it_twice(client, idea, owner):
    sign_in(client, owner)
    client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": owner.pk})
    client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": ""})
    client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": ""})
    idea.refresh_from_db()
    assert idea.handler is None
    assert kinds(idea)[2:] == [DeskEvent.ASSIGNED, DeskEvent.LET_GO]


def test_an_idea_that_has_ended_is_nobodys_to_give(client, programme, owner):
    idea = factories.make_raw_idea(programme, status=Status.DECLINED)
    sign_in(client, owner)
    client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": owner.pk})
    idea.refresh_from_db()
    assert idea.handler is None
    assert "Neem zelf" not in client.get(idea.get_desk_url()).content.decode()


def test_a_colleague_who_was_first_is_not_overwritten(client, idea, owner, deputy):
    sign_in(client, owner)
    version = client.get(idea.get_desk_url()).context["version"]
    Idea.objects.filter(pk=idea.pk).update(handler=deputy)
    response = client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": owner.pk, "gezien": version})
    assert response.status_code == 409
    idea.refresh_from_db()
    assert idea.handler == deputy


def test_officials_see_each_other_for_a_minute(client, idea, owner, deputy):
    sign_in(client, owner)
    other = sign_in(Client(), deputy)
    assert other.get(idea.get_desk_url()).context["others_here"] == ""
    assert client.get(idea.get_desk_url()).context["others_here"] == "Deputy bekijkt dit idee ook."
    assert other.get(f"{idea.get_desk_url()}wie/").json() == {"others": "Owner bekijkt dit idee ook.", "changed": False}
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert other.get(f"{idea.get_desk_url()}wie/").status_code == 204
    assert Presence.objects.count() == 2


def test_the_list_tells_who_has_an_idea_open(client, idea, programme, owner, deputy, coordinator):
    other = factories.make_raw_idea(programme, title="Een ander idee")
    for person in (deputy, coordinator, owner):
        note_presence(idea, actor=person)
    sign_in(client, owner)
    page = client.get("/werkplek/").content.decode()
    assert page.count("nu open bij") == 1
    row = page.partition(f'value="{idea.reference}"')[2].partition("data-desk-row")[0]
    assert "nu open bij Coordinator, Deputy<" in row  # And not oneself.
    Presence.objects.filter(official=deputy).update(idea=other)
    assert client.get("/werkplek/").content.decode().count("nu open bij") == 2
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert "nu open bij" not in client.get("/werkplek/").content.decode()


def test_who_goes_to_another_idea_is_not_here_any_more(client, idea, owner, deputy):
    elsewhere = factories.make_raw_idea(idea.programme)
    sign_in(client, owner)
    other = sign_in(Client(), deputy)
    client.get(idea.get_desk_url())
    client.get(elsewhere.get_desk_url())
    assert other.get(f"{idea.get_desk_url()}wie/").status_code == 204


def test_an_open_page_hears_that_the_idea_changed(client, idea, owner, deputy):
    sign_in(client, owner)
    version = client.get(idea.get_desk_url()).context["version"]
    assert client.get(f"{idea.get_desk_url()}wie/?gezien={version}").status_code == 204
    move_idea(idea, "take_up", actor=deputy, next_step="Ik was eerst.")
    assert client.get(f"{idea.get_desk_url()}wie/?gezien={version}").json() == {"others": "", "changed": True}


def last(idea):
    return Event.objects.filter(subject_id=idea.pk, subject_type="ideas.idea").latest("recorded_at", "pk")


def do_take_up(client, idea, **_people):
    client.post(f"{idea.get_desk_url()}take_up/", {"next_step": "Wij gaan kijken."})


def do_hand_over(client, idea, **people):
    client.post(f"{idea.get_desk_url()}hand_over/", {"programme": people["other"].pk, "reason": "Dit hoort daar."})


def do_hide(client, idea, **_people):
    client.post(f"{idea.get_desk_url()}zichtbaarheid/", {"reason": "Er stond een naam in.", "doe": "verberg"})


def do_assign(client, idea, **people):
    client.post(f"{idea.get_desk_url()}behandelaar/", {"aan": people["owner"].pk})


def do_theme(client, idea, **people):
    client.post(f"{idea.get_desk_url()}thema/", {"theme": people["theme"].pk})


UNDONE = [
    (do_take_up, IdeaEvent.UNDONE), (do_hand_over, IdeaEvent.UNDONE), (do_hide, IdeaEvent.SHOWN),
    (do_assign, DeskEvent.LET_GO), (do_theme, IdeaEvent.THEMED),
]  # fmt: skip


@pytest.fixture
def scene(client, idea, owner, coordinator, bomen):
    """The coordinator is at the desk; beside the idea's programme there is another."""
    sign_in(client, coordinator)
    water = factories.make_programme("water", owner=factories.make_official("waterbaas"))
    return {"owner": owner, "other": water, "theme": bomen}


@pytest.mark.parametrize(("deed", "kind"), UNDONE, ids=[deed.__name__ for deed, _ in UNDONE])
def test_what_was_just_done_can_be_put_back_and_leaves_all_as_it_was(client, idea, scene, deed, kind):
    before = Idea.objects.filter(pk=idea.pk).values().get()
    deed(client, idea, **scene)
    step = last(idea)
    assert Idea.objects.filter(pk=idea.pk).values().get() != before
    assert "Zet terug" in client.get(f"/werkplek/?gedaan={step.pk}").content.decode()
    response = client.post(f"/werkplek/terugzetten/{step.pk}/?lijst=alle")
    assert response["Location"] == f"{idea.get_desk_url()}?lijst=alle"
    assert Idea.objects.filter(pk=idea.pk).values().get() == before
    assert last(idea).kind == kind
    assert not Ruling.objects.exists()


@pytest.mark.parametrize(("deed", "_kind"), UNDONE, ids=[deed.__name__ for deed, _ in UNDONE])
def test_putting_back_is_for_who_did_it(client, idea, scene, deputy, deed, _kind):
    deed(client, idea, **scene)
    after, other = Idea.objects.filter(pk=idea.pk).values().get(), sign_in(Client(), deputy)
    assert other.post(f"/werkplek/terugzetten/{last(idea).pk}/").status_code == 404
    assert "Zet terug" not in other.get(f"/werkplek/?gedaan={last(idea).pk}").content.decode()
    assert Idea.objects.filter(pk=idea.pk).values().get() == after


@pytest.mark.parametrize(("deed", "_kind"), UNDONE, ids=[deed.__name__ for deed, _ in UNDONE])
def test_after_ten_minutes_it_is_too_late(client, idea, scene, deed, _kind):
    deed(client, idea, **scene)
    step, after = last(idea), Idea.objects.filter(pk=idea.pk).values().get()
    Event.objects.filter(pk=step.pk).update(recorded_at=timezone.now() - timedelta(minutes=11))
    client.post(f"/werkplek/terugzetten/{step.pk}/")
    assert Idea.objects.filter(pk=idea.pk).values().get() == after
    assert "Zet terug" not in client.get(f"/werkplek/?gedaan={step.pk}").content.decode()


def test_what_somebody_went_on_with_is_not_put_back(client, idea, scene, deputy):
    do_take_up(client, idea)
    step = last(idea)
    idea.refresh_from_db()
    move_idea(idea, "ask", actor=deputy, question="Welke straat?")
    page = client.post(f"/werkplek/terugzetten/{step.pk}/", follow=True)
    assert "Er gebeurde daarna al iets anders" in page.content.decode()
    idea.refresh_from_db()
    assert idea.status == Status.QUESTION


def test_a_theme_that_is_out_of_use_is_not_put_back(client, idea, scene, bomen):
    old = factories.make_theme("oud")
    Idea.objects.filter(pk=idea.pk).update(theme=old)
    client.post(f"{idea.get_desk_url()}thema/", {"theme": bomen.pk})
    type(old).objects.filter(pk=old.pk).update(is_active=False)
    page = client.post(f"/werkplek/terugzetten/{last(idea).pk}/", follow=True)
    assert "niet meer in gebruik" in page.content.decode()
    assert Idea.objects.get(pk=idea.pk).theme == bomen


def test_a_note_does_not_stand_in_the_way(client, idea, scene):
    do_take_up(client, idea)
    step = last(idea)
    client.post(f"{idea.get_desk_url()}notities/", {"text": "Oeps.", "key": "6c1f3d7e-2f0b-5a53-9d0e-6d2b6f1f0a11"})
    client.post(f"/werkplek/terugzetten/{step.pk}/")
    idea.refresh_from_db()
    assert idea.status == Status.RECEIVED


@pytest.mark.parametrize("verb", ["decline", "ask", "not_now"])
def test_what_people_were_answered_is_never_put_back(client, idea, scene, verb):
    soon = (timezone.localdate() + timedelta(days=30)).isoformat()
    four = {"reason_code": "te_duur", "reason": "Er is geen geld.", "next_step": "Niets.", "date": soon}
    response = client.post(f"{idea.get_desk_url()}{verb}/", {**four, "question": "Welke straat?"})
    assert response.status_code == 302
    assert "gedaan" not in response["Location"]
    assert client.post(f"/werkplek/terugzetten/{last(idea).pk}/").status_code == 302
    idea.refresh_from_db()
    assert idea.status != Status.RECEIVED


def test_what_was_held_before_it_was_hidden_does_not_become_public(client, idea, scene):
    Idea.objects.filter(pk=idea.pk).update(visibility=Visibility.HELD)
    do_hide(client, idea)
    client.post(f"/werkplek/terugzetten/{last(idea).pk}/")
    idea.refresh_from_db()
    assert idea.visibility == Visibility.HIDDEN
