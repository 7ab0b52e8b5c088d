"""What came in by other ways than the site, and ideas that belong together: for the demonstration."""

import uuid
from email.message import EmailMessage
from io import BytesIO

from django.db.models import F
from django.utils import timezone
from PIL import Image, ImageDraw

from ideas.actions.divide import Part, divide_idea
from ideas.actions.enter import Sender, enter_idea
from ideas.actions.inbound import take_in
from ideas.actions.link import link_ideas
from ideas.actions.submit import Draft
from ideas.actions.support import SUPPORTING
from ideas.actions.support_question import answer_support_question
from ideas.models import Entry, Idea, IdeaLink, InboundMail, SupportQuestion
from ideas.statuses import AWAITING_ANSWER, Channel, Status
from participation.models import Allowance, Event

NAMESPACE = uuid.UUID("4b5f0d1e-6a43-5d0b-9d63-70f1b1c6a7aa")
ON_PAPER = Draft(
    title="Een bank bij de bushalte",
    problem="Ik wacht elke dag op bus 70. Staan gaat niet lang meer.",
    proposal="Zet een bank bij de halte, het liefst uit de wind.",
)
PART = Part(
    title="Een pad voor wie slecht loopt",
    problem="De stoep is smal en schuin. Met een rollator kom je er niet.",
    proposal="Maak de stoep breder en recht.",
    reason="Dit gaat over de stoep. Het eerste idee gaat over iets anders.",
)
LINK = "Beide ideeën gaan over dezelfde buurt. Wij bekijken ze samen."
MAILS = (
    (
        "Schaduw op het schoolplein",
        "Op het schoolplein is het in de zomer te heet. Kan er een zeil komen?",
        1,
    ),
    ("Fietsen voor de deur van de winkel", "De fietsen staan voor de deur.\nKunnen er meer rekken komen?", 0),
)


def make_intake() -> int:
    """Do what was not done yet, and mail nobody of it; gives how many deeds."""
    began = timezone.now()
    done = _mails() + _paper() + _family() + _replies()
    Event.objects.filter(dispatched_at=None, recorded_at__gte=began).update(dispatched_at=F("recorded_at"))
    return done


def _mails() -> int:
    if InboundMail.objects.exists():
        return 0
    for number, (subject, text, photos) in enumerate(MAILS):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = f"Inwoner Voorbeeld <inwoner{number}@voorbeeld.example>", subject
        mail["Message-ID"] = f"<demo-{number}@voorbeeld.example>"
        mail.set_content(text)
        for _photo in range(photos):
            mail.add_attachment(_drawing(), maintype="image", subtype="png", filename="plein.png")
        take_in(mail.as_bytes())
    return len(MAILS)


def _drawing() -> bytes:
    picture = Image.new("RGB", (640, 420), "#cfe3f5")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 260, 640, 420), fill="#c9c2b4")
    draw.polygon([(60, 260), (320, 90), (580, 260)], fill="#b3541e")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _paper() -> int:
    """A form on paper of somebody without a mail address."""
    waiting = Idea.objects.awaiting_answer().select_related("programme__owner").order_by("pk")
    idea = waiting[1:2].first()  # A folder of one's own may bring a single idea, and then nothing is added.
    if idea is None or Entry.objects.exists():
        return 0
    sender = Sender(name="Mevrouw Voorbeeld", address="Dorpsstraat 1\n2700 AA Zoetermeer")
    enter_idea(
        ON_PAPER, sender, channel=Channel.LETTER, actor=idea.programme.owner, client_key=uuid.uuid5(NAMESPACE, "paper")
    )
    return 1


def _family() -> int:
    """Two ideas that have to do with each other, and a part that became an idea by itself."""
    made = Idea.objects.public().filter(status__in=AWAITING_ANSWER, source="", author__isnull=False)
    pair = list(made.select_related("programme__owner").order_by("-support_count", "pk")[:2])
    if IdeaLink.objects.exists() or pair[1:] == []:
        return 0
    one, other = pair
    official = one.programme.owner
    link_ideas(one, other, actor=official, reason=LINK)
    divide_idea(one, PART, actor=official, client_key=uuid.uuid5(NAMESPACE, "part"))
    return 2


def _replies() -> int:
    """Some supporters of merged ideas answered; the others were asked, and did not answer yet."""
    merged = SupportQuestion.objects.filter(source__status=Status.MERGED)
    if merged.exclude(answer="").exists():
        return 0
    questions = list(SupportQuestion.objects.open().filter(pk__in=merged).order_by("pk")[:12])
    for number, question in enumerate(questions):
        if number % 3:
            answer_support_question(question, says_yes=number % 4 != 0)
    Allowance.objects.filter(key__in=[f"{SUPPORTING.name}:{question.person_id}" for question in questions]).delete()
    return len(questions)
