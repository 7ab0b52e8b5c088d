"""What can be wrong with a file as a whole, and with one row of it."""


class Unreadable(Exception):
    """The file cannot be read at all; the text says why, and what to do about it."""


class Refused(Exception):
    """This row cannot be taken over; the text says why."""
