"""Where a message may go, and how long anything at all may take. The addresses come from browsers, or from anybody."""

import socket
import time
from ipaddress import ip_address

import pytest

from notifications.channels import PermanentError
from notifications.push import wire
from notifications.push.wire import NotPublic, is_endpoint, is_public, post

GOOD = [
    "https://fcm.googleapis.com/fcm/send/dXg:APA91b_-",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d%3d",
    "https://push.example.org:443/x",
    "https://push.example.org/",
]
BAD = [
    "", "x", "http://push.example.org/x", "HTTPS://PUSH.EXAMPLE.ORG/X", "https://push.example.org", "ftp://a.nl/x",
    "https://127.0.0.1/x", "https://10.0.0.1/x", "https://[::1]/x", "https://2130706433/x", "https://push.example.org:22/",
    "https://push.example.org:8443/x", "https://user@push.example.org/x", "https://a:b@push.example.org/x",
    "https://push.example.org\\@10.0.0.1/x", "https://push.example.org/x y", "https://push.example.org/x\r\nHost: a",
    "https://push.example.org/\u202ex", "https://push.example.org/é", "https://.org/x", "https://a..b/x", "https:///x",
    "javascript:alert(1)", "//push.example.org/x", " https://push.example.org/x", "https://push.example.org:/x",
]  # fmt: skip


@pytest.mark.parametrize("address", GOOD)
def test_addresses_of_push_services(address):
    assert is_endpoint(address)


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_address_of_a_push_service_gets_nothing(address, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("It was looked up."))
    assert not is_endpoint(address)
    with pytest.raises(NotPublic):
        post(address, b"x", {})


ADDRESSES = [
    ("8.8.8.8", True), ("2a00:1450:400e::1", True),
    ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
    ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("198.18.0.1", False),
    ("::1", False), ("::", False), ("fc00::1", False), ("fe80::1", False), ("ff02::1", False),
    ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True),
]  # fmt: skip


@pytest.mark.parametrize(("address", "public"), ADDRESSES)
def test_which_addresses_are_everybodys(address, public):
    assert is_public(ip_address(address)) == public


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_leads_inside_gets_nothing(addresses, monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("It was called."))
    with pytest.raises(NotPublic, match="not a public address"):
        post("https://push.example.org/x", b"x", {})


def test_it_is_called_at_the_very_address_that_was_looked_at(monkeypatch):
    called = []

    def refuse(address, **_):
        called.append(address)
        raise ConnectionRefusedError

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "8.8.4.4")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ConnectionRefusedError):
        post("https://push.example.org/x", b"x", {})
    assert called == [("8.8.8.8", 443), ("8.8.4.4", 443)]


def test_a_machine_of_our_own_is_refused_though_it_answers(push_service, monkeypatch):
    monkeypatch.setattr(wire, "is_public", is_public)
    with pytest.raises(PermanentError):
        post(push_service.browser().endpoint, b"x", {"Authorization": "vapid t=a.b.c, k=d"})
    assert push_service.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(push_service, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    wire.trusted.cache_clear()
    with pytest.raises(OSError, match="certificate"):
        post(push_service.browser().endpoint, b"x", {})
    assert push_service.asked == []


def test_a_redirect_is_not_followed(push_service):
    browser = push_service.browser()
    push_service.answer(browser, 307)
    assert post(browser.endpoint, b"x", {}) == 307
    assert push_service.asked == ["/push/een"]


def in_drops(request):
    """Answers without an end, a byte at a time, as long as somebody listens."""
    for _ in range(100):
        request.wfile.write(b"H")
        time.sleep(0.05)


def no_http(request):
    request.wfile.write(b"SSH-2.0-hello\r\n")


def nothing(request):
    request.close_connection = True


def a_flood(request):
    request.wfile.write(b"x" * 5_000_000)


@pytest.mark.parametrize("answer", [in_drops, no_http, nothing, a_flood])
def test_an_answer_that_is_none_ends_in_time(push_service, monkeypatch, answer):
    monkeypatch.setattr(wire, "PATIENCE", 0.5)
    browser = push_service.browser()
    push_service.answer(browser, answer)
    with pytest.raises(OSError, match=r"answer|long|timed out"):
        post(browser.endpoint, b"x", {})


def test_a_service_that_says_nothing_is_left_in_time(monkeypatch):
    monkeypatch.setattr(wire, "PATIENCE", 0.3)
    monkeypatch.setattr(wire, "is_public", lambda _address: True)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setattr(wire, "PORTS", {port})
        with pytest.raises(TimeoutError):
            post(f"https://localhost:{port}/x", b"x", {})
