"""Photos stand in an order that their author chooses."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0017_paper_and_mail")]

    operations = [
        migrations.AddField(
            "ideaphoto",
            "place",
            models.PositiveSmallIntegerField(
                default=0, db_default=0, help_text="Among the others, the lowest first."
            ),
        ),
        migrations.AlterModelOptions(
            "ideaphoto",
            options={"ordering": ["place", "pk"], "verbose_name": "foto", "verbose_name_plural": "foto's"},
        ),
    ]
