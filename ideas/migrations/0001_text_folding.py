"""The SQL twin of `ideas.folding.fold()`: `unaccent` is an extension that not every PostgreSQL carries."""

from django.db import migrations

# Written out, not imported: a stored column depends on it, so what this migration once made must never change.
ACCENTED = "àáâãäåāăąçćčďđèéêëēėęěğģìíîïīįıłļľñńņňòóôõöøōőřśşšșţťțùúûüūůűųýÿźżž"
PLAIN = "aaaaaaaaacccddeeeeeeeeggiiiiiiilllnnnnoooooooorsssstttuuuuuuuuyyzzz"

FOLD = f"""
CREATE FUNCTION inbreng_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(lower(value), '{ACCENTED}', '{PLAIN}')
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_people_places_events")]

    operations = [migrations.RunSQL(FOLD, "DROP FUNCTION inbreng_fold(text)")]
