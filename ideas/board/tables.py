"""The board as tables: what the page shows, draws, prints and gives to download are these and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.board.count import AGES, Counted
from ideas.board.period import OWN, Period
from ideas.statuses import ReasonCode
from participation.models import Absence, Programme, User

NOBODY = "0"
Value = str | int | None
#: Of each piece of a period its name, and how its first day is written.
PIECES = {
    "day": (gettext_lazy("Dag"), "j F"),
    "week": (gettext_lazy("Week van"), "j F Y"),
    "month": (gettext_lazy("Maand"), "F Y"),
}
DEFINITIONS = (
    gettext_lazy("Alle cijfers gaan over openbare ideeën die hier zijn ingediend, bij het programma dat ze nu heeft."),
    gettext_lazy("In = ingediend in deze periode. Uit = kreeg in deze periode het eerste antwoord."),
    gettext_lazy("Helft binnen = de helft van uit kreeg binnen zoveel werkdagen antwoord."),
    gettext_lazy("Doorgegeven = ging in deze periode van dit programma naar een ander programma."),
    gettext_lazy("Nee gezegd = kreeg in deze periode het besluit “Doen we niet”."),
    gettext_lazy("Oordelen = de indiener zei in deze periode of het idee goed is behandeld. Tevreden = zei ja."),
    gettext_lazy(
        "Blijft liggen = niemand behandelt het en er gebeurde al 5 werkdagen niets, of de eigenaar is hier weg."
    ),
    gettext_lazy("Open = nu nog zonder besluit. Te laat = de beloofde datum is nu voorbij en de gemeente is aan zet."),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in it, what it was in the period before when it is `compared`, and the list that it opens."""

    value: Value
    was: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Its name; with `compared` its cells say how it was in the period before."""

    label: str
    compared: bool = False
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `about` says what is counted; with `has_total` its last row adds up the others."""

    key: str
    title: str
    about: list[str]
    columns: list[Column]
    rows: list[list[Cell]]
    has_total: bool = False

    @property
    def head(self) -> list[str]:
        """The names of its columns, with one of its own for each that is compared."""
        before = _("periode ervoor")
        return [name for one in self.columns for name in ((one.label, f"{one.label}, {before}")[: 1 + one.compared])]

    def flat(self) -> list[list[Value]]:
        """Its rows under `head`."""
        return [
            [
                value
                for one, cell in zip(self.columns, row, strict=True)
                for value in (cell.value, cell.was)[: 1 + one.compared]
            ]
            for row in self.rows
        ]

    @property
    def lines(self) -> list[tuple[list[tuple[Column, Cell]], bool]]:
        """Each row as pairs of column and cell, and whether it is the total."""
        last = len(self.rows) - 1
        return [
            (list(zip(self.columns, row, strict=True)), self.has_total and number == last)
            for number, row in enumerate(self.rows)
        ]


