"""The page around every page, the pages for errors, and the mail around every mail."""

from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template
from django.utils import translation

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]
PAGE = '{% extends "base.html" %}{% block title %}Fietsen{% endblock %}{% block main %}Hier.{% endblock %}'
HOUSE = {"name": "Zoetermeer"}


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Pages name their files without the manifest that only a release has."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@dataclass(frozen=True)
class Person:
    """As much of a user as the page asks for."""

    is_authenticated: bool = True
    is_official: bool = False


class Name(forms.Form):
    """A form with one required field."""

    name = forms.CharField()


def draw(source: str, **context: Any) -> str:
    """Render a template in Dutch, without a request's context processors."""
    with translation.override("nl"):
        return engines["django"].from_string(source).render({"municipality": HOUSE, **context})


def title_of(page: str) -> str:
    """Give the text of <title>."""
    return page.split("<title>")[1].split("</title>", maxsplit=1)[0]


def test_an_anonymous_page_carries_nothing_personal() -> None:
    page = draw(PAGE, csrf_token="secret-token", request=HttpRequest())
    assert "secret-token" not in page
    assert "csrf" not in page
    assert "Uitloggen" not in page
    assert page.count(">Inloggen<") == 2


def test_a_page_has_one_main_part_a_skip_link_and_its_language() -> None:
    page = draw(PAGE)
    assert '<html class="utrecht-root" lang="nl">' in page
    assert page.count('<main id="main"') == 1
    assert 'href="#main">Ga direct naar de inhoud</a>' in page
    assert title_of(page) == "Fietsen - Inbreng Zoetermeer"


def test_a_page_loads_only_our_own_files_and_has_no_inline_code() -> None:
    page = draw(PAGE)
    assert "http" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count("<script src=") == 1


def test_the_title_tells_first_that_there_are_errors() -> None:
    assert title_of(draw(PAGE, form=Name({}))) == "Fout: Fietsen - Inbreng Zoetermeer"
    assert title_of(draw(PAGE, has_errors=True)) == "Fout: Fietsen - Inbreng Zoetermeer"
    assert title_of(draw(PAGE, form=Name())) == "Fietsen - Inbreng Zoetermeer"


@pytest.mark.parametrize(("is_official", "times"), [(False, 0), (True, 2)])
def test_only_officials_see_the_desk(is_official: bool, times: int) -> None:
    page = draw(PAGE, user=Person(is_official=is_official), inbox={"unread": 3}, csrf_token="secret-token")
    assert page.count(">Werkplek<") == times
    assert page.count(">Mijn inbreng<") == 2
    assert page.count('3<span class="sr-only"> ongelezen</span>') == 3


def test_logging_out_is_a_post_with_a_token() -> None:
    page = draw(PAGE, user=Person(), csrf_token="secret-token")
    assert page.count('<form method="post" action="/') == page.count('value="secret-token"') == 2
    assert "Inloggen" not in page


def test_languages_are_plain_links() -> None:
    page = draw(PAGE, language_links=[("nl", "Nederlands", "?taal=nl", True), ("en", "English", "?taal=en", False)])
    assert '<a class="site-nav__link" href="?taal=en" lang="en" hreflang="en">English</a>' in page
    assert 'href="?taal=nl" lang="nl" hreflang="nl" aria-current="true">Nederlands</a>' in page


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_comes_up_without_any_context(name: str) -> None:
    with translation.override("nl"):
        page = get_template(name).render()
    assert page.count("<h1") == 1
    assert page.count('class="nl-paragraph"') == 2
    assert 'class="nl-button ' in page


def test_a_mail_says_why_and_how_to_stop() -> None:
    mail = '{% extends "emails/_base.html" %}{% block body %}<p>{{ title }}</p>{% endblock %}'
    drawn = draw(mail, title="<b>", why="U volgt dit idee.", ways_out=[("Stop dit", "https://example.nl/af/1")])
    assert "<p>&lt;b&gt;</p>" in drawn
    assert "<p>U volgt dit idee.</p>" in drawn
    assert '<a href="https://example.nl/af/1">Stop dit</a>' in drawn


def test_a_mail_as_text_is_not_escaped() -> None:
    mail = '{% extends "emails/_base.txt" %}{% block body %}Beste {{ name }},{% endblock %}'
    drawn = draw(
        mail, name="O'Neil & co", why="U volgt dit idee.", ways_out=[("Stop dit", "https://example.nl/?a=1&b=2")]
    )
    assert drawn == (
        "Beste O'Neil & co,\n\n-- \nInbreng, gemeente Zoetermeer\nU volgt dit idee.\n"
        "Stop dit: https://example.nl/?a=1&b=2\n\n"
    )


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ("", "nl-button--primary"),
        ("outline,primary", "nl-button--secondary"),
        ("danger,delete", "nl-button--secondary nl-button--negative"),
        ("link,cancel", "nl-button--subtle"),
    ],
)
def test_buttons_of_the_account_pages_are_ours(tags: str, kind: str) -> None:
    attrs = {"type": "submit", "tags": tags.split(",")}
    drawn = get_template("allauth/elements/button.html").render({"attrs": attrs, "slots": {"default": ["Ga"]}})
    assert " ".join(drawn.split()).startswith(f'<button type="submit" class="nl-button {kind}')
    assert '<span class="nl-button__label">Ga</span>' in drawn
