"""What in a question says who asked it. It warns and never refuses: the official decides."""

from challenges.models import Question
from ideas.personal_data import personal_data_in
from participation.models import Organisation

SHORTEST = 3  # A name of two letters is in every sentence.


def who_is_said_in(text: str, question: Question) -> list[str]:
    """What in `text` may tell who asked: their name, their organisations, telephone numbers and addresses."""
    names = [found.text for found in personal_data_in(text)]
    asker = question.asker
    if asker is not None:
        known = [asker.nickname, asker.email, *Organisation.objects.of(asker).values_list("name", flat=True)]
        names += [name for name in known if len(name) >= SHORTEST and name.casefold() in text.casefold()]
    return list(dict.fromkeys(names))
