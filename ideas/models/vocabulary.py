"""The words of public ideas, counted by the clock: what spelling, completion and likeness are weighed by."""

from django.db import models


class Word(models.Model):
    """A folded word, the stem under which the search knows it (empty when it knows it not), and how many ideas have it.

    Changed in `ideas.actions.vocabulary` only.
    """

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40, blank=True)
    ideas = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word


class WordCount(models.Model):
    """The one row about the last time that the words were counted: in how many ideas, out of how many, up to which."""

    ideas = models.PositiveIntegerField(default=0)
    all_ideas = models.PositiveIntegerField(default=0)
    newest = models.PositiveBigIntegerField(default=0)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="word_count_is_one_row")]

    def __str__(self) -> str:
        return f"{self.ideas} / {self.all_ideas}"
