"""The table at the end."""

from collections import Counter

from tests.chaos import media
from tests.chaos.conditions import SHORTENED
from tests.chaos.ledger import ACKNOWLEDGED
from tests.chaos.residents import NO_ROOM_TOLD

MOST_SHOWN = 12


def begin(chosen, lanes, say):
    """The faults, by kind."""
    faults = Counter()
    for lane in lanes:
        faults.update(lane.counts)
    say(f"\nseed {chosen.seed}, {chosen.minutes:g} minutes, {sum(faults.values())} faults")
    for name, times in sorted(faults.items()):
        say(f"    {times:10}  {name}")


def fill(title, lines, say):
    """One part: lines of a name and a figure."""
    say(title)
    for name, value in lines:
        say(f"    {value!s:>10}  {name}")


def end(wrong, ground, say):
    """The checks with their first cases; gives the exit code."""
    say("the count")
    for check, cases in wrong.items():
        say(f"    {'FAIL' if cases else 'PASS'}  {check.__doc__}")
        for case in cases[:MOST_SHOWN]:
            say(f"            {case}")
        if len(cases) > MOST_SHOWN:
            say(f"            ... and {len(cases) - MOST_SHOWN} more")
    failed = sum(bool(cases) for cases in wrong.values())
    say(
        f"{'FAIL' if failed else 'PASS'}: {len(wrong) - failed} of {len(wrong)} checks; the record is in {ground.folder}"
    )
    return 1 if failed else 0


def done(ledger, facts, news):
    posts = ledger.posts
    by_outcome = Counter((post.kind, post.outcome) for post in posts)
    for (kind, outcome), times in sorted(by_outcome.items()):
        yield f"posts: {kind}, {outcome}", times
    yield "posts acknowledged", sum(post.outcome == ACKNOWLEDGED for post in posts)
    yield "sent again because no answer came", sum(max(post.tries - 1, 0) for post in posts)
    yield (
        "sent again without the photo, for which there was no room",
        sum(NO_ROOM_TOLD in post.errors for post in posts),
    )
    yield "ideas stored", len(facts.ideas)
    yield "events", len(facts.events)
    for kind, times in sorted(Counter(event["kind"] for event in facts.events).items()):
        yield f"events: {kind}", times
    yield "deliveries", len(facts.deliveries)
    for state, times in sorted(Counter((row["channel"], row["state"]) for row in facts.deliveries).items()):
        yield f"deliveries: {', '.join(state)}", times
    yield "mails that the mail server took", sum(map(len, news.mails.values()))
    yield "mails that it turned away", sum(map(len, news.turned_away.values()))
    yield "duplicates, each a counted resend in doubt", news.duplicates["documented"]
    yield "duplicates that nothing explains", news.duplicates["undocumented"]
    yield "mails given up, twice without an answer, that never arrived", news.in_vain()
    yield "hearers for whom either was right (changed at that very moment)", news.undecided


def held(ledger, ground, pulse, queue, drained_in):
    yield "pages that the pulse got", pulse.pages
    yield "and did not get", pulse.failures
    yield "longest time of recovery: no page came", f"{pulse.longest_outage:.1f} s"
    yield "longest time without an acknowledged post", f"{ledger.longest_silence():.1f} s"
    yield "oldest event that waited to be told", f"{queue.oldest_event:.1f} s"
    yield "oldest delivery that was due", f"{queue.oldest_delivery:.1f} s"
    yield "from the last fault until nothing waited", "never" if drained_in is None else f"{drained_in:.0f} s"
    for name, program in ground.programs.items():
        yield f"times that {name} ended by itself", program.by_itself


def conditions(ground):
    for path, value in SHORTENED.items():
        yield f"{path}, shortened", f"{getattr(value, 'total_seconds', lambda v=value: v)():g} s"
    yield "photos: " + media.HOW[ground.small_disk], "disk"
    yield "moved in web, workers and beats; the database keeps its own, by which leases and news are timed", "clock"
    yield "silent for 10 to 15 s and then reset, as the kernel does in the end", "postgres"
