"""What an official types to link two ideas, or to make two of one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.forms import IdeaReference, text
from ideas.submit_forms import IdeaForm

OPEN_REASON = _("Schrijf korte zinnen. Iedereen kan dit lezen.")


class LinkForm(forms.Form):
    """Which other idea, and why."""

    other = IdeaReference(label=_("Nummer van het andere idee"), help_text=_("Bijvoorbeeld 2026-00042."))
    reason = text(_("Wat hebben de ideeën met elkaar te maken?"), 3, OPEN_REASON)


class PartForm(forms.Form):
    """The words of the second idea, what it is about and where, and why it is one by itself."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = IdeaForm.base_fields["title"]
    problem = IdeaForm.base_fields["problem"]
    proposal = IdeaForm.base_fields["proposal"]
    theme = IdeaForm.base_fields["theme"]
    area = IdeaForm.base_fields["area"]
    address = IdeaForm.base_fields["address"]
    reason = text(_("Waarom zijn dit twee ideeën?"), 3, OPEN_REASON)
