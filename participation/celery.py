"""The Celery application: messages are hints, PostgreSQL is the truth."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import before_task_publish, celeryd_init
from django.conf import settings

from participation import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings")

app = Celery("inbreng")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A message that nobody took in time is dropped: the next one says the same.
app.conf.beat_schedule = {
    "heartbeat": {"task": "notifications.tasks.heartbeat", "schedule": 2.0, "options": {"expires": 10}},
    "read_bounces": {
        "task": "notifications.tasks.read_bounces",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "wake": {"task": "ideas.tasks.wake", "schedule": crontab(minute="7"), "options": {"expires": 1800}},
    "remind": {"task": "ideas.tasks.remind", "schedule": crontab(minute="12"), "options": {"expires": 1800}},
    "week": {"task": "ideas.tasks.week", "schedule": crontab(minute="*/10"), "options": {"expires": 500}},
    "rounds": {"task": "ideas.tasks.rounds", "schedule": crontab(), "options": {"expires": 50}},
    "challenges": {"task": "challenges.tasks.close", "schedule": crontab(), "options": {"expires": 50}},
    "rules": {"task": "ideas.tasks.rules", "schedule": crontab(minute="*/5"), "options": {"expires": 240}},
    "publish_answers": {"task": "ideas.tasks.publish_answers", "schedule": crontab(), "options": {"expires": 50}},
    "ask_and_remind": {
        "task": "ideas.tasks.ask_and_remind",
        "schedule": crontab(minute="17"),
        "options": {"expires": 1800},
    },
    "seals": {"task": "challenges.tasks.seals", "schedule": crontab(), "options": {"expires": 50}},
    "fetch_mail": {"task": "ideas.tasks.fetch", "schedule": crontab(minute="*/2"), "options": {"expires": 110}},
    "tidy_people": {
        "task": "participation.tasks.tidy",
        "schedule": crontab(hour="3", minute="37"),
        "options": {"expires": 3600},
    },
    "log_audit_head": {
        "task": "participation.tasks.log_audit_head",
        "schedule": crontab(hour="3", minute="33"),
        "options": {"expires": 3600},
    },
    "ask_openid": {"task": "participation.tasks.ask_openid", "schedule": crontab(), "options": {"expires": 50}},
    "close_audit_months": {
        "task": "participation.tasks.close_audit_months",
        "schedule": crontab(hour="4", minute="7"),
        "options": {"expires": 3600},
    },
    "tidy_ideas": {
        "task": "ideas.tasks.tidy",
        "schedule": crontab(hour="3", minute="47"),
        "options": {"expires": 3600},
    },
    "tidy_challenges": {
        "task": "challenges.tasks.tidy",
        "schedule": crontab(hour="3", minute="52"),
        "options": {"expires": 3600},
    },
    "tidy_messages": {
        "task": "notifications.tasks.tidy",
        "schedule": crontab(hour="3", minute="57"),
        "options": {"expires": 3600},
    },
    "place": {"task": "ideas.tasks.place", "schedule": crontab(), "options": {"expires": 55}},
    "learn_words": {"task": "ideas.tasks.learn_words", "schedule": crontab(), "options": {"expires": 55}},
    "suggest": {"task": "ideas.tasks.suggest", "schedule": 5.0, "options": {"expires": 10}},
    "suggest_all": {
        "task": "ideas.tasks.suggest",
        "schedule": crontab(minute="*/3"),
        "kwargs": {"all_open": True},
        "options": {"expires": 150},
    },
    "learn_routing": {
        "task": "ideas.tasks.learn_routing",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "doubles": {
        "task": "ideas.tasks.doubles",
        "schedule": crontab(hour="4", minute="37"),
        "options": {"expires": 3600},
    },
    "learn_words_anew": {
        "task": "ideas.tasks.learn_words",
        "schedule": crontab(hour="4", minute="17"),
        "kwargs": {"anew": True},
        "options": {"expires": 3600},
    },
}


@before_task_publish.connect
@celeryd_init.connect
def start_broker(**_: Any) -> None:
    """Start the embedded Redis just before this process speaks to it, when no REDIS_URL is given."""
    if settings.EMBEDDED_REDIS:
        embedded.use("redis", settings.VAR)
