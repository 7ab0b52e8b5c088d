"""What was learned from decisions, what it suggested, and what people chose."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0011_rules_in_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnedModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(choices=[("programme", "Programma"), ("theme", "Thema")], max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_in_use", models.BooleanField(default=False)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("first", "Beter dan steeds het meest gekozene voorstellen"),
                            ("better", "Minstens zo goed als de versie daarvoor"),
                            ("worse", "Niet gebruikt: de versie daarvoor is beter"),
                            ("useless", "Niet gebruikt: steeds het meest gekozene voorstellen is even goed"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "data",
                    models.BinaryField(help_text="Empty once so many versions came after that it cannot come back."),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(help_text="In bytes, as it is stored.")),
                ("labels", models.JSONField(help_text="Names by key, as they were.")),
                ("learned_from", models.PositiveIntegerField()),
                ("seconds", models.FloatField()),
                ("tested_on", models.PositiveIntegerField()),
                ("accuracy", models.FloatField()),
                ("top3", models.FloatField()),
                ("macro_f1", models.FloatField()),
                ("levels", models.JSONField()),
                ("confusion", models.JSONField()),
                (
                    "rival",
                    models.JSONField(
                        help_text="The figures, on the same decisions, of what was in use, or else of guessing."
                    ),
                ),
            ],
            options={
                "ordering": ["target", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("target", "number"), name="learned_version_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_in_use", True)), fields=("target",), name="learned_one_version_in_use"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LearningSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "threshold",
                    models.PositiveSmallIntegerField(
                        default=60, help_text="Per cent from which an idea goes on by itself; null: never.", null=True
                    ),
                ),
                ("least_decisions", models.PositiveIntegerField(default=60)),
                ("learn_after", models.PositiveIntegerField(default=25)),
                ("with_imported", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="learning_settings_are_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("threshold__isnull", True), ("threshold__range", (1, 100)), _connector="OR"
                        ),
                        name="learning_threshold_is_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ranking", models.JSONField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "wording",
                    models.CharField(
                        help_text="The idea's wording_mark: of other words it says nothing.", max_length=32
                    ),
                ),
                ("ruled", models.JSONField(null=True)),
                ("left_open", models.BooleanField(default=False, help_text="Only the last rule fitted.")),
                ("sent_on_at", models.DateTimeField(null=True)),
                ("chosen", models.JSONField(null=True)),
                ("chosen_at", models.DateTimeField(null=True)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="ideas.idea"
                    ),
                ),
                (
                    "learned",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="ideas.learnedmodel",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-made_at", "-id"], name="suggestion_newest"),
                    models.Index(
                        condition=models.Q(("chosen_at__isnull", True)), fields=["idea"], name="suggestion_open"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "learned"), name="suggestion_once_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("chosen__isnull", True), ("chosen_at__isnull", False), _connector="OR"),
                        name="suggestion_chosen_has_a_moment",
                    ),
                ],
            },
        ),
    ]
