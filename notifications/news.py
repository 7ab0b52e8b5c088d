"""One event as one person reads it, in the inbox and in mails alike: why they hear it, and where it leads."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.events import ChallengeEvent, JuryEvent, ResponseEvent
from challenges.models import Challenge, Juror, Response
from ideas.events import IdeaEvent, TalkEvent
from ideas.models import CoAuthor, Consultation, Idea, Rating, Referral
from ideas.models.carrying import question_path
from ideas.statuses import Status
from notifications.audiences import other_idea
from notifications.models import Delivery
from notifications.statuses import Channel
from notifications.subjects import ABOUT, Subject
from participation.models import MembershipInvitation

WHY = {
    "author": gettext_lazy("U krijgt dit bericht omdat dit uw idee is."),
    "other_author": gettext_lazy("U krijgt dit bericht omdat iemands idee nu bij uw idee hoort."),
    "followers": gettext_lazy("U krijgt dit bericht omdat u dit idee volgt."),
    "supporters": gettext_lazy("U krijgt dit bericht omdat u dit idee steunt."),
    "asked": gettext_lazy("U krijgt dit bericht omdat u dit idee steunt. Wij vragen dit één keer."),
    "searchers": gettext_lazy("U krijgt dit bericht omdat dit idee past bij een zoekopdracht die u bewaarde."),
    "new_searchers": gettext_lazy("U krijgt dit bericht omdat dit idee past bij een zoekopdracht die u bewaarde."),
    "desk": gettext_lazy(
        "U krijgt dit bericht omdat u ideeën van dit programma behandelt, of iemand vervangt die dat doet."
    ),
    "previous_desk": gettext_lazy("U krijgt dit bericht omdat dit idee eerst bij uw programma hoorde."),
    "reminded": gettext_lazy("U krijgt dit bericht omdat u zorgt dat dit idee op tijd antwoord krijgt."),
    "handler": gettext_lazy("U krijgt dit bericht omdat u dit idee behandelt, of dat kunt doen."),
    "assignee": gettext_lazy("U krijgt dit bericht omdat u dit idee nu behandelt."),
    "officials_called": gettext_lazy(
        "U krijgt dit bericht omdat een collega u noemt of antwoord geeft in een notitie."
    ),
    "watchers": gettext_lazy("U krijgt dit bericht omdat u op de werkplek meekijkt met dit idee."),
    "mentioned": gettext_lazy("U krijgt dit bericht omdat iemand u noemt in een reactie."),
    "thread_followers": gettext_lazy("U krijgt dit bericht omdat u dit gesprek volgt."),
    "concerned": gettext_lazy("U krijgt dit bericht omdat u deze tekst schreef."),
    "voters": gettext_lazy("U krijgt dit bericht omdat u in deze stemronde stemde."),
    "round_followers": gettext_lazy("U krijgt dit bericht omdat u een idee uit deze stemronde volgt."),
    "who_can_still_vote": gettext_lazy(
        "U krijgt dit bericht omdat u een idee uit deze stemronde volgt en nog niet stemde."
    ),
    "partner": gettext_lazy("U krijgt dit bericht omdat een medewerker u om hulp vraagt bij dit idee."),
    "consulted": gettext_lazy("U krijgt dit bericht omdat de gemeente iets vraagt aan uw organisatie."),
    "advisers": gettext_lazy("U krijgt dit bericht omdat uw organisatie antwoord gaf aan de gemeente."),
    "writer": gettext_lazy("U krijgt dit bericht omdat u dit antwoord schreef."),
    "second_look": gettext_lazy("U krijgt dit bericht omdat u dit idee opnieuw kunt bekijken."),
    "invited": gettext_lazy("U krijgt dit bericht omdat iemand u vraagt om samen een idee in te dienen."),
    "named_handler": gettext_lazy("U krijgt dit bericht omdat een regel dit idee aan u geeft."),
    "coordinators": gettext_lazy("U krijgt dit bericht omdat u coördinator bent."),
    "rule_keepers": gettext_lazy("U krijgt dit bericht omdat u deze regel kunt herstellen, of dat kunt laten doen."),
    "week_reader": gettext_lazy("U krijgt dit bericht elke week over de programma's waarvoor u zorgt."),
    "person": gettext_lazy("U krijgt dit bericht omdat u een account hebt bij Inbreng."),
    "stand_in": gettext_lazy("U krijgt dit bericht omdat u een collega vervangt."),
    "challenge_followers": gettext_lazy("U krijgt dit bericht omdat u deze uitdaging volgt."),
    "origin_people": gettext_lazy("U krijgt dit bericht omdat deze uitdaging begon met een idee dat u volgt."),
    "challenge_desk": gettext_lazy("U krijgt dit bericht omdat u voor het programma van deze uitdaging werkt."),
    "approvers": gettext_lazy("U krijgt dit bericht omdat u akkoord kunt geven."),
    "asker": gettext_lazy("U krijgt dit bericht omdat u dit vroeg."),
    "invited_organisation": gettext_lazy("U krijgt dit bericht omdat u schrijft namens uw organisatie."),
    "makers": gettext_lazy("U krijgt dit bericht omdat uw organisatie meedoet met deze inzending."),
    "asked_partner": gettext_lazy("U krijgt dit bericht omdat u eigenaar bent van uw organisatie."),
    "response_desk": gettext_lazy("U krijgt dit bericht omdat u voor het programma van deze uitdaging werkt."),
    "openers": gettext_lazy("U krijgt dit bericht omdat u de inzendingen mag openen."),
    "juror_asked": gettext_lazy("U krijgt dit bericht omdat de gemeente u vraagt in een jury."),
    "jurors": gettext_lazy("U krijgt dit bericht omdat u in de jury zit."),
    "assigned_jurors": gettext_lazy("U krijgt dit bericht omdat u in de jury zit."),
    "organisation_owners": gettext_lazy("U krijgt dit bericht omdat u eigenaar bent van deze organisatie."),
    "organisation_member": gettext_lazy("U krijgt dit bericht omdat het over u gaat in deze organisatie."),
    "member_asked": gettext_lazy("U krijgt dit bericht omdat iemand u vraagt voor deze organisatie."),
    "project_people": gettext_lazy("U krijgt dit bericht omdat u een idee of uitdaging bij dit project volgt."),
    "fallback": gettext_lazy("U krijgt dit bericht omdat het anders bij niemand aankomt."),
}

#: They work on the idea, so news leads them to the page on which they can act.
AT_WORK = frozenset(
    {
        "desk",
        "handler",
        "named_handler",
        "coordinators",
        "rule_keepers",
        "reminded",
        "fallback",
        "assignee",
        "officials_called",
        "watchers",
        "week_reader",
        "writer",
        "second_look",
        "challenge_desk",
        "approvers",
        "response_desk",
        "openers",
    }
)

#: They kept a search that finds the idea.
SEARCHING = frozenset({"searchers", "new_searchers"})

#: The names of the searches that found the idea of an event for a person, by the two.
Searches = Mapping[tuple[int, int | None], str]
NO_SEARCHES: Searches = MappingProxyType({})

#: News that leads whoever works on it to the list of texts to look at.
TO_MODERATE = frozenset({TalkEvent.HELD, TalkEvent.REPORTED, TalkEvent.OBJECTED})

#: What they care about goes on at the idea that this one was merged into.
AT_THE_OTHER_IDEA = frozenset({"other_author", "supporters"})


#: Pages that only this reader has the address of.
PRIVATE_LINKS: dict[str, Callable[[Delivery], str]] = {
    "partner": lambda delivery: Referral.objects.get(pk=delivery.event.facts["referral_id"]).get_absolute_url(),
    "juror_asked": lambda delivery: Juror.objects.get(pk=delivery.event.facts["juror_id"]).get_invitation_url(),
    "member_asked": lambda delivery: MembershipInvitation.objects.get(
        pk=delivery.event.facts["invitation_id"]
    ).get_absolute_url(),
    "invited": lambda delivery: CoAuthor.objects.get(pk=delivery.event.facts["coauthor_id"]).get_absolute_url(),
    "consulted": lambda delivery: Consultation.objects.get(
        pk=delivery.event.facts["consultation_id"]
    ).get_absolute_url(),
    "asked": lambda delivery: question_path(
        delivery.event.subject_id, other_idea(delivery.event.facts), delivery.recipient_id or 0
    ),
}


def _verdict(response: Response) -> str:
    return reverse("challenges:verdict", args=[response.reference])


def _opening(challenge: Challenge) -> str:
    return reverse("challenges:opening", args=[challenge.slug])


def _work_of_jurors(_challenge: Challenge) -> str:
    return reverse("challenges:jury")


def _objections(response: Response) -> str:
    return reverse("challenges:desk_objections", args=[response.challenge.slug])


#: News that leads to another page than that of its subject, by kind and route: the words of the button, and where to.
ELSEWHERE: dict[tuple[str, str], tuple[Promise, Callable[[Any], str]]] = {
    (ChallengeEvent.CLOSED, "openers"): (gettext_lazy("Inzendingen openen"), _opening),
    (JuryEvent.SEAL_BROKEN, "openers"): (gettext_lazy("Inzendingen openen"), _opening),
    (ChallengeEvent.UNSEALED, "jurors"): (gettext_lazy("Uw werk in de jury"), _work_of_jurors),
    (JuryEvent.ASSIGNED, "assigned_jurors"): (gettext_lazy("Uw werk in de jury"), _work_of_jurors),
    (ResponseEvent.PARTNER_ASKED, "asked_partner"): (
        gettext_lazy("Bekijk de uitnodiging"),
        lambda _response: reverse("challenges:responses"),
    ),
    (ResponseEvent.LETTER, "makers"): (gettext_lazy("Lees het besluit"), _verdict),
    (ResponseEvent.OBJECTED, "makers"): (gettext_lazy("Lees het besluit"), _verdict),
    (ResponseEvent.OBJECTED, "response_desk"): (gettext_lazy("Bekijk de bezwaren"), _objections),
    (ResponseEvent.OBJECTION_ANSWERED, "makers"): (gettext_lazy("Lees het besluit"), _verdict),
}


def why(delivery: Delivery, searches: str = "") -> str:
    """The sentence that says why this person is told; `searches` names those of theirs that find the idea."""
    if searches:
        reason = _("U krijgt dit bericht omdat dit idee past bij een zoekopdracht die u bewaarde: %(searches)s.")
        return reason % {"searches": searches}
    return str(WHY.get(delivery.route, _("U krijgt dit bericht omdat het over een idee gaat dat bij u hoort.")))


def button_of(delivery: Delivery) -> str:
    """The words of what leads to the page of `path_to`."""
    named = (delivery.event.kind, delivery.route)
    return str(ELSEWHERE[named][0] if named in ELSEWHERE else ABOUT[delivery.event.subject_type].button)


def path_to(delivery: Delivery, idea: Subject) -> str:
    """The page that the news leads to."""
    if delivery.route in PRIVATE_LINKS:
        return PRIVATE_LINKS[delivery.route](delivery)
    if (delivery.event.kind, delivery.route) in ELSEWHERE:
        return ELSEWHERE[delivery.event.kind, delivery.route][1](idea)
    if delivery.route == "author" and isinstance(idea, Idea):
        return _link_for_the_author(delivery, idea) or _page_about(delivery, idea)
    return _page_about(delivery, idea)


def _page_about(delivery: Delivery, idea: Subject) -> str:
    facts = delivery.event.facts
    if delivery.event.kind in TO_MODERATE and delivery.route in AT_WORK:
        return reverse("ideas:moderation")
    if delivery.event.kind in TalkEvent.values and facts.get("comment_id"):
        return reverse("ideas:comment", args=[facts["reference"], facts["comment_id"]])
    if delivery.route in AT_THE_OTHER_IDEA and "into" in facts:
        return reverse("ideas:idea", args=[facts["into"]])
    return idea.get_desk_url() if delivery.route in AT_WORK else idea.get_absolute_url()


def _link_for_the_author(delivery: Delivery, idea: Idea) -> str:
    """Where the author can act at once, without signing in; empty when the news asks nothing of them.

    Only mail to the author holds such a link: whoever has it is taken for the author.
    """
    facts = delivery.event.facts
    match delivery.event.kind:
        case IdeaEvent.ASKED if delivery.channel == Channel.EMAIL and idea.status == Status.QUESTION:
            return idea.get_question_url()
        case IdeaEvent.TRANSFERRED if facts.get("wants_contact"):
            return Referral.objects.get(pk=facts["referral_id"]).get_contact_url()
        case IdeaEvent.RATING_ASKED:
            return Rating.objects.get(pk=facts["rating_id"]).get_absolute_url()
        case _:
            return ""


def absolute(path: str) -> str:
    """The address of one of our pages as it stands in mails: always ours, whatever host a request named."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"
