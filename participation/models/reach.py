"""For which programmes an official acts, and what they were given: one statement for a request.

Written out, because the ORM takes ten times as long to put it together as PostgreSQL takes to answer it.
"""

from datetime import date

from django.db import connection

#: In place of a role: acting for a programme, seeing it as every moderator does, overseeing it as coordinators do.
#: Like `participation.roles.Role`, they stand in the statement by their values.
ACTS, SEES, OVERSEES = "acts", "sees", "oversees"

#: `represented`: the person, and everybody whose absence leads to them, also by the absence of somebody in between.
#: UNION knows whom it has met, so that two who stand in for each other end it.
REACH = """
WITH RECURSIVE represented (person) AS (
  SELECT id FROM participation_user WHERE id = %(person)s AND is_active AND kind = 'official'
  UNION SELECT away.person_id FROM participation_absence AS away JOIN represented ON away.stand_in_id = person
    WHERE %(day)s::date BETWEEN away.first_day AND away.last_day
), acting (person, is_coordinator) AS (
  SELECT id, is_coordinator FROM participation_user JOIN represented ON id = person
    WHERE is_active AND kind = 'official'
), given (role, programme) AS (
  SELECT role, programme_id FROM participation_grant WHERE person_id = %(person)s
)
SELECT 'acts', id FROM participation_programme WHERE owner_id IN (SELECT person FROM acting)
UNION SELECT 'acts', programme_id FROM participation_programme_deputies
  WHERE user_id IN (SELECT person FROM acting)
UNION SELECT 'acts', programme_id FROM participation_grant
  WHERE role = 'official' AND person_id IN (SELECT person FROM acting)
UNION SELECT 'oversees', id FROM participation_programme
  WHERE EXISTS (SELECT FROM acting WHERE is_coordinator)
UNION SELECT 'sees', id FROM participation_programme
  WHERE EXISTS (SELECT FROM given WHERE role = 'moderator')
UNION SELECT role, programme FROM given
"""


def reach_of(person: int, day: date) -> list[tuple[str, int | None]]:
    """What the person with this key reaches on `day`: pairs of a role, or of one of those three, and a programme."""
    with connection.cursor() as cursor:
        cursor.execute(REACH, {"person": person, "day": day})
        return cursor.fetchall()
