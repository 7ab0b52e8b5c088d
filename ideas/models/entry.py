"""That an official wrote an idea down for somebody, and where a letter about it goes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from participation.models import User


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads of entries."""

    def readable_by(self, person: User) -> "EntryQuerySet":
        """Those that `person` wrote down, and those that they handle: name and address are for nobody else."""
        return self.filter(Q(official=person) | Q(idea__in=Idea.objects.handled_by(person)))


class Entry(models.Model):
    """Beside an idea that came in by counter, telephone, letter, meeting or mail. `ideas.actions.enter` makes it.

    Whoever has a mail address is the idea's author. Who has none is nobody's account: the idea has no author, as one
    that was imported, and their name and address stand here, for letters only.
    """

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="entry")
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    name = models.CharField(_("naam"), max_length=120, blank=True)
    address = models.TextField(_("postadres"), max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoer door een medewerker")
        verbose_name_plural = _("invoer door medewerkers")

    def __str__(self) -> str:
        return str(self.idea_id)
