import csv

import pytest

from ideas.importing.errors import Unreadable
from ideas.importing.report import Outcome, Report


def test_the_screen_shows_the_first_and_counts_the_rest(tmp_path):
    path = tmp_path / "report.csv"
    with Report(path) as report:
        report.counts[Outcome.NEW] += 3
        for line in range(2, 24):
            report.remark(line, Outcome.REFUSED, [f"has {line} columns where the header has 9"])
    assert report.lines() == [
        *(f"line {line}: refused: has {line} columns where the header has 9" for line in range(2, 22)),
        f"... and 2 more, all in {path}",
        "22 x has ... columns where the header has ...",
        "rows read: 25; new: 3; already there: 0; repeated in the file: 0; repaired: 0; refused: 22",
    ]
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 23


def test_a_spreadsheet_finds_no_formula_in_the_file(tmp_path):
    path = tmp_path / "report.csv"
    with Report(path) as report:
        report.remark(2, Outcome.REPAIRED, ["title shortened", "date gone"], reference="+31", title="=HYPERLINK(1)")
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "line,outcome,reference,title,reason",
        "2,repaired,'+31,'=HYPERLINK(1),title shortened; date gone",
    ]
    assert report.lines()[0] == "line 2: repaired: title shortened; date gone (=HYPERLINK(1))"


def test_a_report_that_cannot_be_written_is_said_before_anything_happens(tmp_path):
    with pytest.raises(Unreadable), Report(tmp_path / "absent" / "report.csv"):
        pass
