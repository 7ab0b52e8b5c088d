"""Where photos are kept. The name says nothing about the idea or its author."""

import uuid

from django.db import models


def photo_path(_instance: models.Model, _filename: str) -> str:
    """A random path; what the visitor's file was called is forgotten."""
    name = uuid.uuid4().hex
    return f"photos/{name[:2]}/{name}.jpg"
