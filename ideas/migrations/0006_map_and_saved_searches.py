"""Points of ideas in an index of their own, and the searches that people keep."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0005_orders_of_the_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            "idea",
            models.Index(
                fields=["longitude", "latitude"],
                include=("id", "theme", "area", "status"),
                name="idea_map",
                condition=Q(visibility="public", longitude__isnull=False),
            ),
        ),
        migrations.CreateModel(
            "SavedSearch",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                ("query", models.CharField(blank=True, help_text="The query string of the list.", max_length=1000)),
                ("terms", models.TextField(blank=True, help_text="Its words, as to_tsquery reads them.")),
                (
                    "tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="The values of its facets, as the index has them.",
                        size=None,
                    ),
                ),
                ("facets", models.PositiveSmallIntegerField(default=0, help_text="How many facets it names.")),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("radius", models.PositiveIntegerField(blank=True, null=True, verbose_name="straal in meters")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=CASCADE, related_name="saved_searches", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "bewaarde zoekopdracht",
                "verbose_name_plural": "bewaarde zoekopdrachten",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "query", "longitude", "latitude", "radius"),
                        name="savedsearch_is_once_per_person",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=Q(longitude=None, latitude=None, radius=None)
                        | Q(longitude__isnull=False, latitude__isnull=False, radius__isnull=False),
                        name="savedsearch_circle_is_whole",
                    ),
                ],
            },
        ),
    ]
