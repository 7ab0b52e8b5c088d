"""How somebody who deletes their account leaves this room: what a jury said stays, without who said it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.models import Juror
from participation.models import User


def leave_juries(person: User, _ideas_go: bool) -> None:
    """Empty name and address; the scores stay, because a decision rests on them."""
    for juror in Juror.objects.filter(person=person):
        Juror.objects.filter(pk=juror.pk).update(
            name=_("Jurylid"), email=f"{juror.pk}@invalid", expertise=[], person=None, ended_at=timezone.now()
        )
