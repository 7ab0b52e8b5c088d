"""What a browser does for the check against robots."""

import altcha

from participation.robots import new_challenge


def proof():
    """A solved task, as the browser would send it."""
    challenge = altcha.Challenge.from_dict(new_challenge())
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
