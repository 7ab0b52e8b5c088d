import secrets

import pytest
from django.core.checks import Warning as CheckWarning
from django.core.management import call_command
from django.core.management.base import CommandError

from challenges.checks import keys_can_be_opened
from challenges.models import SealKey
from challenges.sealing import OVERHEAD, Tampered, new_phase_key, opens, seal, unseal
from participation.errors import NotPossible
from participation.seal_key import new_seal_key
from tests import factories
from tests.challenges.scene_seal import make_open_challenge, phase_of

pytestmark = pytest.mark.django_db
WHAT = "submission:12:1"


@pytest.fixture
def phase():
    return phase_of(make_open_challenge())


@pytest.fixture
def other():
    return phase_of(make_open_challenge("andere"))


@pytest.mark.parametrize("plain", [b"", b"x", "Ons plan: één warmtenet.".encode(), bytes(range(256)) * 4096])
def test_what_is_sealed_opens_again(phase, plain):
    sealed = seal(phase, WHAT, plain)
    assert (unseal(phase, WHAT, sealed), len(sealed)) == (plain, len(plain) + OVERHEAD)


def test_what_is_sealed_shows_nothing_and_is_never_the_same_twice(phase):
    plain = b"kanarie " * 8
    first, second = seal(phase, WHAT, plain), seal(phase, WHAT, plain)
    assert b"kanarie" not in first
    assert first != second


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param(lambda sealed: b"", id="nothing"),
        pytest.param(lambda sealed: sealed[:-1], id="last byte off"),
        pytest.param(lambda sealed: sealed[:OVERHEAD], id="text off"),
        pytest.param(lambda sealed: sealed + b"\0", id="a byte more"),
        pytest.param(lambda sealed: b"\x02" + sealed[1:], id="other version"),
        pytest.param(lambda sealed: sealed[:1] + secrets.token_bytes(12) + sealed[13:], id="other nonce"),
        pytest.param(lambda sealed: sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:], id="one bit of the text"),
        pytest.param(lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 128]), id="one bit of the tag"),
        pytest.param(lambda sealed: secrets.token_bytes(len(sealed)), id="anything"),
    ],
)
def test_what_was_changed_does_not_open(phase, tampered):
    sealed = seal(phase, WHAT, b"De prijs is 100 euro.")
    assert unseal(phase, WHAT, sealed) == b"De prijs is 100 euro."
    with pytest.raises(Tampered):
        unseal(phase, WHAT, tampered(sealed))


@pytest.mark.parametrize("elsewhere", ["submission:12:2", "submission:13:1", "draft:12:1", "submission:1:21", ""])
def test_what_was_moved_to_another_place_does_not_open(phase, elsewhere):
    with pytest.raises(Tampered):
        unseal(phase, elsewhere, seal(phase, WHAT, b"plan"))


def test_what_was_moved_to_another_phase_does_not_open_even_with_the_same_key(phase, other):
    with pytest.raises(Tampered):
        unseal(other, WHAT, seal(phase, WHAT, b"plan"))
    SealKey.objects.filter(phase=other).update(wrapped=bytes(phase.seal_key.wrapped))
    assert not opens(SealKey.objects.get(phase=other))


def test_a_phase_has_one_key_which_stays(phase):
    before = bytes(phase.seal_key.wrapped)
    assert bytes(new_phase_key(phase).wrapped) == before
    assert SealKey.objects.count() == 1


def test_a_phase_without_a_key_takes_nothing(phase):
    with factories.thawed():
        SealKey.objects.all().delete()
    with pytest.raises(NotPossible):
        seal(phase_of(phase.challenge), WHAT, b"plan")


def test_without_a_key_of_the_installation_nothing_is_made_or_opened(phase, settings):
    sealed = seal(phase, WHAT, b"plan")
    settings.SEAL_KEY = ""
    with pytest.raises(NotPossible):
        unseal(phase, WHAT, sealed)
    with pytest.raises(NotPossible):
        new_phase_key(phase)


def test_an_earlier_key_opens_until_the_keys_are_sealed_anew(phase, settings, capsys):
    sealed = seal(phase, WHAT, b"plan")
    earlier, settings.SEAL_KEY = settings.SEAL_KEY, new_seal_key()
    with pytest.raises(Tampered):
        unseal(phase, WHAT, sealed)
    settings.SEAL_KEY_FALLBACKS = [new_seal_key(), earlier]
    assert unseal(phase, WHAT, sealed) == b"plan"
    call_command("reseal_keys")
    settings.SEAL_KEY_FALLBACKS = []
    assert unseal(phase_of(phase.challenge), WHAT, sealed) == b"plan"
    assert capsys.readouterr().out == "Sealed anew: 1 keys.\n"


def test_sealing_anew_changes_nothing_when_one_key_is_lost(phase, other, settings):
    before = dict(SealKey.objects.values_list("phase", "wrapped"))
    SealKey.objects.filter(phase=other).update(wrapped=secrets.token_bytes(61))
    with pytest.raises(CommandError, match=f"phase {other.pk}"):
        call_command("reseal_keys")
    assert SealKey.objects.get(phase=phase).wrapped == before[phase.pk]


def test_the_check_finds_keys_that_do_not_open(phase, settings):
    assert list(keys_can_be_opened(databases=["default"])) == []
    settings.SEAL_KEY = new_seal_key()
    found = list(keys_can_be_opened(databases=["default"]))
    assert [(type(one), one.id, one.msg) for one in found] == [
        (CheckWarning, "challenges.W001", "SEAL_KEY does not open the keys of 1 rounds.")
    ]
    assert list(keys_can_be_opened()) == []
