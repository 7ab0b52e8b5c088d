"""Ideas that came in by mail or on paper, and ideas that belong together: part of the table in `tests.journeys.pages`."""

from ideas.actions.inbound import take_in
from ideas.actions.link import link_ideas
from ideas.models import Entry, InboundMail, SupportQuestion
from ideas.models.carrying import Asked
from tests.journeys.states import State, open_all, press

INTAKE = [
    State("a question about support", "{consent}"),
    State("a question about support that is gone", "/ideeen/steun/weg/"),
    State("questions about support", "/mijn-inbreng/steun-meenemen/", "neighbour"),
    State("no questions about support", "/mijn-inbreng/steun-meenemen/", "author"),
    State("enter an idea", "/werkplek/invoeren/?code=brief-nl", "owner", open_all),
    State("enter an idea with errors", "/werkplek/invoeren/", "owner", press("Voer dit idee in")),
    State("an idea that was entered", "{entered}", "owner"),
    State("mail", "/werkplek/binnengekomen/", "coordinator"),
    State("mail, nothing there", "/werkplek/binnengekomen/?lijst=klaar", "coordinator"),
    State("a mail", "{mail}", "coordinator"),
    State("a mail with errors", "{mail}", "coordinator", press("Maak dit idee")),
    State("links of an idea", "{linked}verband/", "owner"),
    State("links of an idea with errors", "{linked}verband/", "owner", press("Leg het verband")),
    State("divide an idea", "{linked}splitsen/", "owner"),
    State("divide an idea with errors", "{linked}splitsen/", "owner", press("Maak het tweede idee")),
]


def build_intake(owner, neighbour, first, second):
    """A question whether support goes along, a link, a mail, and an idea that came on paper; gives addresses."""
    question = SupportQuestion.objects.create(
        source=first, target=second, person=neighbour, kind=Asked.DIVIDED, asked_at=first.submitted_at
    )
    link_ideas(first, second, actor=owner, reason="Het gaat over dezelfde laan.")
    take_in(b"From: Mia <mia@example.org>\r\nSubject: Bomen\r\n\r\nPlant bomen.")
    Entry.objects.create(idea=second, official=owner, name="Mia", address="Laan 1")
    return {
        "consent": question.get_absolute_url(),
        "entered": f"/werkplek/invoeren/{second.reference}/",
        "mail": InboundMail.objects.get().get_absolute_url(),
        "linked": first.get_desk_url(),
    }
