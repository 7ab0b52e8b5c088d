"""How a comment looks. In Python, because a page has forty of them and a template takes several times as long."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.comment_permissions import may_edit, wrote
from ideas.comment_statuses import Side
from ideas.markdown import render
from ideas.models import Comment
from ideas.models.comment_queries import Reader
from participation.templatetags.ui import badge

GONE = '<p class="nl-paragraph comment__gone">{}</p>'
LINK = '<a class="nl-link" href="{}">{}<span class="sr-only"> {}</span></a>'
NOTHING = mark_safe("")


def comment_card(comment: Comment, person: Reader, *, takes_answers: bool, token: str) -> SafeString:
    """Draw one comment, its `idea` at hand, with what `person` may do. What is gone keeps its place and says so.

    `token` is for the forms of who is signed in; for anybody else nothing personal is drawn.
    """
    body = _instead(comment, person) or _words(comment, person, takes_answers, token)
    kind = " comment--official" if comment.team else ""
    markup = '<article class="comment{}" id="reactie-{}">{}{}</article>'
    return format_html(markup, kind, comment.pk, _head(comment), body)


def helpful_mark(comment: Comment, person: Reader, token: str) -> SafeString:
    """Draw how many found it helpful, and for who may say so the button. htmx swaps exactly this."""
    if not person.is_authenticated or wrote(person, comment):
        text = ngettext("%(n)d persoon vindt dit nuttig", "%(n)d mensen vinden dit nuttig", comment.helpful_count)
        return format_html("<span>{}</span>", text % {"n": comment.helpful_count}) if comment.helpful_count else NOTHING
    marked = getattr(comment, "marked", False)
    markup = (
        '<form class="comment__helpful" method="post" action="{0}nuttig/" hx-post="{0}nuttig/" hx-swap="outerHTML">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{1}"><input type="hidden" name="doe" value="{2}">'
        '<button class="comment__button" id="nuttig-{3}" type="submit" aria-pressed="{4}">'
        '{5} ({6})<span class="sr-only"> {7}</span></button></form>'
    )
    what = _("reactie van %(name)s") % {"name": comment.author_name}
    deed, pressed = ("terug", "true") if marked else ("nuttig", "false")
    url = comment.get_absolute_url()
    return format_html(markup, url, token, deed, comment.pk, pressed, _("Nuttig"), comment.helpful_count, what)


def _head(comment: Comment) -> SafeString:
    when, url = localtime(comment.created_at), comment.get_absolute_url()
    name = format_html('<strong class="comment__name"><bdi>{}</bdi></strong>', comment.author_name)
    day = date_format(when, "DATETIME_FORMAT")
    moment = format_html('<a class="nl-link" href="{}"><time datetime="{}">{}</time></a>', url, when.isoformat(), day)
    facts = [
        name,
        badge(_("Gemeente"), "good") if comment.team else "",
        badge(str(Side(comment.side).label), "busy" if comment.side == Side.PRO else "neutral") if comment.side else "",
        moment,
        format_html(LINK, f"{url}eerder/", _("Veranderd"), _("bekijk wat er eerst stond"))
        if comment.edited_at and comment.is_public
        else "",
    ]
    items = format_html_join("", "<li>{}</li>", ((fact,) for fact in facts if fact))
    return format_html('<ul class="meta comment__meta">{}</ul>', items)


def _instead(comment: Comment, person: Reader) -> SafeString:
    """What stands in the place of a text that is gone; nothing when it is not."""
    if comment.is_deleted:
        return format_html(GONE, _("De schrijver haalde deze reactie weg."))
    if not comment.is_hidden:
        return NOTHING
    why = _("Een medewerker van de gemeente verborg deze reactie. Reden: %(reason)s")
    said = format_html(GONE, why % {"reason": comment.hidden_reason})
    if not wrote(person, comment):
        return said
    markup = '{}<p class="nl-paragraph"><a class="nl-link" href="{}">{}</a></p>'
    return format_html(markup, said, comment.get_absolute_url(), _("Dit is uw reactie. Bekijk wat u kunt doen"))


def _words(comment: Comment, person: Reader, takes_answers: bool, token: str) -> SafeString:
    own, others = _("Alleen u ziet dit nu. Een medewerker leest uw reactie eerst."), _("Een reactie wacht op controle.")
    waits = own if wrote(person, comment) else others
    held = format_html(GONE, " ".join([waits, *comment.why_held])) if comment.is_held else NOTHING
    deeds = _deeds(comment, person, takes_answers, token)
    items = format_html_join("", "<li>{}</li>", ((deed,) for deed in deeds if deed))
    markup = '{}<div class="comment__text" dir="auto">{}</div><ul class="comment__actions">{}</ul>'
    return format_html(markup, held, render(comment.text), items)


def _deeds(comment: Comment, person: Reader, takes_answers: bool, token: str) -> Iterator[SafeString]:
    url = comment.get_absolute_url()
    name = {"name": comment.author_name}
    if comment.is_public:
        yield helpful_mark(comment, person, token)
        if takes_answers:
            new = f"{url.removesuffix(f'{comment.pk}/')}nieuw/?op={comment.pk}"
            yield format_html(LINK, new, _("Geef antwoord"), _("aan %(name)s") % name)
    if wrote(person, comment):
        if may_edit(person, comment):
            yield format_html(LINK, f"{url}veranderen/", _("Verander uw reactie"), "")
        yield format_html(LINK, f"{url}weghalen/", _("Haal uw reactie weg"), "")
    elif comment.is_public:
        yield format_html(LINK, f"{url}melden/", _("Meld"), _("de reactie van %(name)s") % name)
