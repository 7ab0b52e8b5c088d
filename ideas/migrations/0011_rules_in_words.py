import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

REROUTES = """
UPDATE ideas_idea SET reroutes = events.number
FROM (SELECT subject_id, count(*) AS number FROM participation_event
      WHERE subject_type = 'ideas.idea' AND kind = 'idea.handed_over' GROUP BY subject_id) AS events
WHERE events.subject_id = ideas_idea.id
"""
CHANNELS = "UPDATE ideas_idea SET channel = 'import' WHERE source_reference <> ''"
OFF = "UPDATE ideas_routingrule SET off_reason = 'Uitgezet toen er nog geen reden werd gevraagd.' WHERE NOT is_active"

CHANNEL_CHOICES = [("web", "Website"), ("counter", "Balie"), ("phone", "Telefoon"), ("letter", "Brief"), ("meeting", "Bijeenkomst"), ("mail", "E-mail"), ("import", "Overgenomen van een andere plek")]
SENDER_CHOICES = [("resident", "Inwoner"), ("company", "Bedrijf"), ("startup", "Start-up"), ("education", "Onderwijs"), ("research", "Onderzoek"), ("society", "Vereniging of stichting"), ("public", "Overheid")]


def through(name, to, table):
    """The table stays as it is: only what happens to a rule when its theme or area goes is another thing now."""
    field = to.partition(".")[2]
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("routingrule", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ideas.routingrule")),
            (field, models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to)),
        ],
        options={"db_table": table, "unique_together": {("routingrule", field)}},
    )


class Migration(migrations.Migration):

    dependencies = [
        ("ideas", "0010_vote_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                through("RuleTheme", "participation.theme", "ideas_routingrule_themes"),
                through("RuleArea", "participation.area", "ideas_routingrule_areas"),
                migrations.AlterField(
                    model_name="routingrule",
                    name="themes",
                    field=models.ManyToManyField(blank=True, related_name="rules", through="ideas.RuleTheme", to="participation.theme", verbose_name="thema's"),
                ),
                migrations.AlterField(
                    model_name="routingrule",
                    name="areas",
                    field=models.ManyToManyField(blank=True, related_name="rules", through="ideas.RuleArea", to="participation.area", verbose_name="gebieden"),
                ),
            ]
        ),
        migrations.AddField("idea", "channel", models.CharField(choices=CHANNEL_CHOICES, db_default="web", default="web", max_length=8, verbose_name="kanaal")),
        migrations.AddField("idea", "reroutes", models.PositiveSmallIntegerField(db_default=0, default=0, help_text="As many as there are events `idea.handed_over`.", verbose_name="keer doorgegeven")),
        migrations.RunSQL(CHANNELS, migrations.RunSQL.noop),
        migrations.RunSQL(REROUTES, migrations.RunSQL.noop),
        migrations.AddField("routingrule", "client_key", models.UUIDField(blank=True, help_text="Of its form: no double rules.", null=True, unique=True)),
        migrations.AddField("routingrule", "version", models.PositiveIntegerField(default=1, verbose_name="versie")),
        migrations.AddField("routingrule", "not_words", ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None, verbose_name="niet deze woorden")),
        migrations.AddField("routingrule", "place", models.CharField(blank=True, choices=[("given", "Er staat een plek bij"), ("point", "Er staat een punt op de kaart bij"), ("address", "Er staat een straat of adres bij"), ("none", "Er staat geen plek bij")], max_length=8, verbose_name="plek")),
        migrations.AddField("routingrule", "senders", ArrayField(base_field=models.CharField(choices=SENDER_CHOICES, max_length=12), blank=True, default=list, size=None, verbose_name="wie het indient")),
        migrations.AddField("routingrule", "channels", ArrayField(base_field=models.CharField(choices=CHANNEL_CHOICES, max_length=8), blank=True, default=list, size=None, verbose_name="hoe het binnenkomt")),
        migrations.AddField("routingrule", "anonymity", models.CharField(blank=True, choices=[("named", "Met schuilnaam"), ("anonymous", "Zonder naam")], max_length=9, verbose_name="naam bij het idee")),
        migrations.AddField("routingrule", "weekdays", ArrayField(base_field=models.PositiveSmallIntegerField(choices=[(1, "maandag"), (2, "dinsdag"), (3, "woensdag"), (4, "donderdag"), (5, "vrijdag"), (6, "zaterdag"), (7, "zondag")]), blank=True, default=list, size=None, verbose_name="dagen")),
        migrations.AddField("routingrule", "from_time", models.TimeField(blank=True, null=True, verbose_name="vanaf")),
        migrations.AddField("routingrule", "until_time", models.TimeField(blank=True, null=True, verbose_name="tot")),
        migrations.AddField("routingrule", "starts_on", models.DateField(blank=True, null=True, verbose_name="eerste dag")),
        migrations.AddField("routingrule", "ends_on", models.DateField(blank=True, null=True, verbose_name="laatste dag")),
        migrations.AddField("routingrule", "handler", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="rules", to=settings.AUTH_USER_MODEL, verbose_name="behandelaar")),
        migrations.AddField("routingrule", "names_handler", models.BooleanField(default=False, help_text="Whether a person was chosen: when the account is gone, the rule is broken, not wider.")),
        migrations.AddField("routingrule", "off_reason", models.TextField(blank=True, default="", verbose_name="waarom uitgezet"), preserve_default=False),
        migrations.RunSQL(OFF, migrations.RunSQL.noop),
        migrations.AddField("routingrule", "trouble", models.CharField(blank=True, choices=[("programme", "Het programma is niet meer actief."), ("handler", "De behandelaar werkt niet meer voor dit programma.")], help_text="What was told already. What is so now: trouble_of().", max_length=9)),
        migrations.AddConstraint("routingrule", models.CheckConstraint(condition=models.Q(("is_active", True), models.Q(("off_reason", ""), _negated=True), _connector="OR"), name="routing_rule_off_has_a_reason")),
        migrations.AddConstraint("routingrule", models.CheckConstraint(condition=models.Q(("names_handler", True), ("handler", None), _connector="OR"), name="routing_rule_says_it_has_a_handler")),
    ]
