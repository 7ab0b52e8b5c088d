"""What stands in the database after the run, fetched with plain SQL past every line of the product."""

from collections import defaultdict

import psycopg
from psycopg.rows import dict_row

EVENTS = """
SELECT event.id, event.kind, event.subject_id, event.facts, event.recorded_at, event.dispatched_at, event.attempts,
       person.email AS actor
FROM participation_event event LEFT JOIN participation_user person ON person.id = event.actor_id
ORDER BY event.recorded_at, event.id
"""
IDEAS = """
SELECT idea.id, idea.reference, idea.client_key::text AS key, idea.title, idea.status, idea.support_count,
       (SELECT photo.image FROM ideas_ideaphoto photo WHERE photo.idea_id = idea.id ORDER BY photo.id LIMIT 1) AS photo,
       idea.imported_support_count, idea.programme_id, person.email AS author,
       (SELECT count(*) FROM ideas_support support WHERE support.idea_id = idea.id) AS supports
FROM ideas_idea idea LEFT JOIN participation_user person ON person.id = idea.author_id
"""
DELIVERIES = """
SELECT delivery.*, delivery.uuid::text AS mail_id, COALESCE(person.email, delivery.address) AS who
FROM notifications_delivery delivery LEFT JOIN participation_user person ON person.id = delivery.recipient_id
"""
DESKS = """
SELECT programme.id, person.email FROM participation_programme programme
JOIN participation_user person ON person.id = programme.owner_id
UNION SELECT deputy.programme_id, person.email FROM participation_programme_deputies deputy
JOIN participation_user person ON person.id = deputy.user_id
"""
VOICES = """
SELECT '{kind}' AS kind, idea.reference, person.email AS who FROM ideas_{kind} voice
JOIN ideas_idea idea ON idea.id = voice.idea_id JOIN participation_user person ON person.id = voice.person_id
"""
OFF = """
SELECT person.email, preference.channel FROM notifications_preference preference
JOIN participation_user person ON person.id = preference.person_id WHERE preference.frequency = 'off'
"""
WAITING = """
SELECT (SELECT count(*) FROM participation_event WHERE dispatched_at IS NULL) AS events,
       (SELECT count(*) FROM notifications_delivery WHERE state IN ('pending', 'sending', 'uncertain')) AS deliveries,
       (SELECT extract(epoch FROM max(now() - recorded_at)) FROM participation_event WHERE dispatched_at IS NULL)
         AS oldest_event,
       (SELECT extract(epoch FROM max(now() - next_attempt_at)) FROM notifications_delivery
         WHERE state IN ('pending', 'uncertain') AND next_attempt_at <= now()) AS oldest_delivery
"""


class Facts:
    """All rows that the count needs."""

    def __init__(self, address):
        with psycopg.connect(address, autocommit=True, row_factory=dict_row) as connection:
            rows = lambda query: connection.execute(query).fetchall()  # noqa: E731 - a name for one expression
            self.events, self.deliveries = rows(EVENTS), rows(DELIVERIES)
            self.ideas = {row["id"]: row for row in rows(IDEAS)}
            self.referrals = {row["id"]: row for row in rows("SELECT * FROM ideas_referral")}
            self.voices = {
                (row["kind"], row["reference"], row["who"])
                for kind in ("support", "follow")
                for row in rows(VOICES.format(kind=kind))
            }
            self.switched_off = {(row["email"], row["channel"]) for row in rows(OFF)}
            self.concepts = {row["key"] for row in rows("SELECT key::text FROM ideas_concept")}
            self.counters = {row["year"]: row["last"] for row in rows("SELECT * FROM ideas_referencecounter")}
            self.waiting = rows(WAITING)[0]
            desks = rows(DESKS)
        self.desks = defaultdict(set)
        for row in desks:
            self.desks[row["id"]].add(row["email"])
        self.author_of = {row["reference"]: row["author"] for row in self.ideas.values()}
        self.by_reference = {row["reference"]: row for row in self.ideas.values()}


def waiting(address):
    """What waits now and how long; None when the database does not answer."""
    try:
        with psycopg.connect(address, autocommit=True, row_factory=dict_row, connect_timeout=3) as connection:
            return connection.execute(WAITING).fetchone()
    except psycopg.OperationalError:
        return None
