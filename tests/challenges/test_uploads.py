"""Files come in by pieces, whatever happens to the line, the process, the clock or the scanner."""

import secrets
from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse

from challenges.actions import upload
from challenges.actions.draft import save_draft
from challenges.actions.response import start_response, submit_response
from challenges.actions.tidy import tidy_challenges
from challenges.actions.upload import (
    LARGEST,
    LARGEST_PIECE,
    MOST_FILES,
    MOST_TOGETHER,
    announce_file,
    clean_name,
    look_at,
    look_at_waiting,
    remove_file,
    take_piece,
)  # fmt: skip
from challenges.clock import TooLate
from challenges.models import FormField, SealedFile, Submission
from challenges.scanning import ScannerAway
from challenges.sealed_contents import answers_in_submission
from challenges.sealing import Tampered
from challenges.statuses import UPLOAD_GRACE, FieldKind
from challenges.submissions import manifest_of
from challenges.tasks import seals
from challenges.vault import folder_of, keep_piece, pieces_of
from participation.errors import Incomplete, NotAllowed, RuleBroken, TooMany
from tests import factories
from tests.challenges.clamd import VIRUS, clamd
from tests.challenges.dying import kill_while
from tests.challenges.scene_seal import close_for_dates, let_close, make_fields
from tests.doors import sign_in
from tests.ideas.document_files import BAD, DOCX, ODT, PDF, packed, picture

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
XLSX_TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats.spreadsheetml.sheet.main+xml"/></Types>'
XLSX = packed([("[Content_Types].xml", XLSX_TYPES), ("xl/workbook.xml", b"<w/>")])
ODS = packed([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")])
LARGE = PDF.replace(b"endobj", b"endobj\n%" + secrets.token_hex(LARGEST_PIECE).encode() + b"\n")


@pytest.fixture
def begun(challenge, company, text, sealed_folder):
    organisation, owner, *_ = company
    return start_response(challenge, organisation, actor=owner)


@pytest.fixture
def field(phase):
    [made] = make_fields(phase, FieldKind.FILE)
    return made


@pytest.fixture
def owner(company):
    return company[1]


@pytest.fixture
def maker(client, owner):
    return sign_in(client, owner)


def fresh(file):
    return SealedFile.objects.select_related("phase__challenge", "phase__seal_key", "response__challenge", "field").get(
        pk=file.pk
    )


def send(file, content, owner, piece=LARGEST_PIECE):
    for offset in range(0, len(content), piece):
        file = take_piece(fresh(file), offset, content[offset : offset + piece], actor=owner)
    return fresh(file)


def whole(begun, field, owner, content=PDF, name="plan.pdf"):
    return send(announce_file(begun, field, name, len(content), actor=owner), content, owner)


def bytes_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_file_by_pieces_over_a_line_that_breaks(maker, begun, field, text):
    announce = reverse("challenges:response_upload", args=[begun.reference, field.uuid])
    told = maker.post(announce, {"naam": "plan.pdf", "grootte": len(LARGE)})
    assert told.status_code == 201
    place = told.json()["url"]

    def patch(offset, content):
        return maker.patch(place, content, "application/offset+octet-stream", headers={"Upload-Offset": str(offset)})

    first = patch(0, LARGE[:1000])
    assert (first.status_code, first["Upload-Offset"]) == (200, "1000")
    again = patch(0, LARGE[:1000])
    assert (again.status_code, again["Upload-Offset"]) == (409, "1000")
    ahead = patch(5000, LARGE[5000:])
    assert (ahead.status_code, ahead["Upload-Offset"]) == (409, "1000")
    asked = maker.head(place)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("1000", str(len(LARGE)))
    assert patch(1000, b"x" * (LARGEST_PIECE + 1)).status_code == 409
    for offset in range(1000, len(LARGE), LARGEST_PIECE):
        last = patch(offset, LARGE[offset : offset + LARGEST_PIECE])
    assert last.json() == {"said": "Uw bestand is toegevoegd."}
    file = fresh(SealedFile.objects.get())
    assert (file.sha256, file.kind) == (sha256(LARGE).hexdigest(), "application/pdf")
    assert b"".join(pieces_of(file)) == LARGE
    assert patch(len(LARGE), b"x").status_code == 409


def test_what_lies_in_the_folder_shows_nothing(begun, field, owner, sealed_folder):
    file = whole(begun, field, owner, PDF + b"", "kanarie.pdf")
    lies = bytes_in(sealed_folder)
    assert b"%PDF" not in lies
    assert b"kanarie" not in lies + bytes(file.sealed_name)
    assert "kanarie" not in " ".join(str(path) for path in sealed_folder.rglob("*"))


@pytest.mark.parametrize("size", [0, -1, LARGEST + 1])
def test_a_file_is_not_empty_and_not_too_large(begun, field, owner, size):
    with pytest.raises(Incomplete):
        announce_file(begun, field, "x.pdf", size, actor=owner)


def test_all_files_together_are_bounded(begun, field, owner):
    for _number in range(MOST_TOGETHER // LARGEST):
        announce_file(begun, field, "x.pdf", LARGEST, actor=owner)
    with pytest.raises(Incomplete):
        announce_file(begun, field, "x.pdf", 1, actor=owner)


def test_whoever_goes_on_exchanging_files_is_stopped(begun, field, owner, monkeypatch):
    monkeypatch.setattr(upload, "MOST_EVER", 2)
    for _ in range(2):
        remove_file(fresh(announce_file(begun, field, "plan.pdf", 5, actor=owner)), actor=owner)
    with pytest.raises(TooMany):
        announce_file(begun, field, "plan.pdf", 5, actor=owner)
    tidy_challenges()
    announce_file(begun, field, "plan.pdf", 5, actor=owner)


def test_there_are_not_too_many_files(begun, field, owner):
    for _number in range(MOST_FILES):
        announce_file(begun, field, "x.pdf", 1, actor=owner)
    with pytest.raises(Incomplete):
        announce_file(begun, field, "x.pdf", 1, actor=owner)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (ODT, "application/vnd.oasis.opendocument.text"),
        (ODS, "application/vnd.oasis.opendocument.spreadsheet"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
    ],
)
def test_what_we_take_is_told_by_what_is_in_it_and_kept_as_it_came(begun, field, owner, content, kind):
    file = look_at(whole(begun, field, owner, content, "naam.exe"))
    assert (file.kind, b"".join(pieces_of(file))) == (kind, content)


@pytest.mark.parametrize("bad", [name for name, content in BAD.items() if content and name != "a spreadsheet"])
def test_what_we_do_not_take_goes_at_once(begun, field, owner, bad, sealed_folder):
    with pytest.raises(Incomplete):
        look_at(whole(begun, field, owner, BAD[bad]))
    assert bytes_in(sealed_folder) == b""
    assert SealedFile.objects.get().completed_at is None


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\plan.pdf", "plan.pdf"),
        ("a\u202egpj.exe", "a-gpj.exe"),
        ("", "bestand"),
        ("...", "bestand"),
        ("é" * 300 + ".pdf", "é" * 146 + ".pdf"),
        ('<b>"x"\r\n.pdf', "-b--x---.pdf"),
    ],
)
def test_names_are_made_harmless(name, clean):
    assert clean_name(name) == clean


