"""Words around an answer: who can be asked outside, and what is weighed. Leaf module."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ideas.statuses import Status

#: The decisions that are an answer in four parts.
DECISIONS = (Status.PROMISING, Status.CHALLENGE, Status.ADOPTED, Status.DECLINED, Status.NOT_NOW)


class PartyKind(TextChoices):
    """What kind of organisation can take over an idea, or help with it."""

    PARTNER = "partner", _("Partner")
    MUNICIPALITY = "municipality", _("Andere gemeente")
    PUBLIC_SPACE = "public_space", _("Meldpunt openbare ruimte")


class Criterion(TextChoices):
    """What a feasibility file weighs. Of each 5 is the best: low costs and little risk score high."""

    EFFECT = "effect", _("Effect voor inwoners")
    FEASIBILITY = "feasibility", _("Haalbaarheid")
    COST = "cost", _("Kosten")
    SUPPORT = "support", _("Draagvlak")
    PRIVACY = "privacy", _("Privacy")


BEST = {
    Criterion.EFFECT: _("5 is: veel mensen merken dat het beter wordt."),
    Criterion.FEASIBILITY: _("5 is: dit kan snel en zonder grote problemen."),
    Criterion.COST: _("5 is: dit kost weinig."),
    Criterion.SUPPORT: _("5 is: bijna iedereen in de buurt wil dit. Steun op deze website is maar één teken."),
    Criterion.PRIVACY: _("5 is: er is geen risico voor de privacy."),
}
