"""An official writes an idea down for somebody who came to the counter, called, wrote or mailed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.submit import Draft, build_idea, check_words, store_idea
from ideas.models import Entry, Follow, Idea, IdeaPhoto
from ideas.models.photo import MOST_PHOTOS
from ideas.permissions import may_enter_on_behalf
from ideas.statuses import ENTERED, Channel
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose idea it is: an account, or a name and a postal address, or nobody who said so."""

    author: User | None = None
    name: str = ""
    address: str = ""


def enter_idea(
    draft: Draft, sender: Sender, *, channel: str, actor: User, client_key: uuid.UUID,
    photos: "Sequence[ContentFile[bytes]]" = (),
) -> Idea:  # fmt: skip
    """Store, number and route what came in by `channel`; the author gets a receipt by mail.

    The same key gives the same idea again. Raises NotAllowed, Incomplete, or NotPossible when a photo cannot be kept.
    """
    try:
        return _enter(draft, sender, channel, actor, client_key, photos)
    except IntegrityError:
        first = Idea.objects.filter(client_key=client_key).first()
        if first is None:
            raise
        if not Entry.objects.filter(idea=first, official=actor).exists():
            raise NotAllowed(_("U mag dit niet doen.")) from None
        return first


@transaction.atomic(durable=True)
def _enter(
    draft: Draft, sender: Sender, channel: str, actor: User, client_key: uuid.UUID,
    photos: "Sequence[ContentFile[bytes]]",
) -> Idea:  # fmt: skip
    if not may_enter_on_behalf(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    idea = put_down(draft, sender, channel, actor, client_key)
    add_photos(idea, photos)
    return idea


def put_down(draft: Draft, sender: Sender, channel: str, actor: User, client_key: uuid.UUID) -> Idea:
    """Check, store and tell: the part that `ideas.actions.inbound` shares. The caller holds the transaction."""
    if channel not in ENTERED:
        raise Incomplete(_("Kies hoe het idee binnenkwam."), field="channel")
    if sender.author is not None and not sender.author.is_active:
        raise Incomplete(_("Het account bij dit e-mailadres is gesloten. Laat het adres leeg."), field="email")
    check_words(draft)
    now = timezone.now()
    idea = build_idea(draft, sender.author, client_key, now)
    idea.channel = Channel(channel)
    store_idea(idea, actor=actor, now=now, channel=channel)
    if sender.author is not None:
        Follow.objects.create(idea=idea, person=sender.author)
        sender = replace(sender, name="", address="")
    Entry.objects.create(idea=idea, official=actor, name=tidy(sender.name), address=tidy(sender.address))
    return idea


def add_photos(idea: Idea, photos: "Sequence[ContentFile[bytes]]") -> None:
    """Store photos, which were written anew before. The caller holds the transaction."""
    for photo in photos[:MOST_PHOTOS]:
        row = IdeaPhoto(idea=idea)
        try:
            row.image.save("", photo, save=False)
        except OSError as error:
            raise NotPossible(_("Wij kunnen de foto nu niet bewaren."), field="photo") from error
        row.save()
