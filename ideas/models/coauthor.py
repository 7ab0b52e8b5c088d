"""People who put an idea forward together with its author."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea

INVITATION_DAYS = 30
INVITATION_SALT = "ideas.invitation"
MOST_COAUTHORS = 5


class CoAuthor(models.Model):
    """An invitation, which becomes a co-author when it is accepted. `ideas.actions.coauthor` is its only door.

    The address stands here only while nobody accepted: afterwards the account says who it is.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="coauthors")
    email = models.EmailField(_("e-mailadres"), blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="coauthored"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mede-indiener")
        verbose_name_plural = _("mede-indieners")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="coauthor_is_once_per_idea"),
            models.UniqueConstraint(
                fields=["idea", "email"], condition=~models.Q(email=""), name="coauthor_is_invited_once"
            ),
            models.CheckConstraint(
                condition=models.Q(email="", person__isnull=False, accepted_at__isnull=False)
                | models.Q(~models.Q(email=""), person__isnull=True, accepted_at__isnull=True),
                name="coauthor_is_invited_or_accepted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.email)

    def get_absolute_url(self) -> str:
        """The page of the invitation. Whoever holds the link and is signed in may accept."""
        return reverse("ideas:invitation", args=[signing.dumps(self.pk, salt=INVITATION_SALT)])

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted: one rule for the mail, the page and the action."""
        return self.accepted_at is None and timezone.now() <= self.expires_at

    @property
    def expires_at(self) -> datetime:
        return self.invited_at + timedelta(days=INVITATION_DAYS)


ACCEPTED = CoAuthor.objects.filter(accepted_at__isnull=False).select_related("person")
#: What the page of an idea shows beside its own row, for `prefetch_related()`: a statement each.
BESIDE_THE_IDEA = ("photos", models.Prefetch("coauthors", ACCEPTED, to_attr="fellow_authors"))
