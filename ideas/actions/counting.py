"""What a person gives once and may take back, and what it is about counts."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from participation.limits import TAKE, Limit, too_often
from participation.models import User

# Token, row and counter change in one statement, which is a transaction of its own: exact under any race and any crash,
# and the row that counts is locked no longer than that.
CHANGE = """
WITH allowed AS ({take}),
changed AS ({change} RETURNING {subject}),
counted AS (
  UPDATE {counted} SET {counter} = {counter} {step} WHERE id IN (SELECT {subject} FROM changed)
  RETURNING {counter})
SELECT EXISTS (SELECT FROM allowed), (SELECT {counter} FROM counted)
"""
ADD = """
  INSERT INTO {rows} ({subject}, person_id, created_at) SELECT %(subject)s, %(person)s, now() FROM allowed
  ON CONFLICT ({subject}, person_id) DO NOTHING"""
REMOVE = """
  DELETE FROM {rows}
  WHERE {subject} = %(subject)s AND person_id = %(person)s AND EXISTS (SELECT FROM allowed)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Rows of `model`, one per person and subject, which the subject counts in its column `counter`.

    The rows point at the subject with the foreign key `subject`, and have `person` and `created_at`. Adding and
    removing both take from the `limit` of the person.
    """

    model: type[Model]
    subject: str
    counter: str
    limit: Limit

    def add(self, subject: Model, person: User) -> bool:
        """Add the person's row; False when it was there already. Raises TooMany."""
        return self._change(ADD, "+ 1", subject, person)

    def remove(self, subject: Model, person: User) -> bool:
        """Remove the person's row; False when there was none. Raises TooMany."""
        return self._change(REMOVE, "- 1", subject, person)

    def _change(self, change: str, step: str, subject: Model, person: User) -> bool:
        names = {
            "rows": self.model._meta.db_table,
            "subject": f"{self.subject}_id",
            "counted": subject._meta.db_table,
            "counter": self.counter,
        }
        statement = CHANGE.format(take=TAKE, change=change.format(**names), step=step, **names)
        values = {"subject": subject.pk, "person": person.pk, **self.limit.parameters(person.pk)}
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            allowed, count = cursor.fetchone()
        if not allowed:
            raise too_often()
        if count is None:
            return False
        setattr(subject, self.counter, count)
        return True
