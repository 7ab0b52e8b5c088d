"""The one door for what administrators keep. `seen` is the version that they had before them.

Each function raises NotAllowed, NotPossible when somebody else was first, or Incomplete with the field.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ideas.administering.changing import begin, check_name, finish, free_slug, note
from ideas.administering.obstacles import check_no_rule_asks_for, check_no_rule_looks_at, check_not_needed
from ideas.events import AdminEvent
from ideas.folding import fold
from ideas.models import AnswerTemplate, BlockedWord, Idea, PageText, StatusWords, Synonyms
from ideas.page_texts import KEEPER as TEXTS_KEEPER
from ideas.page_texts import TEXTS
from ideas.permissions import may_edit_texts
from ideas.status_words import KEEPER, LANGUAGES
from ideas.statuses import Status
from participation.areas import forget_outlines
from participation.errors import Incomplete, NotPossible
from participation.models import Area, Programme, SetTerm, Theme, User
from participation.page_news import withdraw_pages
from participation.plain_text import UNSEEN, tidy
from participation.retention import by_variable

#: A name that a text wants filled in.
BRACED = re.compile(r"\{(\w*)\}")


@transaction.atomic(durable=True)
def save_programme(programme: Programme, said: Mapping[str, Any], *, actor: User, seen: int) -> Programme:
    """Make or change a programme. One that ideas or rules need stays on."""
    stored = begin(programme, actor=actor, seen=seen)
    check_name(stored, said["name"])
    if said["owner"] in said["deputies"]:
        raise Incomplete(_("De eigenaar kan niet ook vervanger zijn."), field="deputies")
    if stored.pk and stored.is_active and not said["is_active"]:
        check_not_needed(stored)
    stored.slug = stored.slug or free_slug(Programme, said["name"])
    withdraw_pages()
    return finish(stored, said, actor=actor)


@transaction.atomic(durable=True)
def save_theme(theme: Theme, said: Mapping[str, Any], *, actor: User, seen: int) -> Theme:
    """Make or change a theme. One that a rule waits for stays on; what was merged stays away."""
    stored = begin(theme, actor=actor, seen=seen)
    check_name(stored, said["name"])
    if stored.merged_into and said["is_active"]:
        message = _("Dit thema is samengevoegd met “%(theme)s”. Het kan niet weer aan.")
        raise Incomplete(message % {"theme": stored.merged_into}, field="is_active")
    if stored.pk and stored.is_active and not said["is_active"]:
        check_no_rule_asks_for(stored, "is_active")
    stored.slug = stored.slug or free_slug(Theme, said["name"])
    withdraw_pages()
    return finish(stored, said, actor=actor)


@transaction.atomic(durable=True)
def save_area(area: Area, said: Mapping[str, Any], *, actor: User, seen: int) -> Area:
    """Call an area otherwise, or put it out of use. One that a rule waits for stays in use."""
    stored = begin(area, actor=actor, seen=seen)
    if stored.is_active and not said["is_active"]:
        check_no_rule_looks_at([stored], "is_active")
    withdraw_pages()
    transaction.on_commit(forget_outlines)
    return finish(stored, said, actor=actor)


@transaction.atomic(durable=True)
def merge_theme(theme: Theme, into: Theme, *, actor: User, seen: int) -> int:
    """Give all ideas of `theme` the theme `into`, and nobody chooses `theme` any longer. Gives how many ideas."""
    stored = begin(theme, actor=actor, seen=seen)
    if stored.merged_into or not stored.is_active:
        raise Incomplete(_("Dit thema is al uitgezet."), field="into")
    target = Theme.objects.select_for_update().get(pk=into.pk)
    if target == stored or not target.is_active:
        raise Incomplete(_("Kies een ander thema dat aanstaat."), field="into")
    check_no_rule_asks_for(stored, "into")
    moved = Idea.objects.filter(theme=stored).update(theme=target)
    AnswerTemplate.objects.filter(theme=stored).update(theme=target)
    stored.is_active, stored.merged_into = False, target
    stored.save(update_fields=["is_active", "merged_into"])
    withdraw_pages()
    note(AdminEvent.MERGED, stored, actor=actor, into=target.name, into_id=target.pk, ideas=moved)
    return moved


@transaction.atomic(durable=True)
def save_status_words(words: StatusWords, said: Mapping[str, str], *, actor: User, seen: int) -> StatusWords:
    """Call a status otherwise in public, from now on. What is empty is as the code says. No two are called the same."""
    stored = begin(words, actor=actor, seen=seen)
    others = list(StatusWords.objects.exclude(pk=stored.pk))
    if not stored.pk and any(other.status == stored.status for other in others):
        raise NotPossible(_("Iemand anders veranderde dit net."))
    plain = {name: " ".join(UNSEEN.sub("", text).split()) for name, text in said.items()}
    for language in LANGUAGES:
        column = f"label_{language}"
        with override(language):
            labels = {status.value: str(status.label) for status in Status}
        labels |= {other.status: label for other in others if (label := getattr(other, column))}
        labels.pop(stored.status)
        if plain[column].casefold() in {label.casefold() for label in labels.values()}:
            raise Incomplete(_("Zo heet een andere status al."), field=column)
    withdraw_pages()
    transaction.on_commit(KEEPER.forget)
    return finish(stored, plain, actor=actor)


@transaction.atomic(durable=True)
def save_page_text(text: PageText, said: Mapping[str, str], *, actor: User, seen: int) -> PageText:
    """Write a text of the municipality. What is empty, or as the code says, is from then on as the code says."""
    stored = begin(text, actor=actor, seen=seen, may=may_edit_texts)
    if not stored.pk and PageText.objects.filter(key=stored.key).exists():
        raise NotPossible(_("Iemand anders veranderde dit net."))
    wording, plain = TEXTS[stored.key], dict[str, str]()
    for language in LANGUAGES:
        column = f"text_{language}"
        with override(language):
            usual = wording.usual()
        plain[column] = "" if (written := tidy(said[column])) == usual else written
        if unknown := set(BRACED.findall(plain[column])) - set(wording.fills):
            message = _("Hier kan dit niet worden ingevuld: %(names)s.")
            raise Incomplete(message % {"names": ", ".join(f"{{{name}}}" for name in sorted(unknown))}, field=column)
    withdraw_pages()
    transaction.on_commit(TEXTS_KEEPER.forget)
    return finish(stored, plain, actor=actor)


@transaction.atomic(durable=True)
def save_moderation(programme: Programme, said: Mapping[str, Any], *, actor: User, seen: int) -> Programme:
    """Say how people talk about the ideas of a programme, and what waits for a moderator first."""
    stored = begin(programme, actor=actor, seen=seen)
    withdraw_pages()
    return finish(stored, said, actor=actor)


@transaction.atomic(durable=True)
def save_term(term: SetTerm, said: Mapping[str, Any], *, actor: User, seen: int) -> SetTerm:
    """Say how long data is kept, from the next time on that it is tidied."""
    stored = begin(term, actor=actor, seen=seen)
    least, most = by_variable(stored.variable).term.between
    if not least <= said["days"] <= most:
        message = _("Kies een getal van %(least)d tot en met %(most)d.") % {"least": least, "most": most}
        raise Incomplete(message, field="days")
    if said["days"] == stored.days:
        return stored
    if not stored.pk:
        if SetTerm.objects.filter(variable=stored.variable).exists():
            raise NotPossible(_("Iemand anders veranderde dit net."))
        stored.save()  # As it was until now, so that the history tells from what to what.
    withdraw_pages()
    return finish(stored, said, actor=actor)


@transaction.atomic(durable=True)
def save_synonyms(group: Synonyms, said: Mapping[str, Any], *, actor: User, seen: int) -> Synonyms:
    """Let words find each other. Each process knows them within a minute."""
    stored = begin(group, actor=actor, seen=seen)
    kept = Synonyms(words=said["words"])
    try:
        kept.clean()
    except ValidationError as wrong:
        raise Incomplete(" ".join(wrong.messages), field="words") from None
    return finish(stored, {"words": kept.words}, actor=actor, stamps=("changed_at",))


@transaction.atomic(durable=True)
def save_blocked_word(blocked: BlockedWord, said: Mapping[str, Any], *, actor: User, seen: int) -> BlockedWord:
    """Have comments with this word wait for a person, from now on."""
    stored = begin(blocked, actor=actor, seen=seen)
    word = " ".join(said["word"].split())
    others = BlockedWord.objects.exclude(pk=stored.pk).values_list("word", flat=True)
    if fold(word) in map(fold, others):
        raise Incomplete(_("Dit woord staat al in de lijst."), field="word")
    return finish(stored, {"word": word}, actor=actor)


@transaction.atomic(durable=True)
def remove_words(row: Synonyms | BlockedWord, *, actor: User, seen: int) -> None:
    """Take a group of synonyms, or a blocked word, off its list. The journal keeps what it was."""
    stored = begin(row, actor=actor, seen=seen)
    note(AdminEvent.REMOVED, stored, actor=actor)
    stored.delete()
