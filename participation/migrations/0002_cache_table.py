"""The table of the cache: sign-in limits live in PostgreSQL, so that they hold when Redis is away."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_people_places_events")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
