"""What the address of the list of challenges asks for."""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from challenges.models.challenge import ChallengeQuerySet
from challenges.statuses import ChallengeStatus as S
from participation.models import OrganisationKind

#: Statuses as visitors think of them: by name in the address, with what the name stands for.
GROUPS: dict[str, tuple[Any, tuple[S, ...]]] = {
    "open": (_("Open"), (S.OPEN,)),
    "jury": (_("Bij de jury"), (S.CLOSED, S.IN_REVIEW)),
    "besloten": (_("Besloten"), (S.DECIDED, S.IN_EXECUTION)),
    "klaar": (_("Afgerond of gestopt"), (S.FINISHED, S.CANCELLED)),
}
LONGEST = 100


@dataclass(frozen=True, slots=True)
class ChallengeFilter:
    """A choice from the list. What the address says that nobody knows is left out."""

    words: str = ""
    group: str = ""
    programme: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read what stands in the address."""
        group, kind = query.get("status", ""), query.get("soort", "")
        return cls(
            words=" ".join(query.get("q", "").replace("\0", "").split())[:LONGEST],
            group=group if group in GROUPS else "",
            programme=query.get("programma", "").replace("\0", "")[:80],
            kind=kind if kind in OrganisationKind.values else "",
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As it stands in the address, without what was not chosen."""
        asked = (("q", self.words), ("status", self.group), ("programma", self.programme), ("soort", self.kind))
        return [(name, value) for name, value in asked if value]

    def with_cursor(self, cursor: str | None) -> str | None:
        """The address of another page of the same choice."""
        return cursor and f"?{urlencode([*self.pairs, ('vanaf', cursor)])}"

    def found_in(self, challenges: ChallengeQuerySet) -> ChallengeQuerySet:
        """Those of `challenges` that are asked for."""
        for word in self.words.split():
            said = Q(title__icontains=word) | Q(problem__icontains=word) | Q(offer__icontains=word)
            challenges = challenges.filter(said | Q(for_whom__icontains=word))
        if self.group:
            challenges = challenges.filter(status__in=GROUPS[self.group][1])
        if self.programme:
            challenges = challenges.filter(programme__slug=self.programme)
        if self.kind:
            challenges = challenges.filter(Q(kinds=[]) | Q(kinds__contains=[self.kind]))
        return challenges
