from ideas.models.answer import Answer, Party, Referral
from ideas.models.border_file import BorderFile
from ideas.models.carrying import SupportQuestion
from ideas.models.coauthor import CoAuthor
from ideas.models.comment import Comment, CommentVersion, Helpful, ThreadFollow
from ideas.models.concept import Concept
from ideas.models.consultation import Consultation
from ideas.models.desk import DeskList, Note, NoteVersion, Presence, Watch
from ideas.models.double import Chosen, DoubleSearch, IdeaDouble
from ideas.models.drafting import AnswerDocument, AnswerDraft, AnswerTemplate, AnswerVersion
from ideas.models.entry import Entry
from ideas.models.idea import Idea, ReferenceCounter
from ideas.models.inbound import InboundMail, InboundPhoto
from ideas.models.learning import LearnedModel, LearningSettings, Suggestion, Target, Verdict
from ideas.models.link import IdeaLink
from ideas.models.moderation import BlockedPerson, BlockedWord, Report, Ruling
from ideas.models.page_text import PageText
from ideas.models.photo import IdeaPhoto
from ideas.models.rating import Rating
from ideas.models.reminder import Reminder, was_taken
from ideas.models.round import Ballot, Round, RoundIdea, Voter, running_round, tally_of
from ideas.models.rules import RoutingRule, RuleArea, RuleTheme
from ideas.models.saved import SavedSearch
from ideas.models.status_words import StatusWords
from ideas.models.synonyms import Synonyms
from ideas.models.vocabulary import Word, WordCount
from ideas.models.voice import Follow, Support
from ideas.models.week import WeekLetter
from ideas.models.weighing import Weighing, Weights

__all__ = [
    "Answer",
    "AnswerDocument",
    "AnswerDraft",
    "AnswerTemplate",
    "AnswerVersion",
    "Ballot",
    "BlockedPerson",
    "BlockedWord",
    "BorderFile",
    "Chosen",
    "CoAuthor",
    "Comment",
    "CommentVersion",
    "Concept",
    "Consultation",
    "DeskList",
    "DoubleSearch",
    "Entry",
    "Follow",
    "Helpful",
    "Idea",
    "IdeaDouble",
    "IdeaLink",
    "IdeaPhoto",
    "InboundMail",
    "InboundPhoto",
    "LearnedModel",
    "LearningSettings",
    "Note",
    "NoteVersion",
    "PageText",
    "Party",
    "Presence",
    "Rating",
    "ReferenceCounter",
    "Referral",
    "Reminder",
    "Report",
    "Round",
    "RoundIdea",
    "RoutingRule",
    "RuleArea",
    "RuleTheme",
    "Ruling",
    "SavedSearch",
    "StatusWords",
    "Suggestion",
    "Support",
    "SupportQuestion",
    "Synonyms",
    "Target",
    "ThreadFollow",
    "Verdict",
    "Voter",
    "Watch",
    "WeekLetter",
    "Weighing",
    "Weights",
    "Word",
    "WordCount",
    "running_round",
    "tally_of",
    "was_taken",
]
