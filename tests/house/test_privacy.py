"""The privacy page is complete: every column of every table stands there, or in the list of columns about nobody."""

import re

import pytest
from django.apps import apps
from django.conf import settings

from participation import terms

PAGE = settings.BASE_DIR / "docs" / "privacy.md"
GROUNDS = {"Task", "Safety", "Choice"}

# What says nothing about a person, or only together with a row that does. Whoever adds a column decides: here, or there.
ABOUT_NOBODY = {
    # participation
    "Allowance": {"tokens", "filled_at"},
    "Area": {"code", "name", "kind", "parent", "geometry", "attribution", "is_active"},
    "AuditEntry": {
        *("kind", "subject_type", "subject_id", "reference", "told_in", "recorded_at", "previous", "hash"),
    },
    "AuditClosing": {"month", "first", "last", "before", "after", "closed_at", "seal"},
    "ClosedDay": {"day", "name"},
    "Destruction": {"day", "kind", "count"},
    "Event": {"uuid", "kind", "subject_type", "subject_id", "recorded_at", "dispatched_at", "attempts", "last_error"},
    "Membership": {"organisation"},
    "Organisation": {"kind", "search", "verified_at", "verified_how"},
    "Programme": {
        *("slug", "name", "purpose", "team", "promise_days", "is_active", "asks_for_sides", "comments_are_open"),
        *("hold_after_reports", "hold_at_score", "moderation", "new_account_days"),
    },
    "SetTerm": {"variable", "days"},
    "Theme": {"slug", "name", "order", "promise_days", "is_active", "merged_into"},
    # ideas
    "Answer": {"idea", "decision", "reason_code", "date", "given_at"},
    "AnswerDocument": {"answer", "digest", "draft", "key", "kind", "size"},
    "AnswerDraft": {"idea", "publish_at", "saved_at", "trouble", "verb", "version"},
    "AnswerTemplate": {
        *("name", "decision", "theme", "reason_code", "reason", "next_step", "is_active", "saved_at"),
    },
    "AnswerVersion": {"answer", "date", "replaced_at"},
    "Ballot": {"reference", "receipt", "round", "seal"},  # Nothing leads from it to who voted: decision 10.
    "BlockedPerson": {"since"},
    "BlockedWord": {"word"},
    "CoAuthor": {"idea", "invited_at", "accepted_at"},
    "Comment": {
        *("client_key", "created_at", "edited_at", "helpful_count", "idea", "published_at", "side", "signs", "state"),
        *("team", "thread"),
    },
    "CommentVersion": {"comment", "written_at"},
    "Concept": {"key", "changed", "saves", "created_at", "updated_at"},
    "Consultation": {
        *("idea", "organisation", "asked_at", "answered_at", "published_at", "reminded_at", "given_up_at"),
    },
    "Entry": {"idea", "made_at"},
    "Follow": {"idea", "created_at", "carried_from"},
    "BorderFile": {
        *("name", "areas", "uploaded_at", "confirmed_at", "last_placed", "moved", "placed_at"),
    },
    "PageText": {"key", "text_nl", "text_en"},
    "Note": {"client_key", "created_at", "edited_at", "idea", "thread"},
    "NoteVersion": {"note", "written_at"},
    "Helpful": {"comment", "created_at"},
    "Idea": {
        *("search", "reference", "client_key", "organisation", "source", "theme", "area", "visibility", "status"),
        *("status_since", "programme", "routing", "next_step", "promised_on", "revisit_on", "merged_into"),
        *(
            "status_before_merge",
            "reopened",
            "reroutes",
            "support_count",
            "imported_support_count",
            "submitted_at",
            "answered_at",
        ),
        *("channel", "followers_told_at", "heat", "link_number", "lot", "need", "promised_days", "promised_at"),
    },
    "DoubleSearch": {"newest"},
    "IdeaDouble": {"first", "second", "found_at", "chosen", "chosen_at"},
    "IdeaLink": {"first", "second", "made_at"},
    "IdeaPhoto": {"place", "concept", "idea", "digest"},
    "InboundMail": {"key", "trouble", "sent_at", "received_at", "state", "idea", "settled_at"},
    "InboundPhoto": {"mail"},
    "Party": {"is_active", "kind", "url"},
    "Rating": {"answered_at", "asked_at", "idea"},
    "ReferenceCounter": {"year", "last"},
    "LearnedModel": {
        *("target", "number", "made_at", "is_in_use", "verdict", "sha256", "size", "labels", "learned_from", "seconds"),
        *("tested_on", "accuracy", "top3", "macro_f1", "levels", "confusion", "rival"),
    },
    "LearningSettings": {"threshold", "least_decisions", "learn_after", "with_imported"},
    "Reminder": {"idea", "promised_on", "step", "reminded_at"},
    "Referral": {
        *("idea", "asked_at", "answered_at", "party", "outside_number", "reminders", "wants_contact", "was_returned"),
    },
    "Report": {"comment", "counts", "idea", "made_at", "reason", "settled_at"},
    "Round": {
        *("slug", "title", "question", "promise", "electorate", "opens_at", "closes_at", "votes_each", "threshold"),
        *("hides_totals", "rules", "status", "reason", "reminded", "salt", "key_check", "turnout", "csv_sha256"),
        *("json_sha256", "ideas"),
    },
    "RoundIdea": {"round", "idea", "reference", "votes"},
    "RoutingRule": {
        *(
            "name",
            "order",
            "words",
            "themes",
            "areas",
            "programme",
            "catches_all",
            "is_active",
            "client_key",
            "version",
        ),
        *("not_words", "place", "senders", "channels", "anonymity", "weekdays", "from_time", "until_time", "starts_on"),
        *("ends_on", "names_handler", "off_reason", "trouble"),
    },
    "RuleArea": {"routingrule", "area"},
    "RuleTheme": {"routingrule", "theme"},
    "Ruling": {"answered_at", "comment", "idea", "made_at", "objected_at", "overturned"},
    "SavedSearch": {"created_at", "facets"},
    "Suggestion": {
        *("idea", "learned", "made_at", "wording", "ruled", "left_open", "sent_on_at", "chosen", "chosen_at"),
    },
    "StatusWords": {
        "status",
        "label_nl",
        "explanation_nl",
        "next_step_nl",
        "label_en",
        "explanation_en",
        "next_step_en",
    },
    "Support": {"idea", "created_at", "carried_from"},
    "SupportQuestion": {"source", "target", "kind", "asked_at", "answered_at"},
    "Synonyms": {"words", "changed_at"},
    "ThreadFollow": {"comment", "created_at"},
    "Watch": {"created_at", "idea"},
    "Weighing": {"idea", "published_at", "scored_at", "scores", "support_then", "total", "weights"},
    "Weights": {"cost", "effect", "feasibility", "privacy", "reason", "since", "support"},
    "WordCount": {"ideas", "all_ideas", "newest", "edition"},
    "Word": {"stem", "ideas"},
    "Voter": {"is_barred", "round", "votes"},
    # challenges and projects
    "Acknowledgement": {"notice", "at"},
    "Assignment": {"juror", "submission", "how", "assigned_at"},
    "Challenge": {
        *(
            "slug",
            "client_key",
            "programme",
            "title",
            "task",
            "problem",
            "for_whom",
            "can_influence",
            "cannot_influence",
            "promise",
        ),
        *("offer", "budget", "may_answer", "kinds", "ownership", "privacy", "planning", "questions_until", "jury_text"),
        *("status", "status_since", "approved_at", "reason", "phase_number", "notice_number", "edition", "ideas"),
    },
    "ChallengeDocument": {"challenge", "title", "file", "kind", "size", "added_at"},
    "ChallengeFollow": {"challenge", "since"},
    "ChallengeIdea": {"challenge", "idea"},
    "ChallengeInvitation": {"challenge", "organisation", "invited_at"},
    "ChallengeVersion": {"challenge", "number", "contents", "asked_at"},
    "Criterion": {"phase", "number", "title", "explanation", "weight"},
    "Determination": {"phase", "departs", "ranking", "sent_at", "object_before", "edition"},
    "Draft": {"response", "phase", "edition", "saved_at"},
    "DraftVersion": {"draft", "edition", "saved_at"},
    "FormField": {
        *("phase", "number", "uuid", "label", "help", "kind", "is_required", "is_confidential", "is_identifying"),
        *("longest", "choices"),
    },
    "Interest": {"juror", "response", "declared_at"},
    "Juror": {"challenge", "invited_at", "accepted_at", "ended_at"},
    "JuryRemark": {"submission", "written_at"},
    "MembershipInvitation": {"organisation", "role", "invited_at"},
    "MembershipRequest": {"organisation"},
    "Notice": {"challenge", "number", "kind", "text", "changes", "given_at", "told_in"},
    "Objection": {"verdict", "made_at", "status", "answered_at"},
    "Opening": {"phase", "at"},
    "Partner": {"response", "organisation", "right", "asked_at", "accepted_at"},
    "Phase": {
        *("challenge", "number", "title", "explanation", "opens_at", "closes_at", "is_blind", "min_readers"),
        *("unsealed_at", "hashes"),
    },
    "Project": {
        *(
            "slug",
            "client_key",
            "title",
            "programme",
            "challenge",
            "response",
            "ideas",
            "partners",
            "starts_on",
            "ends_on",
            "status",
        ),
        *("status_since",),
    },
    "Publication": {"submission", "is_winner", "published_at"},
    "Question": {"challenge", "is_private", "asked_at", "number", "answered_at", "key"},
    "Remark": {"draft", "field", "written_at", "resolved_at"},
    "Response": {
        *("challenge", "organisation", "reference", "status", "phase_number", "agrees_to_publish", "started_at"),
    },
    "Score": {"scorecard", "criterion", "value"},
    "Scorecard": {"assignment", "reading", "final_at", "saved_at"},
    "SealKey": {"phase", "wrapped", "made_at"},
    "SealedFile": {
        *("uuid", "response", "phase", "field", "size", "received", "kind", "sha256", "began_at", "completed_at"),
        *("removed_at", "whole_at", "last_piece_at"),
    },
    "Submission": {"response", "phase", "number", "salt", "sha256", "submitted_at", "withdrawn_at"},
    "Update": {"project", "title", "told_at"},
    "Verdict": {"determination", "submission", "outcome", "rank", "score"},
    # notifications
    "Delivery": {
        *("uuid", "event", "channel", "route", "group", "bulk", "state", "attempts", "resends", "next_attempt_at"),
        *("token", "lease_until", "handed_at", "created_at", "settled_at", "digest"),
    },
    "MailTrouble": {"first_at", "is_blocked", "kind", "last_at", "last_letter", "times"},
    "Preference": {"group", "channel"},
    "PushDevice": {"uuid"},
    # Django and its libraries
    "Authenticator": {"type", "created_at", "last_used_at"},
    "ContentType": {"app_label", "model"},
    "EmailAddress": {"verified", "primary"},
    "EmailConfirmation": {"created", "sent", "key"},
    "Group": {"name", "permissions"},
    "LogEntry": {"action_time", "content_type", "object_id", "action_flag"},
    "Permission": {"name", "content_type", "codename"},
    "Session": {"session_key", "expire_date"},
    "UserSession": {"created_at"},
}


