"""COPY into the tables of models, with the indexes made afterwards."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.db import connection, models

INDEXES = """
SELECT format('DROP INDEX %%I', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = %s::regclass AND NOT indisprimary
AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype = 'u' AND conrelid = indrelid)
"""
CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
  format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'f') ORDER BY contype DESC
"""


@contextmanager
def without_indexes(*tables: type[models.Model]) -> Iterator[None]:
    """Drop indexes, unique constraints and foreign keys of `tables`; make them again in the end, and take statistics."""
    with connection.cursor() as cursor:
        pairs: list[tuple[str, str]] = []
        for table in tables:
            for query in (CONSTRAINTS, INDEXES):
                cursor.execute(query, [table._meta.db_table])
                pairs += cursor.fetchall()
        for drop, _make in pairs:
            cursor.execute(drop)
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _drop, make in pairs:
            cursor.execute(make)
        cursor.execute("RESET maintenance_work_mem")
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table._meta.db_table}")


def copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Store `rows`, whose keys are the same columns in each; a column that they leave out gets the model's default."""
    rows = iter(rows)
    first = next(rows)
    usual = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if not (field.generated or field.primary_key or field.has_db_default() or field.column in first)
    }
    columns = ", ".join(f'"{name}"' for name in (*usual, *first))
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as target:
        for row in chain([first], rows):
            target.write_row([*usual.values(), *row.values()])


def copy_lines(model: type[models.Model], columns: str, blocks: Iterable[str]) -> None:
    """Store rows that are lines of text already, with tabs between the columns."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as target:
        for block in blocks:
            target.write(block)


def restart_numbers(*tables: type[models.Model]) -> None:
    """Let the next row of each table get a number above those that were copied in."""
    with connection.cursor() as cursor:
        for table in tables:
            name = table._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
