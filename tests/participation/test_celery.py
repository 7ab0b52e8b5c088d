"""The clock's timetable leads to tasks that are there."""

from celery.schedules import crontab  # noqa: TID251 the timetable is read, nothing is sent

from participation.celery import app


def test_every_task_of_the_clock_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - app.tasks.keys() == set()


def test_what_has_had_its_time_goes_once_a_day_at_night():
    daily = {
        entry["task"]: (entry["schedule"].hour, len(entry["schedule"].minute))
        for entry in app.conf.beat_schedule.values()
        if isinstance(entry["schedule"], crontab) and len(entry["schedule"].hour) == 1
    }
    tidying = {f"{room}.tasks.tidy": ({3}, 1) for room in ("participation", "ideas", "challenges", "notifications")}
    counting = {f"ideas.tasks.{name}": ({4}, 1) for name in ("doubles", "learn_words")}
    auditing = {"participation.tasks.close_audit_months": ({4}, 1), "participation.tasks.log_audit_head": ({3}, 1)}
    others = {**counting, **auditing}
    assert daily == {**tidying, **others}
