"""Vote rounds: the rules, the ideas in them, the roll, and apart from it the ballots."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ideas.models.round

# What the rules of a round say stays as it was when the round was planned or opened. Only a round that has not begun
# goes back to a concept, and that is the action's to check.
KEEP_RULES = """
CREATE FUNCTION inbreng_keep_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'concept' AND NEW.status <> 'concept' AND
    (OLD.title, OLD.question, OLD.promise, OLD.electorate, OLD.opens_at, OLD.closes_at, OLD.votes_each, OLD.threshold,
     OLD.hides_totals, OLD.rules) IS DISTINCT FROM
    (NEW.title, NEW.question, NEW.promise, NEW.electorate, NEW.opens_at, NEW.closes_at, NEW.votes_each, NEW.threshold,
     NEW.hides_totals, NEW.rules)
  OR OLD.status NOT IN ('concept', 'planned') AND NEW.status = 'concept' THEN
    RAISE EXCEPTION 'The rules of a vote round cannot change once it was planned.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER round_keeps_its_rules BEFORE UPDATE ON ideas_round FOR EACH ROW EXECUTE FUNCTION inbreng_keep_rules();
"""
LOSE_RULES = "DROP TRIGGER round_keeps_its_rules ON ideas_round; DROP FUNCTION inbreng_keep_rules();"


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0008_submitting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="titel")),
                ("question", models.TextField(verbose_name="waar gaat het om")),
                ("promise", models.TextField(verbose_name="wat doet de gemeente met de uitslag")),
                (
                    "electorate",
                    models.CharField(
                        choices=[
                            ("signed_in", "Iedereen die inlogt"),
                            ("codes", "Alleen inwoners, met een code per brief"),
                        ],
                        max_length=10,
                        verbose_name="wie mag stemmen",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="begint op")),
                ("closes_at", models.DateTimeField(verbose_name="eindigt op")),
                ("votes_each", models.PositiveSmallIntegerField(default=3, verbose_name="stemmen per persoon")),
                (
                    "threshold",
                    models.PositiveIntegerField(
                        default=0, help_text="0: no threshold.", verbose_name="stemmen nodig per idee"
                    ),
                ),
                ("hides_totals", models.BooleanField(default=True, verbose_name="tussenstand verbergen")),
                (
                    "rules",
                    models.TextField(
                        blank=True,
                        help_text="As they were when the round was planned or opened.",
                        verbose_name="regels",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("concept", "In voorbereiding"),
                            ("planned", "Begint binnenkort"),
                            ("open", "U kunt nu stemmen"),
                            ("closed", "Afgelopen"),
                            ("cancelled", "Gaat niet door"),
                        ],
                        default="concept",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reden van stoppen")),
                ("reminded", models.BooleanField(default=False, help_text="Whether the last day was announced.")),
                ("salt", models.CharField(blank=True, default=ideas.models.round.new_salt, max_length=64)),
                (
                    "key_check",
                    models.CharField(
                        blank=True, help_text="Tells which SECRET_KEY the round began with.", max_length=64
                    ),
                ),
                ("turnout", models.PositiveIntegerField(blank=True, null=True, verbose_name="opkomst")),
                ("csv_sha256", models.CharField(blank=True, max_length=64)),
                ("json_sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "stemronde",
                "verbose_name_plural": "stemrondes",
                "ordering": ["-closes_at", "-pk"],
                "indexes": [
                    models.Index(fields=["status", "closes_at"], name="round_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="round_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("votes_each__range", (1, 100))), name="round_votes_each_is_sane"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "concept"), models.Q(("rules", ""), _negated=True), _connector="OR"
                        ),
                        name="round_has_rules",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="round_cancelled_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("closed", "cancelled")), _negated=True),
                            ("salt", ""),
                            _connector="OR",
                        ),
                        name="round_that_ended_has_no_secret",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundIdea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=12, verbose_name="nummer")),
                ("votes", models.PositiveIntegerField(blank=True, null=True, verbose_name="stemmen")),
                (
                    "idea",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="round_entries",
                        to="ideas.idea",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="ideas.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "idee in een stemronde",
                "verbose_name_plural": "ideeën in een stemronde",
                "constraints": [
                    models.UniqueConstraint(fields=("round", "reference"), name="round_has_an_idea_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="round",
            name="ideas",
            field=models.ManyToManyField(related_name="rounds", through="ideas.RoundIdea", to="ideas.idea"),
        ),
        migrations.CreateModel(
            name="Voter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("votes", models.PositiveSmallIntegerField(default=0, verbose_name="gebruikte stemmen")),
                (
                    "is_barred",
                    models.BooleanField(default=False, help_text="Their votes were removed; they cannot vote again."),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="votings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voters", to="ideas.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "stemmer",
                "verbose_name_plural": "stemmers",
                "constraints": [
                    models.UniqueConstraint(fields=("round", "person"), name="voter_is_once_in_a_round"),
                    models.UniqueConstraint(
                        condition=models.Q(("code_hash", ""), _negated=True),
                        fields=("round", "code_hash"),
                        name="voter_code_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", True), ("code_hash", ""), _connector="OR"),
                        name="voter_is_a_person_or_a_code",
                    ),
                    models.CheckConstraint(condition=models.Q(("votes__lte", 100)), name="voter_votes_are_sane"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "receipt",
                    models.CharField(max_length=19, primary_key=True, serialize=False, verbose_name="stembewijs"),
                ),
                ("reference", models.CharField(max_length=12, verbose_name="nummer")),
                ("seal", models.CharField(max_length=64, null=True, unique=True)),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ballots",
                        to="ideas.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "stem",
                "verbose_name_plural": "stemmen",
                "indexes": [models.Index(fields=["round", "reference"], name="ballot_count")],
            },
        ),
        migrations.RunSQL(KEEP_RULES, LOSE_RULES),
    ]
