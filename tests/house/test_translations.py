"""Every text of the site can be read in English."""

from django.conf import settings

from participation import translations
from tests.house.sources import name_of, python_files, templates

CATALOGUE = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"


def texts():
    return [
        found
        for path in (*python_files(), *templates())
        for found in translations.find(name_of(path), path.read_text(encoding="utf-8"))
    ]


def kept():
    return translations.read(CATALOGUE.read_text(encoding="utf-8"), "en")


def test_every_text_has_a_translation():
    known, missing = kept(), set()
    for found in texts():
        message = known.get(found.texts, found.context)
        translated = message and ([message.string] if isinstance(message.string, str) else message.string)
        if not translated or not all(translated) or message.fuzzy:
            missing.add((found.name, found.texts))
    assert sorted(missing, key=str) == []


def test_no_translation_lost_what_is_filled_in():
    assert translations.wrong(kept()) == []


def test_texts_are_found_in_code_pages_and_mails():
    names = {found.name for found in texts()}
    assert {"ideas/statuses.py", "templates/base.html", "templates/emails/submitted.subject"} <= names
    assert len(names) > 50
