"""What people call their browser."""

import pytest

from notifications.push.browsers import name_of

MOZILLA = "Mozilla/5.0"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
NAMES = [
    (f"{MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
    (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome, Windows"),
    (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
    (f"{MOZILLA} (Linux; Android 14; K) {KIT} Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
    (f"{MOZILLA} (Linux; Android 14; K) {KIT} SamsungBrowser/25.0 Chrome/121.0 Mobile", "Samsung Internet, Android"),
    (f"{MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari, iPhone"),
    (f"{MOZILLA} (iPad; CPU OS 17_5 like Mac OS X) CriOS/126.0 Mobile Safari/604.1", "Chrome, iPad"),
    (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "Safari, Mac"),
    (f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/126.0.0.0 Safari/537.36 OPR/111.0", "Opera, ChromeOS"),
    ("", ""),
    ("<script>alert(1)</script>", ""),
    ("x" * 10_000, ""),
]


@pytest.mark.parametrize(("user_agent", "name"), NAMES)
def test_the_name_of_a_browser(user_agent, name):
    assert name_of(user_agent) == name
