"""Photos in a table of their own, co-authors, and what keeps two tabs of one concept apart."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ideas.models.photo

# Waiting checks of foreign keys would stop the columns from going in the same transaction.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"

MOVE_PHOTOS = """
INSERT INTO ideas_ideaphoto (idea_id, concept_id, image, description, digest)
SELECT id, NULL, photo, photo_description, '' FROM ideas_idea WHERE photo <> '' ORDER BY id;
INSERT INTO ideas_ideaphoto (idea_id, concept_id, image, description, digest)
SELECT NULL, id, photo, left(coalesce(answers ->> 'photo_description', ''), 200), ''
FROM ideas_concept WHERE photo <> '' ORDER BY id;
"""
# The way back keeps the first photo of each.
MOVE_BACK = """
UPDATE ideas_idea SET photo = first.image, photo_description = first.description
FROM (SELECT DISTINCT ON (idea_id) idea_id, image, description FROM ideas_ideaphoto ORDER BY idea_id, id) AS first
WHERE first.idea_id = ideas_idea.id;
UPDATE ideas_concept SET photo = first.image
FROM (SELECT DISTINCT ON (concept_id) concept_id, image FROM ideas_ideaphoto ORDER BY concept_id, id) AS first
WHERE first.concept_id = ideas_concept.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0007_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdeaPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("image", models.ImageField(upload_to=ideas.models.photo.photo_path, verbose_name="foto")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="wat staat er op de foto")),
                (
                    "digest",
                    models.CharField(blank=True, help_text="Of the file: the same photo comes in once.", max_length=64),
                ),
                (
                    "concept",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="ideas.concept",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="ideas.idea",
                    ),
                ),
            ],
            options={"verbose_name": "foto", "verbose_name_plural": "foto's", "ordering": ["pk"]},
        ),
        migrations.RunSQL([CHECK_NOW, MOVE_PHOTOS], [CHECK_NOW, MOVE_BACK]),
        migrations.RemoveField("idea", "photo"),
        migrations.RemoveField("idea", "photo_description"),
        migrations.RemoveField("concept", "photo"),
        migrations.AddConstraint(
            "ideaphoto",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(concept__isnull=True, idea__isnull=False),
                    models.Q(concept__isnull=False, idea__isnull=True),
                    _connector="OR",
                ),
                name="photo_is_of_a_concept_or_of_an_idea",
            ),
        ),
        migrations.AddConstraint(
            "ideaphoto",
            models.UniqueConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                fields=("concept", "digest"),
                name="photo_is_once_in_a_concept",
            ),
        ),
        migrations.AddField("concept", "saves", models.PositiveIntegerField(default=0)),
        migrations.AddField("concept", "changed", models.JSONField(default=dict)),
        migrations.AddField(
            "concept",
            "browser",
            models.CharField(
                blank=True, default="", help_text="Keyed hash of the cookie against forged requests.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "concept",
            models.Index(
                condition=models.Q(("author__isnull", True), models.Q(("browser", ""), _negated=True)),
                fields=["browser"],
                name="concept_browser",
            ),
        ),
        migrations.AddField(
            "idea",
            "is_anonymous",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="Dan staat er “Anoniem” bij het idee.",
                verbose_name="zonder schuilnaam",
            ),
        ),
        migrations.AddField(
            "idea",
            "followers_told_at",
            models.DateTimeField(blank=True, null=True, verbose_name="laatste bericht van de indiener"),
        ),
        migrations.AddField(
            "idea",
            "link_number",
            models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="The private status links of before are over once this is counted up.",
            ),
        ),
        migrations.CreateModel(
            name="CoAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coauthors", to="ideas.idea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coauthored",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "mede-indiener", "verbose_name_plural": "mede-indieners", "ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            "coauthor", models.UniqueConstraint(fields=("idea", "person"), name="coauthor_is_once_per_idea")
        ),
        migrations.AddConstraint(
            "coauthor",
            models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("idea", "email"),
                name="coauthor_is_invited_once",
            ),
        ),
        migrations.AddConstraint(
            "coauthor",
            models.CheckConstraint(
                condition=models.Q(email="", person__isnull=False, accepted_at__isnull=False)
                | models.Q(~models.Q(email=""), person__isnull=True, accepted_at__isnull=True),
                name="coauthor_is_invited_or_accepted",
            ),
        ),
    ]
