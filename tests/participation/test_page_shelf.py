"""The shelf: what is kept for how long, in how much room, and on whose word."""

import gzip
import time

import pytest

from participation.page_shelf import KeptPage, PageShelf

KEY, OTHER, THIRD = ("a",), ("b",), ("c",)


def page(body=b"x" * 100, seconds=60.0):
    return KeptPage(time.monotonic() + seconds, (("Content-Type", "text/html"),), body)


@pytest.fixture
def shelf():
    made = PageShelf(room=250)
    made.vouch(60)
    return made


def test_what_was_put_is_taken(shelf):
    kept = page()
    shelf.put(KEY, kept, shelf.edition)
    assert shelf.take(KEY) is kept
    assert shelf.take(OTHER) is None


def test_a_page_that_is_too_old_is_not_taken(shelf):
    shelf.put(KEY, page(seconds=-1), shelf.edition)
    assert shelf.take(KEY) is None


def test_without_a_fresh_word_nothing_is_taken(shelf):
    shelf.put(KEY, page(), shelf.edition)
    shelf.vouch(-1)
    assert shelf.take(KEY) is None
    shelf.vouch(1)
    assert shelf.take(KEY) is not None


def test_clearing_takes_also_what_is_being_made(shelf):
    shelf.put(KEY, page(), shelf.edition)
    edition = shelf.edition
    shelf.clear()
    shelf.put(OTHER, page(), edition)
    assert (shelf.take(KEY), shelf.take(OTHER)) == (None, None)


def test_the_page_that_was_used_longest_ago_makes_room(shelf):
    for key in (KEY, OTHER):
        shelf.put(key, page(), shelf.edition)
    shelf.take(KEY)
    shelf.put(THIRD, page(), shelf.edition)
    assert [shelf.take(key) is not None for key in (KEY, OTHER, THIRD)] == [True, False, True]


def test_a_page_that_is_made_anew_takes_its_old_room(shelf):
    for _ in range(10):
        shelf.put(KEY, page(), shelf.edition)
    shelf.put(OTHER, page(), shelf.edition)
    assert shelf.take(KEY) is not None
    assert shelf.take(OTHER) is not None


def test_a_page_larger_than_the_shelf_is_not_kept(shelf):
    shelf.put(KEY, page(), shelf.edition)
    shelf.put(OTHER, page(b"x" * 251), shelf.edition)
    assert shelf.take(KEY) is not None
    assert shelf.take(OTHER) is None


def test_the_compressed_twin_is_the_page():
    kept = page(b"<p>Bomen</p>" * 50)
    assert gzip.decompress(kept.compressed) == kept.body
    assert kept.etag == page(b"<p>Bomen</p>" * 50).etag != page(b"<p>Bankjes</p>").etag
