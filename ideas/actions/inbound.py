"""Mail for the municipality's box for ideas: it comes in once, and an official makes an idea of it or sets it aside."""

import uuid
from collections.abc import Collection
from enum import StrEnum
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.enter import Sender, put_down
from ideas.actions.submit import Draft
from ideas.intake.mail_parsing import Letter, key_of, read_mail
from ideas.models import Idea, IdeaPhoto, InboundMail, InboundPhoto
from ideas.models.inbound import MailState, MailTroubles
from ideas.permissions import may_read_inbound
from ideas.photos import reencoded
from ideas.statuses import Channel
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy

LARGEST = 25 * 1024 * 1024  # What mail servers usually take.
MOST_OF_A_LARGE_ONE = 64 * 1024
LONGEST_REASON = 500


class Outcome(StrEnum):
    """What became of a mail that was read."""

    NEW = "new"
    AGAIN = "again"
    AUTOMATIC = "automatic"
    UNREADABLE = "unreadable"


def take_in(content: bytes, size: int | None = None) -> Outcome:
    """Keep a mail for an official to look at; no news. `size` is its real size when `content` is only its beginning.

    Taking it in twice is once. What a program sent is not kept. What cannot be read is kept as such: an official sees
    that there was something.
    """
    trouble, letter, key = MailTroubles.NONE, None, key_of(content)
    if InboundMail.objects.filter(key=key).exists():
        return Outcome.AGAIN
    try:
        letter = read_mail(content)
    except Exception:  # noqa: BLE001 - one mail, however broken, must not stop those behind it
        trouble = MailTroubles.BROKEN
    if letter is None and not trouble:
        return Outcome.AUTOMATIC
    if (size or len(content)) > LARGEST:
        trouble = MailTroubles.TOO_LARGE
    pictures, refused = _photos_of(letter) if letter and not trouble else ([], [])
    return _keep(content, key, letter, trouble, pictures, refused)


def _photos_of(letter: Letter) -> "tuple[list[ContentFile[bytes]], list[dict[str, object]]]":
    """The pictures written anew, and those that are none as attachments that are named only."""
    good, refused = [], []
    for data in letter.pictures:
        try:
            good.append(reencoded(File(BytesIO(data)), len(data)))
        except ValidationError:
            refused.append({"name": "image", "kind": "image", "size": len(data)})
    return good, refused


@transaction.atomic(durable=True)
def _keep(
    content: bytes, key: str, letter: Letter | None, trouble: MailTroubles,
    pictures: "list[ContentFile[bytes]]", refused: list[dict[str, object]],
) -> Outcome:  # fmt: skip
    words = {} if letter is None else {
        "sender": letter.sender, "sender_name": letter.sender_name, "subject": letter.subject, "text": letter.text,
        "attachments": [*letter.others, *refused],
    }  # fmt: skip
    raw = content[:MOST_OF_A_LARGE_ONE] if trouble == MailTroubles.TOO_LARGE else content
    mail, is_new = InboundMail.objects.get_or_create(
        key=key,
        defaults={**words, "raw": raw, "trouble": trouble, "sent_at": letter.sent_at if letter else timezone.now()},
    )
    if not is_new:
        return Outcome.AGAIN
    for picture in pictures:
        row = InboundPhoto(mail=mail)
        row.image.save("", picture, save=False)
        row.save()
    return Outcome.UNREADABLE if trouble else Outcome.NEW


@transaction.atomic(durable=True)
def make_idea_of_mail(
    mail: InboundMail, draft: Draft, sender: Sender, *, actor: User, photos: Collection[int], client_key: uuid.UUID
) -> Idea:
    """Put the idea down that a mail holds, with the photos that are chosen, by key; the sender gets a receipt.

    Raises NotAllowed, Incomplete, or NotPossible when somebody else was first.
    """
    if not may_read_inbound(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    held = _hold(mail)
    idea = put_down(draft, sender, Channel.MAIL, actor, client_key)
    chosen = list(held.photos.filter(pk__in=photos))
    IdeaPhoto.objects.bulk_create(IdeaPhoto(idea=idea, image=photo.image.name) for photo in chosen)
    InboundPhoto.objects.filter(pk__in=[photo.pk for photo in chosen]).delete()
    _settle(held, actor, state=MailState.MADE, idea=idea)
    return idea


@transaction.atomic(durable=True)
def set_mail_aside(mail: InboundMail, *, actor: User, reason: str) -> None:
    """Say why no idea comes of a mail. The sender is not told. Raises NotAllowed, Incomplete or NotPossible."""
    if not may_read_inbound(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    words = tidy(reason)
    if not words or len(words) > LONGEST_REASON:
        raise Incomplete(_("Maak deze tekst korter.") if words else _("Vul dit in."), field="reason")
    _settle(_hold(mail), actor, state=MailState.ASIDE, reason=words)


def _hold(mail: InboundMail) -> InboundMail:
    held = InboundMail.objects.waiting().select_for_update(of=("self",)).filter(pk=mail.pk).first()
    if held is None:
        raise NotPossible(_("Iemand anders heeft deze e-mail al afgehandeld."))
    return held


def _settle(mail: InboundMail, actor: User, **columns: object) -> None:
    InboundMail.objects.filter(pk=mail.pk).update(official=actor, settled_at=timezone.now(), **columns)
