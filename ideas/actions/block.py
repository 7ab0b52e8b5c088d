"""Keep somebody from writing with others. They can still read, support, submit and object."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import BlockedPerson
from ideas.permissions import may_block
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy


@transaction.atomic(durable=True)
def block_person(person: User, *, actor: User, reason: str) -> BlockedPerson:
    """Block a resident; wherever they would write, the page says so with the reason.

    Raises NotAllowed, Incomplete or NotPossible.
    """
    if not may_block(actor) or person.is_official:
        raise NotAllowed(_("U mag dit niet doen."))
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    block, made = BlockedPerson.objects.get_or_create(
        person=person, defaults={"reason": tidy(reason), "moderator": actor}
    )
    if not made:
        raise NotPossible(_("Dit is al gedaan."))
    return block


@transaction.atomic(durable=True)
def unblock_person(person: User, *, actor: User) -> None:
    """Let somebody write again. Doing it twice is no error. Raises NotAllowed."""
    if not may_block(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    BlockedPerson.objects.filter(person=person).delete()