def columns():
    """Every column of every model, and every table between two models."""
    return {
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if not getattr(field, "auto_created", False) and field.get_internal_type() not in {"AutoField", "BigAutoField"}
    }


def rows_of_page():
    """The rows of the tables that name columns: the names, purpose, ground and term."""
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names = re.findall(r"`([A-Z]\w+)\.([a-z_0-9]+)`", cells[0])
        if line.startswith("|") and names:
            yield names, cells[1:]


def on_page():
    return {name for names, _ in rows_of_page() for name in names}


def about_nobody():
    return {(model, name) for model, names in ABOUT_NOBODY.items() for name in names}


def test_every_column_is_on_the_page_or_about_nobody():
    assert sorted(columns() - on_page() - about_nobody()) == []


def test_no_column_is_both():
    assert sorted(on_page() & about_nobody()) == []


def test_nothing_is_listed_that_does_not_exist():
    assert sorted((on_page() | about_nobody()) - columns()) == []


def test_every_row_has_a_purpose_a_ground_and_a_term():
    for names, cells in rows_of_page():
        purpose, ground, term = cells
        assert purpose, names
        assert ground in GROUNDS, names
        assert term, names


def test_nothing_is_promised_twice():
    names = [name for row, _ in rows_of_page() for name in row]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_term_is_left_to_a_hand():
    assert [names for names, cells in rows_of_page() if re.search(r"by hand|proposed", cells[2])] == []


@pytest.mark.parametrize("term", terms.ALL, ids=lambda term: term.variable)
def test_the_page_says_every_term_as_the_code_has_it(term):
    said = re.search(rf"^\| `{term.variable}` \| (\d+) days \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    assert said, "the term is not on the page"
    assert (int(said[1]), said[2]) == (term.days, term.reason)


def test_every_term_can_be_set_and_deploying_says_how():
    page = (settings.BASE_DIR / "deploy" / "README.md").read_text()
    for term in terms.ALL:
        assert re.search(rf"^\| `{term.variable}` \| .*\| {term.days} \|$", page, re.MULTILINE), term.variable
        assert term.between[0] <= term.days <= term.between[1]
        assert settings.TERMS[term.variable] == term.days


def test_a_warning_comes_well_before_the_end():
    assert terms.WARNING.between[1] < terms.INACTIVE_ACCOUNT.between[0]
