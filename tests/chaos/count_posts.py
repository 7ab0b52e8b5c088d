"""The count of what was posted. Each check gives what is wrong, one line a case; nothing wrong is a pass."""

from collections import Counter, defaultdict

from PIL import Image

from tests.chaos.ledger import ACKNOWLEDGED, REFUSED, UNCLEAR

BY_THE_CLOCK = {"wake", "give_up_waiting"}


class Posts:
    """Compares what the browsers know with what is stored."""

    def __init__(self, ledger, facts, media, town):
        self.ledger, self.facts, self.media, self.town = ledger, facts, media, town

    def checks(self):
        return (
            *(self.ideas, self.no_more_ideas, self.numbers, self.voices, self.totals, self.moves, self.histories),
            *(self.photos, self.surprises),
        )

    def _sent(self):
        """The posts of each idea: a browser may send one key for more than one post."""
        sent = defaultdict(list)
        for post in self.ledger.of("idea"):
            sent[post.facts["key"]].append(post)
        return sent

    def ideas(self):
        """Every acknowledged idea is stored once, as its author wrote it."""
        stored = defaultdict(list)
        for idea in self.facts.ideas.values():
            stored[idea["key"]].append(idea)
        for key, posts in self._sent().items():
            found = stored.get(key, [])
            if any(post.outcome == ACKNOWLEDGED for post in posts) and len(found) != 1:
                yield f"idea {key} was acknowledged and is stored {len(found)} times"
            for idea in found:
                if idea["author"] != posts[0].who or idea["title"] not in {post.facts["title"] for post in posts}:
                    yield f"idea {key} is stored as {idea['title']!r} of {idea['author']}"
                told = {post.facts["reference"] for post in posts if "reference" in post.facts}
                if told - {idea["reference"]}:
                    yield f"idea {key} is {idea['reference']}, its author was told {told}"

    def no_more_ideas(self):
        """No idea is stored that nobody wrote, or that is still a concept too."""
        sent = self._sent()
        for idea in self.facts.ideas.values():
            if idea["key"] not in sent and idea["reference"] not in self.town.first_ideas:
                yield f"nobody wrote {idea['reference']}"
            if idea["key"] in self.facts.concepts:
                yield f"the concept of {idea['reference']} is still there"

    def numbers(self):
        """Reference numbers run on without gaps."""
        by_year = Counter(int(idea["reference"][:4]) for idea in self.facts.ideas.values())
        if dict(by_year) != self.facts.counters:
            yield f"ideas a year {dict(by_year)}, counters {self.facts.counters}"

    def voices(self):
        """Support and following stand as their person last was told."""
        last = {}
        for post in self.ledger.of("support", "follow"):
            if post.outcome == REFUSED:
                continue
            about = (post.kind, post.facts["reference"], post.who)
            unsure = post.outcome == UNCLEAR and last.get(about) != post.facts["on"]
            last[about] = None if unsure else post.facts["on"]
        for about, on in last.items():
            if on is not None and (about in self.facts.voices) != on:
                yield f"{about} should be {'there' if on else 'gone'}"
        for kind, reference, who in self.facts.voices - last.keys():
            if kind == "support" or self.facts.author_of[reference] != who:
                yield f"nobody asked for {kind} of {reference} by {who}"

    def totals(self):
        """Support totals equal a recount."""
        for idea in self.facts.ideas.values():
            if idea["support_count"] != idea["imported_support_count"] + idea["supports"]:
                yield f"{idea['reference']} counts {idea['support_count']} and has {idea['supports']}"

    def moves(self):
        """Every acknowledged move and answer happened once; none happened that nobody made."""
        sent, happened = defaultdict(list), Counter()
        for post in self.ledger.of("move", "partner"):
            sent[post.facts["reference"], post.facts.get("verb", "partner")].append(post.outcome)
        for event in self.facts.events:
            verb = "partner" if event["kind"] == "idea.referral_answered" else event["facts"].get("verb")
            if verb and not (verb in BY_THE_CLOCK and event["actor"] is None):
                happened[event["facts"]["reference"], verb] += 1
        for about in sent.keys() | happened.keys():
            outcomes = Counter(sent.get(about, []))
            least, most = outcomes[ACKNOWLEDGED], outcomes[ACKNOWLEDGED] + outcomes[UNCLEAR]
            if not least <= happened[about] <= most:
                yield f"{about} happened {happened[about]} times, and should have {least} to {most} times"

    def histories(self):
        """Each idea has one beginning, each move starts where the last one ended, and the row agrees with the end."""
        events = defaultdict(list)
        for event in self.facts.events:
            events[event["subject_id"]].append(event)
        for idea in self.facts.ideas.values():
            mine = events.pop(idea["id"], [])
            kinds = Counter(event["kind"] for event in mine)
            if kinds["idea.submitted"] != 1 or kinds["idea.routed"] != 1:
                yield f"{idea['reference']} begins with {dict(kinds)}"
            status = "received"
            for event in mine:
                if "verb" in event["facts"]:
                    if event["facts"]["before"] != status:
                        yield f"{idea['reference']}: {event['facts']['verb']} from {event['facts']['before']}, not {status}"
                    status = event["facts"]["after"]
            if status != idea["status"]:
                yield f"{idea['reference']} is {idea['status']}, its history ends at {status}"
        yield from (f"events of an idea that is not there: {subject}" for subject in events)

    def photos(self):
        """Every photo that an idea names can be opened."""
        for idea in self.facts.ideas.values():
            try:
                if idea["photo"]:
                    Image.open(self.media / idea["photo"]).load()
            except OSError as error:
                yield f"the photo of {idea['reference']}: {error}"

    def surprises(self):
        """No browser got an answer that it should never get."""
        yield from self.ledger.surprises
