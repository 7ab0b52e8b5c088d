"""The pages of organisations: part of the table in `tests.journeys.pages`."""

from ideas.actions.consult import answer_consultation, ask_organisation, publish_answer
from participation.models import Membership, MembershipInvitation, MembershipRequest, Organisation, OrganisationRole
from tests import factories
from tests.journeys.states import State, press, press_empty

GUIDE = "/werkplek/organisatiegids/"


def known_number(page):
    """Fill in the number of an organisation that takes part, and see what may be asked then."""
    page.locator("#id_kvk_number").fill("12345670")
    page.locator("#id_name").fill("Voorbeeld BV")
    press("Meld aan")(page)


known_number.shows_errors = True
ORGANISATIONS = [
    State("an organisation", "{organisation}"),
    State("an organisation, for its owner", "{organisation}", "author"),
    State("my organisations", "/mijn/organisaties/", "author"),
    State("my organisations, none", "/mijn/organisaties/", "newcomer"),
    State("a new organisation", "/organisaties/nieuw/", "newcomer"),
    State("a new organisation with errors", "/organisaties/nieuw/", "newcomer", press("Meld aan")),
    State("an organisation, changed, with errors", "{organisation}veranderen/", "author", press_empty("Bewaar")),
    State("members", "{organisation}leden/", "author"),
    State("members with errors", "{organisation}leden/", "author", press("Nodig uit")),
    State("leaving an organisation with errors", "{organisation}weg/", "author", press("Ga weg")),
    State("a number that is known", "/organisaties/nieuw/", "newcomer", known_number),
    State("an invitation of an organisation", "{membership}"),
    State("the directory", GUIDE, "owner"),
    State("the directory, nobody found", f"{GUIDE}?q=niets", "owner"),
    State("the directory with errors", f"{GUIDE}?plaats={'x' * 81}", "owner"),
    State("the directory, for a challenge", f"{GUIDE}?uitdaging={{its_slug}}", "owner"),
    State("the directory, for an idea", f"{GUIDE}?idee={{its_number}}", "owner"),
    State("an organisation at the desk", "{desk_organisation}", "owner"),
    State("an organisation at the desk with errors", "{desk_organisation}", "owner", press("Trek de controle in")),
    State("an organisation without an owner at the desk", "{orphan}", "owner"),
    State("an organisation without an owner at the desk, with errors", "{orphan}", "owner", press("Nodig uit")),
    State("a question to an organisation", "{consult}", "owner"),
    State("a question to an organisation with errors", "{consult}", "owner", press("Stel de vraag")),
    State("a question for an organisation", "{consultation}"),
    State("an answer of an organisation with errors", "{consultation}", then=press("Verstuur uw antwoord")),
    State("an idea with an answer of an organisation", "{advised}"),
    State("an idea with such an answer at the desk", "{desk_advised}", "owner"),
]


def build_organisations(author, neighbour, idea, owner, challenge_slug):
    """An organisation with members, asked about an idea, with one answer that is public; gives addresses."""
    its = author.organisations.get()
    type(its).objects.filter(pk=its.pk).update(
        about="Wij planten bomen.", expertise=["bomen", "warmte"], place="Zoetermeer", website="https://bv.example.org",
        verified_at=idea.submitted_at, verified_how="official", verified_by=owner,
    )  # fmt: skip
    Membership.objects.create(organisation=its, user=neighbour, role=OrganisationRole.READER)
    MembershipRequest.objects.create(organisation=its, person=factories.make_resident("vrager"))
    MembershipRequest.objects.create(
        organisation=factories.make_organisation("Zonder baas", kvk_number="12345670"), person=author
    )
    invited = MembershipInvitation.objects.create(organisation=its, email="nieuw@example.org", invited_by=author)
    other = factories.make_organisation("Made-up school", factories.make_resident("meester"), kvk_number="")
    answered = answer_consultation(
        ask_organisation(idea, other, question="Welke bomen?", actor=owner), text="Linden.", actor=None
    )
    publish_answer(answered, actor=owner)
    waits = ask_organisation(idea, its, question="Wat kost dat?", actor=owner)
    return {
        "organisation": its.get_absolute_url(),
        "desk_organisation": its.get_desk_url(),
        "orphan": Organisation.objects.get(kvk_number="12345670").get_desk_url(),
        "membership": invited.get_absolute_url(),
        "its_slug": challenge_slug,
        "its_number": idea.reference,
        "consult": f"{idea.get_desk_url()}raadplegen/?organisatie={other.pk}",
        "consultation": waits.get_absolute_url(),
        "advised": idea.get_absolute_url(),
        "desk_advised": idea.get_desk_url(),
    }
