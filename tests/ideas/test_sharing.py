"""What goes along with a shared link: the texts and the picture of the card, the data block, and the poster."""

import io
import json
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from PIL import Image

from ideas.card import wrapped
from ideas.lettering import drawable
from ideas.models import Idea, IdeaPhoto
from ideas.statuses import Visibility
from tests import factories
from tests.doors import sign_in

EVIL = "</script><script>alert(1)</script>\"'&<b>"


@pytest.fixture(autouse=True)
def own_pictures(tmp_path, settings):
    caches["pictures"].clear()
    yield
    caches["pictures"].clear()


def head_of(client, idea):
    page = BeautifulSoup(client.get(idea.get_absolute_url()).content, "html.parser")
    said = {meta.get("property") or meta.get("name"): meta["content"] for meta in page.select("head meta[content]")}
    block = page.select_one('script[type="application/ld+json"]')
    return said, block and json.loads(block.get_text()), page


def test_a_card_says_what_the_idea_is(client, idea, settings):
    said, _data, page = head_of(client, idea)
    address = f"{settings.BASE_URL}{idea.get_absolute_url()}"
    card = {key: value for key, value in said.items() if key.startswith(("og:", "twitter:"))}
    assert card == {
        "og:type": "article",
        "og:site_name": "Inbreng Zoetermeer",
        "og:title": idea.title,
        "og:description": idea.problem,
        "og:url": address,
        "og:image": f"{address}kaart.png",
        "og:image:alt": idea.title,
        "twitter:card": "summary_large_image",
    }
    assert said["description"] == idea.problem
    assert page.select_one("link[rel=canonical]")["href"] == address


def test_the_photo_is_the_picture_where_there_is_one(client, idea, settings):
    IdeaPhoto.objects.create(idea=idea, image="photos/aa/x.jpg", description="Een kale straat")
    said, data, _page = head_of(client, idea)
    assert said["og:image"] == data["image"] == f"{settings.BASE_URL}{idea.get_absolute_url()}foto/"
    assert said["og:image:alt"] == "Een kale straat"


def test_the_data_block_says_what_the_page_says(client, idea, settings):
    _said, data, _page = head_of(client, idea)
    address = f"{settings.BASE_URL}{idea.get_absolute_url()}"
    assert data == {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "identifier": idea.reference,
        "url": address,
        "headline": idea.title,
        "text": f"{idea.problem}\n\n{idea.proposal}",
        "image": f"{address}kaart.png",
        "datePublished": idea.submitted_at.isoformat(),
        "author": {"@type": "Person", "name": "Bloem"},
        "publisher": {"@type": "GovernmentOrganization", "name": "Gemeente Zoetermeer"},
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": 0,
        },
    }


def test_no_text_ends_the_data_block(client, programme):
    idea = factories.make_raw_idea(programme, title=EVIL, problem=EVIL, proposal=EVIL)
    said, data, page = head_of(client, idea)
    assert (data["headline"], said["og:title"], said["og:description"]) == (EVIL, EVIL, EVIL)
    assert [script["src"] for script in page.select("script:not([type='application/ld+json'])")]
    assert not page.select("script:not([src]):not([type='application/ld+json'])")


def test_a_description_is_one_line_of_some_length(client, programme):
    idea = factories.make_raw_idea(programme, problem="Veel\n\n tekst. " * 100)
    description = head_of(client, idea)[0]["og:description"]
    assert description.startswith("Veel tekst. Veel")
    assert (len(description), "\n" in description) == (200, False)


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.HELD])
def test_of_what_is_not_public_nothing_is_shared(client, programme, resident, visibility):
    idea = factories.make_raw_idea(programme, author=resident, visibility=visibility)
    sign_in(client, resident)
    said, data, page = head_of(client, idea)
    assert said["robots"] == "noindex"
    assert data is None
    assert not any(name.startswith("og:") for name in said)
    assert "poster" not in page.get_text()
    for name in ("kaart.png", "poster.pdf"):
        assert client.get(f"{idea.get_absolute_url()}{name}").status_code == 404


def test_the_links_to_share_hold_the_whole_address(client, programme, settings):
    idea = factories.make_raw_idea(programme, title="Bank & boom / 100%?")
    links = [link["href"] for link in head_of(client, idea)[2].select(".share-list a")]
    title, address = "Bank%20%26%20boom%20%2F%20100%25%3F", settings.BASE_URL.replace(":", "%3A").replace("/", "%2F")
    address += f"%2Fideeen%2F{idea.reference}%2F"
    assert links == [
        f"mailto:?subject={title}&body={address}",
        f"https://wa.me/?text={title}%20{address}",
        f"{idea.get_absolute_url()}poster.pdf",
    ]


TEXTS = ["Bank", "Café in de Ĳsselstraat", "a" * 120, "woord " * 20, "🙂", "\u202eשלום", "", "Ağaç dikin", "<b>&amp;"]


@pytest.mark.parametrize("title", TEXTS)
def test_a_picture_of_any_title(client, programme, title):
    theme, area = factories.make_theme(name="Groen in de stad" * 5), factories.make_area(name="Dorp")
    idea = factories.make_raw_idea(programme, title=title, theme=theme, area=area)
    response = client.get(f"{idea.get_absolute_url()}kaart.png")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(response.content) < 60_000
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)


def test_a_picture_is_drawn_once_and_anew_when_the_title_changes(client, programme):
    idea = factories.make_raw_idea(programme, title="Eerst")
    path = f"{idea.get_absolute_url()}kaart.png"
    first = client.get(path).content
    assert client.get(path).content == first
    Idea.objects.filter(pk=idea.pk).update(title="Daarna")
    assert client.get(path).content != first


def text_of(pdf):
    """Whether it is one page of A4, by its own words."""
    return re.findall(rb"/MediaBox \[([^\]]+)\]", pdf), pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")


@pytest.mark.parametrize("title", TEXTS)
def test_a_poster_of_any_title_is_one_page_of_a4(client, programme, title):
    idea = factories.make_raw_idea(programme, title=title, problem=title * 40)
    response = client.get(f"{idea.get_absolute_url()}poster.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'inline; filename="poster-{idea.reference}.pdf"'
    assert response.content.startswith(b"%PDF-")
    assert text_of(response.content)[0] == [b" 0 0 595.2756 841.8898 "]


def test_a_poster_is_the_same_each_time(client, idea):
    path = f"{idea.get_absolute_url()}poster.pdf"
    assert client.get(path).content == client.get(path).content


def test_letters_that_the_font_lacks_are_written_plainly_or_left_out():
    assert drawable("Café  é “Ạğaç” 🙂 שלום\u202e!\n") == "Café é “Ağaç” !"


@pytest.mark.parametrize("text", [*TEXTS, "een heellangwoorddatnietpast en meer"])
def test_lines_hold_the_whole_text_and_are_not_too_wide(text):
    lines = wrapped(text, 10, len)
    assert all(0 < len(line) <= 10 for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(len(f"{line} {after.split()[0]}") > 10 for line, after in pairwise(lines))
