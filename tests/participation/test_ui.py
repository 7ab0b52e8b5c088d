"""Each component draws what it should, refuses what it does not know, and escapes what it is given."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory, override_settings
from django.test.html import parse_html
from django.utils import translation

EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def draw(source: str, **context: Any) -> str:
    """Render a template in Dutch."""
    with translation.override("nl"):
        return engines["django"].from_string("{% load ui %}" + source).render(context)


def same(actual: str, expected: str) -> bool:
    """Compare two pieces of HTML as a browser would: without regard to white space."""
    return parse_html(actual) == parse_html(expected)


INFO_ICON = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<circle cx="12" cy="12" r="10"/><path d="M12 11v6m0-9.5v.01"/></svg>'
)
ERROR_ICON = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M12 7v6m0 3.5v.01"/></svg>'
)

COMPONENTS = {
    "alert": (
        "{% alert %}<p>Tekst</p>{% endalert %}",
        (
            f'<div class="utrecht-alert utrecht-alert--info">{INFO_ICON}<div class="utrecht-alert__content">'
            '<div class="utrecht-alert__message"><span class="sr-only">Informatie:</span><p>Tekst</p></div>'
            "</div></div>"
        ),
    ),
    "alert error": (
        '{% alert kind="error" %}Mis{% endalert %}',
        (
            f'<div class="utrecht-alert utrecht-alert--error">{ERROR_ICON}<div class="utrecht-alert__content">'
            '<div class="utrecht-alert__message" role="alert"><span class="sr-only">Fout:</span>Mis</div>'
            "</div></div>"
        ),
    ),
    "button": (
        '{% button "Verstuur" %}',
        (
            '<button class="nl-button nl-button--primary" type="submit">'
            '<span class="nl-button__label">Verstuur</span></button>'
        ),
    ),
    "button danger with a name": (
        '{% button "Weg" kind="danger" name="do" value="0" %}',
        (
            '<button class="nl-button nl-button--primary nl-button--negative" type="submit" name="do" value="0">'
            '<span class="nl-button__label">Weg</span></button>'
        ),
    ),
    "button of a row": (
        '{% button "Weg" about="Bankjes in het park" %}',
        (
            '<button class="nl-button nl-button--primary" type="submit">'
            '<span class="nl-button__label">Weg<span class="sr-only">: Bankjes in het park</span></span></button>'
        ),
    ),
    "sign_in_link": (
        '{% sign_in_link "/ideeen/x y/?a=1&b=2" "Log in om te stemmen" kind="secondary" %}',
        (
            '<a class="nl-button nl-button--secondary" href="/inloggen/?next=/ideeen/x+y/%3Fa%3D1%26b%3D2">'
            '<span class="nl-button__label">Log in om te stemmen</span></a>'
        ),
    ),
    "button_link": (
        '{% button_link "/x/" "Ga" kind="secondary" %}',
        '<a class="nl-button nl-button--secondary" href="/x/"><span class="nl-button__label">Ga</span></a>',
    ),
    "heading": ('{% heading "Kop" %}', '<h2 class="nl-heading nl-heading--level-2">Kop</h2>'),
    "heading 1": ('{% heading "Kop" 1 %}', '<h1 class="nl-heading nl-heading--level-1">Kop</h1>'),
    "badge": (
        '{% badge "Uitgevoerd" tone="good" %}',
        '<span class="nl-data-badge badge badge--good">Uitgevoerd</span>',
    ),
    "details that start open": (
        '{% details "Thema" is_open=True %}<p>Tekst</p>{% enddetails %}',
        (
            '<details class="details" open><summary class="details__summary">Thema</summary>'
            '<div class="details__body"><p>Tekst</p></div></details>'
        ),
    ),
    "choice_link": (
        '{% choice_link "?a=1&b=2" "Groen" "12" %}',
        (
            '<a class="choice" rel="nofollow" href="?a=1&amp;b=2"><span class="choice__label">Groen</span>'
            '<span class="choice__figure">12</span></a>'
        ),
    ),
    "choice_link chosen": (
        '{% choice_link "?" "Groen" chosen=True %}',
        '<a class="choice" rel="nofollow" href="?" aria-current="true"><span class="choice__label">Groen</span></a>',
    ),
    "card": (
        '{% card "/1/" "Titel" level=2 %}<p>Tekst</p>{% endcard %}',
        (
            '<article class="card"><h2 class="card__title nl-heading nl-heading--level-3">'
            '<a class="card__link" href="/1/">Titel</a></h2><div class="card__body"><p>Tekst</p></div></article>'
        ),
    ),
    "figures": (
        '{% figures %}{% figure 12 "ideeën" %}{% endfigures %}',
        (
            '<dl class="figures"><div class="figure"><dt class="figure__label">ideeën</dt>'
            '<dd class="figure__number">12</dd></div></dl>'
        ),
    ),
    "data_list": (
        '{% data_list %}{% data_item "Wijk" %}Rokkeveen{% enddata_item %}{% enddata_list %}',
        (
            '<dl class="data-list"><div class="data-list__item"><dt class="data-list__term">Wijk</dt>'
            '<dd class="data-list__value">Rokkeveen</dd></div></dl>'
        ),
    ),
    "empty": (
        '{% empty "Niets" %}<p>Begin.</p>{% endempty %}',
        '<div class="empty"><p class="empty__title">Niets</p><div class="empty__body"><p>Begin.</p></div></div>',
    ),
    "pager": (
        '{% pager "?p=1" "?p=3" %}',
        (
            '<nav class="pager" aria-label="Bladeren">'
            '<a class="nl-link pager__link pager__link--previous" href="?p=1" rel="prev">Vorige pagina</a>'
            '<a class="nl-link pager__link pager__link--next" href="?p=3" rel="next">Volgende pagina</a></nav>'
        ),
    ),
    "pager without pages": ("{% pager None None %}", ""),
    "steps": (
        '{% steps 1 3 "Uw idee" %}',
        '<p class="steps"><span class="steps__count">Stap 1 van 3</span><span class="steps__label">Uw idee</span></p>',
    ),
    "details": (
        '{% details "Meer" %}<p>Tekst</p>{% enddetails %}',
        (
            '<details class="details"><summary class="details__summary">Meer</summary>'
            '<div class="details__body"><p>Tekst</p></div></details>'
        ),
    ),
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_draws_its_whole_markup(name: str) -> None:
    source, expected = COMPONENTS[name]
    assert same(draw(source), expected)


def test_a_timeline_says_when_in_words_and_for_machines() -> None:
    source = "{% timeline %}{% timeline_item when 'Ontvangen' %}Ja{% endtimeline_item %}{% endtimeline %}"
    with override_settings(TIME_ZONE="Europe/Amsterdam", USE_TZ=True):
        drawn = draw(source, when=datetime(2026, 3, 3, 13, 5, tzinfo=UTC))
    assert same(
        drawn,
        '<ol class="timeline"><li class="timeline__item"><p class="timeline__label">Ontvangen</p>'
        '<p class="timeline__when"><time datetime="2026-03-03T14:05:00+01:00">3 maart 2026 14:05</time></p>'
        '<div class="timeline__body">Ja</div></li></ol>',
    )


def test_a_breadcrumb_ends_with_the_page_people_are_on() -> None:
    assert same(
        draw("{% breadcrumb items %}", items=[("Ideeën", "/ideeen/"), ("Fietsen", "")]),
        '<nav class="breadcrumb" aria-label="Kruimelpad"><ol class="breadcrumb__list">'
        '<li class="breadcrumb__item"><a class="nl-link" href="/ideeen/">Ideeën</a></li>'
        '<li class="breadcrumb__item"><span aria-current="page">Fietsen</span></li></ol></nav>',
    )


@pytest.mark.parametrize(
    ("path", "current"), [("/ideeen/", ' aria-current="page"'), ("/ideeen/1/", ' aria-current="true"'), ("/", "")]
)
def test_a_menu_shows_where_people_are(path: str, current: str) -> None:
    drawn = draw('{% nav_link "/ideeen/" "Ideeën" %}', request=RequestFactory().get(path))
    expected = f'<li class="site-nav__item"><a class="site-nav__link" href="/ideeen/"{current}>Ideeën</a></li>'
    assert same(drawn, expected)


@pytest.mark.parametrize(
    "source",
    [
        '{% alert colour="red" %}{% endalert %}',
        '{% alert kind="danger" %}{% endalert %}',
        '{% button "a" size="big" %}',
        '{% button "a" kind="huge" %}',
        '{% sign_in_link "/" "a" target="_blank" %}',
        '{% sign_in_link "/" "a" kind="link" %}',
        '{% button_link "/" "a" target="_blank" %}',
        '{% button_link "/" "a" kind="link" %}',
        '{% heading "a" id="b" %}',
        '{% heading "a" 7 %}',
        '{% badge "a" tone="pink" %}',
        '{% badge "a" colour="pink" %}',
        '{% card "/" "a" kind="b" %}{% endcard %}',
        '{% card "/" "a" level=9 %}{% endcard %}',
        "{% figures tone=1 %}{% endfigures %}",
        '{% figure 1 "a" tone=1 %}',
        "{% data_list tone=1 %}{% enddata_list %}",
        '{% data_item "a" tone=1 %}{% enddata_item %}',
        '{% empty "a" tone=1 %}{% endempty %}',
        "{% error_summary form tone=1 %}",
        "{% form_fields form tone=1 %}",
        "{% pager None None tone=1 %}",
        "{% timeline tone=1 %}{% endtimeline %}",
        '{% timeline_item when "a" tone=1 %}{% endtimeline_item %}',
        '{% steps 1 2 "a" tone=1 %}',
        "{% breadcrumb items tone=1 %}",
        '{% details "a" tone=1 %}{% enddetails %}',
        '{% nav_link "/" "a" tone=1 %}',
        '{% choice_link "/" "a" tone=1 %}',
    ],
)
def test_an_unknown_prop_or_value_is_an_error(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% alert %}{{ evil }}{% endalert %}",
        "{% button evil name=evil value=evil %}",
        "{% button 'a' about=evil %}",
        "{% sign_in_link evil evil %}",
        "{% button_link evil evil %}",
        "{% heading evil %}",
        "{% badge evil %}",
        "{% card evil evil %}{{ evil }}{% endcard %}",
        "{% figure evil evil %}",
        "{% data_item evil %}{{ evil }}{% enddata_item %}",
        "{% empty evil %}{{ evil }}{% endempty %}",
        "{% pager evil evil %}",
        "{% timeline_item when evil %}{{ evil }}{% endtimeline_item %}",
        "{% steps 1 2 evil %}",
        "{% breadcrumb items %}",
        "{% details evil %}{{ evil }}{% enddetails %}",
        "{% nav_link evil evil %}",
        "{% choice_link evil evil evil %}",
    ],
)
def test_what_people_wrote_is_escaped(source: str) -> None:
    drawn = draw(source, evil=EVIL, when=datetime(2026, 1, 1, tzinfo=UTC), items=[(EVIL, EVIL)])
    assert ESCAPED in drawn
    assert "<script" not in drawn
