"""The pages of juries, decisions and projects: part of the table in `tests.journeys.pages`."""

from datetime import date

from challenges.actions.decide import Plan, prepare_decision, send_decision
from challenges.actions.jury import invite_juror
from challenges.actions.object import make_objection
from challenges.models import Interest, Verdict
from challenges.statuses import Outcome
from projects.models import Project
from tests.challenges import scene_jury
from tests.journeys.states import State, open_all, press

JURY = [
    State("an invitation for a jury", "{jury_invitation}"),
    State("an invitation for a jury that is over", "/jury-uitnodiging/x/"),
    State("the work of a juror", "/jury/", "juror"),
    State("a juror without work", "/jury/", "newcomer"),
    State("what a juror reads", "{jury}", "juror"),
    State("interests", "{jury}belangen/", "juror"),
    State("interests with errors", "{jury}belangen/", "juror", press("Geef deze verklaring")),
    State("a response with its scorecard", "{jury_response}", "juror"),
    State("a scorecard with errors", "{jury_response}", "juror", press("Maak definitief")),
    State("an interest after all", "{jury_response}belang/", "juror"),
    State("the talk of the jury", "{jury_talk}", "juror"),
    State("a second score", "{jury_talk_again}", "juror"),
    State("a letter", "{verdict}", "judged"),
    State("a letter with errors", "{verdict}", "judged", press("Verstuur uw bezwaar")),
    State("projects", "/projecten/"),
    State("a project", "{project}"),
    State("a jury at the desk", "{desk_reviewed}jury/", "owner", open_all),
    State("a jury at the desk with errors", "{desk_reviewed}jury/", "owner", press("Verstuur de uitnodiging")),
    State("a ranking that waits", "{desk_reviewed}rangorde/", "owner"),
    State("a ranking", "{desk_ranked}rangorde/", "owner", open_all),
    State("a ranking of a round that was decided", "{desk_decided}rangorde/?ronde=1", "owner"),
    State("a decision to prepare", "{desk_ranked}besluit/", "owner"),
    State("letters beforehand", "{desk_ranked}besluit/brieven/", "owner"),
    State("decisions that were sent", "{desk_decided}besluit/", "owner"),
    State("objections", "{desk_decided}bezwaren/", "owner"),
    State("an objection", "{desk_objection}", "coordinator"),
    State("an objection with errors", "{desk_objection}", "coordinator", press("Verstuur uw antwoord")),
    State("a new project", "/werkplek/projecten/nieuw/", "owner"),
    State("a new project with errors", "/werkplek/projecten/nieuw/", "owner", press("Maak het project")),
    State("a project at the desk", "{desk_project}", "owner", open_all),
    State("a project to change", "{desk_project}wijzigen/", "owner"),
]


def build_juries(programme, owner, coordinator, idea):
    """A challenge that is read, one that is ranked and one that was decided; gives addresses and people."""
    owner = type(owner).objects.get(pk=owner.pk)  # Who knows of the programme that came later.
    reviewed = scene_jury.in_review(programme, owner, coordinator, title="Wordt gelezen")
    juror = reviewed.jurors[0]
    scene_jury.declare_nothing(juror, *reviewed.responses[:2])
    Interest.objects.create(juror=juror, response=reviewed.responses[2], has_conflict=True, explanation="Familie.")
    first, second = (scene_jury.assign(juror, response) for response in reviewed.responses[:2])
    scene_jury.score(second, 5, 1, None)
    scene_jury.score(scene_jury.assign(reviewed.jurors[1], reviewed.responses[1]), 1, 1, 4)
    invited = invite_juror(reviewed.challenge, actor=owner, email="els@example.org", name="Els", expertise=["water"])
    ranked, decided = (_scored(programme, owner, coordinator, title) for title in ("Wordt besloten", "Is besloten"))
    prepare_decision(ranked.challenge, _plan(ranked), actor=owner, edition=0)
    prepare_decision(decided.challenge, _plan(decided), actor=owner, edition=0)
    send_decision(decided.challenge, actor=owner, edition=1)
    verdicts = [Verdict.objects.get(submission__response=response) for response in decided.responses]
    objection = make_objection(verdicts[2], "De prijs is verkeerd gelezen.", actor=decided.makers[2])
    project = Project.objects.create(
        slug="klimop", title="Klimop", programme=programme, what="Wij planten.", starts_on=date(2026, 3, 1),
        challenge=decided.challenge, response=decided.responses[0],
    )  # fmt: skip
    project.ideas.add(idea)
    jury = f"/jury/{reviewed.challenge.slug}/"
    places = {
        "jury_invitation": invited.get_invitation_url(),
        "jury": jury,
        "jury_response": f"{jury}{first.submission.response.reference}/",
        "jury_talk": f"{jury}{second.submission.response.reference}/gesprek/",
        "jury_talk_again": f"{jury}{second.submission.response.reference}/opnieuw/",
        "verdict": f"/inzendingen/{decided.responses[1].reference}/besluit/",
        "project": project.get_absolute_url(),
        "desk_project": project.get_desk_url(),
        "desk_objection": f"/werkplek/uitdagingen/{decided.challenge.slug}/bezwaren/{objection.pk}/",
    }
    names = {"desk_reviewed": reviewed, "desk_ranked": ranked, "desk_decided": decided}
    places |= {name: f"/werkplek/uitdagingen/{scene.challenge.slug}/" for name, scene in names.items()}
    return places, {"juror": juror.person, "judged": decided.makers[1]}


def _scored(programme, owner, coordinator, title):
    scene = scene_jury.in_review(programme, owner, coordinator, title=title)
    for rows in scene_jury.ready(scene):
        for row, values in zip(rows, ((5, 4, 3), (4, 4, 5), (1, 5, 3)), strict=True):
            scene_jury.score(row, *values)
    return scene


def _plan(scene):
    outcomes = (Outcome.WON, Outcome.REJECTED, Outcome.REJECTED)
    verdicts = {
        response.submissions.get().pk: (outcome, "Omdat dit plan zo is.")
        for response, outcome in zip(scene.responses, outcomes, strict=True)
    }
    return Plan(reasons="Dit past het best.", departs_because="", verdicts=verdicts)
