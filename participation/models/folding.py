"""Text as it is searched: in Dutch stems, without accents."""

from django.db import models

CONFIG = "dutch"


class Fold(models.Func):
    """Lower case without accents, character by character, so that positions in the text stay the same.

    The SQL function is made by the first migration of `ideas`: the embedded PostgreSQL has no `unaccent`.
    """

    function = "inbreng_fold"
    output_field = models.TextField()


class Joined(models.Func):
    """The texts of an array with a space between them, as a generated column may have it."""

    function = "inbreng_joined"
    output_field = models.TextField()
