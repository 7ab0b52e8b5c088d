import gettext
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import get_language, override, trans_real
from django.utils.translation import gettext as translated

from participation import translations
from participation.management.commands.messages import sources

CATALOGUE = Path(__file__).resolve().parents[2] / "locale" / "en" / "LC_MESSAGES" / "django.po"


def texts(name, source):
    return [(found.texts, found.context) for found in translations.find(name, source)]


def found(*several):
    return [translations.Found(text, None, "ideas/views.py") for text in several]


def kept(**pairs):
    made = translations.catalogue("en", found(*pairs))
    for text, string in pairs.items():
        made.get(text).string = string
    return translations.write(made)


@pytest.fixture
def english():
    return translations.read(CATALOGUE.read_text(encoding="utf-8"), "en")


@pytest.fixture
def locale(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def freshly_loaded(english, locale):
    """Django with the catalogue as it is now, whatever was compiled before."""
    locale.parent.mkdir(parents=True)
    locale.with_suffix(".mo").write_bytes(translations.compiled(english))
    loaded, trans_real._translations = trans_real._translations, {}
    yield
    trans_real._translations = loaded


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Een")', ("Een", None)),
        ('gettext("Een " "twee")', ("Een twee", None)),
        ('x = gettext_lazy("Een")', ("Een", None)),
        ('ngettext("Een dag", "%(n)d dagen", n)', (("Een dag", "%(n)d dagen"), None)),
        ('ngettext_lazy("Een dag", "%(n)d dagen", "n")', (("Een dag", "%(n)d dagen"), None)),
        ('pgettext("van een idee", "Titel")', ("Titel", "van een idee")),
    ],
)
def test_texts_of_python_are_found(source, expected):
    assert texts("ideas/views.py", source) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Een" %}', ("Een", None)),
        ("{% translate 'Een' as x %}", ("Een", None)),
        ('{% translate "Titel" context "van een idee" %}', ("Titel", "van een idee")),
        ('{% heading _("Programma\'s") 1 %}', ("Programma's", None)),
        ('{{ _("Een") }}', ("Een", None)),
        ("{% blocktranslate with x=a.b %}Een {{ x }}{% endblocktranslate %}", ("Een %(x)s", None)),
        ("{% blocktranslate trimmed %}\n  Een\n  twee\n{% endblocktranslate %}", ("Een twee", None)),
        (
            "{% blocktranslate count n=days %}{{ n }} dag{% plural %}{{ n }} dagen{% endblocktranslate %}",
            (("%(n)s dag", "%(n)s dagen"), None),
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.subject"])
def test_texts_of_templates_are_found(name, source, expected):
    assert texts(name, source) == [expected]


def test_indentation_and_odd_characters_of_a_page_do_not_matter():
    page = '<ul>\n      <li>“{% translate "Een" %}”, it\'s (1 \\ 2\n   {% badge _("Twee") %}\n  </li>\n</ul>)'
    assert texts("a.html", page) == [("Een", None), ("Twee", None)]


def test_texts_that_are_not_literal_are_left_alone():
    assert texts("a.py", "_(name); _('')") == []
    assert texts("a.html", "{% translate name %}") == []


def test_an_update_keeps_translations_adds_new_texts_and_drops_old_ones():
    updated = translations.update(kept(Een="One", Oud="Old"), "en", found("Een", "Nieuw"))
    assert {message.id: message.string or "" for message in updated if message.id} == {"Een": "One", "Nieuw": ""}
    assert translations.untranslated(updated) == ["Nieuw"]


def test_an_update_guesses_nothing():
    updated = translations.update(kept(Ideeën="Ideas"), "en", found("Idee"))
    assert not updated.get("Idee").string


def test_a_second_update_changes_nothing():
    once = translations.write(translations.update(kept(Een="One"), "en", found("Een", "Twee", ("dag", "dagen"))))
    assert translations.write(translations.update(once, "en", found(("dag", "dagen"), "Twee", "Een"))) == once


def test_a_catalogue_is_sorted_and_has_no_lines_and_no_dates():
    written = translations.write(translations.catalogue("en", found("Zes", "Aap")))
    assert written.index('"Aap"') < written.index('"Zes"')
    assert "#: ideas/views.py\n" in written
    assert "Date" not in written


@pytest.mark.parametrize(
    ("text", "is_format"),
    [
        ("Idee %(number)s", True),
        ("%s dagen", True),
        ("Nog {n} tekens", False),
        ("100% duurzaam", False),
        ("Een", False),
    ],
)
def test_only_texts_with_placeholders_are_marked_as_formats(text, is_format):
    written = translations.write(translations.catalogue("en", found(text)))
    assert ("#, python-format\n" in written) is is_format
    assert "brace" not in written


@pytest.mark.parametrize(
    ("text", "string", "is_wrong"),
    [
        ("Idee %(number)s", "Idea %(number)s", False),
        ("Idee %(number)s", "Idea %(nummer)s", True),
        ("Idee %(number)s", "Idea", True),
        ("Nog {n} tekens", "{n} characters left", False),
        ("Nog {n} tekens", "{m} characters left", True),
        ("50%% minder", "50% less", True),
        (("Eén dag", "%(n)d dagen"), ("One day", "%(n)d days"), False),
        (("Eén dag", "%(n)d dagen"), ("One day", "%(m)d days"), True),
    ],
)
def test_a_translation_keeps_the_placeholders(text, string, is_wrong):
    known = translations.catalogue("en", found(text))
    next(message for message in known if message.id).string = string
    assert bool(translations.wrong(known)) is is_wrong


def test_a_plural_needs_both_numbers_and_a_guess_does_not_count():
    known = translations.catalogue("en", found(("dag", "dagen"), "Een"))
    known.get("dag").string = ("day", "")
    known.get("Een").string = "One"
    known.get("Een").flags.add("fuzzy")
    assert translations.untranslated(known) == ["dag", "Een"]
    assert "#, fuzzy\n" in translations.write(known)


def test_what_is_compiled_can_be_read_and_leaves_out_what_is_not_translated():
    known = translations.update(kept(Een="One"), "en", found("Een", "Twee"))
    compiled = gettext.GNUTranslations(io.BytesIO(translations.compiled(known)))
    assert (compiled.gettext("Een"), compiled.gettext("Twee")) == ("One", "Twee")


def test_the_command_writes_lists_and_compiles_without_a_database(locale):
    out = io.StringIO()
    call_command("messages", stdout=out)
    assert "  Ideeën\n" in out.getvalue()
    assert 'msgid "Ideeën"\nmsgstr ""\n' in locale.read_text(encoding="utf-8")
    written = locale.stat().st_mtime_ns
    call_command("messages", stdout=out)
    assert locale.stat().st_mtime_ns == written
    call_command("messages", "--compile")
    assert locale.with_suffix(".mo").exists()


def test_the_command_names_translations_with_other_placeholders(locale):
    locale.parent.mkdir(parents=True)
    text = CATALOGUE.read_text(encoding="utf-8")
    locale.write_text(text.replace("municipality of %(name)s", "municipality of %(nam)s"), encoding="utf-8")
    out = io.StringIO()
    call_command("messages", stdout=out)
    assert "other placeholders than in the text: gemeente %(name)s" in out.getvalue()


def test_every_text_of_the_site_has_an_english_translation(english):
    known = translations.update(
        CATALOGUE.read_text(encoding="utf-8"),
        "en",
        (text for name, source in sources() for text in translations.find(name, source)),
    )
    assert translations.untranslated(known) == []
    assert translations.wrong(known) == []
    assert {message.id for message in english} == {message.id for message in known}, "run make messages"


@pytest.mark.usefixtures("freshly_loaded")
def test_english_pages_have_our_texts_and_those_of_django_in_english():
    with override("en"):
        assert get_language() == "en"
        assert translated("Ideeën") == "Ideas"
        assert translated("This field is required.") == "This field is required."
        assert translated("Log out") == "Log out"


@pytest.mark.usefixtures("freshly_loaded")
def test_our_texts_are_not_those_of_django_or_a_library(english):
    """A text that both have would be shown in the other's words, so it may only be one that is the same in both."""
    for message in english:
        text = translations.in_one(message)
        if text and message.context is None:
            with override("nl"):
                assert translated(text) == text
            if text in trans_real.translation("nl")._catalog:
                assert message.string == text