def test_a_virus_is_refused_and_a_clean_file_goes_in(begun, field, owner, tmp_path, settings, sealed_folder):
    settings.CLAMD_URL = f"unix://{tmp_path}/clamd"
    infected = PDF.replace(b"1 0 obj", b"1 0 obj\n%" + VIRUS)
    with clamd(tmp_path / "clamd") as seen:
        assert look_at(whole(begun, field, owner)).completed_at is not None
        with pytest.raises(Incomplete, match="virus"):
            look_at(whole(begun, field, owner, infected))
    assert seen == [PDF, infected]
    assert [file.removed_at is None for file in SealedFile.objects.order_by("pk")] == [True, False]


@pytest.mark.parametrize(
    "answer", [b"stream: ERROR", b"INSTREAM size limit exceeded. ERROR", b"stream: OK\nmore", b" "]
)
def test_an_answer_that_is_neither_yes_nor_no_lets_nothing_pass(begun, field, owner, tmp_path, settings, answer):
    settings.CLAMD_URL = f"unix://{tmp_path}/clamd"
    with clamd(tmp_path / "clamd", answer), pytest.raises(ScannerAway):
        look_at(whole(begun, field, owner))
    assert SealedFile.objects.get().completed_at is None


def test_a_file_waits_while_clamd_is_away_and_is_looked_at_later(maker, begun, field, owner, tmp_path, settings):
    settings.CLAMD_URL = f"unix://{tmp_path}/clamd"
    place = reverse(
        "challenges:response_piece",
        args=[begun.reference, announce_file(begun, field, "x.pdf", len(PDF), actor=owner).uuid],
    )
    answer = maker.patch(place, PDF, "application/offset+octet-stream", headers={"Upload-Offset": "0"})
    assert "virussen" in answer.json()["said"]
    file = SealedFile.objects.get()
    assert maker.get(reverse("challenges:response_file", args=[begun.reference, file.uuid])).status_code == 404
    assert look_at_waiting() == 0
    with clamd(tmp_path / "clamd"):
        assert look_at_waiting() == 1
        assert look_at_waiting() == 0
    assert maker.get(reverse("challenges:response_file", args=[begun.reference, file.uuid])).status_code == 200


