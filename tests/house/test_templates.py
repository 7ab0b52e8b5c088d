"""Templates hold no code of their own: the content security policy would refuse it."""

import re

import pytest

from tests.house.sources import name_of, templates

# The style of a mail goes along with it, because mail programs fetch nothing.
MAIL_SHELL = "templates/emails/_base.html"

INLINE = {
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "text in a script": re.compile(r"<script[^>]*>\s*[^\s<]", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*[\s\"']style\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*[\s\"']on[a-z]+\s*=", re.IGNORECASE),
    "an address that is a script": re.compile(r"(?:javascript|vbscript)\s*:", re.IGNORECASE),
    "an htmx event attribute": re.compile(r"<[^>]*[\s\"']hx-on", re.IGNORECASE),
    "a value that htmx evaluates": re.compile(r"hx-(?:vals|vars|headers)\s*=\s*[\"']js:", re.IGNORECASE),
}
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


def found_in(source):
    """What of the list stands in a template, whatever Django's own tags say."""
    plain = TAGS.sub("", source)
    return {name for name, pattern in INLINE.items() if pattern.search(plain)}


def test_no_template_has_inline_code():
    found = {name_of(path): found_in(path.read_text(encoding="utf-8")) for path in templates()}
    assert {name: inline for name, inline in found.items() if inline} in ({}, {MAIL_SHELL: {"a style element"}})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<script src="{% static "a.js" %}" defer></script>', set()),
        ('<a href="/" data-style="1" class="on" lang="nl">on = 1</a>', set()),
        ("<script>alert(1)</script>", {"a script without src", "text in a script"}),
        ('<p style="color: red">', {"a style attribute"}),
        ('<p {% if a > b %}class="x"{% endif %} STYLE = "x">', {"a style attribute"}),
        ('<a href="javascript:go()">', {"an address that is a script"}),
        ('<button onclick="go()">', {"an event attribute"}),
        ('<button\n  onfocus="go()">', {"an event attribute"}),
    ],
)
def test_inline_code_is_recognised(source, expected):
    assert found_in(source) == expected


#: A key as people write numbers, `1.234`, is found by no browser, form or address.
KEY_IN_WORDS = re.compile(r"\{\{\s*[\w.]*\b(?:pk|edition)\s*\}\}")


def test_no_key_is_written_as_a_number_for_people():
    found = {name_of(path): KEY_IN_WORDS.findall(path.read_text(encoding="utf-8")) for path in templates()}
    assert {name: keys for name, keys in found.items() if keys} == {}


def test_templates_are_found():
    names = set(map(name_of, templates()))
    assert {"templates/base.html", MAIL_SHELL, "templates/500.html"} <= names
