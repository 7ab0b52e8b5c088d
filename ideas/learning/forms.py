"""What coordinators decide about suggestions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.actions.learn import LearningPlan
from ideas.models import LearningSettings

LEAST, MOST = 20, 100_000


class LearningForm(forms.Form):
    """The settings of suggestions."""

    threshold = forms.IntegerField(
        label=_("Vanaf hoeveel procent zekerheid gaat een idee vanzelf door?"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Alleen als geen andere regel past. Laat het leeg om altijd een medewerker te laten kiezen."),
    )  # fmt: skip
    least_decisions = forms.IntegerField(
        label=_("Na hoeveel beantwoorde ideeën leert het systeem voor het eerst?"), min_value=LEAST, max_value=MOST
    )
    learn_after = forms.IntegerField(
        label=_("Na hoeveel nieuwe antwoorden leert het opnieuw?"), min_value=1, max_value=MOST,
        help_text=_("Bij veel ideeën wacht het tot er één op de twintig nieuw is."),
    )  # fmt: skip
    with_imported = forms.BooleanField(
        label=_("Leer ook van ideeën uit een import die niemand hier behandelde"), required=False,
        help_text=_("Dan leert het systeem ook hoe de regels en de bron die ideeën verdeelden."),
    )  # fmt: skip

    def plan(self) -> LearningPlan:
        """What was filled in."""
        return LearningPlan(**self.cleaned_data)

    @staticmethod
    def initial_of(chosen: LearningSettings) -> dict[str, Any]:
        """The form as it was filled in for these settings."""
        return {name: getattr(chosen, name) for name in LearningPlan.__slots__}
