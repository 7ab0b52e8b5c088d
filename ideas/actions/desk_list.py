"""Lists of the desk that an official saves for later."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ideas.models import DeskList
from ideas.permissions import may_save_lists
from participation.errors import Incomplete, NotAllowed
from participation.models import User
from participation.plain_text import tidy

MOST_LISTS = 20


@transaction.atomic(durable=True)
def save_list(*, actor: User, name: str, query: str) -> DeskList:
    """Keep what `query` asks of the desk under `name`. Raises NotAllowed or Incomplete."""
    if not may_save_lists(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    if not tidy(name):
        raise Incomplete(_("Vul dit in."), field="name")
    if DeskList.objects.filter(official=actor).count() >= MOST_LISTS:
        raise Incomplete(_("U hebt al %(n)d lijsten. Haal er eerst een weg.") % {"n": MOST_LISTS}, field="name")
    try:
        with transaction.atomic():
            return DeskList.objects.create(official=actor, name=tidy(name), query=query)
    except IntegrityError:
        raise Incomplete(_("U hebt al een lijst met deze naam."), field="name") from None


@transaction.atomic(durable=True)
def remove_list(saved: DeskList, *, actor: User) -> None:
    """Forget one's own list. Raises NotAllowed."""
    if saved.official_id != actor.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    saved.delete()
