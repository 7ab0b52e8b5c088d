"""Our components.

Each tag declares its props as arguments: Django refuses an unknown prop when
it reads the template, and `_one_of` refuses an unknown value when it draws
it. A component that wraps other markup is a block tag; Django has rendered
and escaped that markup by the time we get it. The markup of the larger ones
lives in `templates/ui/`; what fits in a line is written here, because a list
draws it a hundred times.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from participation.look import look

register = template.Library()

ALERT_KINDS = ("info", "ok", "warning", "error")
BADGE_TONES = ("neutral", "busy", "good", "stop", "wait")
BUTTON_CLASSES = {
    "primary": "nl-button--primary",
    "secondary": "nl-button--secondary",
    "subtle": "nl-button--subtle",
    "danger": "nl-button--primary nl-button--negative",
}
HEADING_LEVELS = (1, 2, 3, 4, 5, 6)
OPEN, CURRENT = mark_safe(" open"), mark_safe(' aria-current="true"')


def _one_of(value: Any, allowed: Iterable[Any], prop: str) -> Any:
    """Return value when it is allowed, refuse it by name when it is not."""
    allowed = tuple(allowed)
    if value not in allowed:
        choices = ", ".join(str(choice) for choice in allowed)
        message = f"{prop} must be one of {choices}, not {value!r}"
        raise template.TemplateSyntaxError(message)
    return value


def _draw(name: str, props: Mapping[str, Any]) -> SafeString:
    """Draw the component's own template with nothing but its props."""
    return render_to_string(f"ui/{name}.html", dict(props))


@register.simple_tag
def theme() -> dict[str, Any]:
    """Give the shades, letters and corners of the municipality, for mails: these read no style sheet."""
    return look()


@register.simple_block_tag
def drawn(content: str) -> str:
    """Keep what stands inside under the name behind `as`, for a page that shows it twice: `{% drawn as menu %}`."""
    return content


@register.simple_block_tag
def alert(content: str, kind: str = "info") -> SafeString:
    """Draw a message box; the kind is said in words too, not in colour only."""
    return _draw("alert", {"content": content, "kind": _one_of(kind, ALERT_KINDS, "kind")})


@register.simple_tag
def button(label: str, kind: str = "primary", name: str = "", value: str = "", about: str = "") -> SafeString:
    """Draw a submit button; a name and value tell which button was pressed.

    `about` tells who cannot see the page to which row of a list the button belongs.
    """
    _one_of(kind, BUTTON_CLASSES, "kind")
    pressed = {key: text for key, text in (("name", name), ("value", value)) if text != ""}
    row = format_html('<span class="sr-only">: {}</span>', about) if about else ""
    markup = '<button class="nl-button {}" type="submit"{}><span class="nl-button__label">{}{}</span></button>'
    return format_html(markup, BUTTON_CLASSES[kind], flatatt(pressed), label, row)


@register.simple_tag
def button_link(href: str, label: str, kind: str = "primary") -> SafeString:
    """Draw a link that looks like a button, for the one clear action of a page."""
    _one_of(kind, BUTTON_CLASSES, "kind")
    markup = '<a class="nl-button {}" href="{}"><span class="nl-button__label">{}</span></a>'
    return format_html(markup, BUTTON_CLASSES[kind], href, label)


@register.simple_tag
def sign_in_link(following: str, label: str, kind: str = "primary") -> SafeString:
    """Draw a link to the sign-in page that looks like a button; whoever signed in goes on to the page `following`."""
    return button_link(f"{reverse('account_login')}?{urlencode({'next': following}, safe='/')}", label, kind)


@register.simple_tag
def heading(text: str, level: int = 2) -> SafeString:
    """Draw a heading; a page has one of level 1."""
    _one_of(level, HEADING_LEVELS, "level")
    return format_html('<h{0} class="nl-heading nl-heading--level-{0}">{1}</h{0}>', level, text)


@register.simple_tag
def badge(label: str, tone: str = "neutral") -> SafeString:
    """Draw a status; the label carries the meaning, the tone only helps the eye."""
    _one_of(tone, BADGE_TONES, "tone")
    return format_html('<span class="nl-data-badge badge badge--{}">{}</span>', tone, label)


@register.simple_block_tag
def card(content: str, href: str, title: str, level: int = 3) -> SafeString:
    """Draw a card that can be clicked as a whole through the link in its title."""
    _one_of(level, HEADING_LEVELS, "level")
    markup = (
        '<article class="card"><h{0} class="card__title nl-heading nl-heading--level-3">'
        '<a class="card__link" href="{1}">{2}</a></h{0}><div class="card__body">{3}</div></article>'
    )
    return format_html(markup, level, href, title, content)


