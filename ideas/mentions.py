"""Who is meant by `@schuilnaam`: only people who take part in the discussion, so that nobody can be looked up."""

from django.db.models import Q
from django.db.models.functions import Lower

from ideas.models import Comment, Idea
from participation.models import User

MOST_MENTIONS = 5
MOST_WORDS = 5  # Of a nickname: `Inwoner 4821973` has two.
LONGEST_NICKNAME = 40


def names_in(text: str) -> list[str]:
    """What may be a nickname behind each `@`, in lower case: a nickname may hold spaces, so one word and more."""
    names: list[str] = []
    for piece in text.split("@")[1 : MOST_MENTIONS + 1]:
        if piece[:1].isspace():
            continue
        words = piece[: LONGEST_NICKNAME + 1].split("\n")[0].split(" ")[:MOST_WORDS]
        names += [" ".join(words[:count]).rstrip(".,:;!?)").lower() for count in range(1, len(words) + 1)]
    return list(dict.fromkeys(name for name in names if name))


def mentioned_in(text: str, idea: Idea) -> list[int]:
    """The keys of the people whom `text` names, in order. One statement, and none without an `@`."""
    names = names_in(text)
    if not names:
        return []
    taking_part = Comment.objects.filter(idea=idea, team="").exclude(author=None).values("author")
    people = User.objects.filter(Q(pk__in=taking_part) | Q(pk=idea.author_id), is_active=True)
    named = people.annotate(name=Lower("nickname")).filter(name__in=names).order_by("pk")
    return list(named.values_list("pk", flat=True)[:MOST_MENTIONS])
