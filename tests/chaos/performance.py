"""One run from the town to the table."""

import time

from tests.chaos import table, town
from tests.chaos.breaking_programs import Frozen, Killed, Site
from tests.chaos.breaking_services import Mail, Postgres, Redis
from tests.chaos.breaking_surroundings import Surroundings
from tests.chaos.count_news import News
from tests.chaos.count_posts import Posts
from tests.chaos.facts import Facts
from tests.chaos.ledger import Ledger
from tests.chaos.officials import Desk
from tests.chaos.programs import Supervisor
from tests.chaos.residents import Street
from tests.chaos.scene import Scene
from tests.chaos.watch import Pulse, Queue

LANES = (Killed, Frozen, Site, Redis, Postgres, Mail, Surroundings)
STREETS, DESKS = 5, 4
RESIDENTS_A_MINUTE, FEWEST_RESIDENTS = 14, 60
START_LIMIT = 120
GRACE = 150  # Seconds that what was begun may still take when the faults are over.
DRAIN_LIMIT = 300
NEWS_EVERY = 10


def perform(ground, chosen, say):
    """Give the exit code."""
    say("Making a town ...")
    made = town.build(FEWEST_RESIDENTS + int(RESIDENTS_A_MINUTE * chosen.minutes))
    ledger = Ledger(ground.folder / "posts.jsonl")
    scene = Scene(ground.proxies["web"].port, made, ledger, ground.sink)
    scene.ideas += [(reference, made.residents[number]) for number, reference in enumerate(made.first_ideas)]
    supervisor = Supervisor(list(ground.programs.values()))
    pulse, queue = Pulse(scene.port, ledger, supervisor.stopping), Queue(ground.direct, supervisor.stopping)
    crowd = [Street(scene, number, made.residents[number::STREETS], chosen.seed) for number in range(STREETS)]
    crowd += [Desk(scene, number, chosen.seed) for number in range(DESKS)]
    lanes = [lane(ground, chosen.seed) for lane in LANES]
    try:
        supervisor.start()
        wait_for_site(scene)
        for thread in (pulse, queue, *crowd, *lanes):
            thread.start()
        last(chosen.minutes * 60, lanes, crowd, ledger, queue, say)
        say("The faults end; what was begun is finished ...")
        calm(lanes)
        finish(crowd, scene)
        drained_in = drain(queue, say)
    finally:
        calm(lanes)
        supervisor.stop()
        ledger.close()
    facts = Facts(ground.direct)
    clock_moved = any("clock" in name for lane in lanes for name in lane.counts)
    posts = Posts(ledger, facts, ground.media, made)
    news = News(ledger, facts, ground.sink, clock_moved=clock_moved)
    wrong = {check: list(check()) for check in (*posts.checks(), *news.checks())}
    table.begin(chosen, lanes, say)
    table.fill("what was done", table.done(ledger, facts, news), say)
    table.fill("how it held", table.held(ledger, ground, pulse, queue, drained_in), say)
    table.fill("conditions", table.conditions(ground), say)
    return table.end(wrong, ground, say)


def wait_for_site(scene):
    """Wait until the first page comes."""
    scene.last_moment = time.monotonic() + START_LIMIT
    browser = scene.browser_of(scene.town.residents[0])
    if scene.patience.until_answered(lambda: browser.open("/ideeen/")) is None:
        raise TimeoutError("the site does not answer; see the logs")
    scene.last_moment = float("inf")


def last(seconds, lanes, crowd, ledger, queue, say):
    """Let it go on, and tell now and then."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        time.sleep(min(NEWS_EVERY, seconds))
        dead = [thread.name for thread in (*lanes, *crowd) if not thread.is_alive()]
        if dead:
            raise RuntimeError(f"this part of the run itself broke: {dead}")
        faults = sum(sum(lane.counts.values()) for lane in lanes)
        done = sum(post.outcome == "acknowledged" for post in ledger.posts)
        busy = ", ".join(f"{lane.name} {lane.busy}" for lane in lanes if lane.busy)
        waits = f"{queue.now.get('events')} events and {queue.now.get('deliveries')} deliveries wait"
        say(f"{time.monotonic() - begun:5.0f} s  {faults} faults, {done} posts, {waits}; now: {busy}")


def calm(lanes):
    """Let every fault end."""
    for lane in lanes:
        lane.stopping.set()
    for lane in lanes:
        if lane.is_alive():
            lane.join(90)


def finish(crowd, scene):
    """Let the browsers finish what they began."""
    scene.stop(GRACE)
    for thread in crowd:
        thread.join(GRACE + 60)


def drain(queue, say):
    """Wait until nothing waits; gives how many seconds that took, None when it never came to that."""
    begun = time.monotonic()
    while time.monotonic() - begun < DRAIN_LIMIT:
        if queue.is_empty():
            return time.monotonic() - begun
        say(f"       draining: {queue.now}")
        time.sleep(NEWS_EVERY)
    return None
