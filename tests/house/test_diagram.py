"""The README's picture of the life of an idea says what the table says."""

from pathlib import Path

from ideas.diagram import draw
from ideas.workflow import MOVES

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- states -->\n", "\n<!-- /states -->"


def test_the_readme_shows_the_table_as_it_is():
    text = README.read_text()
    drawn = text.partition(BEGIN)[2].partition(END)[0]
    assert drawn == draw(), "Put between the markers of README.md what ideas.diagram.draw() gives."


def test_every_way_of_the_table_is_drawn_once():
    undone = MOVES.moves["merge"].sources
    ways = sorted(
        f"{source} --> {target} : {move.verb}"
        for move in MOVES.moves.values()
        for source in move.sources
        for target in ({move.target} if move.target else undone)
    )
    arrows = [line.strip() for line in draw().splitlines() if "-->" in line and "[*]" not in line]
    assert sorted(arrows) == ways
