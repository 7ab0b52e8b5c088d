"""Who may do what with an idea. Small, total predicates over (person, idea)."""

from datetime import timedelta

from django.utils import timezone

from ideas.models import Answer, CoAuthor, Idea, Note, Round, RoutingRule
from ideas.rounds.statuses import RoundStatus
from ideas.statuses import PING_PONG, Status, Visibility
from participation.models import User
from participation.permissions import (
    Person,
    handles_any,
    handles_programme,
    is_administrator,
    is_clerk,
    is_coordinator,
    is_editor,
    is_moderator,
    is_official,
    only_reads,
    oversees,
    reads_programme,
)

#: Nobody outside the municipality's desk has gone by the words yet.
EDITABLE = frozenset({Status.RECEIVED, Status.IN_REVIEW, Status.QUESTION})
NOTE_EDITABLE = timedelta(minutes=15)
SILENT = frozenset({Status.WITHDRAWN, Status.MERGED})


def is_author(person: Person, idea: Idea) -> bool:
    """Whether `person` submitted the idea."""
    return isinstance(person, User) and person.is_active and idea.author_id == person.pk


def is_coauthor(person: Person, idea: Idea) -> bool:
    """Whether `person` accepted to put the idea forward together. Asks the database unless the idea came with them."""
    if not isinstance(person, User) or not person.is_active:
        return False
    fellows: list[CoAuthor] | None = getattr(idea, "fellow_authors", None)
    if fellows is None:
        return idea.coauthors.filter(person=person).exists()
    return any(fellow.person_id == person.pk for fellow in fellows)


def puts_forward(person: Person, idea: Idea) -> bool:
    """Author and co-authors: the words of the idea are theirs together."""
    return is_author(person, idea) or is_coauthor(person, idea)


def may_edit(person: Person, idea: Idea) -> bool:
    """Who puts it forward, until somebody else has supported or answered the idea."""
    untouched = idea.support_count == 0 and idea.answered_at is None and idea.status in EDITABLE
    return untouched and may_see(person, idea) and puts_forward(person, idea)


def may_add(person: Person, idea: Idea) -> bool:
    """Who puts it forward may add to what others have supported or answered, while it goes on."""
    if idea.is_ended or may_edit(person, idea):
        return False
    return may_see(person, idea) and puts_forward(person, idea)


def may_tell_followers(person: Person, idea: Idea) -> bool:
    """The author of a public idea, also after its result."""
    return is_author(person, idea) and idea.visibility == Visibility.PUBLIC and idea.status not in SILENT


def may_invite(person: Person, idea: Idea) -> bool:
    """The author of a public idea that still goes on."""
    return is_author(person, idea) and idea.visibility == Visibility.PUBLIC and not idea.is_ended


def may_handle(person: Person, idea: Idea) -> bool:
    """Owner, deputies and officials of the idea's programme, and coordinators."""
    return handles_programme(person, idea.programme_id)


def may_read_at_desk(person: Person, idea: Idea) -> bool:
    """Whoever handles the idea, who reads along with its programme, and moderators. As `in_desk_of()`."""
    return reads_programme(person, idea.programme_id)


def may_hand_over(person: Person, idea: Idea) -> bool:
    """Whoever handles the idea; once it was handed over three times, only a coordinator decides where it belongs."""
    return oversees(person) if idea.reroutes >= PING_PONG else may_handle(person, idea)


def may_reopen(person: Person, idea: Idea) -> bool:
    """An idea is reopened once, and by another official than the one who ended it (product page, `declined`)."""
    if not may_handle(person, idea) or idea.reopened:
        return False
    return idea.handler_id != getattr(person, "pk", None)


def is_clock(person: Person, _idea: Idea) -> bool:
    """Moves that happen by themselves have no actor."""
    return person is None


def may_wake(person: Person, idea: Idea) -> bool:
    """The clock, and whoever handles the idea."""
    return is_clock(person, idea) or may_handle(person, idea)


def may_see(person: Person, idea: Idea) -> bool:
    """The same rule as `IdeaQuerySet.visible_to()`, for one idea at hand."""
    return idea.visibility == Visibility.PUBLIC or is_author(person, idea) or may_read_at_desk(person, idea)


def may_support(person: Person, idea: Idea) -> bool:
    """Everybody with a confirmed address may support a public idea that is still alive, their own excepted."""
    return (
        isinstance(person, User)
        and person.is_active
        and idea.visibility == Visibility.PUBLIC
        and not idea.is_ended
        and not is_author(person, idea)
    )


def may_follow(person: Person, idea: Idea) -> bool:
    """Everybody who may see the idea and is signed in."""
    return isinstance(person, User) and person.is_active and may_see(person, idea)


def may_moderate(person: Person, _idea: Idea) -> bool:
    """Hiding and showing again is for coordinators and moderators."""
    return oversees(person) or is_moderator(person)


def may_block(person: Person) -> bool:
    """Keeping somebody from writing weighs more than hiding a text: coordinators and moderators."""
    return oversees(person) or is_moderator(person)


