"""What makers say to each other about an answer; sealed as the answer is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.actions.response import phase_to_write
from challenges.models import Draft, FormField, Remark, Response
from challenges.permissions import may_comment_response
from challenges.sealed_contents import sealed_remark
from participation.errors import Incomplete, NotAllowed, TooMany
from participation.models import User
from participation.plain_text import tidy

LONGEST = 2_000
MOST = 500


@transaction.atomic(durable=True)
def add_remark(response: Response, field: FormField, text: str, *, actor: User) -> Remark:
    """Say something about the answer to `field`. Raises NotAllowed, NotPossible, Incomplete, or TooMany."""
    phase = phase_to_write(response)
    if not may_comment_response(actor, response) or field.phase_id != phase.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    text = tidy(text)
    if not text or len(text) > LONGEST:
        raise Incomplete(_("Schrijf een opmerking van hooguit 2.000 tekens."), field="text")
    draft, _made = Draft.objects.get_or_create(response=response, phase=phase)
    draft.phase = phase
    if draft.remarks.count() >= MOST:
        raise TooMany(_("Er staan al te veel opmerkingen bij deze inzending."))
    return Remark.objects.create(draft=draft, field=field, writer=actor, sealed=sealed_remark(draft, field, text))


@transaction.atomic(durable=True)
def resolve_remark(remark: Remark, *, actor: User) -> None:
    """Say that nothing needs to be done about it any more. Doing so twice is doing it once. Raises NotAllowed."""
    if not may_comment_response(actor, remark.draft.response):
        raise NotAllowed(_("U mag dit niet doen."))
    Remark.objects.filter(pk=remark.pk, resolved_at=None).update(resolved_at=timezone.now())
