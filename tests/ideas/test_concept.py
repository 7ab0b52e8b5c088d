"""What somebody is writing is kept as it is, for its writer only."""

import uuid

import pytest
from django.core.files.base import ContentFile

from ideas.actions import concept as concepts
from ideas.actions.concept import LONGEST, MOST_CONCEPTS, Writing, discard_concept, discard_photo, keep_concept
from ideas.models import Concept
from participation.errors import Incomplete, NotAllowed, NotPossible, TooMany
from participation.limits import Limit
from participation.models import Allowance

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(actor, answers=None, keys=(), key=KEY, place="hier", **more):
    answers = {"title": "B"} if answers is None else answers
    return keep_concept(key, Writing(answers=answers, actor=actor, session_keys=list(keys), place=place, **more))


def answers():
    return sorted(tuple(sorted(one.answers.items())) for one in Concept.objects.all())


def test_it_is_made_and_changed(resident):
    keep(resident, {"title": "B", "problem": "Warm."})
    keep(resident, {"title": "Bo"})
    answers = {"title": "Bo", "problem": "Warm."}
    assert list(Concept.objects.values_list("key", "author", "answers")) == [(KEY, resident.pk, answers)]


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


def test_photos_are_kept_until_they_are_discarded(resident, media, django_capture_on_commit_callbacks):
    concept = keep(resident, photos=[ContentFile(b"one"), ContentFile(b"two")])
    keep(resident)
    one, two = concept.photos.all()
    assert sorted(path.read_bytes() for path in media.rglob("*.jpg")) == [b"one", b"two"]
    with django_capture_on_commit_callbacks(execute=True):
        discard_photo(concept, one.pk)
    assert (list(concept.photos.all()), [path.read_bytes() for path in media.rglob("*.jpg")]) == ([two], [b"two"])
    with django_capture_on_commit_callbacks(execute=True):
        discard_concept(concept)
    assert (Concept.objects.count(), list(media.rglob("*.jpg"))) == (0, [])


def test_the_photo_of_another_concept_is_not_discarded(resident, neighbour):
    theirs = keep(neighbour, key=uuid.uuid4(), photos=[ContentFile(b"one")])
    discard_photo(keep(resident), theirs.photos.get().pk)
    keep(resident, descriptions={theirs.photos.get().pk: "Gekaapt"})
    assert list(theirs.photos.values_list("description", flat=True)) == [""]


def test_the_same_photo_again_is_there_once(resident, media):
    for _ in range(2):
        concept = keep(resident, photos=[ContentFile(b"one"), ContentFile(b"one")])
    assert (concept.photos.count(), len(list(media.rglob("*.jpg")))) == (1, 1)


def test_a_concept_has_five_photos_and_says_so_of_the_sixth(resident):
    concept = keep(resident, photos=[ContentFile(f"{n}".encode()) for n in range(5)])
    with pytest.raises(Incomplete) as refusal:
        keep(resident, {"title": "Weg"}, photos=[ContentFile(b"6")])
    assert (refusal.value.field, concept.photos.count()) == ("photo", 5)


def test_what_is_on_a_photo_is_written_down(resident):
    concept = keep(resident, photos=[ContentFile(b"one")])
    keep(resident, {}, descriptions={concept.photos.get().pk: " Een kaal\0 plein " + "x" * 300})
    assert concept.photos.get().description == ("Een kaal plein " + "x" * 300)[:200]


def test_who_writes_alone_has_so_many_concepts_at_once(resident, neighbour):
    made = [keep(resident, key=uuid.uuid4()) for _ in range(MOST_CONCEPTS)]
    with pytest.raises(TooMany):
        keep(resident)
    keep(resident, {"title": "Bo"}, key=made[0].key)
    keep(neighbour)
    discard_concept(made[0])
    keep(resident, key=uuid.uuid4())
    assert Concept.objects.filter(author=resident).count() == MOST_CONCEPTS


def test_a_browser_whose_first_answer_was_lost_goes_on(resident):
    keep(None, browser="deze")
    keep(None, {"title": "Bo"}, browser="deze")
    assert answers() == [(("title", "Bo"),)]
    assert Concept.objects.written_by(None, [], "deze").exists()
    for browser in ("andere", ""):
        with pytest.raises(NotAllowed):
            keep(None, {"title": "Weg"}, browser=browser)
        assert not Concept.objects.written_by(None, [], browser).exists()
    keep(resident, browser="deze")
    assert Concept.objects.get().browser == ""
    assert not Concept.objects.written_by(None, [], "deze").exists()


