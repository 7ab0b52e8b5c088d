from django.db import migrations, models

STATUSES = [
    ("received", "Ontvangen"),
    ("in_review", "In behandeling"),
    ("question", "Vraag aan de indiener"),
    ("referred", "Doorverwezen"),
    ("promising", "Kansrijk"),
    ("challenge", "Uitdaging uitgezet"),
    ("adopted", "Wordt uitgevoerd"),
    ("realised", "Uitgevoerd"),
    ("stopped", "Gestopt"),
    ("declined", "Doen we niet"),
    ("not_now", "Nu niet"),
    ("merged", "Samengevoegd"),
    ("withdrawn", "Ingetrokken"),
]


class Migration(migrations.Migration):
    dependencies = [("ideas", "0018_order_of_photos")]

    operations = [
        migrations.CreateModel(
            name="StatusWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(choices=STATUSES, max_length=12, unique=True, verbose_name="status")),
                ("label_nl", models.CharField(blank=True, max_length=40, verbose_name="naam, Nederlands")),
                ("explanation_nl", models.CharField(blank=True, max_length=300, verbose_name="uitleg, Nederlands")),
                ("next_step_nl", models.CharField(blank=True, max_length=300, verbose_name="volgende stap, Nederlands")),
                ("label_en", models.CharField(blank=True, max_length=40, verbose_name="naam, Engels")),
                ("explanation_en", models.CharField(blank=True, max_length=300, verbose_name="uitleg, Engels")),
                ("next_step_en", models.CharField(blank=True, max_length=300, verbose_name="volgende stap, Engels")),
            ],
            options={
                "verbose_name": "woorden van een status",
                "verbose_name_plural": "woorden van statussen",
            },
        ),
    ]
