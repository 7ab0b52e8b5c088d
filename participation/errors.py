"""The errors that a rule of the house may raise. Each carries a sentence that a person can read."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """A rule was broken. `message` is shown to the person who tried; `field` names the form field it belongs to."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(RuleBroken):
    """This person may not do this."""


class NotPossible(RuleBroken):
    """Nobody can do this now: the subject is in another state than the action needs."""


class Incomplete(RuleBroken):
    """Something that the action must carry is missing or not good enough."""


class TooMany(RuleBroken):
    """A limit was reached; the same request may succeed later."""


class MailUnavailable(RuleBroken):
    """A mail that somebody waits for could not be handed to the mail server."""
