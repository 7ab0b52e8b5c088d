"""Documents go with their idea, and one that no row names goes after a day."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from ideas.actions.tidy import LOOSE_PHOTO, tidy_ideas
from ideas.models import AnswerDocument, Idea
from participation.leaving import destroy
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def document(programme, owner):
    idea = factories.make_raw_idea(programme)
    made = AnswerDocument(answer=factories.make_answer(idea, owner), name="a.pdf", kind="application/pdf", size=1)
    made.file.save("a", ContentFile(b"a"))
    return made


def files(media):
    return sorted(path.read_bytes() for path in media.rglob("*.bin"))


def let_age(media, age):
    then = time.time() - age.total_seconds()
    for path in media.rglob("*.bin"):
        os.utime(path, (then, then))


@pytest.mark.parametrize(
    ("age", "left"), [(LOOSE_PHOTO - timedelta(hours=1), [b"a", b"loose"]), (LOOSE_PHOTO * 2, [b"a"])]
)
def test_what_no_row_names_goes_after_a_day(document, media, age, left):
    storage, field = document.file.storage, document.file.field
    storage.save(field.generate_filename(document, "x"), ContentFile(b"loose"))
    let_age(media, age)
    removed = tidy_ideas()["photos"]
    assert (files(media), removed) == (left, 2 - len(left))


def test_documents_go_with_their_idea(document, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        destroy(Idea.objects.all())
    assert (AnswerDocument.objects.count(), files(media)) == (0, [])
