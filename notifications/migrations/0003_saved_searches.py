"""News of what people search for is a group of its own."""

from django.db import migrations, models

GROUPS = [
    ("own", "Nieuws over uw eigen ideeën"),
    ("followed", "Nieuws over ideeën die u volgt of steunt"),
    ("searches", "Nieuws over ideeën waar u naar zoekt"),
    ("desk", "Nieuws voor uw werk als medewerker"),
]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_bulk_mail")]

    operations = [
        migrations.AlterField(
            "delivery", "group", models.CharField(choices=GROUPS, max_length=10, verbose_name="onderwerp")
        ),
        migrations.AlterField(
            "preference", "group", models.CharField(choices=GROUPS, max_length=10, verbose_name="onderwerp")
        ),
    ]
