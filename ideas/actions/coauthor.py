"""Putting an idea forward together: somebody is invited by mail, and becomes an author when they accept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import CoAuthor, Follow, Idea
from ideas.models.coauthor import MOST_COAUTHORS
from ideas.permissions import may_invite
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.limits import DAY, Limit, take
from participation.models import User
from participation.models.people import UserManager
from participation.page_news import withdraw_pages

INVITING = Limit("invite", size=10, seconds=DAY)


@transaction.atomic(durable=True)
def invite_coauthor(idea: Idea, *, actor: User, email: str) -> CoAuthor:
    """Mail an invitation. The same whether or not there is an account with that address: nobody learns which it is.

    Inviting the same address again sends nothing and gives the first invitation. Raises NotAllowed, NotPossible when
    there are five already, or TooMany.
    """
    if not may_invite(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    address = UserManager.normalize_email(email)
    Idea.objects.select_for_update(of=("self",)).only("pk").get(pk=idea.pk)  # Five, also when two tabs ask at once.
    first = idea.coauthors.filter(email=address).first()
    if first:
        return first
    if idea.coauthors.count() >= MOST_COAUTHORS:
        raise NotPossible(_("Een idee heeft hooguit 5 mede-indieners."), field="email")
    take(INVITING, actor.pk)
    invited = CoAuthor.objects.create(idea=idea, email=address)
    journal.record(
        IdeaEvent.INVITED, idea, actor=actor, reference=idea.reference, title=idea.title, coauthor_id=invited.pk,
        inviter=idea.author_name,
    )  # fmt: skip
    return invited


@transaction.atomic(durable=True)
def accept_invitation(invited: CoAuthor, *, actor: User) -> CoAuthor:
    """Make `actor`, who holds the link, an author; they follow the idea from now on, and the address is forgotten.

    Raises NotPossible when it is no longer open, or when they are an author already.
    """
    row = CoAuthor.objects.select_for_update(of=("self",)).select_related("idea").filter(pk=invited.pk).first()
    if row is None or not row.is_open or not actor.is_active:
        raise NotPossible(_("Deze uitnodiging is niet meer geldig."))
    idea = row.idea
    if idea.author_id == actor.pk or idea.coauthors.filter(person=actor).exists():
        raise NotPossible(_("U bent al indiener van dit idee."))
    row.person, row.email, row.accepted_at = actor, "", timezone.now()
    row.save(update_fields=["person", "email", "accepted_at"])
    Follow.objects.get_or_create(idea=idea, person=actor)
    withdraw_pages()
    journal.record(
        IdeaEvent.JOINED, idea, actor=actor, reference=idea.reference, title=idea.title, coauthor=actor.nickname
    )
    return row


@transaction.atomic(durable=True)
def end_coauthorship(row: CoAuthor, *, actor: User | None, holds_link: bool = False) -> None:
    """Take an invitation or a co-author away: by the author, by who it is, or by whoever holds the link of an open one.

    No news: an invitation that was turned down and one that was taken back look alike. Raises NotAllowed.
    """
    is_own = actor is not None and actor.pk in {row.person_id, row.idea.author_id}
    if not is_own and not (holds_link and row.is_open):
        raise NotAllowed(_("U mag dit niet doen."))
    row.delete()
    withdraw_pages()
