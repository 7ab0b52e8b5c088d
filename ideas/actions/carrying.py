"""Support and followers of an idea go along to another one, and come back. Plain helpers, in the caller's transaction.

A support is moved, never copied, so that nobody counts twice: the row says from which idea it came.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from ideas.models import Idea
from ideas.models.carrying import Asked

# Whoever supports the other idea already, or is its author, has nothing to choose. A "no" is for good; who carried
# their support over before, and got it back, is asked anew.
ASK = """
INSERT INTO ideas_supportquestion (source_id, target_id, person_id, kind, answer, asked_at)
SELECT %(source)s, %(target)s, person_id, %(kind)s, '', %(now)s FROM ideas_support
WHERE idea_id = %(source)s AND person_id IS DISTINCT FROM %(author)s
  AND NOT EXISTS (SELECT FROM ideas_support AS there
                  WHERE there.idea_id = %(target)s AND there.person_id = ideas_support.person_id)
ON CONFLICT (source_id, target_id, person_id) DO UPDATE SET answer = '', asked_at = EXCLUDED.asked_at
WHERE ideas_supportquestion.answer <> 'no'
"""
FOLLOW_TOO = """
INSERT INTO ideas_follow (idea_id, person_id, created_at, carried_from_id)
SELECT %(target)s, person_id, %(now)s, %(source)s FROM ideas_follow WHERE idea_id = %(source)s
ON CONFLICT (idea_id, person_id) DO NOTHING
"""
UNFOLLOW = "DELETE FROM ideas_follow WHERE idea_id = %(target)s AND carried_from_id = %(source)s"
MOVE = """
UPDATE ideas_support SET idea_id = %(target)s, carried_from_id = %(source)s
WHERE idea_id = %(source)s AND person_id = %(person)s
  AND NOT EXISTS (SELECT FROM ideas_support WHERE idea_id = %(target)s AND person_id = %(person)s)
"""
ADD = """
INSERT INTO ideas_support (idea_id, person_id, created_at) VALUES (%(target)s, %(person)s, now())
ON CONFLICT (idea_id, person_id) DO NOTHING
"""
COUNT = """
UPDATE ideas_idea SET support_count = support_count + CASE id WHEN %(target)s THEN %(there)s ELSE %(here)s END
WHERE id IN (%(source)s, %(target)s)
"""
# Rows before ideas, as somebody who withdraws at this moment takes them.
HOLD = "SELECT FROM ideas_support WHERE idea_id = %(target)s AND carried_from_id = %(source)s ORDER BY id FOR UPDATE"
MOVE_BACK = """
WITH back AS (
  DELETE FROM ideas_support WHERE idea_id = %(target)s AND carried_from_id = %(source)s
  RETURNING person_id, created_at),
put AS (
  INSERT INTO ideas_support (idea_id, person_id, created_at) SELECT %(source)s, person_id, created_at FROM back
  ON CONFLICT (idea_id, person_id) DO NOTHING RETURNING id)
SELECT (SELECT count(*) FROM put), (SELECT count(*) FROM back)
"""


def hold(pks: Iterable[int]) -> dict[int, Idea]:
    """Lock ideas, always in one order, and read them anew. One that is gone is not among them."""
    held = Idea.objects.filter(pk__in=set(pks)).order_by("pk").select_for_update(no_key=True)
    return {idea.pk: idea for idea in held}


def ask_supporters(source: Idea, target: Idea, kind: Asked, now: datetime) -> None:
    """Ask everybody who supports `source` about `target`, each once."""
    with connection.cursor() as cursor:
        cursor.execute(ASK, {**_pair(source, target), "kind": kind, "author": target.author_id, "now": now})


def bring_followers(source: Idea, target: Idea, now: datetime) -> None:
    """Let who follows `source` follow `target` too. The news of it tells them, and how to stop."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW_TOO, {**_pair(source, target), "now": now})


def move_support(source: Idea, target: Idea, person_id: int) -> bool:
    """Move one person's support. False when there was none, or when they support `target` too. Both are held."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {**_pair(source, target), "person": person_id})
        moved = cursor.rowcount == 1
        if moved:
            cursor.execute(COUNT, {**_pair(source, target), "here": -1, "there": 1})
    return moved


def add_support(source: Idea, target: Idea, person_id: int) -> bool:
    """Support `target` beside `source`. False when they did already. Both are held."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, {"target": target.pk, "person": person_id})
        added = cursor.rowcount == 1
        if added:
            cursor.execute(COUNT, {**_pair(source, target), "here": 0, "there": 1})
    return added


def give_support_back(source: Idea, target: Idea) -> None:
    """Take out of `target` exactly what came from `source` and is still there: support, and followers."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, _pair(source, target))
        hold([source.pk, target.pk])
        cursor.execute(MOVE_BACK, _pair(source, target))
        put, back = cursor.fetchone()
        if back:
            cursor.execute(COUNT, {**_pair(source, target), "here": put, "there": -back})
        cursor.execute(UNFOLLOW, _pair(source, target))
    for idea in (source, target):
        idea.refresh_from_db(fields=["support_count"])


def _pair(source: Idea, target: Idea) -> dict[str, int]:
    return {"source": source.pk, "target": target.pk}
