"""Who hears of what, in full: for every kind of event the whole set of (person, channel, reason)."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from ideas.actions.assign import assign_idea
from ideas.actions.clean_up import remove_false_support
from ideas.actions.coauthor import accept_invitation, invite_coauthor
from ideas.actions.codes import make_codes
from ideas.actions.divide import Part, divide_idea
from ideas.actions.doubles import say_different
from ideas.actions.edit import add_to_idea, edit_idea
from ideas.actions.link import link_ideas, unlink_ideas
from ideas.actions.moderate import hide_comment, hide_idea, keep_comment, show_idea
from ideas.actions.note import edit_note, write_note
from ideas.actions.object import answer_objection, object_to
from ideas.actions.refer import answer_referral
from ideas.actions.report import report
from ideas.actions.round import announce_last_day, move_round
from ideas.actions.rule_alarm import mind_rules
from ideas.actions.rules import change_rule, make_rule, move_rule, switch_rule
from ideas.actions.set_theme import set_theme
from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.actions.undo import undo
from ideas.actions.update import tell_followers
from ideas.actions.vote import cast_vote, remove_false_votes, withdraw_vote
from ideas.actions.watch import unwatch_idea, watch_idea
from ideas.actions.weekly import write_letter
from ideas.board.weekly import Line, week_of
from ideas.comment_statuses import ReportReason
from ideas.events import BoardEvent
from ideas.events import DeskEvent as D
from ideas.events import IdeaEvent as E
from ideas.events import LearningEvent as L
from ideas.events import RoundEvent as R
from ideas.events import RuleEvent as G
from ideas.events import TalkEvent as T
from ideas.models import Idea, LearningSettings, Referral, Ruling
from ideas.routing.wish import Wish
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.statuses import Channel
from notifications.switchboard import ROUTES
from participation import journal
from participation.actions.absence import end_absence, set_absence
from participation.actions.closed_days import close_day, open_day
from participation.actions.staff import close_official, give_role, invite_official, reopen_official, take_role
from participation.calendar import holiday_on
from participation.events import CalendarEvent, PersonEvent, ProgrammeEvent
from participation.models import Event, User
from participation.roles import Role
from tests import factories
from tests.notifications.test_challenge_news import WHO_HEARS

SOON = timezone.localdate() + timedelta(days=30)
ANSWER = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": SOON}
NO = {**ANSWER, "reason_code": "te_duur"}
PART = Part(title="Een bankje erbij", problem="Geen plek.", proposal="Een bankje.", reason="Dit is iets anders.")
ASK = {"message": "Kunt u helpen?", "next_step": "Wij wachten op antwoord."}
REFER = {"partner": "Bibliotheek", "partner_email": "balie@example.org", **ASK}


@pytest.fixture
def step(watched, owner, deputy, coordinator, resident):
    people = {"owner": owner, "deputy": deputy, "coordinator": coordinator, "author": resident, "clock": None}

    def take(verb, by="owner", **facts):
        watched.refresh_from_db()
        return move_idea(watched, verb, actor=people[by], **facts)

    return take


def told(kind):
    fan_out_waiting()
    rows = Delivery.objects.filter(event__kind=kind).select_related("recipient")
    return {(name_of(row), row.channel, row.route) for row in rows}


def name_of(row):
    return row.recipient.email.partition("@")[0] if row.recipient else row.address


def both(name, route):
    return {(name, "inbox", route), (name, "email", route)}


def quietly(name, route):
    return {(name, "inbox", route)}


AUTHOR, FOLLOWER = both("bloem", "author"), both("buur", "followers")
AT_THE_DESK = both("owner", "handler") | quietly("deputy", "desk")


def test_submitted_is_a_receipt_for_the_author(idea):
    assert told(E.SUBMITTED) == AUTHOR


def test_routed_tells_owner_and_deputies(idea):
    assert told(E.ROUTED) == both("owner", "desk") | both("deputy", "desk")


def test_routed_tells_the_person_whom_a_rule_names(last_rule, resident, coordinator):
    type(last_rule).objects.update(handler=coordinator, names_handler=True)
    factories.make_idea(resident)
    assert told(E.ROUTED) == both("owner", "desk") | both("deputy", "desk") | both("coordinator", "named_handler")


def test_imported_is_silent(watched):
    with transaction.atomic():
        journal.record(E.IMPORTED, watched, actor=None, reference=watched.reference, title=watched.title)
    assert told(E.IMPORTED) == set()
    assert not Event.objects.filter(dispatched_at__isnull=True).exists()


def test_handed_over_tells_the_new_desk_the_old_one_the_author_and_followers(step):
    water = factories.make_programme("water", owner=factories.make_official("owner2"))
    step("hand_over", by="coordinator", programme=water, reason="Dit gaat over water.")
    assert told(E.HANDED_OVER) == (
        both("owner2", "desk") | both("owner", "previous_desk") | both("deputy", "previous_desk") | AUTHOR | FOLLOWER
    )


@pytest.fixture
def bouncing(step):
    """Goes round until the idea is handed over for the third time, by `by`."""

    def go(by):
        for goal in [factories.make_programme(slug) for slug in ("water", "wegen", "wonen")]:
            step("hand_over", by=by, programme=goal, reason="Dit hoort daar.")

    return go


def test_bounced_tells_the_coordinators(bouncing, coordinator):
    bouncing("owner")
    assert told(E.BOUNCED) == both("coordinator", "coordinators")


def test_bounced_tells_administrators_when_nobody_coordinates(bouncing, coordinator, administrator):
    User.objects.filter(pk=coordinator.pk).update(is_coordinator=False)
    bouncing("owner")
    assert told(E.BOUNCED) == both("admin", "fallback")


@pytest.fixture
def rule(coordinator, last_rule, programme):
    wish = Wish(name="Bomen", programme=programme, words=("bomen",))
    return make_rule(wish, actor=coordinator, client_key=uuid.uuid4())


def test_failed_tells_coordinators_and_administrators_once_and_mended_is_silent(
    rule, coordinator, administrator, programme, owner, resident
):
    type(rule).objects.filter(pk=rule.pk).update(handler=resident, names_handler=True)
    for _ in range(2):
        mind_rules()
        factories.make_idea(owner)
    assert told(G.FAILED) == both("coordinator", "rule_keepers") | both("admin", "rule_keepers")
    assert Event.objects.filter(kind=G.FAILED).count() == 1
    type(rule).objects.filter(pk=rule.pk).update(handler=owner)
    mind_rules()
    assert told(G.MENDED) == set()


def test_made_changed_moved_switched_off_and_switched_on_are_silent(rule, coordinator, administrator, programme):
    other = Wish(name="Water", programme=programme, words=("sloot",))
    make_rule(other, actor=coordinator, client_key=uuid.uuid4())
    changed = change_rule(rule, other, actor=coordinator, seen=1)
    move_rule(rule, actor=coordinator, up=False, past=rule.pk + 1)
    switch_rule(rule, actor=coordinator, on=False, seen=changed.version, reason="Even niet.")
    switch_rule(rule, actor=coordinator, on=True, seen=changed.version + 1)
    assert {kind for kind in G if told(kind)} == set()
    assert set(Event.objects.filter(subject_type="ideas.routingrule").values_list("kind", flat=True)) == {
        "rule.made", "rule.changed", "rule.moved", "rule.switched_off", "rule.switched_on",
    }  # fmt: skip


def test_learned_put_in_use_and_changed_are_silent(idea, coordinator, administrator):
    version = factories.make_learned(is_in_use=False, data=b"x")
    for kind in L:
        with transaction.atomic():
            journal.record(kind, LearningSettings.current(), actor=coordinator, number=version.number)
    assert {kind for kind in L if told(kind)} == set()
    assert Event.objects.filter(kind__in=set(L), dispatched_at__isnull=False).count() == len(L)


def test_taken_up(step):
    step("take_up", next_step="Wij gaan kijken.")
    assert told(E.TAKEN_UP) == AUTHOR | FOLLOWER


def test_asked_is_mailed_to_the_author_only(step):
    step("ask", question="Waar precies?")
    assert told(E.ASKED) == AUTHOR | quietly("buur", "followers")


def test_question_answered_goes_to_who_asked(step):
    step("ask", question="Waar precies?")
    step("answer_question", by="author", text="Bij de school.")
    assert told(E.QUESTION_ANSWERED) == AT_THE_DESK


def test_question_expired(step):
    step("ask", question="Waar precies?")
    step("give_up_waiting", by="clock")
    assert told(E.QUESTION_EXPIRED) == AUTHOR | AT_THE_DESK | FOLLOWER


def test_referred_reaches_the_partner_by_address(step):
    step("refer", **REFER)
    assert told(E.REFERRED) == {("balie@example.org", "email", "partner")} | AUTHOR | FOLLOWER


def test_referral_answered(step):
    step("refer", **REFER)
    answer_referral(Referral.objects.get(), text="Ja, dat kan.")
    assert told(E.REFERRAL_ANSWERED) == AT_THE_DESK | AUTHOR | FOLLOWER


def test_answered(step):
    step("decline", **NO)
    assert told(E.ANSWERED) == AUTHOR | FOLLOWER


def test_ended(step):
    step("take_up", next_step="Wij gaan kijken.")
    step("adopt", project="Bomen", **ANSWER)
    step("realise", result="Er staan bomen.", lesson="Plant in het najaar.")
    assert told(E.ENDED) == AUTHOR | FOLLOWER


def test_reopened(step):
    step("decline", **NO)
    step("reopen", by="deputy", reason="Er is nu wel geld.", next_step="Wij kijken opnieuw.")
    assert told(E.REOPENED) == AUTHOR | FOLLOWER


def merge(step):
    other = factories.make_idea(factories.make_resident("ander"), title="Bomen bij de school")
    step("merge", into=other, reason="Dit is hetzelfde idee.")


def test_merged_and_absorbed_tell_authors_followers_and_supporters(step, watched):
    other = factories.make_idea(factories.make_resident("ander"), title="Bomen bij de school")
    support_idea(watched, actor=User.objects.get(email="ander@example.org"))
    both_supported = factories.make_resident("allebei")
    for one in (watched, other):
        support_idea(one, actor=both_supported)
    step("merge", into=other, reason="Dit is hetzelfde idee.")
    assert told(E.MERGED) == (
        AUTHOR | both("ander", "other_author") | FOLLOWER | both("steun", "asked") | both("allebei", "supporters")
    )
    assert told(E.ABSORBED) == set()


def test_split_and_released(step):
    merge(step)
    step("split", reason="Het is toch iets anders.")
    assert told(E.SPLIT) == AUTHOR | FOLLOWER | both("steun", "supporters")
    assert told(E.RELEASED) == both("ander", "author")


def test_divided_asks_supporters(watched, owner):
    divide_idea(watched, PART, actor=owner, client_key=uuid.uuid4())
    assert told(E.DIVIDED) == AUTHOR | both("steun", "asked") | FOLLOWER
    assert told(E.LINKED) == quietly("bloem", "author")


def test_linked_and_unlinked(watched, owner):
    other = factories.make_idea(factories.make_resident("ander"), title="Bomen bij de school")
    link = link_ideas(watched, other, actor=owner, reason="Het gaat over dezelfde straat.")
    assert told(E.LINKED) == quietly("bloem", "author") | quietly("ander", "author")
    unlink_ideas(link, watched, actor=owner)
    assert told(E.UNLINKED) == set()


def test_withdrawn_tells_the_whole_desk_while_nobody_handles_it(step):
    step("withdraw", by="author", reason="Het is al klaar.")
    assert told(E.WITHDRAWN) == both("owner", "handler") | both("deputy", "handler") | FOLLOWER


DESK_QUIETLY = quietly("owner", "handler") | quietly("deputy", "handler")


def test_edited(idea, resident):
    words = {"title": "Meer schaduw", "problem": idea.problem, "proposal": idea.proposal}
    edit_idea(idea, words, actor=resident, seen=idea.wording_mark)
    assert told(E.EDITED) == DESK_QUIETLY


def test_added(idea, resident, neighbour):
    follow_idea(idea, actor=neighbour)
    support_idea(idea, actor=neighbour)
    add_to_idea(idea, actor=resident, text="Ook een bank.")
    assert told(E.ADDED) == both("owner", "handler") | both("deputy", "handler") | quietly("buur", "followers")


def test_updated(watched, resident):
    tell_followers(watched, actor=resident, text="Zaterdag planten wij.")
    assert told(E.UPDATED) == DESK_QUIETLY | FOLLOWER


def test_invited_and_joined(idea, resident, neighbour):
    invited = invite_coauthor(idea, actor=resident, email="ander@example.org")
    assert told(E.INVITED) == {("ander@example.org", "email", "invited")}
    accept_invitation(invited, actor=neighbour)
    assert told(E.JOINED) == AUTHOR


def test_woken(step):
    step("not_now", **ANSWER)
    step("wake", by="clock")
    assert told(E.WOKEN) == AUTHOR | AT_THE_DESK | FOLLOWER


def test_hidden_and_shown_are_between_the_moderator_and_the_author(watched, coordinator):
    hide_idea(watched, actor=coordinator, reason="Er staat een naam in.")
    show_idea(watched, actor=coordinator)
    assert told(E.HIDDEN) == told(E.SHOWN) == AUTHOR


@pytest.fixture
def comment(watched, supporter):
    """A comment of somebody who neither wrote nor follows the idea."""
    return factories.make_comment(watched, factories.make_known(supporter), "Goed idee.")


def test_posted_tells_the_author_and_quietly_the_followers(comment):
    assert told(T.POSTED) == AUTHOR | quietly("buur", "followers")


def test_posted_below_a_comment_tells_the_thread_and_who_is_named_once(watched, comment, neighbour, resident):
    fan_out_waiting()
    Delivery.objects.all().delete()
    other = factories.make_known(factories.make_resident("ander"))
    factories.make_comment(watched, other, "Hoezo, @Bloem en @Steun?", answers=comment)
    assert told(T.POSTED) == both("steun", "mentioned") | both("bloem", "mentioned") | quietly("buur", "followers")
    Delivery.objects.all().delete()
    factories.make_comment(watched, factories.make_known(neighbour), "Daarom.", answers=comment)
    assert told(T.POSTED) == both("steun", "thread_followers") | both("ander", "thread_followers") | AUTHOR


def test_held_tells_the_desk_and_not_who_just_read_it_on_the_page(watched):
    factories.make_comment(watched, factories.make_resident("nieuw"), "Zonder bewijs.")
    assert told(T.HELD) == quietly("owner", "desk") | quietly("deputy", "desk")
    assert told(T.POSTED) == set()


def test_reported_three_times_is_held_and_its_writer_is_told(comment, watched):
    for number in range(3):
        reporter = factories.make_known(factories.make_resident(f"melder{number}"))
        report(watched, comment, reason=ReportReason.SPAM, actor=reporter, place="")
    assert told(T.REPORTED) == quietly("owner", "desk") | quietly("deputy", "desk")
    assert told(T.HELD) == both("steun", "concerned") | quietly("owner", "desk") | quietly("deputy", "desk")


def test_removed_objected_objection_answered_and_restored(comment, watched, owner, deputy, supporter):
    hide_comment(comment, actor=owner, reason="De tekst is reclame of spam.")
    ruling = Ruling.objects.select_related("idea", "comment").get()
    object_to(ruling, actor=supporter, text="Nee.")
    answer_objection(ruling, actor=deputy, answer="U hebt gelijk.", overturn=True)
    assert told(T.REMOVED) == told(T.OBJECTION_ANSWERED) == both("steun", "concerned")
    assert told(T.OBJECTED) == both("owner", "desk") | both("deputy", "desk")
    comment.refresh_from_db()
    hide_comment(comment, actor=owner, reason="Toch.")
    keep_comment(comment, actor=owner)
    assert told(T.RESTORED) == both("steun", "concerned")


def test_support_removed_is_quiet_news_for_the_author(watched, coordinator):
    User.objects.filter(email="steun@example.org").update(is_active=False)
    remove_false_support(watched, actor=coordinator, reason="nepaccounts")
    assert told(E.SUPPORT_REMOVED) == quietly("bloem", "author")


@pytest.fixture
def round_(watched, coordinator, programme):
    """A round with the idea that `buur` follows, in which `kiezer` voted, and `stil` took the vote back."""
    made = factories.make_vote(coordinator, [watched, factories.make_raw_idea(programme)])
    for name in ("kiezer", "stil"):
        person = factories.make_resident(name)
        cast_vote(made, watched, actor=person, ticket=None, client_key=uuid.uuid4())
    withdraw_vote(made, watched, actor=person, ticket=None)
    return made


FOLLOWERS_OF_ROUND = both("buur", "round_followers") | both("bloem", "round_followers")
WHO_VOTED = both("kiezer", "voters")


def test_voting_opened_tells_who_follows_an_idea_in_it(round_):
    assert told(R.OPENED) == FOLLOWERS_OF_ROUND


def test_voting_last_day_tells_followers_who_did_not_vote(round_, resident):
    cast_vote(round_, round_.ideas.first(), actor=resident, ticket=None, client_key=uuid.uuid4())
    announce_last_day(round_)
    assert told(R.LAST_DAY) == both("buur", "who_can_still_vote")


def test_voting_closed_and_voting_cancelled_tell_voters_and_followers(round_, coordinator):
    move_round(factories.end(round_), "close", actor=None)
    assert told(R.CLOSED) == WHO_VOTED | FOLLOWERS_OF_ROUND


def test_voting_cancelled_tells_voters_and_followers(round_, coordinator):
    move_round(round_, "cancel", actor=coordinator, reason="De brieven waren fout.")
    assert told(R.CANCELLED) == WHO_VOTED | FOLLOWERS_OF_ROUND


def test_voting_planned_voting_unplanned_and_voting_codes_made_are_silent(watched, coordinator, programme):
    later = {"opens_at": timezone.now() + timedelta(days=1)}
    made = factories.make_vote(
        coordinator, [watched, factories.make_raw_idea(programme)], verb="plan", electorate="codes", **later
    )
    move_round(made, "unplan", actor=coordinator)
    move_round(made, "plan", actor=coordinator)
    make_codes(made, 1, actor=coordinator, client_key=uuid.uuid4())
    assert told(R.PLANNED) == told(R.UNPLANNED) == told(R.CODES_MADE) == set()
    assert Event.objects.filter(subject_type="ideas.round", dispatched_at__isnull=False).count() == 4


def test_voting_votes_removed_is_silent(round_, coordinator):
    User.objects.filter(email="kiezer@example.org").update(is_active=False)
    remove_false_votes(round_, actor=coordinator, reason="nepaccounts")
    assert told(R.VOTES_REMOVED) == set()


def test_a_hidden_idea_brings_nobody_to_its_round(round_, watched):
    Idea.objects.filter(pk=watched.pk).update(visibility="hidden", hidden_reason="Naam.")
    assert told(R.OPENED) == set()


def test_unused_is_a_mail_to_whose_account_it_is(resident):
    with transaction.atomic():
        journal.record(PersonEvent.UNUSED, resident, actor=None, goes_on="2026-04-01")
    assert told(PersonEvent.UNUSED) == {("bloem", "email", "person")}


def test_reminded_tells_those_whom_the_clock_chose(watched, owner, deputy):
    with transaction.atomic():
        facts = {"reference": watched.reference, "title": watched.title, "step": "at", "promised_on": "2026-03-04"}
        journal.record(E.REMINDED, watched, actor=None, people=[deputy.pk], **facts)
    assert told(E.REMINDED) == both("deputy", "reminded")


def test_the_week_tells_whom_the_clock_chose(programme, owner, deputy, coordinator):
    write_letter(week_of(timezone.localdate()), deputy.pk, [Line("Groen", "groen", new=1)])
    assert told(BoardEvent.WEEK) == both("deputy", "week_reader")


def test_away_and_not_away_are_mails_to_who_stands_in(owner, deputy):
    day = timezone.localdate()
    end_absence(set_absence(owner, stand_in=deputy, first_day=day, last_day=day, actor=owner), actor=owner)
    assert told(PersonEvent.AWAY) == told(PersonEvent.NOT_AWAY) == {("deputy", "email", "stand_in")}


def test_roles_from_groups_are_silent(owner):
    with transaction.atomic():
        journal.record(PersonEvent.ROLES, owner, actor=owner, roles=["official"])
    assert told(PersonEvent.ROLES) == set()


def test_staff_invited_and_role_given_are_told_and_role_taken_is_silent(administrator, programme):
    person = invite_official("nieuw@example.org", nickname="Nieuw", actor=administrator)
    give_role(person, Role.DEPUTY, programme=programme, actor=administrator)
    take_role(person, Role.DEPUTY, programme=programme, actor=administrator)
    assert told(PersonEvent.INVITED) == told(PersonEvent.ROLE_GIVEN) == {("nieuw", "email", "person")}
    assert told(PersonEvent.ROLE_TAKEN) == told(ProgrammeEvent.DEPUTIES) == set()


def test_closed_is_silent_and_staff_reopened_is_told(administrator, stranger):
    close_official(stranger, actor=administrator)
    reopen_official(stranger, actor=administrator)
    assert told(PersonEvent.CLOSED) == set()
    assert told(PersonEvent.OPENED) == {("stranger", "email", "person")}


def test_days_that_are_closed_or_opened_are_silent(coordinator):
    day = timezone.localdate()
    monday = day + timedelta(days=8 - day.isoweekday())
    while holiday_on(monday):
        monday += timedelta(days=7)
    open_day(close_day(monday, name="Dicht", actor=coordinator), actor=coordinator)
    kinds = [CalendarEvent.DAY_CLOSED, CalendarEvent.DAY_OPENED]
    assert [told(kind) for kind in kinds] == [set()] * 2
    assert Event.objects.filter(kind__in=kinds, dispatched_at__isnull=False).count() == 2


def test_only_mail_to_an_audience_that_may_be_everybody_lets_other_mail_go_first():
    assert {(route.name, route.bulk) for line in ROUTES.values() for route in line if Channel.EMAIL in route.channels} == {
        ("author", False), ("other_author", False), ("followers", True), ("supporters", True), ("asked", True),
        ("desk", False), ("previous_desk", False), ("handler", False), ("partner", False), ("invited", False),
        ("mentioned", False), ("thread_followers", False), ("concerned", False),
        ("round_followers", True), ("voters", True), ("who_can_still_vote", True),
        ("person", False), ("stand_in", False), ("reminded", False), ("named_handler", False), ("coordinators", False), ("rule_keepers", False),
        ("assignee", False), ("officials_called", False),
        ("searchers", True), ("new_searchers", True),
        ("writer", False), ("second_look", False), ("week_reader", False),
        ("challenge_followers", True), ("origin_people", True), ("project_people", True), ("challenge_desk", False),
        ("approvers", False), ("asker", False), ("invited_organisation", False), ("makers", False), ("asked_partner", False),
        ("organisation_owners", False), ("organisation_member", False), ("member_asked", False),
        ("consulted", False), ("advisers", False), ("response_desk", False), ("openers", False), ("juror_asked", False), ("jurors", False), ("assigned_jurors", False),
    }  # fmt: skip


def test_every_kind_has_a_test_here():
    tested = {name for name in globals() if name.startswith("test_")}
    for name in ("test_answer_news.py", "test_consultation_news.py"):
        tested |= set(re.findall(r"def (test_\w+)", Path(__file__).with_name(name).read_text("utf-8")))
    untested = {kind for kind in ROUTES if not any(kind.partition(".")[2] in name for name in tested)}
    assert untested == set(WHO_HEARS)


def test_assigned_tells_who_got_it(watched, owner, deputy):
    assign_idea(watched, actor=owner, to=deputy)
    assert told(D.ASSIGNED) == both("deputy", "assignee")


def test_assigned_to_oneself_needs_no_news(watched, owner):
    assign_idea(watched, actor=owner, to=owner)
    assert told(D.ASSIGNED) == set()


def test_an_idea_that_is_let_go_is_the_teams_again(watched, owner, deputy):
    assign_idea(watched, actor=owner, to=owner)
    assign_idea(watched, actor=owner, to=None)
    assert told(D.LET_GO) == quietly("deputy", "desk")


def test_noted_tells_who_is_called_the_handler_and_who_watches(watched, owner, deputy, coordinator):
    assign_idea(watched, actor=owner, to=deputy)
    watch_idea(watched, actor=coordinator)
    note = write_note(watched, "@Coordinator kijk even", actor=owner, client_key=uuid.uuid4())
    assert told(D.NOTED) == both("coordinator", "officials_called") | quietly("deputy", "handler")
    assert told(D.WATCHED) == set()
    Event.objects.all().delete()
    write_note(watched, "Gedaan.", actor=coordinator, client_key=uuid.uuid4(), answers=note)
    assert told(D.NOTED) == both("owner", "officials_called") | quietly("deputy", "handler")
    Event.objects.all().delete()
    edit_note(note, actor=owner, text="@Coordinator en @Deputy kijk even")
    assert told(D.NOTED) == both("deputy", "officials_called") | quietly("coordinator", "watchers")


def test_who_watched_hears_at_the_desk_and_who_unwatched_does_not(step, watched, coordinator):
    watch_idea(watched, actor=coordinator)
    step("take_up", next_step="Kijken.")
    assert told(E.TAKEN_UP) == AUTHOR | FOLLOWER | quietly("coordinator", "watchers")
    unwatch_idea(watched, actor=coordinator)
    assert told(D.UNWATCHED) == set()
    step("ask", question="Welke straat?")
    assert told(E.ASKED) == AUTHOR | quietly("buur", "followers")


def test_not_double_is_silent(watched, programme, coordinator):
    watch_idea(watched, actor=coordinator)
    other = factories.make_raw_idea(programme)
    say_different(factories.make_double(*sorted((watched, other), key=lambda one: one.pk)), actor=coordinator)
    assert told(D.NOT_DOUBLE) == set()


def test_themed_is_silent(watched, owner):
    set_theme(watched, actor=owner, theme=factories.make_theme("water"))
    assert told(E.THEMED) == set()


def test_undone_tells_who_heard_of_the_step(step, owner):
    step("take_up", next_step="Kijken.")
    undo(Event.objects.get(kind=E.TAKEN_UP), actor=owner)
    assert told(E.UNDONE) == AUTHOR | FOLLOWER | quietly("deputy", "desk")


def test_a_hand_over_undone_tells_both_desks(step, owner):
    water = factories.make_programme("water", owner=factories.make_official("waterbaas"))
    step("hand_over", programme=water, reason="Dit hoort daar.")
    undo(Event.objects.get(kind=E.HANDED_OVER), actor=owner)
    assert told(E.UNDONE) == AUTHOR | FOLLOWER | quietly("deputy", "desk") | both("waterbaas", "previous_desk")


def test_area_changed_is_silent(idea):
    facts = {"reference": idea.reference, "title": idea.title, "area": "Oost", "was": "West"}
    with transaction.atomic():
        journal.record(E.AREA_CHANGED, idea, actor=None, **facts)
    assert told(E.AREA_CHANGED) == set()
