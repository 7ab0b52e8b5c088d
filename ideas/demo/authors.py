"""What authors of the demonstration do with their own ideas: photos, an addition, news, a co-author and a concept."""

import io
import random
import uuid

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from PIL import Image, ImageDraw

from ideas.actions.coauthor import INVITING, accept_invitation, invite_coauthor
from ideas.actions.concept import Writing, keep_concept
from ideas.actions.edit import ADDING, add_to_idea
from ideas.actions.update import tell_followers
from ideas.demo.people import Cast
from ideas.events import IdeaEvent
from ideas.models import Idea, IdeaPhoto
from ideas.permissions import may_add, may_invite, may_tell_followers
from participation.demo.people import PEOPLE
from participation.models import Allowance, Event, User

#: News that no step of a history makes.
OF_AUTHORS = (IdeaEvent.EDITED, IdeaEvent.ADDED, IdeaEvent.UPDATED, IdeaEvent.INVITED, IdeaEvent.JOINED)
WITH_PHOTOS = 6
DESCRIPTIONS = ("Een grasveld met bomen, getekend", "Hetzelfde veld met minder bomen, getekend")
ADDITION = "Ik heb met mijn buren gepraat. Zij willen helpen met water geven."
NEWS = "Zaterdag om 10 uur kijken wij samen op de plek. Iedereen mag mee."
CONCEPT = {"problem": "Bij de bushalte staat iedereen in de regen.", "proposal": "Zet er een dak neer.", "title": ""}


def let_authors_go_on(cast: Cast, ideas: dict[str, Idea]) -> int:
    """Do what was not done yet, and mail nobody of it; gives how many deeds."""
    alive = [idea for _ref, idea in sorted(ideas.items()) if idea.visibility == "public" and not idea.is_ended]
    with transaction.atomic():
        done = sum(_draw_photos(idea, number) for number, idea in enumerate(alive[:WITH_PHOTOS]))
    if not Event.objects.filter(kind__in=OF_AUTHORS).exists():
        done += _speak(alive, cast)
        Event.objects.filter(kind__in=OF_AUTHORS).update(dispatched_at=F("recorded_at"))
        for limit in (ADDING, INVITING):
            Allowance.objects.filter(key__startswith=f"{limit.name}:").delete()
    resident = next(cast.by_email[person.email] for person in PEOPLE if person.kind == "resident")
    if not resident.concepts.exists():
        keep_concept(uuid.uuid4(), Writing(answers=CONCEPT, actor=resident, place=""))
        done += 1
    return done


def _speak(alive: list[Idea], cast: Cast) -> int:
    """An addition, news and a co-author, each of an idea whose author may."""
    done = 0
    for may, act in ((may_add, _add), (may_tell_followers, _tell), (may_invite, _join)):
        idea = next((one for one in alive[done:] if one.author and may(one.author, one)), None)
        if idea is not None and idea.author is not None:
            act(idea, idea.author, cast)
            done += 1
    return done


def _add(idea: Idea, author: User, _cast: Cast) -> None:
    add_to_idea(idea, actor=author, text=ADDITION)


def _tell(idea: Idea, author: User, _cast: Cast) -> None:
    tell_followers(idea, actor=author, text=NEWS)


def _join(idea: Idea, author: User, cast: Cast) -> None:
    friend = next(person for person in cast.crowd if person.pk != author.pk)
    accept_invitation(invite_coauthor(idea, actor=author, email=friend.email), actor=friend)


def _draw_photos(idea: Idea, number: int) -> int:
    """Made-up photos, one or two; 0 when the idea has some."""
    if idea.photos.exists():
        return 0
    for shot, description in enumerate(DESCRIPTIONS[: 1 + number % 2]):
        photo = IdeaPhoto(idea=idea, description=description)
        photo.image.save("", ContentFile(_field(number, trees=6 - 4 * shot)))
    return 1


def _field(seed: int, trees: int) -> bytes:
    """A drawing that nobody takes for a real place."""
    chance = random.Random(seed)  # noqa: S311  (the same drawing every time, no secret)
    picture = Image.new("RGB", (1200, 800), (188, 217, 235))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 520, 1200, 800), fill=(118, 160, 92))
    for _ in range(trees):
        x, y, size = chance.randrange(80, 1120), chance.randrange(560, 760), chance.randrange(60, 120)
        pen.rectangle((x - 12, y - size * 2, x + 12, y), fill=(110, 82, 60))
        pen.ellipse((x - size, y - size * 3, x + size, y - size), fill=(62, 112 + chance.randrange(40), 66))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