@dataclass(frozen=True, slots=True)
class Board:
    """What was counted, for which programmes and days, and who handles what."""

    period: Period
    today: date
    programmes: Sequence[Programme]
    counted: Counted
    people: Sequence[User] = field(default_factory=list)
    away: Sequence[Absence] = field(default_factory=list)

    def tables(self) -> list[Table]:
        """All of it, in the order in which one reads it."""
        return [self.per_programme(), self.over_time(), self.ages(), self.reasons(), self.load()]

    def per_programme(self) -> Table:
        """How each programme does."""
        rows = [self._programme_row(one.name, one.pk, one.slug) for one in self.programmes]
        whole = len(self.programmes) > 1
        return Table("programmas", _("Per programma"), [str(line) for line in DEFINITIONS], [
            Column(_("Programma"), is_number=False), Column(_("In"), compared=True), Column(_("Uit"), compared=True),
            Column(_("Helft binnen (werkdagen)"), compared=True), Column(_("Doorgegeven"), compared=True),
            Column(_("Nee gezegd"), compared=True), Column(_("Oordelen"), compared=True),
            Column(_("Tevreden"), compared=True), Column(_("Open")), Column(_("Blijft liggen")),
            Column(_("Te laat")),
        ], rows + ([self._total_row()] if whole else []), has_total=whole)  # fmt: skip

    def _programme_row(self, name: str, key: int, slug: str) -> list[Cell]:
        figures = self.counted
        return [
            Cell(name),
            *(self._compared(figure, key, slug) for figure in ("received", "answered")),
            Cell(figures.median(key), figures.median(key, "before")),
            *(self._compared(figure, key, slug) for figure in ("handed_over", "declined", "rated", "good")),
            *(Cell(figures.total(figure, key), url=self._list(figure, slug)) for figure in ("open", "left", "late")),
        ]

    def _total_row(self) -> list[Cell]:
        figures = self.counted
        # Of all programmes the median was counted; of some of them it cannot be told from their own.
        median = (figures.median(0), figures.median(0, "before")) if self._is_whole else (None, None)
        return [
            Cell(_("Samen")),
            *(self._compared(figure) for figure in ("received", "answered")),
            Cell(*median),
            # An idea that left two programmes counts with both, so that no list has as many.
            Cell(figures.total("handed_over"), figures.total("handed_over", span="before")),
            *(self._compared(figure) for figure in ("declined", "rated", "good")),
            *(Cell(figures.total(figure), url=self._list(figure)) for figure in ("open", "left", "late")),
        ]

    @property
    def _is_whole(self) -> bool:
        return {key for _figure, _span, key, _text in self.counted.rows} <= {*self.counted.programmes, 0}

    def _compared(self, figure: str, programme: int | None = None, slug: str = "") -> Cell:
        now, before = (self.counted.total(figure, programme, span=span) for span in ("now", "before"))
        return Cell(now, before, self._list(figure, slug))

    def over_time(self) -> Table:
        """What came and went by day, week or month."""
        came, went = self.counted.by_key("came"), self.counted.by_key("went")
        name, form = PIECES[self.period.step]
        rows = [
            [Cell(date_format(piece, form)), Cell(came.get(piece.isoformat(), 0)), Cell(went.get(piece.isoformat(), 0))]
            for piece in self.period.pieces()
        ]
        about = [
            _("In en uit, zoals hierboven. De eerste en de laatste rij kunnen een deel van een week of maand zijn.")
        ]
        columns = [Column(str(name), is_number=False), Column(_("In")), Column(_("Uit"))]
        return Table("verloop", _("In en uit"), about, columns, rows)

    def ages(self) -> Table:
        """How old what is open is."""
        rows = [self._ages_row(one.name, one.pk, one.slug) for one in self.programmes]
        whole = len(self.programmes) > 1
        if whole:
            rows.append(self._ages_row(_("Samen"), None, ""))
        columns = [Column(_("Programma"), is_number=False), *(Column(band) for band in bands()), Column(_("Open"))]
        about = [_("Ideeën zonder besluit, naar het aantal dagen sinds het insturen. Alle dagen tellen mee.")]
        return Table("leeftijd", _("Hoelang wachten open ideeën?"), about, columns, rows, has_total=whole)

    def _ages_row(self, name: str, key: int | None, slug: str) -> list[Cell]:
        found = self.counted.by_key("open", key)
        cells = [
            Cell(found.get(str(band), 0), url=self._list("open", slug, str(band))) for band in range(len(AGES) + 1)
        ]
        return [Cell(name), *cells, Cell(sum(found.values()), url=self._list("open", slug))]

    def reasons(self) -> Table:
        """Why the municipality said no."""
        now, before = (self.counted.by_key("declined", span=span) for span in ("now", "before"))
        rows = [
            [
                Cell(str(reason.label)),
                Cell(now.get(reason, 0), before.get(reason, 0), self._list("declined", "", reason)),
            ]
            for reason in ReasonCode
        ]
        about = [
            _("Ideeën waarbij het besluit “Doen we niet” was. Zei de gemeente twee keer nee, dan telt de laatste keer.")
        ]
        columns = [Column(_("Reden"), is_number=False), Column(_("Ideeën"), compared=True)]
        return Table("redenen", _("Waarom zeggen we nee?"), about, columns, rows)

    def load(self) -> Table:
        """Who has how much in hand, and who is away."""
        figures = {name: self.counted.by_key(name) for name in ("load", "outside", "behind")}
        held = {key for found in figures.values() for key in found}
        away = {one.person_id: one for one in self.away}
        names = {str(one.pk): one for one in self.people}
        rows = [
            self._load_row(str(names[key]), key, figures, away.get(int(key)))
            for key in sorted((held - {NOBODY}) & names.keys(), key=lambda key: str(names[key]))
        ]
        nobody = self._load_row(_("Nog niemand"), NOBODY, figures, None)
        about = [
            _("Open ideeën van deze programma's, bij wie ze behandelt. “Wacht op een ander” is een deel van open."),
            _("Te laat telt ook ideeën mee die al een besluit hebben, maar waarvan de beloofde datum voorbij is."),
        ]
        columns = [
            Column(_("Behandelaar"), is_number=False), Column(_("Open")), Column(_("Wacht op een ander")),
            Column(_("Te laat")), Column(_("Afwezig"), is_number=False),
        ]  # fmt: skip
        return Table("werk", _("Wie heeft hoeveel werk?"), about, columns, [*rows, nobody])

    def _load_row(self, name: str, key: str, figures: dict[str, dict[str, int]], away: Absence | None) -> list[Cell]:
        lists = {"load": "load", "outside": "outside", "behind": "late"}
        return [
            Cell(name),
            *(Cell(figures[one].get(key, 0), url=self._list(lists[one], "", key)) for one in lists),
            Cell(absence(away)),
        ]

    def _list(self, figure: str, slug: str = "", key: str = "") -> str:
        """The address of the ideas behind a figure of the period."""
        pairs = {"cijfer": figure, "programma": slug, "deel": key, **self.query}
        return f"{reverse('ideas:board_ideas')}?{urlencode({name: value for name, value in pairs.items() if value})}"

    @property
    def query(self) -> dict[str, str]:
        """The period, as an address says it."""
        days = self.period.now
        own = {"van": days.first.isoformat(), "tot": days.last.isoformat()} if self.period.name == OWN else {}
        return {"periode": self.period.name, **own}


def absence(away: Absence | None) -> str:
    """Until when somebody is away and who stands in, in words."""
    if away is None:
        return ""
    day = date_format(away.last_day, "j F")
    return _("Tot en met %(day)s, vervangen door %(name)s") % {"day": day, "name": away.stand_in}


def bands() -> list[str]:
    """The bands of `AGES` in words."""
    first = [_("%(last)d dagen of korter") % {"last": AGES[0] - 1}]
    middle = [
        _("%(first)d tot en met %(last)d dagen") % {"first": first, "last": following - 1}
        for first, following in pairwise(AGES)
    ]
    return [*first, *middle, _("%(first)d dagen of langer") % {"first": AGES[-1]}]
