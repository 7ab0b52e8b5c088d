"""How long data about people is kept: each term with its reason, and the bounds within which it may be.

docs/privacy.md says the same to people; a test compares. `participation/keeping.py` says how long it is now, because
administrators set terms in the product. The actions called `tidy` carry it out.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Term:
    """`days` is what holds when neither administrators nor the environment say otherwise, both within `between`."""

    variable: str
    days: int
    between: tuple[int, int]
    reason: str

    def unless_set(self) -> timedelta:
        """How long it is until administrators set it."""
        return timedelta(days=settings.TERMS[self.variable])


UNUSED_ACCOUNT = Term(
    "KEEP_UNUSED_ACCOUNT_DAYS",
    7,
    (1, 90),
    "A code lasts a quarter of an hour; whoever comes back after a week asks for one anyway, and gets a new account.",
)
INACTIVE_ACCOUNT = Term(
    "KEEP_INACTIVE_ACCOUNT_DAYS",
    1095,
    (180, 3650),
    "From an idea to its result takes up to three years, and until then its author must be found.",
)
WARNING = Term(
    "WARN_INACTIVE_ACCOUNT_DAYS",
    30,
    (14, 90),
    "A month is longer than a holiday, so that whoever wants to keep the account reads the mail in time.",
)
CONCEPT = Term(
    "KEEP_CONCEPT_DAYS",
    90,
    (14, 365),
    "A season: long enough for who waits for a meeting of the neighbourhood or comes back from a long journey.",
)
MESSAGES = Term(
    "KEEP_MESSAGES_DAYS",
    365,
    (90, 1825),
    "A year of answers to look back on in the inbox, and as long to find out whether a mail arrived.",
)
PARTNER_ADDRESS = Term(
    "KEEP_PARTNER_ADDRESS_DAYS",
    30,
    (14, 365),
    "The link of a partner works for 14 days. After that the address is of use only while somebody asks what happened.",
)

DEVICES = Term(
    "KEEP_DEVICES_DAYS",
    365,
    (30, 1095),
    "An answer may take months. A browser that took nothing for a year, and whose owner did not come by, is gone.",
)
ENTERED_FOR = Term(
    "KEEP_ENTERED_FOR_DAYS",
    365,
    (30, 1825),
    "After the result of an idea that came in on paper, its writer may still send a letter about it for a year.",
)
INBOUND_MAIL = Term(
    "KEEP_INBOUND_MAIL_DAYS",
    90,
    (14, 365),
    "A season after somebody made an idea of a mail or set it aside: long enough to look up what it really said.",
)
UNSENT_RESPONSE = Term(
    "KEEP_UNSENT_RESPONSE_DAYS",
    90,
    (30, 365),
    "A season after its round closed, its makers can still copy what they wrote and use it elsewhere.",
)
RESPONSE = Term(
    "KEEP_RESPONSE_DAYS",
    730,
    (365, 3650),
    "Who looks into a decision, such as the court of audit, needs what it rests on until two years after the end.",
)
AUDIT_LOG = Term(
    "KEEP_AUDIT_DAYS",
    1825,
    (730, 3650),
    "Who was wronged by a look at their data has five years to claim damages (Burgerlijk Wetboek 3:310).",
)

ALL: tuple[Term, ...] = (
    *(UNUSED_ACCOUNT, INACTIVE_ACCOUNT, WARNING, CONCEPT, MESSAGES, PARTNER_ADDRESS),
    *(DEVICES, ENTERED_FOR, INBOUND_MAIL, UNSENT_RESPONSE, RESPONSE, AUDIT_LOG),
)
