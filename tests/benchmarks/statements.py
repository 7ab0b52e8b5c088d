"""Counts the SQL statements of a request, in this process and with the platform's own middleware."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from tests.benchmarks import installation
from tests.benchmarks.load import Request


def statements_of(request: Request, expected: int) -> int:
    """How many statements it takes, BEGIN and COMMIT left out. Raises RuntimeError for another status than expected.

    A page is asked for once before, because it has pieces that are kept for a while.
    """
    seen = 0

    def note(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal seen
        seen += 1
        return execute(*arguments)

    headers = {"host": installation.HOST, "cookie": request.cookie, "origin": f"https://{installation.HOST}"}
    client = Client(headers={name: value for name, value in headers.items() if value})
    if not request.body:
        client.get(request.path, secure=True)
    with connection.execute_wrapper(note):
        if request.body:
            form = "application/x-www-form-urlencoded"
            response = client.post(request.path, request.body, content_type=form, secure=True)
        else:
            response = client.get(request.path, secure=True)
    if response.status_code != expected:
        raise RuntimeError(f"{request.path} answers {response.status_code}, not {expected}")
    return seen
