"""Putting an idea forward together: asked by mail, accepted by link, and nobody learns who has an account."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from ideas.actions.coauthor import INVITING, accept_invitation, end_coauthorship, invite_coauthor
from ideas.actions.edit import add_to_idea, edit_idea
from ideas.actions.support import support_idea
from ideas.actions.tidy import tidy_ideas
from ideas.models import CoAuthor, Follow, Idea
from ideas.models.coauthor import BESIDE_THE_IDEA, INVITATION_DAYS, MOST_COAUTHORS
from ideas.permissions import may_add, may_edit
from ideas.statuses import ENDED, Status, Visibility
from ideas.wording import headline
from notifications.draining import drain_all
from participation.errors import NotAllowed, NotPossible, TooMany
from participation.leaving import leave
from participation.models import Event
from tests import factories
from tests.doors import sign_in
from tests.journeys.people import Visitor, link_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(idea, resident):
    return invite_coauthor(idea, actor=resident, email="Ander@Example.org ")


def rows():
    return list(CoAuthor.objects.values_list("email", "person", "accepted_at"))


def test_an_invitation_is_a_mail_with_a_link_and_no_address_in_the_journal(invited, idea, mail_server):
    drain_all()
    (mail,) = mail_server.to("ander@example.org")
    assert mail["Subject"] == f"Doet u mee met dit idee? {idea.title}"
    assert link_in(mail, "/ideeen/meedoen/") == invited.get_absolute_url()
    assert "omdat iemand u vraagt om samen een idee in te dienen" in text_of(mail)
    event = Event.objects.get(kind="idea.invited")
    assert "ander@example.org" not in str(event.facts)
    assert "vroeg iemand om mee te doen" not in Visitor().open(idea.get_absolute_url()).text


def test_the_inviter_cannot_tell_whether_there_is_an_account(idea, resident, neighbour):
    author = Visitor(sign_in(Client(), resident)).open(f"{idea.get_absolute_url()}mede-indieners/")
    pages = []
    for address in (neighbour.email, "niemand@example.org"):
        author.press("Nodig uit", email=address)
        pages.append(author.text.replace(address, "ADRES"))
        author.press(f"Haal {address} weg")
    assert pages[0] == pages[1]


def test_accepting_makes_an_author_who_follows_and_forgets_the_address(invited, idea, neighbour, resident, mail_server):
    drain_all()
    mail_server.letters.clear()
    person = Visitor(sign_in(Client(), neighbour)).open(invited.get_absolute_url()).press("Ja, ik doe mee")
    assert person.path == idea.get_absolute_url()
    row = CoAuthor.objects.get()
    assert (row.email, row.person, row.is_open) == ("", neighbour, False)
    assert Follow.objects.filter(idea=idea, person=neighbour).exists()
    page = Visitor().open(idea.get_absolute_url()).text
    assert f"{resident.nickname} , {neighbour.nickname}" in page or f"{resident.nickname}, {neighbour.nickname}" in page
    drain_all()
    assert [recipient for recipient, _letter in mail_server.letters] == [resident.email]
    assert neighbour.email not in text_of(mail_server.to(resident)[0])
    Visitor().open(invited.get_absolute_url(), status=410)


def test_turning_it_down_needs_the_link_only(invited):
    guest = Visitor().open(invited.get_absolute_url())
    assert "Log in om mee te doen" in guest.text
    guest.press("Nee, ik doe niet mee")
    assert rows() == []


def test_a_visitor_who_posts_yes_is_asked_to_sign_in(invited):
    guest = Visitor().open(invited.get_absolute_url())
    token = guest.page.find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    guest.client.post(invited.get_absolute_url(), {"doe": "ja", "csrfmiddlewaretoken": token})
    assert rows() == [("ander@example.org", None, None)]


def test_the_same_address_is_asked_once(invited, idea, resident):
    assert invite_coauthor(idea, actor=resident, email="ander@example.org") == invited
    assert Event.objects.filter(kind="idea.invited").count() == 1


def test_five_at_most_whoever_accepted(idea, resident, neighbour, monkeypatch):
    for number in range(MOST_COAUTHORS):
        last = invite_coauthor(idea, actor=resident, email=f"p{number}@example.org")
    accept_invitation(last, actor=neighbour)
    with pytest.raises(NotPossible) as refusal:
        invite_coauthor(idea, actor=resident, email="zes@example.org")
    assert (refusal.value.field, len(rows())) == ("email", MOST_COAUTHORS)


def test_so_many_invitations_a_day(idea, resident):
    for number in range(INVITING.size):
        end_coauthorship(invite_coauthor(idea, actor=resident, email=f"p{number}@example.org"), actor=resident)
    with pytest.raises(TooMany):
        invite_coauthor(idea, actor=resident, email="veel@example.org")


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("visibility", Visibility.values)
def test_who_invites_when(programme, resident, neighbour, owner, status, visibility):
    idea = factories.make_raw_idea(programme, author=resident, status=status, visibility=visibility)
    for person in (neighbour, owner):
        with pytest.raises(NotAllowed):
            invite_coauthor(idea, actor=person, email="ander@example.org")
    if visibility == "public" and status not in ENDED:
        invite_coauthor(idea, actor=resident, email="ander@example.org")
    else:
        with pytest.raises(NotAllowed):
            invite_coauthor(idea, actor=resident, email="ander@example.org")


def test_nobody_is_an_author_twice(invited, idea, resident, neighbour):
    with pytest.raises(NotPossible):
        accept_invitation(invited, actor=resident)
    accept_invitation(invited, actor=neighbour)
    with pytest.raises(NotPossible):
        accept_invitation(invite_coauthor(idea, actor=resident, email="weer@example.org"), actor=neighbour)


def test_who_may_end_it(invited, idea, resident, neighbour, owner):
    for person, link in ((neighbour, False), (owner, False), (None, False)):
        with pytest.raises(NotAllowed):
            end_coauthorship(invited, actor=person, holds_link=link)
    row = accept_invitation(invited, actor=neighbour)
    with pytest.raises(NotAllowed):
        end_coauthorship(row, actor=None, holds_link=True)
    end_coauthorship(row, actor=neighbour)
    assert rows() == []


def test_a_row_of_another_idea_is_not_there(invited, idea, resident, neighbour, programme):
    own = factories.make_raw_idea(programme, author=neighbour)
    client = sign_in(Client(), neighbour)
    for who in (invited.pk, "x", ""):
        assert client.post(f"{own.get_absolute_url()}mede-indieners/", {"doe": "weg", "wie": who}).status_code == 404
    assert len(rows()) == 1


def test_an_old_invitation_is_over_and_its_address_goes(invited, neighbour):
    old = timezone.now() - timedelta(days=INVITATION_DAYS, seconds=1)
    CoAuthor.objects.update(invited_at=old)
    Visitor().open(invited.get_absolute_url(), status=410)
    with pytest.raises(NotPossible):
        accept_invitation(invited, actor=neighbour)
    assert tidy_ideas()["invitations"] == 1
    assert rows() == []


def test_an_invitation_that_was_taken_back_is_not_mailed(invited, resident, mail_server):
    end_coauthorship(invited, actor=resident)
    drain_all()
    assert mail_server.to("ander@example.org") == []


@pytest.mark.parametrize("change", [{"visibility": "hidden", "hidden_reason": "Een naam."}])
def test_of_a_hidden_idea_nothing_is_shown_or_mailed(invited, idea, mail_server, change):
    Idea.objects.update(**change)
    assert idea.title not in Visitor().open(invited.get_absolute_url(), status=410).text
    drain_all()
    assert mail_server.to("ander@example.org") == []


@pytest.fixture
def fellow(invited, neighbour):
    """A co-author, beside one who was invited and did not answer."""
    accept_invitation(invited, actor=neighbour)
    return neighbour


ALONE = ("bericht", "mede-indieners", "statuslink")
TOGETHER = ("wijzigen", "aanvullen")


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("supports", [0, 1])
@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("who", ["author", "coauthor", "closed coauthor", "coauthor of another", "resident", "owner"])
def test_who_edits_and_who_adds(programme, resident, neighbour, owner, status, supports, visibility, who):
    hidden = {"hidden_reason": "Een naam."} if visibility == Visibility.HIDDEN else {}
    idea, other = (
        factories.make_raw_idea(
            programme, author=resident, status=status, support_count=supports, visibility=visibility, **hidden
        )
        for _ in range(2)
    )
    closed, elsewhere = factories.make_resident("dicht", is_active=False), factories.make_resident("elders")
    for where, person in ((idea, neighbour), (idea, closed), (other, elsewhere)):
        CoAuthor.objects.create(idea=where, person=person, accepted_at=timezone.now())
    CoAuthor.objects.create(idea=idea, email="open@example.org")
    person = {
        "author": resident, "coauthor": neighbour, "closed coauthor": closed, "coauthor of another": elsewhere,
        "resident": factories.make_resident("ander"), "owner": owner,
    }[who]  # fmt: skip
    writes = who == "author" or (who == "coauthor" and visibility == Visibility.PUBLIC)
    early = not supports and status in {"received", "in_review", "question"}
    expected = (writes and early, writes and not early and status not in ENDED)
    fresh = Idea.objects.get(pk=idea.pk)
    assert (may_edit(person, fresh), may_add(person, fresh)) == expected
    shown = Idea.objects.prefetch_related(*BESIDE_THE_IDEA).get(pk=idea.pk)
    assert (may_edit(person, shown), may_add(person, shown)) == expected


def test_each_changes_the_words_in_their_own_name(idea, fellow, resident, client):
    person = Visitor(sign_in(client, fellow)).open(idea.get_absolute_url())
    assert "U bent mede-indiener" in person.text
    person.open(f"{idea.get_absolute_url()}wijzigen/").press("Bewaar de verandering", title="Samen meer schaduw")
    words = {"title": "Nog meer", "problem": "A.", "proposal": "B."}
    edit_idea(idea, words, actor=resident, seen=Idea.objects.get().wording_mark)
    support_idea(Idea.objects.get(), actor=factories.make_resident("steun"))
    person.open(f"{idea.get_absolute_url()}aanvullen/").press("Voeg toe", text="Ook een bank.")
    add_to_idea(Idea.objects.get(), actor=resident, text="En een boom.")
    told = Event.objects.filter(kind__in=["idea.edited", "idea.added"]).order_by("pk")
    assert [(event.actor, headline(event)) for event in told] == [
        (fellow, "Buur, mede-indiener, veranderde de tekst."),
        (resident, "De indiener veranderde de tekst."),
        (fellow, "Buur, mede-indiener, vulde het idee aan."),
        (resident, "De indiener vulde het idee aan."),
    ]
    assert "Buur, mede-indiener, vulde het idee aan." in Visitor().open(idea.get_absolute_url()).text


def test_two_authors_do_not_undo_each_other(idea, fellow, resident):
    words = {"title": "Van de een", "problem": "A.", "proposal": "B."}
    edit_idea(idea, words, actor=resident, seen=idea.wording_mark)
    with pytest.raises(NotPossible, match="door een mede-indiener"):
        edit_idea(idea, {**words, "title": "Van de ander"}, actor=fellow, seen="x")
    assert Idea.objects.get().title == "Van de een"


@pytest.mark.parametrize("page", [*ALONE, *TOGETHER])
def test_what_stays_the_author_s_alone(idea, fellow, client, page):
    sign_in(client, fellow)
    words = {"title": "Samen sterk", "problem": "A.", "proposal": "B.", "seen": idea.wording_mark}
    status = client.post(f"{idea.get_absolute_url()}{page}/", {**words, "text": "x"}).status_code
    assert status == {"wijzigen": 302, "aanvullen": 422}.get(page, 404)


def test_who_was_taken_off_writes_no_more(idea, fellow, resident):
    end_coauthorship(CoAuthor.objects.select_related("idea").get(), actor=resident)
    with pytest.raises(NotAllowed):
        edit_idea(idea, {"title": "Toch", "problem": "A.", "proposal": "B."}, actor=fellow, seen=idea.wording_mark)


@pytest.mark.parametrize("ideas_go", [True, False])
def test_who_leaves_takes_their_name_along(idea, fellow, ideas_go):
    Idea.objects.update(support_count=1)
    add_to_idea(Idea.objects.get(), actor=fellow, text="Ook een bank.")
    with transaction.atomic():
        leave(fellow, ideas_go=ideas_go)
    facts = [event.facts for event in Event.objects.filter(kind__in=["idea.joined", "idea.added"]).order_by("pk")]
    assert [each["coauthor"] for each in facts] == ["Anoniem", "Anoniem"]
    assert facts[1].get("addition") == (None if ideas_go else "Ook een bank.")
