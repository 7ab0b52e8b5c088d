"""The stored search text of an idea: Dutch stems, accents folded, title above text."""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F

CONFIG = "dutch"


class Fold(models.Func):
    """Lower case without accents, character by character, so that positions in the text stay the same.

    The SQL function is made in the room's first migration: the embedded PostgreSQL has no `unaccent`.
    """

    function = "inbreng_fold"
    output_field = models.TextField()


SEARCH_VECTOR = models.GeneratedField(
    expression=SearchVector(Fold(F("title")), weight="A", config=CONFIG)
    + SearchVector(Fold(F("problem")), Fold(F("proposal")), weight="C", config=CONFIG),
    output_field=SearchVectorField(),
    db_persist=True,
)