def test_whose_session_is_over_reads_so(resident):
    keep(resident)
    with pytest.raises(NotAllowed, match="niet meer ingelogd"):
        keep(None)


class TestTwoTabs:
    """Both read the concept when it was saved once."""

    @pytest.fixture(autouse=True)
    def begun(self, resident):
        keep(resident, {"title": "B", "problem": "W"}, tab="een")

    def test_each_with_its_own_answers_write_together(self, resident):
        keep(resident, {"title": "Bomen"}, tab="een", seen=1)
        keep(resident, {"problem": "Warm"}, tab="twee", seen=1)
        assert answers() == [(("problem", "Warm"), ("title", "Bomen"))]

    def test_with_the_same_answer_both_texts_live_on(self, resident):
        keep(resident, {"title": "Bomen"}, tab="een", seen=1)
        for title in ("Banken", "Bankjes"):  # The second tab never hears that it has a copy now.
            copy = keep(resident, {"title": title}, tab="twee", seen=1)
        assert copy.key != KEY
        assert answers() == [(("problem", "W"), ("title", "Bankjes")), (("problem", "W"), ("title", "Bomen"))]

    def test_the_first_goes_on_in_what_it_wrote_itself(self, resident):
        for title in ("Bo", "Bom", "Boom"):
            assert keep(resident, {"title": title}, tab="een", seen=1).key == KEY
        assert answers() == [(("problem", "W"), ("title", "Boom"))]

    def test_with_the_same_text_there_is_nothing_to_choose(self, resident):
        keep(resident, {"title": "Bomen"}, tab="een", seen=1)
        assert keep(resident, {"title": "Bomen"}, tab="twee", seen=1).key == KEY

    def test_who_read_the_newest_may_change_it(self, resident):
        read = keep(resident, {"title": "Bomen"}, tab="een", seen=1)
        assert keep(resident, {"title": "Banken"}, tab="twee", seen=read.saves).key == KEY

    def test_a_visitor_owns_the_copy_too(self):
        key = uuid.uuid4()
        keep(None, {"title": "B"}, key=key, tab="een", browser="deze")
        keep(None, {"title": "Bomen"}, key=key, tab="een", seen=1, browser="deze")
        for _ in range(2):
            copy = keep(None, {"title": "Banken"}, [str(key)], key=key, tab="twee", seen=1, browser="deze")
        assert (copy.author, copy.browser, copy.answers) == (None, "deze", {"title": "Banken"})


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
    photos = [ContentFile(b"picture")]
    assert kept(None, photos=photos) == (2, "photo")
    assert kept(resident, photos=photos) == (5, None)
    assert (Concept.objects.count(), len(list(media.rglob("*.jpg")))) == (7, 7)


def test_each_photo_counts_also_in_one_concept(few, media):
    keep(None)
    for name in (b"one", b"two", b"two"):
        keep(None, keys=[str(KEY)], photos=[ContentFile(name)])
    with pytest.raises(TooMany):
        keep(None, {"title": "Weg"}, keys=[str(KEY)], photos=[ContentFile(b"other")])
    concept = Concept.objects.get()
    assert (concept.answers, concept.photos.count(), len(list(media.rglob("*.jpg")))) == ({"title": "B"}, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_leaves_and_costs_nothing(few, media):
    keep(None, photos=[ContentFile(b"picture")])
    keep(None, key=uuid.uuid4(), photos=[ContentFile(b"picture")])
    before = list(Allowance.objects.order_by("key").values()), list(Concept.objects.order_by("key").values())
    with pytest.raises(TooMany):
        keep(None, key=uuid.uuid4(), photos=[ContentFile(b"picture")])
    assert (list(Allowance.objects.order_by("key").values()), list(Concept.objects.order_by("key").values())) == before
    assert len(list(media.rglob("*.jpg"))) == 2


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_is_full_costs_no_token(media):
    (media / "photos").write_text("not a folder")
    with pytest.raises(NotPossible) as refusal:
        keep(None, photos=[ContentFile(b"picture")])
    assert (refusal.value.field, Allowance.objects.count(), Concept.objects.count()) == ("photo", 0, 0)
