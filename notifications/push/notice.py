"""What a device shows: the one thing that happened, and where it leads."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator

from notifications import news
from notifications.eligibility import Circumstances
from notifications.leases import Mail, message_of
from notifications.letters import told
from notifications.subjects import key_of

LONGEST_TITLE, LONGEST_TEXT = 120, 240


@dataclass(frozen=True, slots=True)
class Notice:
    """`body` is what a browser reads. Devices show one notice of a `tag`: it is the same for every try."""

    body: bytes
    tag: str
    is_bulk: bool


def write_notice(mail: Mail, circumstances: Circumstances) -> Notice:
    """Write `mail` for devices: one thing in its own words; of more, how many, and they are in the inbox."""
    first = mail[0]
    subject = circumstances.subjects[key_of(first.event)]
    reader = first.recipient
    with translation.override(reader.language if reader else settings.LANGUAGE_CODE):
        _names, context, _left = told(mail, circumstances.subjects, circumstances.searches)
        title = context["subject"]
        is_one = len(mail) == 1
        beside = context["preview"] if not is_one else context["headline"]
        if is_one and context["title"] not in title:
            beside = context["title"]
        tag = message_of(mail).hex
        shown = {
            "title": Truncator(title).chars(LONGEST_TITLE),
            "text": Truncator(" ".join(beside.split())).chars(LONGEST_TEXT),
            "url": news.path_to(first, subject) if is_one else reverse("notifications:inbox"),
            "tag": tag,
            "language": translation.get_language(),
        }
    return Notice(json.dumps(shown, ensure_ascii=False).encode(), tag, is_bulk=first.bulk)
