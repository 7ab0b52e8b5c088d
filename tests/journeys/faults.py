"""Lets the way of a request break at any of its steps: each word to the database or the mail server is one.

Between two such steps nothing happens that remains, so a test that breaks each of them in turn has tried them all. It
counts them as they come, so a step that is added later is tried as well.
"""

import smtplib
import socket
import threading
import warnings
from contextlib import contextmanager, suppress
from unittest.mock import patch

from django.db import OperationalError, connection


class Died(BaseException):
    """The process was killed. Nothing that it would have done later happens."""


def dies(_go, undo, _lose):
    undo()  # As PostgreSQL does when it misses its client.
    raise Died


def loses_the_answer(go, _undo, lose):
    go()
    lose()


def freezes(meanwhile):
    """Stand still while `meanwhile()` happens, and go on as if it were a moment. Not in a transaction: others wait."""

    def happens(go, _undo, _lose):
        if connection.get_autocommit():
            meanwhile()
        return go()

    return happens


class Way:
    """The steps that this thread took, in words. At number `at` something `happens`."""

    def __init__(self, at, happens):
        self.at, self.happens = at, happens
        self.taken, self.calls = [], set()
        self.thread = threading.get_ident()

    @property
    def broke(self):
        return len(self.taken) > self.at

    def step(self, name, go, *, lose, undo=lambda: None):
        if threading.get_ident() != self.thread:
            return go()
        number = len(self.taken)
        self.taken.append(name)
        if number == self.at or (number > self.at and self.happens is dies):
            return self.happens(go, undo, lose)
        return go()

    def statement(self, execute, sql, params, many, context):
        return self.step(sql, lambda: execute(sql, params, many, context), lose=self.lose_the_database)

    def commit(self, commit):
        return self.step("COMMIT", commit, lose=self.lose_the_database, undo=connection.rollback)

    def say(self, call, words, go):
        def lose():
            call.sock.recv(1, socket.MSG_PEEK)  # The answer is there, so the server did what it was told.
            self.lose_the_mail_server(call)

        self.calls.add(call)
        return self.step(str(words), go, lose=lose)

    def listen(self, call, go):
        self.calls.add(call)
        return self.step("reply", go, lose=lambda: self.lose_the_mail_server(call))

    @staticmethod
    def lose_the_database():
        raise OperationalError("The answer got lost.")

    @staticmethod
    def lose_the_mail_server(call):
        call.close()  # As smtplib does when it misses the server.
        raise smtplib.SMTPServerDisconnected("The answer got lost.")


@contextmanager
def broken(at, happens):
    """Whatever this thread does here breaks at step `at`, counted from 0. Gives the Way."""
    way = Way(at, happens)
    say, listen, commit = smtplib.SMTP.send, smtplib.SMTP.getreply, connection.commit
    with (
        warnings.catch_warnings(action="ignore", category=ResourceWarning),  # Who died left things open.
        connection.execute_wrapper(way.statement),
        patch.object(connection, "commit", lambda: way.commit(commit)),
        patch.object(smtplib.SMTP, "send", lambda call, words: way.say(call, words, lambda: say(call, words))),
        patch.object(smtplib.SMTP, "getreply", lambda call: way.listen(call, lambda: listen(call))),
        suppress(Died),
    ):
        try:
            yield way
        finally:
            for call in way.calls:  # A process that is gone has no calls open.
                call.close()
