"""Training: the only module that knows scikit-learn. Nothing that serves pages or suggestions imports it."""

from array import array
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from ideas.learning.model import Block, Model
from ideas.learning.parts import pieces_of, sequence_of

MOST_RUNS, MOST_PIECES = 20_000, 30_000  # What a model may weigh of each kind: some megabytes in memory.
LEAST_TEXTS = 2  # A word of one text alone says more about its writer than about its subject: it may be a name.
FOLDS = 5
TEMPERATURES = [0.05 * 1.12**step for step in range(40)]  # 0.05 to 4
FINEST = 32_000  # Steps between nothing and the greatest weight of a label.
SEED = 2026
WAYS = 2  # Of learning, whose scores are added.
NEVER = -1e9  # The score of a label that was not taught.

Scores = NDArray[np.float64]  # A row for each text, a column for each label.
Weighed = tuple[NDArray[np.float64], NDArray[np.float64]]


class TooLittle(Exception):
    """There is nothing to learn from: one label only, or no words that two texts share."""


def train(texts: Sequence[str], labels: Sequence[str]) -> Model:
    """Learn from `texts` which of `labels` belongs to each. The same texts give the same model. Raises TooLittle."""
    if len(set(labels)) < 2:  # noqa: PLR2004  (two is what makes it a choice)
        raise TooLittle("All texts have the same label.")
    readers = [
        TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, min_df=least, max_features=most)
        for analyzer, least, most in ((_runs_in, LEAST_TEXTS, MOST_RUNS), (_pieces_in, 1, MOST_PIECES))
    ]
    try:
        tables = [reader.fit_transform(texts) for reader in readers]
    except ValueError as empty:  # scikit-learn's word for it: no part stands in two texts.
        raise TooLittle(str(empty)) from empty
    table, truth = hstack(tables).tocsr(), np.array(labels)
    judged, right = _judged(table, truth)
    spreads = [_spread(scores) for scores in judged]
    both = list(zip(_taught(table, truth), spreads, strict=True))
    weights = np.sum([own / spread for (own, _bias), spread in both], axis=0)
    bias = np.sum([own / spread for (_weights, own), spread in both], axis=0)
    steps = np.abs(weights).max(axis=1, keepdims=True) / FINEST
    steps[steps == 0] = 1.0
    rounded = np.rint(weights / steps).astype(np.int16)
    cut = tables[0].shape[1]
    return Model(
        labels=tuple(map(str, np.unique(truth))),
        bias=tuple(map(float, bias)),
        scales=tuple(map(float, steps[:, 0])),
        temperature=_temperature(np.sum([own / far for own, far in zip(judged, spreads, strict=True)], axis=0), right),
        runs=_block(readers[0], rounded[:, :cut]),
        pieces=_block(readers[1], rounded[:, cut:]),
    )


def _runs_in(text: str) -> list[str]:
    """The same as `parts.runs`, without the places: a test compares."""
    words = sequence_of(text)
    return [*words, *map(" ".join, pairwise(words))]


def _pieces_in(text: str) -> list[str]:
    """The same as `parts.pieces`, without the places."""
    return [piece for word in sequence_of(text) for piece in pieces_of(word)]


def _learners(right: NDArray[np.int64]) -> tuple[LinearSVC, ComplementNB]:
    """Two ways to learn a weighted sum: the first is better with many decisions, the second with few.

    Their sum is better than either, on few and on many (docs/algorithm.md). Rare labels count for more, by the root of
    how rare they are: halfway between each text and each label counting the same.
    """
    counts = np.bincount(right)
    weights = dict(enumerate(np.sqrt(len(right) / (len(counts) * counts))))
    return LinearSVC(C=0.5, class_weight=weights, random_state=SEED), ComplementNB(alpha=0.2)


def _taught(table: csr_matrix, truth: NDArray[np.str_]) -> list[Weighed]:
    """What each way makes of it: a row of weights for every label in their order, and what each label begins with."""
    _labels, right = np.unique(truth, return_inverse=True)
    borders, counts = (learner.fit(table, right) for learner in _learners(right))
    weights, bias = borders.coef_, borders.intercept_
    if len(borders.classes_) == 2:  # noqa: PLR2004  (of two labels scikit-learn keeps one row, for the second)
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    logs = counts.feature_log_prob_
    return [(weights, bias), (logs - logs.mean(axis=0), np.zeros(len(bias)))]


def _block(reader: TfidfVectorizer, weights: NDArray[np.int16]) -> Block:
    parts = sorted(reader.vocabulary_, key=reader.vocabulary_.__getitem__)
    rows = {part: row for row, part in enumerate(parts)}
    return Block(rows, array("f", reader.idf_), array("h", weights.T.reshape(-1).tolist()))


def _judged(table: csr_matrix, truth: NDArray[np.str_]) -> tuple[list[Scores], NDArray[np.int64]]:
    """By each way the scores of texts that were left out of the learning, fifth by fifth, and which label was right.

    A text whose label nobody taught cannot be judged, and is left out of this.
    """
    labels, right = np.unique(truth, return_inverse=True)
    scores = [np.full((len(truth), len(labels)), NEVER) for _way in range(WAYS)]
    for fold in range(FOLDS):
        out = np.arange(len(truth)) % FOLDS == fold
        if out.any() and len(known := np.unique(truth[~out])) > 1:
            for own, (weights, bias) in zip(scores, _taught(table[~out], truth[~out]), strict=True):
                own[np.ix_(out, np.isin(labels, known))] = table[out] @ weights.T + bias
    judged = scores[0][np.arange(len(truth)), right] > NEVER
    return [own[judged] for own in scores], right[judged]


def _spread(scores: Scores) -> float:
    """How far scores lie apart: by this they are divided, so that both ways weigh the same."""
    apart = [row[row > NEVER] for row in scores]
    return float(np.std(np.concatenate([row - row.mean() for row in apart]))) or 1.0 if apart else 1.0


def _temperature(scores: Scores, right: NDArray[np.int64]) -> float:
    """By what scores are divided so that "70 %" is right 7 times in 10: it makes the decisions likeliest."""
    if not len(right):
        return 1.0
    return min(TEMPERATURES, key=lambda temperature: _surprise(scores / temperature, right))


def _surprise(scores: Scores, right: NDArray[np.int64]) -> float:
    """How surprising the decisions are, on the average.

    As if one more text had been decided against the model: after n texts that all went well nobody can be surer than
    that (Platt's correction).
    """
    shares = scores - scores.max(axis=1, keepdims=True)
    shares -= np.log(np.exp(shares).sum(axis=1, keepdims=True))
    doubt = 1 / (len(right) + 2)
    hits = shares[np.arange(len(right)), right]
    return float(-((1 - doubt) * hits + doubt * shares.mean(axis=1)).mean())
