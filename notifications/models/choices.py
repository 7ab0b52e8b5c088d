"""What people choose: how often each kind of news comes, and when no mail comes at all."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.statuses import Channel, Frequency, Group

LAST_HOUR = 23


class Preference(models.Model):
    """What a person chose for a group of news. `notifications.actions` is its only door."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    group = models.CharField(_("onderwerp"), max_length=10, choices=Group)
    channel = models.CharField(_("kanaal"), max_length=8, choices=Channel)
    frequency = models.CharField(_("hoe vaak"), max_length=8, choices=Frequency)

    class Meta:
        verbose_name = _("voorkeur")
        verbose_name_plural = _("voorkeuren")
        constraints = [
            models.UniqueConstraint(fields=["person", "group", "channel"], name="preference_is_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.channel}: {self.frequency}"


class QuietHours(models.Model):
    """The hours in which a person gets no mail, by the municipality's clock. Two equal hours: there are none.

    Who has no row has those of the municipality (QUIET_HOURS). `notifications.actions.set_quiet_hours()` is its door.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="quiet_hours"
    )
    starts = models.PositiveSmallIntegerField(_("vanaf"), validators=[MaxValueValidator(LAST_HOUR)])
    ends = models.PositiveSmallIntegerField(_("tot"), validators=[MaxValueValidator(LAST_HOUR)])

    class Meta:
        verbose_name = _("uren zonder mail")
        verbose_name_plural = _("uren zonder mail")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__lte=LAST_HOUR, ends__lte=LAST_HOUR), name="quiet_hours_are_hours_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts}-{self.ends}"
