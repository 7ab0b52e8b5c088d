"""What somebody is writing is kept as it is, for its writer only."""

import uuid

import pytest
from django.core.files.base import ContentFile

from ideas.actions.concept import LONGEST, discard_photo, keep_concept
from ideas.models import Concept
from participation.errors import NotAllowed

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(actor, answers=None, keys=(), key=KEY, **more):
    return keep_concept(key, answers or {"title": "B"}, actor=actor, session_keys=list(keys), **more)


def test_it_is_made_and_changed(resident):
    keep(resident, {"title": "B", "problem": ""})
    keep(resident, {"title": "Bo"})
    assert list(Concept.objects.values_list("key", "author", "answers")) == [(KEY, resident.pk, {"title": "Bo"})]


def test_a_visitor_goes_on_in_the_same_browser_and_signs_in_on_the_way(resident):
    keep(None)
    keep(None, {"title": "Bo"}, keys=[str(KEY)])
    assert Concept.objects.get().author is None
    keep(resident, {"title": "Boom"}, keys=[str(KEY)])
    keep(None, {"title": "Boom"}, key=uuid.uuid4())
    assert list(Concept.objects.filter(key=KEY).values_list("author", "answers")) == [(resident.pk, {"title": "Boom"})]


def test_nobody_writes_in_what_is_somebody_elses(resident, neighbour):
    keep(resident)
    loose = keep(None, key=uuid.uuid4())
    before = list(Concept.objects.values())
    for actor, key, keys in [
        (neighbour, KEY, [str(KEY)]), (None, KEY, [str(KEY)]), (neighbour, loose.key, []), (None, loose.key, [str(KEY)]),
    ]:  # fmt: skip
        with pytest.raises(NotAllowed):
            keep(actor, {"title": "Weg"}, keys, key)
    assert list(Concept.objects.values()) == before


def test_who_finds_which_concepts(resident, neighbour):
    mine, loose = keep(resident), keep(None, key=uuid.uuid4())
    found = {
        (who, keys): set(Concept.objects.written_by(who, list(keys)))
        for who in (resident.pk, neighbour.pk, None)
        for keys in ((), (str(mine.key), str(loose.key)))
    }
    both = (str(mine.key), str(loose.key))
    assert found == {
        (resident.pk, ()): {mine}, (resident.pk, both): {mine, loose}, (neighbour.pk, ()): set(),
        (neighbour.pk, both): {loose}, (None, ()): set(), (None, both): {loose},
    }  # fmt: skip


def test_what_is_far_too_long_is_cut(resident):
    assert keep(resident, {"problem": "x" * (LONGEST + 1)}).answers == {"problem": "x" * LONGEST}


def test_a_photo_is_kept_until_it_is_discarded(resident, media, django_capture_on_commit_callbacks):
    concept = keep(resident, photo=ContentFile(b"picture"))
    assert keep(resident).photo.name == concept.photo.name
    assert [path.read_bytes() for path in media.rglob("*.jpg")] == [b"picture"]
    with django_capture_on_commit_callbacks(execute=True):
        discard_photo(concept)
    assert (Concept.objects.get().photo.name, list(media.rglob("*.jpg"))) == ("", [])
