"""The predictor: the same decisions as scikit-learn, honest words, stored as bytes that cannot lie, and hard to hurt."""

import os
import subprocess
import sys
from collections import Counter
from math import isclose

import numpy as np
import pytest
from django.conf import settings
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from ideas.learning import training
from ideas.learning.packing import Damaged, digest_of, pack, unpack
from ideas.learning.parts import LONGEST, pieces, runs, sequence_of, words_in
from ideas.learning.training import TooLittle, train
from tests.ideas.lessons import BIKES, TREES, text_about

SOUND = (
    *("muziek", "concert", "podium", "toneel", "museum", "schilderij", "zingen", "dansen", "orkest", "koor", "film"),
    "kunstenaar",
)
TEXTS = [text_about(words, number) for number in range(30) for words in (TREES, BIKES, SOUND)]
LABELS = ["groen", "verkeer", "cultuur"] * 30


@pytest.fixture(scope="module")
def model():
    return train(TEXTS, LABELS)


def sklearn_scores(texts, labels, unseen):
    """As its own handbook would do it: two classifiers, whose scores are added after making them equally wide."""
    readers = [
        TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, min_df=least)
        for analyzer, least in ((training._runs_in, 2), (training._pieces_in, 1))
    ]
    table = hstack([reader.fit_transform(texts) for reader in readers]).tocsr()
    asked = hstack([reader.transform(unseen) for reader in readers]).tocsr()
    judged, _right = training._judged(table, np.array(labels))
    names, right = np.unique(labels, return_inverse=True)
    borders, counts = (learner.fit(table, right) for learner in training._learners(right))
    scores = borders.decision_function(asked)
    if scores.ndim == 1:
        scores = np.column_stack([-scores, scores])
    logs = counts.predict_joint_log_proba(asked)
    logs -= logs.mean(axis=1, keepdims=True)
    return list(names), scores / training._spread(judged[0]) + logs / training._spread(judged[1])


def test_it_decides_as_scikit_learn_does(model):
    unseen = ["Meer bomen en een fietspad", "Parkeren bij het podium in het park", "Een drempel, een drempel!", "Zang"]
    classes, scores = sklearn_scores(TEXTS, LABELS, unseen)
    assert list(model.labels) == classes == ["cultuur", "groen", "verkeer"]
    for text, row in zip(unseen, scores, strict=True):
        own = model.scores(text)
        assert all(isclose(mine, theirs, abs_tol=1e-3) for mine, theirs in zip(own, row, strict=True))
        assert own.index(max(own)) == list(row).index(max(row))


def test_of_two_labels_too():
    texts, labels = TEXTS[:40], ["ja", "nee"] * 20
    two = train(texts, labels)
    _classes, scores = sklearn_scores(texts, labels, texts[:5])
    for text, row in zip(texts[:5], scores, strict=True):
        assert all(isclose(mine, theirs, abs_tol=1e-3) for mine, theirs in zip(two.scores(text), row, strict=True))


def test_the_same_texts_give_the_same_bytes():
    assert pack(train(TEXTS, LABELS)) == pack(train(TEXTS, LABELS))


def test_bytes_give_the_same_model_back(model):
    data = pack(model)
    assert unpack(data, digest_of(data)) == model


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: data + b"x", lambda _data: b""])
def test_other_bytes_are_refused(model, harm):
    data = pack(model)
    with pytest.raises(Damaged):
        unpack(harm(data), digest_of(data))


def test_it_names_the_words_that_decided_as_they_were_written(model):
    first, *others = model.guesses("Méér BOMEN in de vijver, want de straat is warm", 3)
    assert (first.label, set(first.words)) == ("groen", {"BOMEN", "vijver"})
    assert first.confidence > 0.6
    assert isclose(first.confidence + sum(other.confidence for other in others), 1)
    assert not set(first.words) & {word for other in others for word in other.words}


def test_a_compound_that_it_never_saw_is_known_by_its_pieces(model):
    first = model.guesses("Een bomenrij", 1)[0]
    assert (first.label, first.words) == ("groen", ("bomenrij",))


def test_what_is_not_at_hand_is_not_suggested_and_its_share_is_not_given_away(model):
    text = "Bomen en bloemen bij de vijver"
    _groen, *rest = model.guesses(text, 3)
    among = model.guesses(text, 3, among=frozenset({"cultuur", "verkeer"}))
    assert among == rest
    assert all(guess.confidence < 0.4 for guess in among)
    assert model.guesses(text, 3, among=frozenset()) == []


@pytest.mark.parametrize("text", ["", "   ", "1234 !!", "\u202e\u200f", "😀" * 50, "\0"])
def test_of_nothing_it_says_nothing(model, text):
    assert model.guesses(text, 3) == []


@pytest.mark.parametrize(
    "text",
    [
        "bomen " * 10_000,
        "x" * 200_000,
        "\u202ebomen\u202c <script>alert(1)</script> \u200fvijver",
        "مزيد من الأشجار في الحديقة bomen",
        "BOMEN\u0130\u0130\u0130 vijver ﬁets",
    ],
)
def test_hostile_texts_do_no_harm(model, text):
    guesses = model.guesses(text, 3)
    assert all(0 <= guess.confidence <= 1 for guess in guesses)
    assert all(word in text for guess in guesses for word in guess.words)


def test_only_so_much_of_a_text_is_read():
    assert len(" ".join(sequence_of("bomen " * 10_000))) <= LONGEST


def test_training_reads_the_same_parts_as_suggesting():
    text = "Een boom, een bóóm bij de boomgaard"
    words = sequence_of(text)
    for analyzer, taker in ((training._runs_in, runs), (training._pieces_in, pieces)):
        counted = {part: len(places) for part, places in taker(words).items()}
        assert Counter(analyzer(text)) == counted


def test_parts_remember_where_they_stand():
    assert runs(["een", "boom", "een"]) == {
        "een": [("een",), ("een",)], "boom": [("boom",)], "een boom": [("een", "boom")], "boom een": [("boom", "een")],
    }  # fmt: skip
    assert set(pieces(["bos"])) == {" bo", "bos", "os ", " bos", "bos ", " bos "}
    assert words_in("Café’s, CAFÉ") == {"cafe": "Café"}


@pytest.mark.parametrize(
    ("texts", "labels"),
    [([], []), (["bomen"] * 9, ["groen"] * 9), (["", ""], ["groen", "verkeer"]), (["bomen", "fiets"], ["a", "b"])],
    ids=["nothing", "one label", "empty texts", "nothing shared"],
)
def test_there_may_be_too_little_to_learn_from(texts, labels):
    with pytest.raises(TooLittle):
        train(texts, labels)


def test_confidence_is_honest_about_texts_that_say_nothing_certain():
    """Labels by chance: a model that is sure of itself would lie."""
    texts = [text_about(TREES, number) for number in range(120)]
    labels = [str(number * 7 % 3) for number in range(120)]
    fickle = train(texts, labels)
    unseen = [text_about(TREES, number) for number in range(500, 540)]
    sure = [fickle.guesses(text, 1)[0].confidence for text in unseen]
    assert sum(sure) / len(sure) < 0.6


def test_neither_web_nor_worker_loads_scikit_learn():
    program = (
        "import django, sys; django.setup(); import participation.urls, participation.wsgi, ideas.tasks;"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print([name for name in ('sklearn', 'scipy', 'ideas.learning.training') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "participation.settings"},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
