"""What a shared link to an idea says of it: to people through social cards, to search engines as structured data."""

import json
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from ideas.models import Idea

LONGEST = 200  # Characters of a description; sites show no more.
# As Django's `json_script` does it: no text can end the element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class Shared(NamedTuple):
    """Texts and addresses, the latter in full."""

    address: str
    title: str
    description: str
    picture: str
    picture_text: str
    mail: str
    whatsapp: str
    poster: str
    data: SafeString


def shared(idea: Idea) -> Shared:
    """All that goes along with a link to a public idea that was read `with_names()`."""
    address = f"{settings.BASE_URL}{idea.get_absolute_url()}"
    picture, picture_text = _picture_of(idea, address)
    quoted = quote(idea.title, safe=""), quote(address, safe="")
    return Shared(
        address=address,
        title=idea.title,
        description=Truncator(" ".join((idea.problem or idea.proposal or idea.title).split())).chars(LONGEST),
        picture=picture,
        picture_text=picture_text,
        mail="mailto:?subject={}&body={}".format(*quoted),
        whatsapp="https://wa.me/?text={}%20{}".format(*quoted),
        poster=f"{idea.get_absolute_url()}poster.pdf",
        data=_as_data(_described(idea, address, picture)),
    )


def _picture_of(idea: Idea, address: str) -> tuple[str, str]:
    """The first photo, or else a drawn card; and what is on it."""
    if photo := next(iter(idea.photos.all()), None):
        return f"{address}foto/", photo.description or idea.title
    return f"{address}kaart.png", idea.title


def _described(idea: Idea, address: str, picture: str) -> dict[str, Any]:
    """In the words of schema.org; nothing that the page itself does not say."""
    return {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "identifier": idea.reference,
        "url": address,
        "headline": idea.title,
        "text": f"{idea.problem}\n\n{idea.proposal}".strip(),
        "image": picture,
        "datePublished": idea.submitted_at.isoformat(),
        "author": {"@type": "Organization" if idea.organisation else "Person", "name": idea.author_name},
        "publisher": {"@type": "GovernmentOrganization", "name": f"Gemeente {settings.MUNICIPALITY_NAME}"},
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": idea.support_count,
        },
    }


def _as_data(described: dict[str, Any]) -> SafeString:
    """A data block, which no browser runs, so that the content security policy has nothing against it."""
    text = mark_safe(json.dumps(described, ensure_ascii=False).translate(ESCAPES))
    return format_html('<script type="application/ld+json">{}</script>', text)
