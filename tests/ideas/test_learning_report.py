"""The figures of a report, counted by hand on five texts."""

import pytest

from ideas.learning.report import Report, guess_the_commonest, report_of

RANKED = [["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"], ["c", "b", "d"], ["a", "b", "c"]]
SURE = [0.95, 0.62, 0.7, 0.4, 0.39]
TRUTH = ["a", "b", "b", "a", "e"]


def test_every_figure():
    report = report_of(RANKED, SURE, TRUTH)
    assert (report.count, report.accuracy, report.top3) == (5, 0.4, 0.6)
    assert [(row["label"], row["decided"], row["guessed"], row["right"], row["f1"]) for row in report.confusion] == [
        ("a", 2, 3, 1, 0.4), ("b", 2, 1, 1, pytest.approx(2 / 3)), ("e", 1, 0, 0, 0), ("c", 0, 1, 0, 0),
    ]  # fmt: skip
    assert report.macro_f1 == pytest.approx((0.4 + 2 / 3) / 4)
    assert report.confusion[1]["instead"] == [("a", 1)]
    assert [(row["level"], row["count"], row["right"]) for row in report.levels] == [
        (40, 4, 0.5), (50, 3, 2 / 3), (60, 3, 2 / 3), (70, 2, 1), (80, 1, 1), (90, 1, 1),
    ]  # fmt: skip
    assert report.levels[3]["said"] == pytest.approx(0.825)


def test_of_nothing_every_figure_is_nothing():
    report = report_of([], [], [])
    assert (report.accuracy, report.top3, report.macro_f1, report.confusion) == (0, 0, 0, ())


def test_guessing_the_commonest():
    report = guess_the_commonest(["a", "b", "b", "c", "d", "d"], ["b", "c", "c", "d"])
    assert (report.accuracy, report.top3) == (0.25, 0.5)


@pytest.mark.parametrize(
    ("accuracy", "top3", "kept"),
    [(0.5, 0.8, True), (0.6, 0.8, True), (0.5, 0.9, True), (0.49, 0.9, False), (0.9, 0.79, False)],
)
def test_both_figures_must_be_equal_or_better(accuracy, top3, kept):
    rival = Report(count=10, accuracy=0.5, top3=0.8, macro_f1=0.9)
    assert Report(count=10, accuracy=accuracy, top3=top3, macro_f1=0.1).at_least(rival) is kept