@register.simple_block_tag
def figures(content: str) -> SafeString:
    """Draw a row of figure tiles."""
    return _draw("figures", {"content": content})


@register.inclusion_tag("ui/figure.html")
def figure(number: Any, label: str) -> dict[str, Any]:
    """Draw one figure tile; it stands inside `figures`."""
    return {"number": number, "label": label}


@register.simple_tag
def percent(part: float) -> str:
    """Write a part of 1 in per cent, rounded."""
    return f"{round(100 * part)}%"


@register.simple_block_tag
def data_list(content: str) -> SafeString:
    """Draw a list of facts: a term and its value."""
    return _draw("data_list", {"content": content})


@register.simple_block_tag
def data_item(content: str, term: str) -> SafeString:
    """Draw one fact; it stands inside `data_list`."""
    markup = (
        '<div class="data-list__item"><dt class="data-list__term">{}</dt><dd class="data-list__value">{}</dd></div>'
    )
    return format_html(markup, term, content)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Draw what people see when a list has nothing in it, and what they can do."""
    return _draw("empty", {"content": content, "title": title})


def _focus_id(field: BoundField) -> str:
    """Name the element that a link to this field should move to."""
    return field.id_for_label or f"{field.auto_id}_0"


def _label_of(field: BoundField) -> str:
    """Write the label as the start of a line: a question keeps its own mark."""
    label = str(field.label).rstrip(":")
    return label if label.endswith(("?", ".", "!")) else f"{label}:"


def _problems(form: BaseForm) -> list[dict[str, str]]:
    """List each error of the form, with the field it belongs to and where that field is."""
    found = [{"label": "", "message": str(text), "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else _focus_id(field)
        found += [{"label": _label_of(field), "message": str(text), "target": target} for text in field.errors]
    return found


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Draw the list of errors on top of a form, each a link to its field."""
    return {"problems": _problems(form)}


@register.inclusion_tag("ui/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Draw all fields of a form, the hidden ones included."""
    return {"form": form}


@register.inclusion_tag("ui/pager.html")
def pager(previous_url: str | None, next_url: str | None) -> dict[str, Any]:
    """Draw links to the previous and the next page; without either, nothing."""
    return {"previous_url": previous_url, "next_url": next_url}


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """Draw what happened, in order."""
    return _draw("timeline", {"content": content})


@register.simple_block_tag
def timeline_item(content: str, when: datetime, label: str) -> SafeString:
    """Draw one thing that happened; it stands inside `timeline`."""
    here = localtime(when)
    markup = (
        '<li class="timeline__item"><p class="timeline__label">{}</p>'
        '<p class="timeline__when"><time datetime="{}">{}</time></p><div class="timeline__body">{}</div></li>'
    )
    return format_html(markup, label, here.isoformat(), date_format(here, "DATETIME_FORMAT"), content)


@register.inclusion_tag("ui/steps.html")
def steps(current: int, total: int, label: str) -> dict[str, Any]:
    """Draw where someone is in a form of several pages."""
    return {"current": current, "total": total, "label": label}


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Draw the way back up; an item without a url is the page people are on."""
    return {"items": list(items)}


@register.simple_block_tag
def details(content: str, summary: str, is_open: bool = False) -> SafeString:
    """Draw text that people can open, with the browser's own element; `is_open` says whether it starts so."""
    markup = (
        '<details class="details"{}><summary class="details__summary">{}</summary>'
        '<div class="details__body">{}</div></details>'
    )
    return format_html(markup, OPEN if is_open else "", summary, content)


@register.simple_tag
def choice_link(href: str, label: str, figure: str = "", chosen: bool = False) -> SafeString:
    """Draw a choice that is a link; a chosen one is said to be so, and its link takes it back."""
    markup = '<a class="choice" rel="nofollow" href="{}"{}><span class="choice__label">{}</span>{}</a>'
    count = format_html('<span class="choice__figure">{}</span>', figure) if figure else ""
    return format_html(markup, href, CURRENT if chosen else "", label, count)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, href: str, label: str, count: int = 0, count_label: str = "") -> SafeString:
    """Draw one link of a menu, and say whether people are there now or below it."""
    path = getattr(context.get("request"), "path", "")
    here = "page" if path == href else "true" if path.startswith(href) else ""
    current = format_html(' aria-current="{}"', here) if here else ""
    many = format_html(' <span class="count">{}<span class="sr-only"> {}</span></span>', count, count_label)
    markup = '<li class="site-nav__item"><a class="site-nav__link" href="{}"{}>{}{}</a></li>'
    return format_html(markup, href, current, label, many if count else "")
