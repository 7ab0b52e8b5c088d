"""The key of sealed responses: what is one, and what stops the start."""

from base64 import b64encode

import pytest

from participation.environment import Environment, Malformed, kept_secret
from participation.seal_key import BYTES, bytes_of, new_seal_key, seal_key, seal_key_file, seal_keys
from participation.variables import scanner


def test_a_new_key_is_one_and_another_each_time():
    keys = {new_seal_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(seal_key(key) == key and len(bytes_of(key)) == BYTES for key in keys)


@pytest.mark.parametrize(
    "value", ["", "x", b64encode(bytes(31)).decode(), b64encode(bytes(33)).decode(), "é" * 44, "!" * 44]
)
def test_what_is_no_key_is_malformed(value):
    with pytest.raises(Malformed, match="as manage"):
        seal_key(value)


def test_a_key_comes_from_a_file(tmp_path):
    key, place = new_seal_key(), tmp_path / "key"
    place.write_text(f"{key}\n")
    assert seal_key_file(str(place)) == key
    with pytest.raises(Malformed, match="that can be read"):
        seal_key_file(str(tmp_path / "none"))


def test_earlier_keys_are_a_list():
    one, two = new_seal_key(), new_seal_key()
    assert seal_keys(f"{one}, {two}") == [one, two]
    with pytest.raises(Malformed):
        seal_keys(f"{one},x")


def test_a_malformed_key_stops_the_start():
    env = Environment({"SEAL_KEY": "x"})
    assert env.read("SEAL_KEY", seal_key, "") == ""
    assert env.problems == ["SEAL_KEY must be 32 random bytes in base64, as manage.py seal_key makes them"]


def test_a_key_is_made_once_and_kept(tmp_path):
    path = tmp_path / "var" / "seal_key"
    assert kept_secret(path, new_seal_key) == kept_secret(path, new_seal_key) == seal_key(path.read_text())
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("value", ["unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310"])
def test_a_scanner_has_an_address(value):
    assert scanner(value) == value


@pytest.mark.parametrize("value", ["", "clamd", "http://127.0.0.1:3310", "tcp://127.0.0.1", "unix://", "tcp://x:99999"])
def test_what_is_no_address_of_a_scanner_is_malformed(value):
    with pytest.raises(Malformed, match="must look like"):
        scanner(value)
