"""The pages of vote rounds: what each kind of visitor finds, what it costs, and what it never tells."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.codes import make_codes
from ideas.actions.round import move_round
from ideas.models import Ballot, Idea, Round, Voter
from ideas.rounds.files import csv_of, json_of
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
RECEIPT = re.compile(r"<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>")


@pytest.fixture
def ideas(programme):
    return [factories.make_raw_idea(programme) for _ in range(4)]


@pytest.fixture
def round_(coordinator, ideas):
    return factories.make_vote(coordinator, ideas, threshold=2, hides_totals=False)


@pytest.fixture
def by_code(coordinator, ideas):
    return factories.make_vote(coordinator, ideas, electorate="codes", title="Met een brief")


def page(client, round_, query=""):
    response = client.get(f"{round_.get_absolute_url()}{query}")
    assert response.status_code == 200
    return response.content.decode()


def vote(client, round_, idea, **data):
    return client.post(f"{round_.get_absolute_url()}stem/", {"idee": idea.reference, "sleutel": uuid.uuid4(), **data})


def order(html, ideas):
    return sorted(ideas, key=lambda idea: html.index(f'id="{idea.reference}"'))


def test_a_visitor_reads_the_rules_beside_the_way_in(client, round_, ideas):
    html = page(client, round_)
    assert all(rule in html for rule in round_.rules.split("\n"))
    assert "Log in om te stemmen" in html
    assert f"?next=/stemrondes/{round_.slug}/" in html
    assert all(idea.title in html for idea in ideas)
    assert "csrfmiddlewaretoken" not in html
    assert "Stem op dit idee" not in html


def test_voting_shows_a_receipt_once_and_the_page_shows_the_vote(client, round_, ideas, resident):
    sign_in(client, resident)
    key = uuid.uuid4()
    answers = [vote(client, round_, ideas[0], sleutel=key) for _ in range(2)]
    receipts = {RECEIPT.search(answer.content.decode()).group(1) for answer in answers}
    assert receipts == set(Ballot.objects.values_list("receipt", flat=True))
    assert "no-store" in answers[0]["Cache-Control"]
    html = page(client, round_)
    assert ("U stemde op dit idee" in html, "nog 2 van uw 3" in html, receipts.pop() in html) == (True, True, False)
    assert "nog 1 stem nodig" in html


def test_the_receipt_lies_nowhere_beside_its_owner(client, round_, ideas, resident):
    """Not in the session, not in a cookie, not in the journal or the inbox."""
    sign_in(client, resident)
    receipt = RECEIPT.search(vote(client, round_, ideas[0]).content.decode()).group(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        holding = []
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS row WHERE row::text LIKE %s)', [f"%{receipt}%"])
            holding += [table] if cursor.fetchone()[0] else []
    assert holding == ["ideas_ballot"]
    assert receipt not in str(dict(client.session.items()))
    assert not any(receipt in cookie.value for cookie in client.cookies.values())


def test_a_vote_is_withdrawn(client, round_, ideas, resident):
    sign_in(client, resident)
    vote(client, round_, ideas[0])
    response = vote(client, round_, ideas[0], doe="terug")
    assert response["Location"] == f"/stemrondes/{round_.slug}/#{ideas[0].reference}"
    assert not Ballot.objects.exists()
    assert "Uw stem is ingetrokken" in page(client, round_)


def test_a_second_tab_is_told_why_not(client, round_, ideas, resident):
    sign_in(client, resident)
    vote(client, round_, ideas[0])
    response = client.post(
        f"{round_.get_absolute_url()}stem/", {"idee": ideas[0].reference, "sleutel": "geen uuid"}, follow=True
    )
    assert "U hebt al op dit idee gestemd" in response.content.decode()
    assert Ballot.objects.count() == 1


def test_ways_to_vote_that_lead_nowhere(client, round_, by_code, ideas, programme, resident, coordinator):
    other = factories.make_raw_idea(programme)
    assert vote(client, round_, ideas[0])["Location"].startswith("/inloggen/")
    assert vote(client, by_code, ideas[0])["Location"] == f"/stemrondes/{by_code.slug}/code/"
    sign_in(client, resident)
    assert vote(client, by_code, ideas[0])["Location"] == f"/stemrondes/{by_code.slug}/code/"
    assert vote(client, round_, other).status_code == 404
    assert client.get(f"{round_.get_absolute_url()}stem/").status_code == 405
    concept = factories.make_vote(coordinator, ideas, verb="", title="Nog niet")
    assert vote(client, concept, ideas[0]).status_code == 404
    assert not Ballot.objects.exists()


def test_a_vote_from_another_site_is_refused(round_, ideas, resident):
    client = sign_in(Client(enforce_csrf_checks=True), resident)
    assert vote(client, round_, ideas[0]).status_code == 403
    assert not Ballot.objects.exists()


def test_by_letter_without_an_account(client, by_code, ideas, coordinator):
    [code] = make_codes(by_code, 1, actor=coordinator, client_key=uuid.uuid4())
    address = f"{by_code.get_absolute_url()}code/"
    assert "Vul uw stemcode in" in page(client, by_code)
    assert f'value="{code}"' in client.get(f"{address}?code={code}").content.decode()
    assert Voter.objects.get().votes == 0  # A scanner that opens the link uses nothing.
    wrong = client.post(address, {"code": "K7Q4-M2XD-9RTA"})
    assert (wrong.status_code, "Deze code kennen wij niet" in wrong.content.decode()) == (422, True)
    assert "K7Q4-M2XD-9RTA" in wrong.content.decode()
    assert client.post(address, {"code": code.lower()})["Location"] == by_code.get_absolute_url()
    assert RECEIPT.search(vote(client, by_code, ideas[0]).content.decode())
    assert "U stemde op dit idee" in page(client, by_code)
    client.post(address, {"doe": "klaar"})
    assert "U stemde op dit idee" not in page(client, by_code)
    assert Voter.objects.get().votes == 1


def test_the_order_is_a_persons_own_and_stays(client, round_, ideas, coordinator, programme):
    more = factories.make_vote(coordinator, [factories.make_raw_idea(programme) for _ in range(12)], title="Veel")
    its = list(more.ideas.all())
    orders = []
    for person in (factories.make_resident("een"), factories.make_resident("twee")):
        sign_in(client, person)
        before = order(page(client, more), its)
        vote(client, more, its[0])
        voted = [order(page(client, more), its) for _ in range(2)]
        assert voted[0] == voted[1]
        orders.append(before)
    assert orders[0] != orders[1]
    visitor = Client()
    assert order(page(visitor, more), its) == order(page(Client(), more), its)
    assert order(page(visitor, more, "?volgorde=1"), its) != order(page(visitor, more, "?volgorde=2"), its)


@pytest.mark.parametrize("junk", ["x", "9" * 400, "-1", "²", "%00"])
def test_an_order_that_is_none_is_the_usual(client, round_, ideas, junk):
    assert order(page(client, round_, f"?volgorde={junk}"), ideas) == order(page(client, round_), ideas)


def test_hidden_totals_are_hidden_from_everybody_until_the_end(client, coordinator, ideas, resident):
    round_ = factories.make_vote(coordinator, ideas, threshold=7, title="Verborgen")
    sign_in(client, resident)
    vote(client, round_, ideas[0])
    for person in (None, resident, coordinator):
        reader = sign_in(Client(), person) if person else Client()
        html = page(reader, round_)
        assert not re.search(r"\d+ stem(men)?</strong>|nog \d+ stem", html)
    desk = sign_in(Client(), coordinator).get(round_.get_desk_url()).content.decode()
    assert not re.search(r'data-label="Stemmen"', desk)
    move_round(factories.end(round_), "close", actor=None)
    assert "1 stem</strong>" in page(Client(), round_)


def test_the_result(client, round_, ideas, resident, neighbour):
    for person in (resident, neighbour):
        sign_in(client, person)
        vote(client, round_, ideas[2])
    vote(client, round_, ideas[1])
    move_round(factories.end(round_), "close", actor=None)
    Idea.objects.filter(pk=ideas[1].pk).update(visibility="hidden", hidden_reason="Naam.", title="Wie hier woont")
    html = page(Client(), round_)
    assert order(html, ideas)[:2] == [ideas[2], ideas[1]]
    assert ("2 stemmen</strong>" in html, "Genoeg stemmen" in html, "Wie hier woont" in html) == (True, True, False)
    assert f"Idee {ideas[1].reference}" in " ".join(html.split())
    assert "Tel de stemmen zelf na" in html


def test_what_is_published(client, round_, ideas, resident):
    for name in ("natellen/", "stemmen.csv", "stemmen.json"):
        assert client.get(f"{round_.get_absolute_url()}{name}").status_code == 404
    sign_in(client, resident)
    vote(client, round_, ideas[0])
    move_round(factories.end(round_), "close", actor=None)
    visitor = Client()
    html = visitor.get(f"{round_.get_absolute_url()}natellen/").content.decode()
    assert (round_.csv_sha256 in html, round_.json_sha256 in html) == (True, True)
    table = visitor.get(f"{round_.get_absolute_url()}stemmen.csv")
    assert (table.content, table["Content-Type"]) == (csv_of(round_), "text/csv; charset=utf-8")
    assert visitor.get(f"{round_.get_absolute_url()}stemmen.json").content == json_of(round_)
    again = visitor.get(f"{round_.get_absolute_url()}stemmen.csv", headers={"if-none-match": table["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_receipt_is_looked_up_by_a_form(client, round_, ideas, resident):
    sign_in(client, resident)
    receipt = RECEIPT.search(vote(client, round_, ideas[0]).content.decode()).group(1)
    address = f"{round_.get_absolute_url()}stembewijs/"
    visitor = Client()
    running = visitor.post(address, {"receipt": receipt.lower().replace("-", " ")}).content.decode()
    assert ("deze stem is binnen" in running, ideas[0].title in running) == (True, False)
    move_round(factories.end(round_), "close", actor=None)
    assert ideas[0].title in visitor.post(address, {"receipt": receipt}).content.decode()
    for typed in ("", "0000-0000-0000-0000", "<script>", "\0", "x" * 10_000):
        answer = visitor.post(address, {"receipt": typed})
        assert (answer.status_code, "<script>" in answer.content.decode().partition("<main")[2]) == (422, False)


def test_moments_before_and_after(client, coordinator, ideas):
    later = {"opens_at": timezone.now() + timedelta(days=1), "closes_at": timezone.now() + timedelta(days=2)}
    planned = factories.make_vote(coordinator, ideas, verb="plan", **later)
    assert "U kunt stemmen vanaf" in page(client, planned)
    factories.let_time_pass(
        planned, opens_at=timezone.now() - timedelta(days=2), closes_at=timezone.now() - timedelta(seconds=1)
    )
    assert "De stemmen worden geteld" in page(client, planned)
    cancelled = factories.make_vote(coordinator, ideas, title="Mis")
    move_round(cancelled, "cancel", actor=coordinator, reason="De brieven <b>waren</b> fout.")
    html = page(client, cancelled)
    assert "De brieven &lt;b&gt;waren&lt;/b&gt; fout." in html


def test_a_concept_is_for_coordinators(client, coordinator, ideas, resident, owner):
    concept = factories.make_vote(coordinator, ideas, verb="", title="Nog niet")
    for person in (None, resident, owner):
        reader = sign_in(Client(), person) if person else Client()
        assert reader.get(concept.get_absolute_url()).status_code == 404
        assert "Nog niet" not in reader.get("/stemrondes/").content.decode()
    html = page(sign_in(client, coordinator), concept)
    assert "Dit is een voorbeeld" in html


def test_removed_votes_are_shown_with_the_reason(client, round_, ideas, resident, coordinator):
    sign_in(client, resident)
    vote(client, round_, ideas[0])
    resident.is_active = False
    resident.save(update_fields=["is_active"])
    sign_in(client, coordinator).post(f"{round_.get_desk_url()}opschonen/", {"reason": "nepaccounts"})
    html = page(Client(), round_)
    assert ("1 stem weggehaald." in html, "nepaccounts" in html) == (True, True)


def test_hostile_words(client, coordinator, ideas):
    evil = "<script>alert(1)</script>\u202e 🌳"
    round_ = factories.make_vote(coordinator, ideas, title=evil, question=evil, promise=evil)
    for path in (round_.get_absolute_url(), "/stemrondes/", "/", f"{round_.get_absolute_url()}stembewijs/"):
        html = client.get(path).content.decode()
        assert ("<script>alert" in html, "&lt;script&gt;alert(1)" in html) == (False, True), path


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    return len(queries)


@pytest.mark.parametrize("who", ["visitor", "voter"])
def test_a_round_costs_the_same_for_two_ideas_and_for_thirty(client, coordinator, programme, resident, who):
    costs = []
    for count in (2, 30):
        ideas = [factories.make_raw_idea(programme) for _ in range(count)]
        round_ = factories.make_vote(coordinator, ideas, title=f"Met {count}", hides_totals=False)
        if who == "voter":
            sign_in(client, resident)
            vote(client, round_, ideas[0])
        costs.append(cost(client, round_.get_absolute_url()))
    assert costs[0] == costs[1] <= (4 if who == "visitor" else 9)


def test_the_list_costs_the_same_for_one_round_and_for_thirty(client, coordinator, ideas, round_):
    before = cost(client, "/stemrondes/")
    Round.objects.bulk_create(
        Round(
            slug=f"r{n}",
            title=f"Ronde {n}",
            question="?",
            promise="!",
            electorate="codes",
            rules="x",
            status="open",
            opens_at=timezone.now(),
            closes_at=timezone.now() + timedelta(days=n + 1),
        )
        for n in range(30)
    )
    assert cost(client, "/stemrondes/") == before <= 8


def test_a_vote_costs_few_statements(client, round_, ideas, resident):
    sign_in(client, resident)
    vote(client, round_, ideas[0])
    with CaptureQueriesContext(connection) as queries:
        assert vote(client, round_, ideas[1]).status_code == 200
    assert len([query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 14
