"""Orders of a list that are stored: what is popular now, what needs support, and a lot."""

from datetime import UTC

from django.db import migrations
from django.db.models import Case, F, FloatField, Func, GeneratedField, Index, IntegerField, Q, When
from django.db.models.functions import Cast, Extract

# Written out, not imported: the stored columns must stay what this migration made.
UNDECIDED = ("received", "in_review", "question", "referred", "not_now")
MINUTES = Extract("submitted_at", "epoch", tzinfo=UTC) / 60
DOUBLINGS = Func(F("support_count") + 1, template="log(2, %(expressions)s)", output_field=FloatField())
LOT = Func(F("id"), function="hashint8", output_field=IntegerField()).bitand(2**30 - 1)
NEED = Case(When(status__in=UNDECIDED, then=F("support_count") * -1), output_field=IntegerField())


def stored(expression, **options):
    return GeneratedField(expression=expression, output_field=IntegerField(), db_persist=True, **options)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0004_words_and_synonyms")]

    operations = [
        migrations.AddField("idea", "heat", stored(Cast(MINUTES + DOUBLINGS * (7 * 24 * 60), IntegerField()))),
        migrations.AddField("idea", "lot", stored(LOT)),
        migrations.AddField("idea", "need", stored(NEED, null=True)),
        migrations.AddIndex(
            "idea", Index(fields=["-heat", "-id"], name="idea_trending", condition=Q(visibility="public"))
        ),
        migrations.AddIndex("idea", Index(fields=["-lot", "-id"], name="idea_by_lot", condition=Q(visibility="public"))),
        migrations.AddIndex(
            "idea",
            Index(
                fields=["-need", "-id"],
                name="idea_needs_support",
                condition=Q(visibility="public", need__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "idea",
            Index(
                fields=["programme", "-submitted_at", "-id"],
                name="idea_programme",
                include=["visibility", "theme", "area", "status", "organisation", "answered_at"],
            ),
        ),
    ]
