import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def carried_from(name, help_text):
    return migrations.AddField(name, "carried_from", models.ForeignKey(blank=True, db_index=False, help_text=help_text, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="ideas.idea"))


def carried_index(name):
    return migrations.AddIndex(name, models.Index(fields=["carried_from"], name=f"{name}_carried_from", condition=models.Q(("carried_from__isnull", False))))


class Migration(migrations.Migration):

    dependencies = [
        ("ideas", "0015_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        carried_from("follow", "They followed that merged idea."),
        carried_from("support", "It moved here from that merged idea."),
        carried_index("follow"),
        carried_index("support"),
        migrations.CreateModel(
            name="IdeaLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reden")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links_to_newer", to="ideas.idea")),
                ("official", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links_to_older", to="ideas.idea")),
            ],
            options={
                "verbose_name": "verband",
                "verbose_name_plural": "verbanden",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="link_is_once_per_pair"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="link_names_the_older_idea_first"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("merged", "Hun idee werd samengevoegd"), ("divided", "Hun idee werd gesplitst")], max_length=8)),
                ("answer", models.CharField(blank=True, choices=[("", "Nog geen antwoord"), ("yes", "Ja"), ("no", "Nee")], default="", max_length=3, verbose_name="antwoord")),
                ("asked_at", models.DateTimeField(verbose_name="gevraagd op")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord op")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="support_questions", to=settings.AUTH_USER_MODEL)),
                ("source", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="questions_to_supporters", to="ideas.idea")),
                ("target", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="asked_about", to="ideas.idea")),
            ],
            options={
                "verbose_name": "vraag aan een steuner",
                "verbose_name_plural": "vragen aan steuners",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "target", "person"), name="supporter_is_asked_once"),
                    models.CheckConstraint(condition=models.Q(("source", models.F("target")), _negated=True), name="supporter_is_asked_about_another_idea"),
                ],
            },
        ),
    ]
