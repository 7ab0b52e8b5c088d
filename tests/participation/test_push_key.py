"""The key of news on devices: what is one, and what stops the start."""

from base64 import urlsafe_b64encode

import pytest

from participation.environment import Malformed, kept_secret
from participation.push_key import BYTES, ORDER, new_push_key, number_of, push_key


def as_key(number):
    return urlsafe_b64encode(number.to_bytes(BYTES)).decode().rstrip("=")


def test_a_new_key_is_one():
    keys = {new_push_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(push_key(key) == key and 0 < number_of(key) < ORDER for key in keys)


@pytest.mark.parametrize("number", [1, ORDER - 1])
def test_the_first_and_the_last_are_keys(number):
    assert number_of(push_key(as_key(number))) == number


@pytest.mark.parametrize("value", ["", "x", as_key(0), as_key(ORDER), as_key(2**256 - 1), "é" * 43, "A" * 44, "!" * 43])
def test_what_is_no_key_is_malformed(value):
    with pytest.raises(Malformed, match="as manage"):
        push_key(value)


def test_a_key_is_made_once_and_kept(tmp_path):
    path = tmp_path / "var" / "push_key"
    assert kept_secret(path, new_push_key) == kept_secret(path, new_push_key) == push_key(path.read_text())
    assert path.stat().st_mode & 0o077 == 0
