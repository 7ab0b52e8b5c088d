"""The pages on which people talk, and those of who watches over that: part of the table in `tests.journeys.pages`."""

from datetime import timedelta

from django.utils import timezone

from ideas.models import BlockedPerson, Report, Ruling
from tests import factories
from tests.journeys.states import State, open_all, press, press_empty

DESK = "/werkplek/moderatie/"
TALK = [
    State("a discussion below an idea", "{talked}"),
    State("comments", "{talked}reacties/"),
    State("comments, no more", "{talked}reacties/?volgorde=nuttig&vanaf={past}"),
    State("a comment with answers", "{comment}"),
    State("a comment that was hidden", "{hidden}"),
    State("what a comment said first", "{edited}eerder/"),
    State("report a comment", "{comment}melden/"),
    State("report with errors", "{comment}melden/", then=press("Verstuur uw melding")),
    State("report an idea", "{talked}melden/"),
    State("a discussion, signed in", "{talked}", "neighbour"),
    State("write a comment", "{talked}reacties/nieuw/", "neighbour", open_all),
    State("write a comment with errors", "{talked}reacties/nieuw/", "neighbour", press("Plaats uw reactie")),
    State("write an answer", "{talked}reacties/nieuw/?op={start}", "neighbour"),
    State("change a comment", "{edited}veranderen/", "neighbour"),
    State("change a comment with errors", "{edited}veranderen/", "neighbour", press_empty("Bewaar")),
    State("take a comment back", "{edited}weghalen/", "neighbour"),
    State("one's own comment that was hidden", "{hidden}", "neighbour"),
    State("object", "{hidden}bezwaar/", "neighbour"),
    State("object with errors", "{hidden}bezwaar/", "neighbour", press("Verstuur uw bezwaar")),
    State("an idea for who is blocked", "{talked}", "blocked"),
    State("moderation", DESK, "coordinator", open_all),
    State("moderation with errors", DESK, "coordinator", press("Verberg, met deze reden")),
    State("moderation of one programme", f"{DESK}?programma=groen", "coordinator"),
    State("moderation of ideas", f"{DESK}?lijst=ideeen", "coordinator"),
    State("objections", f"{DESK}?lijst=bezwaren", "coordinator"),
    State("objections with errors", f"{DESK}?lijst=bezwaren", "coordinator", press("Toon de tekst weer")),
    State("who is blocked", f"{DESK}?lijst=geblokkeerd", "coordinator"),
]


def build_talk(programme, coordinator, owner, author, neighbour):
    """An idea with a comment in each state, reports, an objection, and somebody who may not write; gives addresses."""
    now = timezone.now()
    before = now - timedelta(days=400)
    talked = factories.make_raw_idea(programme, title="Een bankje langs de weg", submitted_at=before)
    start = factories.make_raw_comment(
        talked, author=neighbour, text="Ja! **Graag** twee.", side="pro", helpful_count=3
    )
    for place in range(4):
        factories.make_raw_comment(talked, thread=start, author=author, text=f"> Graag twee.\n\nOf {place + 3}.")
    factories.make_raw_comment(talked, thread=start, author=owner, team=programme.team, text="Wij kijken ernaar.")
    for place in range(9):
        factories.make_raw_comment(talked, author=author, text=f"Nummer {place}.", side="con")
    factories.make_raw_comment(talked, author=author, state="deleted")
    edited = factories.make_raw_comment(talked, author=neighbour, text="Drie.", edited_at=now)
    edited.versions.create(text="Twee.", written_at=now)
    hidden, objected = (
        factories.make_raw_comment(talked, author=neighbour, state="hidden", text="Stom.") for _ in "ab"
    )
    Ruling.objects.create(idea=talked, comment=hidden, moderator=owner, reason="De tekst beledigt iemand.")
    said = {"objection": "Dat klopt niet.", "objected_at": now}
    for moderator in (owner, coordinator):
        Ruling.objects.create(idea=talked, comment=objected, moderator=moderator, reason="Reclame.", **said)
    held = factories.make_raw_comment(talked, author=author, state="held", text="Kijk op https://example.org/")
    Report.objects.create(idea=talked, comment=held, reason="reclame", text="Dit is geen reactie.")
    Report.objects.create(idea=talked, reason="anders")
    blocked = factories.make_resident("geblokkeerd")
    BlockedPerson.objects.create(person=blocked, reason="Schelden.", moderator=coordinator)
    return {
        "talked": talked.get_absolute_url(),
        "comment": start.get_absolute_url(),
        "start": start.pk,
        "hidden": hidden.get_absolute_url(),
        "edited": edited.get_absolute_url(),
        "past": "WyI-IiwgMCwgMV0",  # After the comment with key 1 that nobody found helpful.
    }
