"""How well similar ideas and the search do on real texts: `python -m tests.benchmarks.likeness --data ../shared/data`.

In a database of its own that is removed afterwards. The figures stand in docs/search.md.
"""

import argparse
import csv
import os
import random
import sys
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")
django.setup()  # Before the models are imported.

from django.utils import timezone  # noqa: E402

from ideas.actions.vocabulary import count_words  # noqa: E402
from ideas.folding import words_of  # noqa: E402
from ideas.models import Idea  # noqa: E402
from ideas.models.facets import Facets  # noqa: E402
from ideas.offers import instead_of  # noqa: E402
from ideas.search import Search  # noqa: E402
from ideas.similar import Written, similar_ideas  # noqa: E402
from ideas.vocabulary import KEEPER, lexicon  # noqa: E402
from participation.models import Programme  # noqa: E402
from tests import factories  # noqa: E402
from tests.benchmarks import bulk  # noqa: E402
from tests.benchmarks.bench_fanout import scratch_database  # noqa: E402

SHOWN = 5
SEED = 2026


@dataclass(frozen=True, slots=True)
class Text:
    """A row of a set."""

    pk: int
    id: str
    source: str
    title: str
    body: str
    longitude: float | None
    latitude: float | None

    @property
    def key(self) -> uuid.UUID:
        """What tells the idea apart from its own text."""
        return uuid.UUID(int=self.pk)


def main() -> None:
    """Measure, and print a line for each set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--queries", type=int, default=200, help="of each set, chosen by chance but always the same")
    wanted = parser.parse_args()
    with scratch_database():
        factories.make_last_rule(factories.make_programme())
        for line in measured(wanted.data, wanted.only, wanted.queries):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def measured(folder: Path, only: str, most: int) -> Iterator[str]:
    """Each set in turn."""
    if only in "finnish":
        texts = read(folder / "fi_helsinki_omastadi_r1_r2.csv")
        pairs = read_pairs(folder / "dup_pairs_fi_omastadi_r1_r2.csv")
        for source in ("omastadi_r1", "omastadi_r2"):
            yield from of_pairs(f"Finnish, {source}", [one for one in texts if one.source == source], pairs, most)
    if only in "chamber":
        texts = read(folder / "nl_dekamer_vragen_2017.csv")
        yield from of_pairs("Dutch, the Chamber", texts, read_pairs(folder / "dup_pairs_nl_dekamer.csv"), most)
        yield of_known_items(texts, most)
    if only in "amsterdam":
        texts = read(folder / "nl_amsterdam_buurtbudget_2019_2020.csv")
        pairs = read_pairs(folder / "dup_kandidaten_nl_amsterdam_ONGECONTROLEERD.csv")
        yield from of_pairs("Dutch, Amsterdam (unchecked)", texts, pairs, most, ways=("title",))
        yield from of_searches("Amsterdam", texts, most)
    if only in "typing":
        yield from of_searches("the Chamber", read(folder / "nl_dekamer_vragen_2017.csv"), most)


def read(path: Path) -> list[Text]:
    """The rows of a file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Text(
                number, row["id"], row["source"], row["title"][:120], row["body"], point(row["lon"]), point(row["lat"])
            )
            for number, row in enumerate(csv.DictReader(lines), 1)
        ]


def point(value: str) -> float | None:
    """A coordinate, if there is one."""
    return float(value) if value else None


def read_pairs(path: Path) -> dict[str, set[str]]:
    """For each id those that are the same."""
    same: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            same[row["id_a"]].add(row["id_b"])
            same[row["id_b"]].add(row["id_a"])
    return same


def load(texts: Iterable[Text], *, titled: bool = True) -> None:
    """Have these ideas and no others, and their words counted."""
    Idea.objects.all().delete()
    programme, now = Programme.objects.get(), timezone.now()
    bulk.copy(
        Idea,
        (
            {
                "id": text.pk, "reference": f"2001-{text.pk:05d}", "client_key": text.key, "programme_id": programme.pk,
                "title": text.title if titled else "Zonder titel", "problem": text.body, "proposal": "", "submitted_at": now,
                "longitude": text.longitude, "latitude": text.latitude, "status_since": now,
            }
            for text in texts
        ),
    )  # fmt: skip
    count_words(anew=True)
    KEEPER.forget()