def test_a_file_that_was_damaged_keeps_no_other_and_no_list_of_hashes(begun, field, owner, phase, text, caplog):
    damaged, other = (whole(begun, field, owner) for _ in range(2))
    next(folder_of(damaged).iterdir()).unlink()
    hand_in(begun, owner, text)
    let_close(phase)
    seals()
    phase.refresh_from_db()
    assert (fresh(damaged).completed_at, fresh(other).completed_at is not None) == (None, True)
    assert len(phase.hashes["hashes"]) == 1
    assert f"The file {damaged.uuid} cannot be looked at" in caplog.text


def hand_in(begun, owner, text):
    save_draft(begun, {text: "Plan"}, actor=owner, base={})
    return submit_response(begun, actor=owner)


LATE = [
    # (the upload began before it was handed in, it was handed in, closed so long ago, it may come in)
    (True, True, -SECOND * 5, True),
    (True, True, SECOND, True),
    (True, True, UPLOAD_GRACE - 5 * SECOND, True),
    (True, True, UPLOAD_GRACE, False),
    (True, False, -SECOND * 5, True),
    (True, False, SECOND, False),
    (False, True, -SECOND * 5, True),
    (False, True, SECOND, False),
]


@pytest.mark.parametrize(("before", "handed", "ago", "comes"), LATE)
@pytest.mark.parametrize("closed", [False, True])
def test_the_rule_for_uploads_under_way_at_closing(
    begun, field, owner, phase, text, before, handed, ago, comes, closed
):
    with factories.thawed():
        FormField.objects.filter(pk=field.pk).update(is_required=False)
    if handed and not before:
        hand_in(begun, owner, text)
    file = announce_file(begun, field, "plan.pdf", len(PDF), actor=owner)
    if handed and before:
        hand_in(begun, owner, text)
    (let_close if closed and ago > timedelta() else close_for_dates)(phase, ago)
    try:
        take_piece(fresh(file), 0, PDF, actor=owner)
    except TooLate:
        assert not comes
    else:
        assert comes


def test_nothing_is_announced_after_closing(begun, field, owner, phase):
    close_for_dates(phase)
    with pytest.raises(TooLate):
        announce_file(begun, field, "plan.pdf", 5, actor=owner)


