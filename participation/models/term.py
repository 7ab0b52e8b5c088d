"""How long administrators have data kept. Read through `participation.keeping`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.retention import by_variable


class SetTerm(models.Model):
    """A term that was set in the product; of one that has no row the environment says how long. Set in one action."""

    variable = models.CharField(_("termijn"), max_length=40, unique=True)
    days = models.PositiveSmallIntegerField(_("dagen"))

    class Meta:
        verbose_name = _("bewaartermijn")
        verbose_name_plural = _("bewaartermijnen")
        constraints = [models.CheckConstraint(condition=models.Q(days__gte=1), name="term_is_a_day_at_least")]

    def __str__(self) -> str:
        return str(by_variable(self.variable).what)