def of_pairs(
    name: str,
    texts: list[Text],
    pairs: dict[str, set[str]],
    most: int,
    ways: Iterable[str] = ("title", "text", "place"),
) -> Iterator[str]:
    """Look for each text's twins by its title, by all of it, and by all of it and its place."""
    load(texts)
    keys = {text.id: text.pk for text in texts}
    queries = [text for text in texts if pairs.get(text.id, set()) & keys.keys()]
    random.Random(SEED).shuffle(queries)
    for way in ways:
        lists = []
        for text in queries[:most]:
            written = Written(
                title=text.title,
                problem=text.body if way != "title" else "",
                longitude=text.longitude if way == "place" else None,
                latitude=text.latitude if way == "place" else None,
            )
            found = [one.pk for one in similar_ideas(written, client_key=text.key, most=SHOWN)]
            lists.append((found, {keys[twin] for twin in pairs[text.id] if twin in keys}))
        yield f"{name:<32} {way:<10} {figures(lists)}"


def figures(lists: list[tuple[list[int], set[int]]]) -> str:
    """Hit, recall and precision among five, and the mean reciprocal rank."""
    hits = [bool(set(found) & right) for found, right in lists]
    recall = [len(set(found) & right) / min(len(right), SHOWN) for found, right in lists]
    precision = [len(set(found) & right) / len(found) for found, right in lists if found]
    ranks = [next((1 / place for place, pk in enumerate(found, 1) if pk in right), 0.0) for found, right in lists]
    shown = [len(found) for found, _right in lists]
    return (
        f"hit@5 {mean(hits):.3f}  recall@5 {mean(recall):.3f}  MRR {mean(ranks):.3f}  "
        f"precision {mean(precision):.3f}  shown {mean(shown):.1f}  queries {len(lists)}"
    )


def mean(values: Iterable[Any]) -> float:
    """The mean, 0 of nothing."""
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def of_known_items(texts: list[Text], most: int) -> str:
    """Search with a question's title for its text; titles are not in the database."""
    load(texts, titled=False)
    queries = random.Random(SEED).sample([text for text in texts if text.title and text.body], most)
    lists = [(as_listed(text.title), {text.pk}) for text in queries]
    return f"{'Dutch, title to text by search':<32} {'title':<10} {figures(lists)}"


def as_listed(words: str) -> list[int]:
    """The first ideas of a page of the search, those that are only alike included."""
    public = Idea.objects.public()
    page, _count = Search(public.only("pk", "problem", "proposal"), words, Facets()).page("rank")
    alike = instead_of(public, words, Facets(), page.rows).alike
    return [idea.pk for idea in [*page.rows, *alike]][:SHOWN]


def of_searches(name: str, texts: list[Text], most: int) -> Iterator[str]:
    """Search for one word of an idea, typed wrong, in two, or as one."""
    load(texts)
    chance, known = random.Random(SEED), lexicon()
    words = sorted(
        {word for text in texts for word in words_of(text.title) if len(word) >= 5 and known.ideas_with(word) < 30}
    )
    chance.shuffle(words)
    slips = [(slip(word, chance), word) for word in words[:most]]
    slips = [(wrong, word) for wrong, word in slips if not known.knows(wrong)]
    proposed = [instead_of(Idea.objects.public(), wrong, Facets(), []).suggestion for wrong, _word in slips]
    right = [
        bool(known.knows(got) and known.stems[got] == known.stems[word])
        for got, (_wrong, word) in zip(proposed, slips, strict=True)
    ]
    yield f"{'Typing errors, ' + name:<32} {'word':<10} right {mean(right):.3f}  some {mean(map(bool, proposed)):.3f}  queries {len(slips)}"
    for shown in [
        f"{wrong} -> {got or '(nothing)'}, was {word}"
        for got, (wrong, word), ok in zip(proposed, slips, right, strict=True)
        if not ok
    ][:8]:
        yield f"    {shown}"
    split = [(word, parts) for word in words for parts in known.parts_of(word)[:1]][:most]
    apart = [bool(set(of_word(word)) & set(of_word(" ".join(parts)))) for word, parts in split]
    yield f"{'Compounds written apart, ' + name:<32} {'words':<10} found {mean(apart):.3f}  queries {len(split)}  such as {', '.join(' + '.join(parts) for _word, parts in split[:8])}"


def of_word(word: str) -> list[int]:
    """What the search finds."""
    return [idea.pk for idea in Search(Idea.objects.public(), word, Facets()).page("rank")[0].rows]


def slip(word: str, chance: random.Random) -> str:
    """The word with one typing error."""
    place = chance.randrange(1, len(word) - 1)
    letter = chance.choice("abcdefghijklmnoprstuvwz")
    return chance.choice((
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ))  # fmt: skip


if __name__ == "__main__":
    main()
