"""What people call their browser."""

import re

#: The first that is found counts: most browsers also call themselves by the names of those below them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|Chromium|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def name_of(user_agent: str) -> str:
    """A browser and where it runs, such as "Firefox, Android", from what it says of itself; empty when unknown."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return ", ".join(name for name in found if name)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for signs, name in names if re.search(signs, user_agent)), "")
