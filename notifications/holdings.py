"""What this room keeps of people."""

from django.utils.translation import gettext_lazy as _

from notifications.models import Delivery, MailTrouble, Preference, PushDevice, QuietHours
from participation.leaving import destroy
from participation.models import User
from participation.register import Column, Ends, Holding, register


def forget_trouble(person: User, _ideas_go: bool) -> None:
    """Forget that mail to their address came back."""
    destroy(MailTrouble.objects.filter(address=person.email.lower()))


def forget_devices(person: User, ends: Ends) -> None:
    """Tell nothing any more in browsers in which they signed out."""
    gone = [device.pk for device in PushDevice.objects.of(person) if ends(device.session_key)]
    destroy(PushDevice.objects.filter(pk__in=gone))


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
        model=PushDevice,
        person="person",
        title=_("Apparaten waarop u meldingen krijgt"),
        columns=(
            Column("name", _("Apparaat")),
            Column("endpoint", _("Adres bij de dienst van uw browser")),
            Column("made_at", _("Aangezet op")),
            Column("used_at", _("Laatst gebruikt")),
        ),
        sign_out=forget_devices,
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
