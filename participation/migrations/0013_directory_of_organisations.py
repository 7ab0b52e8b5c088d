"""Finding organisations by words, by what they know of, and by name."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import participation.models.folding

# A generated column takes immutable functions only, and array_to_string() is not one: for texts it could be.
JOINED = """
CREATE FUNCTION inbreng_joined(texts text[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_string(texts, ' ')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0012_organisations_in_full'),
        ('ideas', '0001_text_folding'),  # For its function: it depends on nothing but the tables of people.
    ]

    operations = [
        migrations.RunSQL(JOINED, "DROP FUNCTION inbreng_joined(text[])"),
        migrations.AddField(
            model_name='organisation',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(participation.models.folding.Fold(models.F('name')), participation.models.folding.Fold(participation.models.folding.Joined(models.F('expertise'))), config='dutch', weight='A'), '||', django.contrib.postgres.search.SearchVector(participation.models.folding.Fold(models.F('about')), config='dutch', weight='C'), django.contrib.postgres.search.SearchConfig('dutch')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='organisation_by_words'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['expertise'], name='organisation_by_expertise'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['name', 'id'], name='organisation_by_name'),
        ),
    ]