def may_settle_reports(person: Person, idea: Idea) -> bool:
    """Say that what was reported may stay: whoever handles the idea, and moderators."""
    return may_handle(person, idea) or is_moderator(person)


def may_see_moderation(person: Person) -> bool:
    """Moderators, and whoever acts for a programme; each sees what waits in their own."""
    return handles_any(person) or is_moderator(person)


def may_see_answers(person: Person) -> bool:
    """Whoever acts for a programme sees its drafts of answers, and what authors thought of those that were sent."""
    return handles_any(person)


def may_handle_several(person: Person) -> bool:
    """Whoever acts for a programme may treat several of its ideas at once."""
    return handles_any(person)


def may_save_lists(person: Person) -> bool:
    """Every official may save lists of the desk, but not who only reads along."""
    return is_official(person) and not only_reads(person)


def may_steer_suggestions(person: Person) -> bool:
    """What is learned from all programmes' decisions is the coordinators' to watch and to set."""
    return is_coordinator(person)


def may_note(person: Person, idea: Idea) -> bool:
    """Read and write what officials say among themselves: whoever may handle the idea, and nobody else."""
    return may_handle(person, idea)


def may_edit_note(person: Person, note: Note) -> bool:
    """One's own, for a quarter of an hour: afterwards colleagues have gone by what it said."""
    own = isinstance(person, User) and note.author_id == person.pk
    return own and may_note(person, note.idea) and timezone.now() < note.created_at + NOTE_EDITABLE


def may_assign(person: Person, idea: Idea) -> bool:
    """Say who handles an idea, as long as it goes on."""
    return may_handle(person, idea) and not idea.is_ended


def may_keep_answer_lists(person: Person) -> bool:
    """Templates, organisations outside and weights hold for every programme: coordinators keep them."""
    return is_coordinator(person)


def may_correct(person: Person, answer: Answer) -> bool:
    """Whoever handles the idea may correct what was answered, also when the idea has ended."""
    return may_handle(person, answer.idea)


def may_run_rounds(person: Person, _round: Round | None = None) -> bool:
    """A vote is held in the name of the whole municipality: coordinators make, open and clean rounds."""
    return is_coordinator(person)


def may_write_rounds(person: Person, _round: Round | None = None) -> bool:
    """A concept may be made and worded by editors too: nobody outside sees it yet."""
    return may_run_rounds(person) or is_editor(person)


def may_edit_texts(person: Person) -> bool:
    """What the site says in its own name: editors and administrators."""
    return is_editor(person) or is_administrator(person)


def may_see_round(person: Person, round_: Round) -> bool:
    """The same rule as `RoundQuerySet.visible_to()`, for one round at hand."""
    return round_.status != RoundStatus.CONCEPT or may_write_rounds(person)


def may_run_or_clock(person: Person, _round: Round) -> bool:
    """What the clock does, and a coordinator when the clock stands still."""
    return person is None or may_run_rounds(person)


def may_see_rules(person: Person, _rule: RoutingRule | None = None) -> bool:
    """Every official may read where ideas go and why."""
    return is_official(person)


def may_change_rules(person: Person, _rule: RoutingRule | None = None) -> bool:
    """Where ideas go concerns all programmes: coordinators write the rules, and try them on everybody's ideas."""
    return is_coordinator(person)


def may_link(person: Person, idea: Idea) -> bool:
    """Who handles one of two ideas says that they have to do with each other."""
    return may_handle(person, idea)


def may_divide(person: Person, idea: Idea) -> bool:
    """Whoever handles a public idea that still goes on."""
    return may_handle(person, idea) and idea.visibility == Visibility.PUBLIC and not idea.is_ended


def may_read_inbound(person: Person) -> bool:
    """Clerks and coordinators read the mail that nobody made an idea of yet, and what became of it."""
    return is_clerk(person) or is_coordinator(person)


def may_enter_on_behalf(person: Person) -> bool:
    """Clerks, and whoever acts for a programme, write down what came in by counter, telephone, letter or meeting."""
    return is_clerk(person) or handles_any(person)


def may_see_board(person: Person) -> bool:
    """Coordinators, and whoever acts for a programme; each sees the figures of their own."""
    return handles_any(person)


def may_see_orphans(person: Person) -> bool:
    """What nobody looks after is nobody's, whatever programme it is from: coordinators look."""
    return oversees(person)


def may_settle_doubles(person: Person) -> bool:
    """Two ideas that are one may lie with two programmes: coordinators look at both."""
    return oversees(person)


def may_administer(person: Person) -> bool:
    """What holds for every programme (their names and owners, themes, words) is kept by administrators."""
    return is_administrator(person)


def may_keep_lists(person: Person) -> bool:
    """Whether there is anything that `person` keeps for everybody."""
    return may_administer(person) or may_edit_texts(person)


def may_consult(person: Person, idea: Idea) -> bool:
    """Whoever handles a public idea that still goes on asks organisations about it."""
    return may_handle(person, idea) and idea.visibility == Visibility.PUBLIC and not idea.is_ended
