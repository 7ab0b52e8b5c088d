"""What an answer must be, and how a template becomes one."""

from datetime import date

import pytest

from ideas.answering import check_answer, facts_of, filled, unfilled, unknown_places, with_template
from ideas.marking import marked
from ideas.models import AnswerDraft, Idea
from participation.errors import Incomplete
from participation.models import Programme

TODAY = date(2026, 3, 2)
GOOD = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": TODAY}
LONG = "Dit is een zin " + "die maar doorgaat " * 12 + "en nooit stopt."


def idea(**fields):
    programme = Programme(name="Groen", team="Team Groen")
    return Idea(reference="2026-00001", title="Meer bomen", programme=programme, is_anonymous=True, **fields)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"reason": LONG}, "reason"),
        ({"next_step": "Wij bellen u derhalve."}, "next_step"),
        ({"reason": LONG, "hard_because": "Dit is een wettekst."}, None),
        ({"reason": LONG, "hard_because": "  "}, "reason"),
        ({"reason": "Dag [schuilnaam]."}, "reason"),
        ({"next_step": "Het kost [vul in: bedrag].", "hard_because": "Wet."}, "next_step"),
        ({"reason": "Zie [1] en [bijlage]."}, None),
        ({"date": date(2026, 3, 1)}, "date"),
        ({"reason_code": "zomaar"}, "reason_code"),
    ],
)
def test_what_is_refused_and_where(change, field):
    if field is None:
        check_answer({**GOOD, **change}, TODAY)
        return
    with pytest.raises(Incomplete) as refusal:
        check_answer({**GOOD, **change}, TODAY)
    assert refusal.value.field == field


def test_places_are_filled_with_what_we_know():
    text = "[Titel] ([nummer]) van [schuilnaam]: [team] op [beloofde datum], [vul in: bedrag], [1]."
    known = idea(promised_on=date(2026, 4, 1))
    assert filled(text, known) == (
        "Meer bomen (2026-00001) van Anoniem: Team Groen op 1 april 2026, [vul in: bedrag], [1]."
    )
    assert unfilled(filled(text, idea())) == ["[beloofde datum]", "[vul in: bedrag]"]
    assert unknown_places(text) == ["[1]"]


def test_a_title_with_brackets_fills_nothing_twice():
    sly = idea()
    sly.title = "[team] [nummer]"
    assert filled("[titel]", sly) == "[team] [nummer]"


@pytest.mark.parametrize(
    ("typed", "merged"),
    [
        ({"reason": "", "next_step": ""}, {"reason": "Meer bomen.", "next_step": "Bel."}),
        ({"reason": "Mijn tekst.", "next_step": " "}, {"reason": "Mijn tekst.\n\nMeer bomen.", "next_step": "Bel."}),
        (
            {"reason": "Eerst. Meer bomen. Dan.", "next_step": "x"},
            {"reason": "Eerst. Meer bomen. Dan.", "next_step": "x\n\nBel."},
        ),
    ],
)
def test_nothing_typed_is_lost_to_a_template(typed, merged):
    assert with_template(typed, {"reason": "[titel].", "next_step": "Bel."}, idea()) == merged


def test_a_chosen_reason_stays():
    assert with_template({"reason_code": "te_duur"}, {"reason_code": "al_geregeld"}, idea()) == {
        "reason_code": "te_duur"
    }


@pytest.mark.parametrize(("written", "read"), [("2026-04-01", date(2026, 4, 1)), ("1-4-2026", None), ("", None)])
def test_a_draft_holds_what_was_typed(written, read):
    draft = AnswerDraft(facts={"reason": " Ja. ", "date": written, "other": "weg"})
    assert facts_of(draft) == {
        "reason": "Ja.", "next_step": "", "reason_code": "", "challenge": "", "project": "", "hard_because": "",
        "date": read, "draft": draft,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("Dit is kort. En dit ook.", []),
        ("Wij bellen u derhalve.\nEn tevens later.", ["derhalve", "tevens"]),
        (f"Kort. {LONG} Kort.", [LONG]),
        ("", []),
    ],
)
def test_what_is_hard_is_marked_where_it_stands(text, hard):
    pieces = marked(text)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.advice] == hard
