import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0013_promises_and_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_key", models.UUIDField(help_text="Of the form: no double posts.", unique=True)),
                ("text", models.TextField(verbose_name="notitie")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="geschreven op")),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="ideas.idea"
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        blank=True,
                        help_text="The note that this one answers; never one that is an answer itself.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="ideas.note",
                    ),
                ),
            ],
            options={
                "verbose_name": "notitie",
                "verbose_name_plural": "notities",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="NoteVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="notitie")),
                ("written_at", models.DateTimeField(verbose_name="geschreven op")),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="ideas.note"
                    ),
                ),
            ],
            options={
                "verbose_name": "eerdere notitie",
                "verbose_name_plural": "eerdere notities",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="watches", to="ideas.idea"
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "meekijker",
                "verbose_name_plural": "meekijkers",
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "official"), name="watch_is_once_per_official")
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="naam")),
                ("query", models.CharField(help_text="The query string of the desk.", max_length=1000)),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_lists",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "bewaarde lijst",
                "verbose_name_plural": "bewaarde lijsten",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("official", "name"), name="desklist_name_is_once_per_official"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="desklist_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="ideas.idea"
                    ),
                ),
                (
                    "official",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presence",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "aanwezigheid", "verbose_name_plural": "aanwezigheid"},
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(condition=models.Q(("visibility", "held")), fields=["submitted_at", "id"], name="idea_held"),
        ),
    ]
