"""Reports: once per person, by whomever, and enough of them hold a text back until somebody looked."""

import threading

import pytest
from django.db import connection

from ideas.actions.moderate import keep_comment
from ideas.actions.report import REPORTING, REPORTING_UNPROVEN, report
from ideas.comment_statuses import ReportReason
from ideas.models import Comment, Idea, Report
from participation.errors import Incomplete, NotAllowed, TooMany
from participation.models import Event, Programme
from tests import factories
from tests.ideas.proofs import proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [factories.make_known(factories.make_resident(f"p{number}")) for number in range(5)]


@pytest.fixture
def comment(idea, resident):
    return factories.make_raw_comment(idea, author=resident)


def against(comment, actor, **fields):
    about = Comment.objects.select_related("idea__programme").get(pk=comment.pk)
    return report(about.idea, about, **{"reason": ReportReason.SPAM, "actor": actor, "place": "ergens", **fields})


def news():
    return [
        (event.kind, event.actor, event.facts.get("signs"))
        for event in Event.objects.filter(kind__startswith="comment.").order_by("pk")
    ]


def test_a_report_is_kept_and_the_first_is_news(comment, people):
    assert against(comment, people[0], text=" Zie \u202eregel 1. ")
    assert not against(comment, people[0], text="Nog eens.")
    assert against(comment, people[1])
    assert list(Report.objects.values_list("reporter", "reason", "text", "counts", "settled_at")) == [
        (people[0].pk, "reclame", "Zie regel 1.", True, None), (people[1].pk, "reclame", "", True, None),
    ]  # fmt: skip
    assert news() == [("comment.reported", people[0], None)]


def test_three_reports_hold_it_and_its_writer_is_told(comment, people):
    for person in people[:3]:
        against(comment, person)
    comment.refresh_from_db()
    assert (comment.state, comment.signs) == ("held", ["reports"])
    assert news() == [("comment.reported", people[0], None), ("comment.held", None, ["reports"])]
    with pytest.raises(NotAllowed):
        against(comment, people[3])


def test_what_a_moderator_kept_is_counted_anew(comment, people, owner):
    Programme.objects.update(hold_after_reports=2)
    for person in people[:2]:
        against(comment, person)
    keep_comment(Comment.objects.select_related("idea").get(), actor=owner)
    assert not Report.objects.filter(settled_at=None).exists()
    against(comment, people[2])
    comment.refresh_from_db()
    assert comment.state == "public"


def test_new_accounts_and_visitors_report_without_weight(comment, people):
    for number in range(4):
        against(comment, factories.make_resident(f"nieuw{number}"))
    for number in range(3):
        against(comment, None, place=f"plek{number}")
    comment.refresh_from_db()
    assert (comment.state, Report.objects.count(), Report.objects.filter(counts=True).count()) == ("public", 7, 0)


def test_an_officials_words_are_not_held_by_reports(idea, people, owner):
    comment = factories.make_raw_comment(idea, author=owner, team="Team Groen")
    for person in people:
        against(comment, person)
    comment.refresh_from_db()
    assert (comment.state, Report.objects.count()) == ("public", 5)


def test_three_reports_hold_an_idea(idea, people):
    for person in people[:3]:
        shown = Idea.objects.select_related("programme").get()
        report(shown, None, reason=ReportReason.ILLEGAL, actor=person, place="")
    idea.refresh_from_db()
    assert idea.visibility == "held"
    assert [kind for kind, *_ in news()] == ["comment.reported", "comment.held"]


def test_nobody_reports_their_own(comment, resident):
    for about in (comment, None):
        with pytest.raises(NotAllowed):
            report(comment.idea, about, reason=ReportReason.SPAM, actor=resident, place="")
    assert not Report.objects.exists()


def test_too_long_an_explanation_is_refused(comment, people):
    with pytest.raises(Incomplete):
        against(comment, people[0], text="x" * 1001)
    assert not Report.objects.exists()


def test_how_often(idea, people):
    def flood(limit, actor, **fields):
        for _ in range(limit.size):
            against(factories.make_raw_comment(idea), actor, **fields)
        with pytest.raises(TooMany):
            against(factories.make_raw_comment(idea), actor, **fields)

    flood(REPORTING, people[0])
    flood(REPORTING_UNPROVEN, None, place="school")
    against(factories.make_raw_comment(idea), None, place="school", proof=proof())
    assert (REPORTING.size, REPORTING_UNPROVEN.size) == (20, 3)


@pytest.mark.django_db(transaction=True)
def test_three_reports_at_once_hold_it_once(comment, people):
    refused = []

    def send(person):
        try:
            against(comment, person)
        except NotAllowed:
            refused.append(person)  # It was held before this one came.
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    comment.refresh_from_db()
    assert comment.state == "held"
    assert [kind for kind, *_ in news()].count("comment.held") == 1
    assert Report.objects.count() == len(people) - len(refused) >= 3
