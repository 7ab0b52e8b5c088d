"""Puts the board together for one person: their programmes, the figures, and who is away."""

from collections.abc import Iterable
from datetime import date

from ideas.board.count import Counted, figures_of
from ideas.board.period import Period
from ideas.board.tables import NOBODY, Board
from participation.models import Absence, Programme, User

MOST_PEOPLE = 500  # Who has more hands than this reads the board by programme.


def board_for(person: User, period: Period, today: date) -> Board:
    """The board of the programmes that `person` acts for. Four statements, whatever there is."""
    handled = list(Programme.objects.handled_by(person))
    keys = frozenset(one.pk for one in handled)
    counted = figures_of(period, keys, today)
    busy = {key for _figure, _span, key, _text in counted.rows}
    shown = [one for one in handled if one.is_active or one.pk in busy]
    return Board(period, today, shown, counted, *_people(counted, shown, today))


def _people(counted: Counted, programmes: Iterable[Programme], today: date) -> tuple[list[User], list[Absence]]:
    """Who handles something, whoever they are by now; and who of them and of the owners is away."""
    holders = {int(key) for name in ("load", "behind") for key in counted.by_key(name) if key != NOBODY}
    owners = {programme.owner_id for programme in programmes}
    people = User.objects.filter(pk__in=holders | owners).order_by("nickname", "pk")[:MOST_PEOPLE]
    away = Absence.objects.on(today).with_names().filter(person__in=holders | owners)
    return list(people), list(away)
