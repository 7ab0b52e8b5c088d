"""Who knows about what: organisations by words, kind, place, subject, and whether they are verified."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.functions import Cast

from challenges.models import Challenge, ChallengeInvitation
from challenges.permissions import may_invite_organisations
from challenges.statuses import ChallengeStatus
from ideas.search import RANK_STEPS, WEIGHTS
from ideas.search_terms import asked, terms_of
from ideas.vocabulary import lexicon
from participation.models import Organisation, User
from participation.models.folding import CONFIG
from participation.paging import Page, page_of

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; an empty part asks nothing."""

    words: str = ""
    kind: str = ""
    place: str = ""
    subject: str = ""
    is_verified: bool | None = None

    def found(self) -> QuerySet[Organisation]:
        """The organisations, in no order; with `rank` when words are asked for, those in any of their forms."""
        rows: QuerySet[Organisation] = Organisation.objects.defer("search")
        exact = {"kind": self.kind, "place__iexact": self.place}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if self.subject:
            rows = rows.filter(expertise__contains=[self.subject.lower()])
        if self.is_verified is not None:
            rows = rows.filter(verified_at__isnull=not self.is_verified)
        return _ranked(rows, self.words) if self.words else rows

    def page(self, cursor: str) -> Page:
        """The page at `cursor`: the best first when words are asked for, or else by name."""
        return (
            page_of(self.found(), "rank", cursor) if self.words else page_of(self.found(), "name", cursor, rising=True)
        )


def _ranked(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    query = SearchQuery(asked(terms_of(words, lexicon())), config=CONFIG, search_type="raw")
    rank: Any = SearchRank(F("search"), query, weights=WEIGHTS)
    return rows.filter(search=query).annotate(rank=Cast(rank * RANK_STEPS, IntegerField()))


def open_challenges(person: User, organisation: Organisation) -> QuerySet[Challenge]:
    """Challenges to which `person` may still point the organisation."""
    suitable = Q(kinds=[]) | Q(kinds__contains=[organisation.kind])
    mine = Challenge.objects.run_by(person).filter(suitable, status=ChallengeStatus.OPEN)
    return mine.exclude(invitations__organisation=organisation).order_by("title", "pk")


def invited_among(challenge: Challenge, organisations: Iterable[Organisation]) -> set[int]:
    """Which of these were pointed to the challenge already, by key."""
    return set(challenge.invitations.filter(organisation__in=organisations).values_list("organisation", flat=True))


def invitations_at_desk(person: User, challenge: Challenge) -> dict[str, Any]:
    """What the desk page of a challenge needs for `challenges/_desk_orgs.html`. One statement."""
    rows = ChallengeInvitation.objects.filter(challenge=challenge).select_related("organisation")
    return {
        "may_invite_organisations": may_invite_organisations(person, challenge),
        "invited_organisations": rows.order_by("-invited_at", "-pk")[:MOST_SHOWN],
    }
