"""The stored search text of an idea: Dutch stems, accents folded, title above text."""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F

from participation.models.folding import CONFIG, Fold

SEARCH_VECTOR = models.GeneratedField(
    expression=SearchVector(Fold(F("title")), weight="A", config=CONFIG)
    + SearchVector(Fold(F("problem")), Fold(F("proposal")), weight="C", config=CONFIG),
    output_field=SearchVectorField(),
    db_persist=True,
)
