"""Organisations that are silent are reminded. What ended before is not told any more: it is old news by now."""

from django.db import migrations, models

ENDED = """
UPDATE ideas_consultation SET given_up_at = now() WHERE answered_at IS NULL AND asked_at < now() - interval '14 days'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0025_consultations'),
    ]

    operations = [
        migrations.AddField(
            model_name='consultation',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='consultation',
            name='given_up_at',
            field=models.DateTimeField(blank=True, help_text='When who asked was told that no answer came.', null=True),
        ),
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
    ]
