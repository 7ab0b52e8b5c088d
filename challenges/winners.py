"""Which responses won, as everybody may know: after the decision was sent, and not before."""

from challenges.models import Challenge, Publication, Response


def winner_of(response: Response) -> Publication | None:
    """What is public of a response that won; None of all others."""
    return Publication.objects.filter(submission__response=response, is_winner=True).first()


def winners_of(challenge: Challenge) -> list[Response]:
    """The responses that won a challenge, with who made them."""
    won = Response.objects.filter(challenge=challenge, submissions__publication__is_winner=True)
    return list(won.select_related("organisation", "project").order_by("organisation__name").distinct())
