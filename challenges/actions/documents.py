"""Documents that go with a challenge, as long as it is a concept."""

from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from challenges.locking import open_concept, record_change
from challenges.models import Challenge, ChallengeDocument
from ideas.documents import Checked
from participation.errors import NotPossible
from participation.files import remove_files
from participation.models import User
from participation.plain_text import tidy

MOST_DOCUMENTS = 10


@transaction.atomic(durable=True)
def add_document(challenge: Challenge, document: Checked, title: str, *, actor: User) -> ChallengeDocument:
    """Add a document that was looked into. Raises NotAllowed or NotPossible."""
    open_concept(challenge, actor=actor)
    if challenge.documents.count() >= MOST_DOCUMENTS:
        raise NotPossible(_("Een uitdaging heeft hooguit %(most)d documenten.") % {"most": MOST_DOCUMENTS})
    added = ChallengeDocument(
        challenge=challenge, title=tidy(title) or document.name, kind=document.kind, size=len(document.content)
    )
    added.file.save(document.name, ContentFile(document.content), save=False)
    added.save(force_insert=True)
    record_change(challenge, actor=actor)
    return added


@transaction.atomic(durable=True)
def remove_document(document: ChallengeDocument, *, actor: User) -> None:
    """Take a document away; its file goes after the commit. Raises NotAllowed or NotPossible."""
    challenge = document.challenge
    open_concept(challenge, actor=actor)
    file = (document.file.storage, str(document.file.name))
    document.delete()
    transaction.on_commit(partial(remove_files, [file]))
    record_change(challenge, actor=actor)
