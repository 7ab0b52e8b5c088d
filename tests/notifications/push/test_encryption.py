"""What is encrypted is what the standard says, to the last byte."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from notifications.push.encryption import LONGEST, browser_keys, encrypt, point_of, unwrapped, wrapped
from tests.notifications.push_service import Browser

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard():
    own = ec.derive_private_key(int.from_bytes(unwrapped(SENDER)), ec.SECP256R1())
    assert wrapped(encrypt(PLAIN, p256dh=P256DH, auth=AUTH, own=own, salt=unwrapped(SALT))) == SEALED


@pytest.mark.parametrize("plain", [b"", b"x", "Élan ☕".encode(), b"\x02" * 5, b"a" * LONGEST])
def test_a_browser_reads_what_was_written_and_it_is_never_the_same_twice(plain):
    browser = Browser("https://push.example.org/x")
    keys = {name: value for name, value in browser.fields().items() if name != "endpoint"}
    sealed = [encrypt(plain, **keys) for _ in range(2)]
    assert [browser.decrypt(one) for one in sealed] == [plain, plain]
    assert sealed[0] != sealed[1]
    assert max(map(len, sealed)) <= 4096


def test_what_is_too_long_is_refused():
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"a" * (LONGEST + 1), p256dh=P256DH, auth=AUTH)


OFF_THE_CURVE = wrapped(b"\x04" + b"\x01" * 64)
NO_KEYS = [
    ("", AUTH), (P256DH, ""), (P256DH[:-4], AUTH), (OFF_THE_CURVE, AUTH), (P256DH, AUTH[:-2]), (P256DH, AUTH + "AAAA"),
    ("<script>", AUTH), (P256DH, "é" * 22), ("\u202e" + P256DH[1:], AUTH), (AUTH, P256DH),
]  # fmt: skip


@pytest.mark.parametrize(("p256dh", "auth"), NO_KEYS)
def test_what_are_no_keys_is_refused(p256dh, auth):
    with pytest.raises(ValueError):
        browser_keys(p256dh, auth)


def test_keys_are_read_as_browsers_write_them():
    key, secret = browser_keys(P256DH, AUTH)
    assert (wrapped(point_of(key)), wrapped(secret)) == (P256DH, AUTH)
