"""What waits for a moderator is found without reading every idea."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0015_answers")]

    operations = [
        migrations.AddIndex(
            "idea",
            models.Index(condition=models.Q(visibility="held"), fields=["submitted_at", "id"], name="idea_held"),
        ),
    ]
