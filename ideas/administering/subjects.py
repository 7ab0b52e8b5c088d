"""What administrators keep: each subject, as `ideas.administering.administered` describes one."""

from django.db.models import Count
from django.utils.translation import gettext_lazy

from ideas.actions.administer import (
    remove_words,
    save_area,
    save_blocked_word,
    save_moderation,
    save_programme,
    save_status_words,
    save_synonyms,
    save_theme,
)
from ideas.administering.administered import MOST_SHOWN, Administered, yes_or_no
from ideas.administering.forms import (
    AreaForm,
    BlockedWordForm,
    ModerationForm,
    ProgrammeForm,
    StatusWordsForm,
    SynonymsForm,
    ThemeForm,
)
from ideas.administering.terms import TERMS
from ideas.administering.texts import TEXTS_OF_PAGES
from ideas.models import BlockedWord, StatusWords, Synonyms
from ideas.status_words import explanation_of, label_of, next_step_of
from ideas.statuses import Status
from participation.models import Area, Programme, Theme

PROGRAMMES = Administered(
    slug="programmas",
    title=gettext_lazy("Programma's"),
    explanation=gettext_lazy("Wie welke ideeën beantwoordt, en binnen hoeveel werkdagen."),
    model=Programme,
    form=ProgrammeForm,
    save=save_programme,
    rows=lambda: Programme.objects.select_related("owner")[:MOST_SHOWN],
    columns=(
        (gettext_lazy("Programma"), lambda row: row.name),
        (gettext_lazy("Team"), lambda row: row.team),
        (gettext_lazy("Eigenaar"), lambda row: row.owner.nickname),
        (gettext_lazy("Werkdagen"), lambda row: row.promise_days),
        (gettext_lazy("Actief"), lambda row: yes_or_no(row.is_active)),
    ),
    new=gettext_lazy("Maak een programma"),
)

THEMES = Administered(
    slug="themas",
    title=gettext_lazy("Thema's"),
    explanation=gettext_lazy("Waar een idee over gaat, in de volgorde waarin mensen ze zien."),
    model=Theme,
    form=ThemeForm,
    save=save_theme,
    rows=lambda: Theme.objects.select_related("merged_into")[:MOST_SHOWN],
    columns=(
        (gettext_lazy("Thema"), lambda row: row.name),
        (gettext_lazy("Plaats"), lambda row: row.order),
        (gettext_lazy("Werkdagen"), lambda row: row.promise_days or "–"),
        (gettext_lazy("Te kiezen"), lambda row: yes_or_no(row.is_active)),
        (gettext_lazy("Samengevoegd met"), lambda row: row.merged_into or "–"),
    ),
    new=gettext_lazy("Maak een thema"),
)


AREAS = Administered(
    slug="gebieden",
    title=gettext_lazy("Wijken en buurten"),
    explanation=gettext_lazy("Waar een idee over gaat. De grenzen komen uit een bestand."),
    model=Area,
    form=AreaForm,
    save=save_area,
    rows=lambda: (
        Area.objects.select_related("parent")
        .defer("geometry", "parent__geometry")
        .annotate(idea_count=Count("ideas"))
        .order_by("-kind", "name", "code")[:MOST_SHOWN]
    ),
    columns=(
        (gettext_lazy("Gebied"), lambda row: row.name),
        (gettext_lazy("Soort"), lambda row: row.get_kind_display()),
        (gettext_lazy("Code"), lambda row: row.code),
        (gettext_lazy("Wijk eromheen"), lambda row: row.parent or "–"),
        (gettext_lazy("Ideeën"), lambda row: row.idea_count),
        (gettext_lazy("In gebruik"), lambda row: yes_or_no(row.is_active)),
    ),
    elsewhere=("ideas:borders", gettext_lazy("Nieuwe grenzen uit een bestand")),
)


def _of_every_status() -> list[StatusWords]:
    """The words of each status, in the order of its life; of one that nobody gave words, an empty row."""
    written = {words.status: words for words in StatusWords.objects.all()}
    return [written.get(status.value) or StatusWords(status=status.value) for status in Status]


STATUSES = Administered(
    slug="statussen",
    title=gettext_lazy("Woorden van statussen"),
    explanation=gettext_lazy("Hoe elke status heet en wat die betekent: op pagina's, in filters en in mails."),
    model=StatusWords,
    form=StatusWordsForm,
    save=save_status_words,
    rows=_of_every_status,
    columns=(
        (gettext_lazy("Status"), str),
        (gettext_lazy("Heet nu"), lambda row: label_of(row.status)),
        (gettext_lazy("Uitleg"), lambda row: explanation_of(row.status) or "–"),
        (gettext_lazy("Volgende stap"), lambda row: next_step_of(row.status) or "–"),
    ),
    key="status",
)

MODERATION = Administered(
    slug="moderatie",
    title=gettext_lazy("Moderatie per programma"),
    explanation=gettext_lazy("Of mensen kunnen reageren, en welke teksten een medewerker eerst leest."),
    model=Programme,
    form=ModerationForm,
    save=save_moderation,
    rows=PROGRAMMES.rows,
    columns=(
        (gettext_lazy("Programma"), lambda row: row.name),
        (gettext_lazy("Reageren"), lambda row: yes_or_no(row.comments_are_open)),
        (gettext_lazy("Voor en tegen"), lambda row: yes_or_no(row.asks_for_sides)),
        (gettext_lazy("Lezen"), lambda row: row.get_moderation_display()),
    ),
)

SYNONYMS = Administered(
    slug="woorden",
    title=gettext_lazy("Woorden die hetzelfde betekenen"),
    explanation=gettext_lazy("Wie één van deze woorden zoekt, vindt ook de andere. Dat geldt binnen een minuut."),
    model=Synonyms,
    form=SynonymsForm,
    save=save_synonyms,
    rows=lambda: Synonyms.objects.all()[:MOST_SHOWN],
    columns=((gettext_lazy("Woorden"), str),),
    new=gettext_lazy("Maak een groep woorden"),
    remove=remove_words,
)

BLOCKED = Administered(
    slug="geblokkeerd",
    title=gettext_lazy("Geblokkeerde woorden"),
    explanation=gettext_lazy("Een reactie met zo'n woord wacht altijd op een medewerker."),
    model=BlockedWord,
    form=BlockedWordForm,
    save=save_blocked_word,
    rows=lambda: BlockedWord.objects.all()[:MOST_SHOWN],
    columns=((gettext_lazy("Woord"), str),),
    new=gettext_lazy("Blokkeer een woord"),
    remove=remove_words,
)

ALL = (PROGRAMMES, THEMES, AREAS, STATUSES, MODERATION, SYNONYMS, BLOCKED, TERMS, TEXTS_OF_PAGES)
SUBJECTS = {subject.slug: subject for subject in ALL}
