"""Officials who are away, and who stands in for them meanwhile."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.people import Kind, User

#: These people, and everybody to whom the absence of one of them leads. The other way round: `reach.REACH`.
STANDING_IN = """
WITH RECURSIVE there (person) AS (
  {people}
  UNION SELECT away.stand_in_id FROM participation_absence AS away JOIN there ON away.person_id = there.person
    WHERE %s::date BETWEEN away.first_day AND away.last_day)
SELECT person FROM there
"""


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Reads of absences; each composes."""

    def on(self, day: date) -> "AbsenceQuerySet":
        """Those that hold on `day`: who is away then."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def not_over(self, day: date) -> "AbsenceQuerySet":
        """Those that hold on `day` or begin later, the first on top."""
        return self.filter(last_day__gte=day).order_by("first_day", "pk")

    def with_names(self) -> "AbsenceQuerySet":
        """With the names of who is away and who stands in."""
        return self.select_related("person", "stand_in")


class Absence(models.Model):
    """That an official is away from the first day to the last, both included. `actions.absence` is its door."""

    person = models.ForeignKey(User, models.CASCADE, related_name="absences", verbose_name=_("wie is er niet"))
    stand_in = models.ForeignKey(User, models.CASCADE, related_name="stands_in", verbose_name=_("wie vervangt"))
    first_day = models.DateField(_("eerste dag"))
    last_day = models.DateField(_("laatste dag"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("afwezigheid")
        verbose_name_plural = _("afwezigheid")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("stand_in")), name="absence_has_somebody_else_standing_in"
            ),
            # The person as a range of one: GiST knows ranges by itself, and plain numbers only with an extension.
            ExclusionConstraint(
                name="absence_overlaps_none_of_the_same_person",
                expressions=[
                    (Func("person", "person", models.Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func("first_day", "last_day", models.Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.first_day} - {self.last_day}: {self.stand_in}"


def with_stand_ins(people: models.QuerySet[User]) -> models.QuerySet[User]:
    """`people`, and the officials who stand in today for one of them, chains of stand-ins included: one statement."""
    statement, values = people.order_by().values("pk").query.sql_with_params()
    # Our own text, and values apart:
    there = RawSQL(STANDING_IN.format(people=statement), [*values, timezone.localdate()])  # noqa: S611
    return User.objects.filter(pk__in=there, is_active=True, kind=Kind.OFFICIAL)
