"""What is typed around a question to an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models.consultation import LONGEST_ANSWER, LONGEST_QUESTION


class ConsultForm(forms.Form):
    """What an official asks."""

    question = forms.CharField(
        label=_("Wat wilt u van deze organisatie weten?"),
        max_length=LONGEST_QUESTION,
        help_text=_("Stel één vraag. Noem geen namen van mensen."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Vul dit in.")},
    )


class ConsultAnswerForm(forms.Form):
    """What the organisation answers."""

    text = forms.CharField(
        label=_("Uw antwoord"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Vul dit in.")},
    )
