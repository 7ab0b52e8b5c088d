"""What this room keeps of people."""

from django.utils.translation import gettext_lazy as _

from notifications.models import Delivery, MailTrouble, Preference, QuietHours
from participation.leaving import destroy
from participation.models import User
from participation.register import Column, Holding, register


def forget_trouble(person: User, _ideas_go: bool) -> None:
    """Forget that mail to their address came back."""
    destroy(MailTrouble.objects.filter(address=person.email.lower()))


register(
    Holding(
        model=Delivery,
        person="recipient",
        title=_("Berichten aan u"),
        columns=(
            Column("kind", _("Soort"), "event__kind"),
            Column("reference", _("Nummer van het idee"), "event__facts__reference"),
            Column("channel", _("Kanaal")),
            Column("route", _("Waarom u het kreeg")),
            Column("created_at", _("Moment")),
            Column("read_at", _("Gelezen op")),
        ),
        leave=forget_trouble,
    ),
    Holding(
        model=QuietHours,
        person="person",
        title=_("Uren waarin u geen mail wilt"),
        columns=(Column("starts", _("Vanaf")), Column("ends", _("Tot"))),
    ),
    Holding(
        model=Preference,
        person="person",
        title=_("Uw keuzes voor berichten"),
        columns=(Column("group", _("Onderwerp")), Column("channel", _("Kanaal")), Column("frequency", _("Hoe vaak"))),
    ),
)
