"""Components of this room."""

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ideas.board.orphans import ORPHANS
from ideas.comment_card import comment_card, helpful_mark
from ideas.markdown import render
from ideas.models import Comment, Idea
from ideas.page_texts import text_of
from participation.templatetags.ui import badge, card

register = template.Library()


@register.simple_tag
def idea_card(idea: Idea, level: int = 3) -> SafeString:
    """Draw an idea in a list. In Python, because a page has twenty of them and a template takes three times as long."""
    day = localtime(idea.submitted_at)
    support = format_html("{}: {}", _("Steun"), number_format(idea.support_count, use_l10n=True))
    when = format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day))
    facts = (badge(idea.status_label, idea.tone), support, idea.theme, idea.area, when)
    meta = format_html_join("", "<li>{}</li>", ((fact,) for fact in facts if fact))
    excerpt = getattr(idea, "excerpt", "")
    text = format_html('<p class="nl-paragraph">{}</p>', excerpt) if excerpt else ""
    return card(format_html('{}<ul class="meta">{}</ul>', text, meta), idea.get_absolute_url(), idea.title, level)


@register.filter
def markdown(text: str) -> SafeString:
    """Draw what somebody wrote as safe HTML."""
    return render(text)


@register.filter
def orphan_label(kind: str) -> str:
    """What a kind of what nobody looks after is called; one of a letter of before that is no more, by its key."""
    return str(ORPHANS[kind].label) if kind in ORPHANS else kind


@register.simple_tag
def page_text(key: str) -> SafeString:
    """Draw a text of the municipality."""
    return render(text_of(key))


@register.simple_tag
def mail_text(key: str, **fills: str) -> str:
    """Give a text of the municipality as it was typed, for a mail."""
    return text_of(key, **fills)


@register.simple_tag(takes_context=True)
def discussed(context: template.Context, shown: Comment) -> SafeString:
    """Draw a comment for who looks at the page."""
    takes_answers = bool(context["discussion_is_open"])
    return comment_card(shown, context["user"], takes_answers=takes_answers, token=_token(context))


@register.simple_tag(takes_context=True)
def helpful(context: template.Context, shown: Comment) -> SafeString:
    """Draw the mark below a comment."""
    return helpful_mark(shown, context["user"], _token(context))


def _token(context: template.Context) -> str:
    """The token of forms, for who is signed in: asking for it sets a cookie, and a visitor's page has none."""
    return str(context["csrf_token"]) if context["user"].is_authenticated else ""
