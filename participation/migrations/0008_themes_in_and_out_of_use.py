from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("participation", "0007_openid_subject")]

    operations = [
        migrations.AddField(
            "theme", "is_active", models.BooleanField(default=True, verbose_name="mensen kunnen dit kiezen")
        ),
        migrations.AddField(
            "theme",
            "merged_into",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="participation.theme",
                verbose_name="samengevoegd met",
            ),
        ),
        migrations.AddConstraint(
            "theme",
            models.CheckConstraint(
                condition=Q(("merged_into__isnull", True), ("is_active", False), _connector="OR"),
                name="theme_merged_is_not_chosen",
            ),
        ),
    ]
