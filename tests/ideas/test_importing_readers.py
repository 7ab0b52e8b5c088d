import inspect
import itertools
import json

import pytest

from ideas.importing.errors import Unreadable
from ideas.importing.lines import LONGEST
from ideas.importing.readers import Row, open_source

HEADER = ["id", "titel", "tekst"]
ROWS = [
    ["1", "Café voor ouderen", "Een plek, gezellig; elke dag"],
    ["2", 'Bank "om te zitten"', "Regel één\nregel twee"],
]
WRITTEN = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


def as_csv(rows, delimiter=","):
    def field(value):
        return '"' + value.replace('"', '""') + '"' if any(mark in value for mark in f'{delimiter}"\n') else value

    return "\r\n".join(delimiter.join(field(value) for value in row) for row in rows) + "\r\n"


def write(folder, content, name="ideas.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding, "surrogatepass"))
    return path


def rows_of(path, **given):
    return list(open_source(path, **given).rows())


@pytest.mark.parametrize(("encoding", "delimiter"), [*itertools.product(WRITTEN, [",", ";", "\t", "|"])])
def test_every_encoding_with_every_delimiter_is_found_out(tmp_path, encoding, delimiter):
    path = write(tmp_path, as_csv([HEADER, *ROWS], delimiter), encoding=encoding)
    source = open_source(path)
    assert (source.delimiter, source.columns) == (delimiter, HEADER)
    assert list(source.rows()) == [
        Row(line, dict(zip(HEADER, row, strict=True))) for line, row in zip([2, 3], ROWS, strict=True)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_json_lines_are_read_in_every_encoding(tmp_path, encoding):
    lines = '{"titel": "Café", "punt": {"lat": 52.1}, "labels": ["a", "b"], "leeg": null}\n\n{"titel": "Bank"}\n'
    source = open_source(write(tmp_path, lines, "ideas.txt", encoding))
    assert source.columns == ["titel", "punt.lat", "labels", "leeg"]
    assert list(source.rows()) == [
        Row(1, {"titel": "Café", "punt.lat": "52.1", "labels": "a\nb", "leeg": ""}),
        Row(3, {"titel": "Bank"}),
    ]


def test_what_is_given_is_believed(tmp_path):
    path = write(tmp_path, "titel!tekst\nZażółć!gęślą\n", encoding="cp1250")
    assert rows_of(path, encoding="cp1250", delimiter="!") == [Row(2, {"titel": "Zażółć", "tekst": "gęślą"})]


def test_one_accent_in_the_last_line_of_a_long_file_decides_about_the_encoding(tmp_path):
    path = write(tmp_path, b"id,title\n" + b"1,plain\n" * 200_000 + "2,Caf\xe9\n".encode("cp1252"))
    assert open_source(path).encoding == "cp1252"


def test_a_few_broken_bytes_do_not_unmake_utf_8(tmp_path):
    path = write(tmp_path, "id,title\n1,Café één\n2,Kapot ".encode() + b"\xe9\n")
    assert rows_of(path)[1] == Row(3, {"id": "2", "title": "Kapot �"})


def test_excel_names_the_delimiter_in_a_line_of_its_own(tmp_path):
    assert rows_of(write(tmp_path, "sep=;\r\ntitle;text\r\nBank, nieuw;Hier\r\n")) == [
        Row(3, {"title": "Bank, nieuw", "text": "Hier"})
    ]


def test_old_line_ends_blank_lines_and_nameless_columns(tmp_path):
    assert rows_of(write(tmp_path, "title,,title\r\rBank,1,2\r,,\r")) == [
        Row(3, {"title": "Bank", "column 2": "1", "title (3)": "2"})
    ]


def test_ragged_rows_are_named_and_cost_only_themselves(tmp_path):
    assert rows_of(write(tmp_path, "id,title\n1\n2,Bank\n3,Boom,extra\n4,Pad,,\n")) == [
        Row(2, {}, "has 1 columns where the header has 2"),
        Row(3, {"id": "2", "title": "Bank"}),
        Row(4, {}, "has 3 columns where the header has 2"),
        Row(5, {"id": "4", "title": "Pad"}),
    ]


def test_a_quotation_mark_that_is_never_closed_costs_only_its_own_line(tmp_path):
    text = 'id,title\n1,"Bank\n2,Boom\n3,"Een ""groot"" pad"\n4,Plein\n5,"Einde\n'
    assert rows_of(write(tmp_path, text)) == [
        Row(2, {}, "a quotation mark is opened and not closed"),
        Row(3, {"id": "2", "title": "Boom"}),
        Row(4, {"id": "3", "title": 'Een "groot" pad'}),
        Row(5, {"id": "4", "title": "Plein"}),
        Row(6, {}, "a quotation mark is opened and not closed"),
    ]


def test_stray_quotation_marks_inside_a_line_are_text(tmp_path):
    assert rows_of(write(tmp_path, 'id,title\n1,Buis van 12"\n2,"Bank" hier\n')) == [
        Row(2, {"id": "1", "title": 'Buis van 12"'}),
        Row(3, {"id": "2", "title": "Bank hier"}),
    ]


@pytest.mark.parametrize("name", ["ideas.csv", "ideas.jsonl"])
def test_a_field_of_ten_megabytes_is_refused_and_the_next_row_is_read(tmp_path, name):
    huge = "x" * 10_000_000
    if name.endswith("csv"):
        content = f'title,text\nA,"{huge}"\nBank,Hier\n'
    else:
        content = "\n".join(
            json.dumps(row) for row in ({"title": "A", "text": huge}, {"title": "Bank", "text": "Hier"})
        )
    found = rows_of(write(tmp_path, content, name))
    assert [row.problem for row in found] == [f"is longer than {LONGEST:,} characters, which no idea is", ""]
    assert found[1].values == {"title": "Bank", "text": "Hier"}


def test_bad_json_costs_only_its_own_line(tmp_path):
    deep = "[" * 100_000
    lines = ['{"title": "Bank"}', "{title: Boom}", '["Pad"]', f'{{"title": {deep}', '{"title": "Plein"}']
    found = rows_of(write(tmp_path, "\n".join(lines), "ideas.jsonl"))
    assert [(row.line, row.problem.split(":")[0]) for row in found] == [
        (1, ""),
        (2, "is no JSON"),
        (3, "is no JSON object"),
        (4, "is no JSON"),
        (5, ""),
    ]


@pytest.mark.parametrize(
    ("content", "given", "message"),
    [
        (b"", {}, "The file is empty."),
        (b" \n \n", {}, "The file is empty."),
        (b"\xef\xbb\xbf", {}, "The file is empty."),
        (b"PK\x03\x04rest", {}, "a spreadsheet (xlsx, ods) or a zip file"),
        (b"%PDF-1.7", {}, "a PDF"),
        (b"\x1f\x8b\x08", {}, "compressed"),
        (bytes(range(256)) * 40, {}, "binary"),
        (b'[{"title": "Bank"}]', {}, "one JSON list"),
        (b"title\nBank\n", {"encoding": "klingon"}, "cannot be read as klingon"),
        (b"title\nBank\n", {"encoding": "base64"}, "cannot be read as base64"),
        (b"title\nBank\n", {"encoding": "utf-16"}, "cannot be read as utf-16"),
        (b'"title\nBank\n', {}, "The first line is no header: a quotation mark is opened and not closed."),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_clear_message(tmp_path, content, given, message):
    with pytest.raises(Unreadable) as raised:
        open_source(write(tmp_path, content), **given)
    assert message in str(raised.value)


def test_what_is_no_file_gets_a_clear_message(tmp_path):
    for path in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(Unreadable):
            open_source(path)


def test_rows_come_one_by_one(tmp_path):
    """The memory that a file needs does not depend on its length."""
    source = open_source(write(tmp_path, "title\n" + "Bank\n" * 100_000))
    rows = source.rows()
    assert inspect.isgenerator(rows)
    assert next(rows) == Row(2, {"title": "Bank"})
    assert source.bytes_read < source.path.stat().st_size / 10
