"""What administrators changed: the words of a status, a text and a term, so that their histories show something."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from ideas.actions.administer import save_page_text, save_status_words, save_term
from ideas.administering.changing import version_of
from ideas.demo.people import Cast
from ideas.demo.timetable import working_day
from ideas.models import PageText, StatusWords
from ideas.statuses import Status
from participation.models import Event, SetTerm
from participation.terms import MESSAGES

WRITTEN = timedelta(days=300)  # So long ago.
FIRST = {
    "label_nl": "",
    "explanation_nl": "Wij vragen inwoners en bedrijven om hulp.",
    "next_step_nl": "",
    "label_en": "",
    "explanation_en": "We ask residents and companies to help.",
    "next_step_en": "",
}
THEN = {**FIRST, "label_nl": "Wij zoeken meedenkers", "label_en": "We are looking for help"}

FIRST_TEXT = {
    "text_nl": "U kunt elk idee één keer steunen. Niemand ziet wie een idee steunt.",
    "text_en": "You can support each idea once. Nobody sees who supports an idea.",
}
THEN_TEXT = {
    "text_nl": FIRST_TEXT["text_nl"] + " Veel steun helpt, maar **beslist niet**.",
    "text_en": FIRST_TEXT["text_en"] + " A lot of support helps, but it **does not decide**.",
}


def choose_words(cast: Cast) -> None:
    """Write what is not there yet, on a working day long ago; nobody is told now."""
    if StatusWords.objects.exists():
        return
    administrator = next(user for user in cast.by_email.values() if user.is_superuser)
    words = save_status_words(StatusWords(status=Status.CHALLENGE), FIRST, actor=administrator, seen=0)
    save_status_words(words, THEN, actor=administrator, seen=version_of(words))
    text = save_page_text(PageText(key="steun"), FIRST_TEXT, actor=administrator, seen=0)
    save_page_text(text, THEN_TEXT, actor=administrator, seen=version_of(text))
    term = SetTerm(variable=MESSAGES.variable, days=MESSAGES.unless_set().days)
    save_term(term, {"days": 2 * MESSAGES.days}, actor=administrator, seen=0)
    written = timezone.make_aware(datetime.combine(working_day(timezone.localdate() - WRITTEN), time(10)))
    kinds = [model._meta.label_lower for model in (StatusWords, PageText, SetTerm)]
    news = Event.objects.filter(subject_type__in=kinds, dispatched_at=None)
    news.update(recorded_at=written, dispatched_at=written)
