"""The municipality's look for what reads no style sheet: mails, pictures, posters.

The build makes it out of the theme's file, together with the style sheet (`static_src/theme.mjs`).
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.utils.safestring import SafeString, mark_safe

FILE = "inbreng/theme.json"
#: What may stand in a style: names of typefaces, and a measure.
HARMLESS = re.compile(r"""[\w ,."'%-]+""")


@cache
def look() -> dict[str, Any]:
    """Shades by name and step, such as `["brand"]["500"]`, and `letters` and `corners`. Raises ImproperlyConfigured."""
    path = finders.find(FILE)
    if path is None:
        raise ImproperlyConfigured("The styles are not built yet: run make assets.")
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    return {**found, **{name: _harmless(found[name]) for name in ("letters", "corners")}}


def _harmless(value: str) -> SafeString:
    if not HARMLESS.fullmatch(value):
        raise ImproperlyConfigured(f"This cannot stand in a style: {value}")
    return mark_safe(value)
