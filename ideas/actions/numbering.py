"""Reference numbers that people can read out on the phone: `2026-00042`."""

from django.db import connection

NEXT = """
INSERT INTO ideas_referencecounter AS counter (year, last) VALUES (%(year)s, %(count)s)
ON CONFLICT (year) DO UPDATE SET last = counter.last + %(count)s
RETURNING last
"""


def next_references(year: int, count: int = 1) -> list[str]:
    """The next `count` numbers of `year`, without gaps: the caller's transaction holds the counter until it commits."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"year": year, "count": count})
        last = cursor.fetchone()[0]
    return [f"{year}-{number:05d}" for number in range(last - count + 1, last + 1)]
