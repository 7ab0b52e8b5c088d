"""Mail to the municipality's box for ideas, before and after somebody looked at it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.models.photo import photo_path


class MailState(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting", _("Wacht op een medewerker")
    MADE = "made", _("Er is een idee van gemaakt")
    ASIDE = "aside", _("Weggelegd")


class MailTroubles(models.TextChoices):
    """Why a mail is not there as it was sent."""

    NONE = "", _("Geen")
    BROKEN = "broken", _("Deze e-mail is beschadigd. Bekijk hem in de mailbox zelf.")
    TOO_LARGE = "too_large", _("Deze e-mail is te groot. Bekijk hem in de mailbox zelf.")


class InboundMailQuerySet(models.QuerySet["InboundMail"]):
    """Reads of mail that came in."""

    def waiting(self) -> "InboundMailQuerySet":
        """What nobody looked at yet."""
        return self.filter(state=MailState.WAITING)

    def settled(self) -> "InboundMailQuerySet":
        """What became an idea or was set aside."""
        return self.exclude(state=MailState.WAITING)

    def for_list(self) -> "InboundMailQuerySet":
        """With what a row shows, and not the mail itself."""
        shown = ("sender", "sender_name", "subject", "received_at", "state", "trouble", "reason", "idea__reference")
        return self.select_related("idea").only(*shown)


class InboundMail(models.Model):
    """A mail that may hold an idea. Its doors are in `ideas.actions.inbound`."""

    key = models.CharField(max_length=64, unique=True, help_text="Of its Message-ID: the same mail comes in once.")
    sender = models.EmailField(_("afzender"), blank=True)
    sender_name = models.CharField(_("naam"), max_length=120, blank=True)
    subject = models.CharField(_("onderwerp"), max_length=200, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    attachments = models.JSONField(_("bijlagen"), default=list, blank=True)
    raw = models.BinaryField(null=True, editable=False)
    trouble = models.CharField(max_length=9, choices=MailTroubles, blank=True, default=MailTroubles.NONE)
    sent_at = models.DateTimeField(_("verstuurd op"))
    received_at = models.DateTimeField(_("binnengekomen op"), auto_now_add=True)
    state = models.CharField(_("stand"), max_length=7, choices=MailState, default=MailState.WAITING)
    reason = models.TextField(_("waarom weggelegd"), blank=True)
    idea = models.ForeignKey(Idea, models.SET_NULL, null=True, blank=True, related_name="mails")
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="mails_settled"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("binnengekomen e-mail")
        verbose_name_plural = _("binnengekomen e-mails")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MailState.ASIDE) | ~Q(reason=""), name="mail_set_aside_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.WAITING, settled_at__isnull=True)
                | Q(~Q(state=MailState.WAITING), settled_at__isnull=False),
                name="mail_is_settled_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "-received_at", "-id"], name="mail_list")]

    def __str__(self) -> str:
        return self.subject or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("ideas:inbound_mail", args=[self.pk])


class InboundPhoto(models.Model):
    """A photo of a mail, written anew. Those that are chosen become the idea's."""

    mail = models.ForeignKey(InboundMail, models.CASCADE, related_name="photos")
    image = models.ImageField(_("foto"), upload_to=photo_path)

    class Meta:
        verbose_name = _("foto bij een e-mail")
        verbose_name_plural = _("foto's bij e-mails")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.image)
