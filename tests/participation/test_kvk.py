"""Numbers of the trade register, and a register of our own that answers well, badly and not at all."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError

from participation.kvk import Registered, clean_kvk_number, look_up

NUMBER = "68750110"
GOOD = {"kvkNummer": NUMBER, "naam": "Test BV\u00a0Donald", "adres": {"binnenlandsAdres": {"plaats": "Lollum"}}}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("68750110", NUMBER),
        ("68 75 01 10", NUMBER),
        ("6875.0110", NUMBER),
        ("6875-0110", NUMBER),
        ("00012345", "00012345"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert clean_kvk_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "6875011", "687501100", "6875011a", "00000000", "11111111", "12345678", "٦٨٧٥٠١١٠", "6875011²"]
)
def test_what_cannot_be_a_number_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_kvk_number(typed)


@pytest.fixture
def register(settings):
    """A register that says what `said` holds, and keeps what it was asked."""
    said, asked = {"status": 200, "body": b"{}"}, []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["apikey"]))
            self.send_response(said["status"])
            for name, value in said.get("headers", {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said["body"])

        def log_message(self, *_args):
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    settings.KVK_API_URL, settings.KVK_API_KEY = f"http://127.0.0.1:{server.server_port}/api/v2", "sleutel"
    yield said, asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_the_register_says_is_taken_over(register):
    said, asked = register
    said["body"] = json.dumps(
        {"resultaten": [{"kvkNummer": "11112222", "naam": "Ander"}, GOOD | {"naam": "Test BV Donald"}]}
    ).encode()
    assert look_up(NUMBER) == Registered("Test BV Donald", "Lollum")
    assert asked == [(f"/api/v2/zoeken?kvkNummer={NUMBER}", "sleutel")]


HOSTILE = {
    "none": b'{"resultaten": []}',
    "another": json.dumps({"resultaten": [GOOD | {"kvkNummer": "11112222"}]}).encode(),
    "no json": b"<html>",
    "a list": b"[1]",
    "nothing": b"",
    "numbers": b'{"resultaten": [7]}',
    "address is text": json.dumps({"resultaten": [GOOD | {"adres": "x"}]}).encode(),
    "endless": b'{"resultaten": [' + b"1," * 200_000,
    "no utf-8": b"\xff\xfe",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_used_is_no_answer(register, body):
    register[0]["body"] = body
    assert look_up(NUMBER) is None


@pytest.mark.parametrize("status", [301, 401, 404, 429, 500])
def test_neither_is_an_error_or_a_detour(register, status):
    said, asked = register
    said.update(
        status=status, headers={"Location": "http://127.0.0.1:9/"}, body=json.dumps({"resultaten": [GOOD]}).encode()
    )
    assert look_up(NUMBER) is None
    assert len(asked) == 1


def test_signs_that_hide_are_left_out(register):
    register[0]["body"] = json.dumps({"resultaten": [GOOD | {"naam": "Te\u202est", "adres": None}]}).encode()
    assert look_up(NUMBER) is None
    register[0]["body"] = json.dumps({"resultaten": [GOOD | {"naam": "Te\u202est"}]}).encode()
    assert look_up(NUMBER) == Registered("", "Lollum")


def test_nobody_is_asked_without_a_key(register, settings):
    settings.KVK_API_KEY = ""
    assert look_up(NUMBER) is None
    assert register[1] == []
