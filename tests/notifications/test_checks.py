"""A hole in the switchboard does not start."""

from ideas.events import IdeaEvent
from notifications import audiences
from notifications.checks import misses, switchboard_is_complete, unchosen, untold
from notifications.statuses import CHOICES, Channel, Frequency, Group
from notifications.switchboard import ROUTES, Route


def test_the_switchboard_is_complete():
    assert switchboard_is_complete() == []


def test_a_kind_without_a_line():
    routes = {kind: line for kind, line in ROUTES.items() if kind != IdeaEvent.ENDED}
    assert [error.id for error in misses(routes)] == ["notifications.E001"]


def test_an_empty_line_is_deliberate_silence():
    assert list(misses({**ROUTES, IdeaEvent.ENDED: ()})) == []


def test_a_line_for_something_that_never_happens():
    assert [error.id for error in misses({**ROUTES, "idea.sung": ()})] == ["notifications.E002"]


def test_a_mail_without_a_subject():
    route = Route(audiences.author, Group.OWN)
    assert [error.id for error in untold({"idea.sung": (route,)})] == ["notifications.E003"]


def test_an_audience_that_would_not_hear_why():
    def passers_by(_event):
        return audiences.Audience()

    assert [error.id for error in untold({IdeaEvent.ENDED: (Route(passers_by, Group.OWN),)})] == ["notifications.E004"]


def test_a_group_of_which_nobody_decided_how_often_it_comes():
    left = {pair: frequencies for pair, frequencies in CHOICES.items() if pair != (Group.DESK, Channel.EMAIL)}
    assert [error.id for error in unchosen(left)] == ["notifications.E005"]
    never = {**CHOICES, (Group.DESK, Channel.EMAIL): (Frequency.OFF, Frequency.DAILY)}
    assert [error.id for error in unchosen(never)] == ["notifications.E005"]
