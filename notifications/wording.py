"""News in words, whichever room it comes from: inbox, mails and digests tell it with these."""

from challenges import wording as challenge_wording
from ideas import wording as idea_wording
from participation.models import Event
from projects import wording as project_wording


def headline(event: Event) -> str:
    """What happened, in one short sentence."""
    for wording in (challenge_wording, project_wording):
        if event.kind in wording.SENTENCES:
            return wording.SENTENCES[event.kind](event.facts)
    return idea_wording.headline(event)


def details(event: Event) -> list[tuple[str, str]]:
    """What was said with it: label and text."""
    for wording in (challenge_wording, project_wording):
        if event.kind in wording.SENTENCES:
            return wording.details(event)
    return idea_wording.details(event)
