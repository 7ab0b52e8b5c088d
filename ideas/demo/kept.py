"""One status in words of the municipality's own, which were changed once: so that its history shows something."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from ideas.actions.administer import save_status_words
from ideas.administering.changing import version_of
from ideas.demo.people import Cast
from ideas.demo.timetable import working_day
from ideas.models import StatusWords
from ideas.statuses import Status
from participation.models import Event

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


def choose_words(cast: Cast) -> None:
    """Write the words that are not there yet, on a working day long ago; nobody is told now."""
    if StatusWords.objects.exists():
        return
    administrator = next(user for user in cast.by_email.values() if user.is_superuser)
    words = save_status_words(StatusWords(status=Status.CHALLENGE), FIRST, actor=administrator, seen=0)
    save_status_words(words, THEN, actor=administrator, seen=version_of(words))
    written = timezone.make_aware(datetime.combine(working_day(timezone.localdate() - WRITTEN), time(10)))
    news = Event.objects.filter(subject_type=StatusWords._meta.label_lower, dispatched_at=None)
    news.update(recorded_at=written, dispatched_at=written)