def test_a_submission_names_the_hash_of_what_was_there_and_the_size_of_what_was_coming(
    begun, field, owner, phase, text
):
    there = whole(begun, field, owner)
    coming = announce_file(begun, field, "foto.png", 9, actor=owner)
    handed = hand_in(begun, owner, text)
    row = Submission.objects.select_related("phase__challenge", "response").get()
    told = manifest_of(row, answers_in_submission(row)).decode()
    assert f'"{there.uuid}":{{"name":"plan.pdf","sha256":"{there.sha256}","size":{len(PDF)}}}' in told
    assert f'"{coming.uuid}":{{"name":"foto.png","sha256":null,"size":9}}' in told
    take_piece(fresh(coming), 0, b"123456789", actor=owner)
    assert sha256(manifest_of(row, answers_in_submission(row))).hexdigest() == handed.sha256


def test_who_may_not_write_sends_and_removes_nothing(begun, field, owner, company, rival):
    file = announce_file(begun, field, "plan.pdf", len(PDF), actor=owner)
    for person in (company[3], rival[1]):
        for door in (
            lambda who: announce_file(begun, field, "x", 1, actor=who),
            lambda who: take_piece(fresh(file), 0, PDF, actor=who),
            lambda who: remove_file(fresh(file), actor=who),
        ):
            with pytest.raises(NotAllowed):
                door(person)


def test_a_file_that_was_taken_away_takes_no_more(begun, field, owner):
    file = announce_file(begun, field, "plan.pdf", len(PDF), actor=owner)
    remove_file(fresh(file), actor=owner)
    with pytest.raises(RuleBroken):
        take_piece(fresh(file), 0, PDF, actor=owner)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda places: places[0].unlink(), id="a piece gone"),
        pytest.param(lambda places: places[0].write_bytes(places[1].read_bytes()), id="pieces exchanged"),
        pytest.param(lambda places: places[0].write_bytes(places[0].read_bytes()[:-1]), id="a piece cut off"),
        pytest.param(lambda places: places[1].write_bytes(b"\x01" + bytes(60)), id="a piece made up"),
    ],
)
def test_what_was_done_to_the_folder_is_found(begun, field, owner, spoil):
    file = send(announce_file(begun, field, "plan.pdf", len(PDF), actor=owner), PDF, owner, piece=50)
    spoil(sorted(folder_of(file).iterdir()))
    with pytest.raises(Tampered):
        b"".join(pieces_of(file))


def test_a_piece_that_nobody_counted_is_sent_again(begun, field, owner):
    """The process died after the piece was on the disk and before its row said so; or in the middle of writing."""
    file = fresh(announce_file(begun, field, "plan.pdf", len(PDF), actor=owner))
    file = take_piece(file, 0, PDF[:20], actor=owner)
    keep_piece(file, 20, PDF[20:60])
    (folder_of(file) / "000000000060.123").write_bytes(b"half")
    assert fresh(file).received == 20
    file = take_piece(fresh(file), 20, PDF[20:40], actor=owner)
    file = take_piece(fresh(file), 40, PDF[40:], actor=owner)
    assert look_at(fresh(file)).sha256 == sha256(PDF).hexdigest()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before the disk", "before the row", "before the commit"])
def test_a_process_that_is_killed_leaves_nothing_half(begun, field, owner, moment):
    file = announce_file(begun, field, "plan.pdf", len(PDF), actor=owner)
    take_piece(fresh(file), 0, PDF[:20], actor=owner)
    what = {"file": file.pk, "person": owner.pk, "offset": 20, "content": PDF[20:].decode("latin-1")}
    kill_while("piece", moment, **what)
    assert fresh(file).received == 20
    assert b"".join(pieces_of(fresh(file))) == PDF[:20]
    take_piece(fresh(file), 20, PDF[20:], actor=owner)
    assert look_at(fresh(file)).completed_at is not None
