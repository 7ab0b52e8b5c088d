"""Looking for a word in everything that is kept: every column of every table, and every file."""

import base64
import json
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection


def tables():
    return [name for name in connection.introspection.table_names() if not name.startswith("pg_")]


def places_of(word):
    """Where `word` stands, in any case: names of tables, and paths of files."""
    needle = word.lower()
    found = {name for name in tables() if _in_table(name, needle)}
    # Sessions and the cache are kept in forms that no search reads as they are.
    found |= {"django_session" for one in Session.objects.all() if needle in json.dumps(one.get_decoded()).lower()}
    found |= {"cache" for value in _cached() if needle.encode() in value.lower()}
    root = Path(settings.MEDIA_ROOT)
    files = [path for path in root.rglob("*") if path.is_file()]
    return found | {str(path.relative_to(root)) for path in files if needle.encode() in path.read_bytes().lower()}


def _in_table(name, needle):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(name)} one WHERE lower(one::text) LIKE %s)",
            [f"%{needle}%"],
        )
        return cursor.fetchone()[0]


def _cached():
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM cache")
        return [base64.b64decode(value) for (value,) in cursor.fetchall()]
