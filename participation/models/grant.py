"""Roles that people were given at the desk."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.roles import GRANTED, IN_PROGRAMME, Role

CHOICES = [(role.value, role.label) for role in Role if role in GRANTED]
IN_ONE = sorted(GRANTED & IN_PROGRAMME)


class Grant(models.Model):
    """That somebody has a role, in one programme or in all. `participation.grants` alone writes it.

    Not here are owner and deputies, which stand on the programme, and coordinator and administrator, on the account.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants", verbose_name=_("medewerker")
    )
    role = models.CharField(_("rol"), max_length=13, choices=CHOICES)
    programme = models.ForeignKey(
        "participation.Programme",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("programma"),
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gegeven door"),
    )
    given_at = models.DateTimeField(_("sinds"), auto_now_add=True)

    class Meta:
        verbose_name = _("gegeven rol")
        verbose_name_plural = _("gegeven rollen")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "programme"], name="grant_is_given_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(role__in=IN_ONE, programme__isnull=False)
                | (~Q(role__in=IN_ONE) & Q(programme__isnull=True)),
                name="grant_is_in_a_programme_or_in_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.programme_id or ''}".strip()
