"""What somebody is writing is kept as it is, for its writer only."""

import uuid

import pytest
from django.core.files.base import ContentFile

from ideas.actions import concept as concepts
from ideas.actions.concept import LONGEST, discard_photo, keep_concept
from ideas.models import Concept
from participation.errors import NotAllowed, NotPossible, TooMany
from participation.limits import Limit
from participation.models import Allowance

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(actor, answers=None, keys=(), key=KEY, place="hier", **more):
    return keep_concept(key, answers or {"title": "B"}, actor=actor, session_keys=list(keys), place=place, **more)


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


def kept(actor, place="hier", tries=5, **more):
    """How many new concepts are kept before one is refused, and at which field."""
    for number in range(tries):
        try:
            keep(actor, key=uuid.uuid4(), place=place, **more)
        except TooMany as refusal:
            return number, refusal.field
    return tries, None


@pytest.fixture
def few(monkeypatch):
    """Limits of three concepts and two photos from one place."""
    for name, size in (("STARTED_FROM_ONE_PLACE", 3), ("PHOTOS_FROM_ONE_PLACE", 2)):
        monkeypatch.setattr(concepts, name, Limit(getattr(concepts, name).name, size, seconds=3600))


def test_a_place_starts_so_many_without_an_account_and_each_place_has_its_own(few, resident):
    assert (kept(None), kept(None), kept(None, "daar"), kept(resident)) == ((3, None), (0, None), (3, None), (5, None))


def test_saving_again_costs_nothing(few):
    keep(None)
    before = Allowance.objects.values().get()
    for number in range(5):
        keep(None, {"title": f"B{number}"}, keys=[str(KEY)])
    assert (Allowance.objects.values().get(), Concept.objects.get().answers) == (before, {"title": "B4"})


def test_a_place_sends_so_many_photos_without_an_account(few, resident, media):
    photo = ContentFile(b"picture")
    assert kept(None, photo=photo) == (2, "photo")
    assert kept(resident, photo=photo) == (5, None)
    assert (Concept.objects.count(), len(list(media.rglob("*.jpg")))) == (7, 7)


def test_each_photo_counts_also_in_one_concept(few, media, django_capture_on_commit_callbacks):
    keep(None)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            keep(None, keys=[str(KEY)], photo=ContentFile(b"picture"))
    name = Concept.objects.get().photo.name
    with pytest.raises(TooMany):
        keep(None, {"title": "Weg"}, keys=[str(KEY)], photo=ContentFile(b"other"))
    concept = Concept.objects.get()
    assert (concept.answers, concept.photo.name) == ({"title": "B"}, name)
    assert [path.read_bytes() for path in media.rglob("*.jpg")] == [b"picture"]


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_leaves_and_costs_nothing(few, media):
    keep(None, photo=ContentFile(b"picture"))
    keep(None, key=uuid.uuid4(), photo=ContentFile(b"picture"))
    before = list(Allowance.objects.order_by("key").values()), list(Concept.objects.order_by("key").values())
    with pytest.raises(TooMany):
        keep(None, key=uuid.uuid4(), photo=ContentFile(b"picture"))
    assert (list(Allowance.objects.order_by("key").values()), list(Concept.objects.order_by("key").values())) == before
    assert len(list(media.rglob("*.jpg"))) == 2


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_is_full_costs_no_token(media):
    (media / "photos").write_text("not a folder")
    with pytest.raises(NotPossible) as refusal:
        keep(None, photo=ContentFile(b"picture"))
    assert (refusal.value.field, Allowance.objects.count(), Concept.objects.count()) == ("photo", 0, 0)
