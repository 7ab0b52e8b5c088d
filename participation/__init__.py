"""Who and where: people, organisations, programmes, themes, areas, the journal and the shell of every page."""

from participation.celery import app as celery_app

__all__ = ["celery_app"]
