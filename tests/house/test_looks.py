"""Every address at which officials work, and what the audit log says of who looks there.

Whoever adds an address decides, and a page that names a resident without a line about that resident fails.
"""

import uuid

import pytest
from django.core.files.base import ContentFile

from ideas.actions.inbound import take_in
from ideas.models import AnswerDocument, Entry, IdeaPhoto, InboundMail, InboundPhoto
from participation.models import AuditEntry
from tests import factories
from tests.doors import sign_in
from tests.house.test_addresses import ADDRESSES, address  # noqa: F401 a fixture

IDEA = "werkplek/<reference:reference>/"
CHALLENGE = "werkplek/uitdagingen/<slug:slug>/"
# What it writes down when somebody looks. Addresses that only take a form write down an act, and answer 405 here.
LOOKS = {
    IDEA: "read.idea",
    f"{IDEA}notities/<int:key>/": "read.idea",
    f"{IDEA}antwoord/<answering:verb>/": "read.idea",
    f"{IDEA}antwoord/voorbeeld/": "read.idea",
    f"{IDEA}antwoord/mail/": "read.idea",
    f"{IDEA}antwoorden/<int:pk>/": "read.idea",
    f"{IDEA}afweging/": "read.idea",
    f"{IDEA}splitsen/": "read.idea",
    f"{IDEA}raadplegen/": "read.idea",
    f"{IDEA}verband/": "read.idea",
    "werkplek/invoeren/<reference:reference>/": "read.idea",
    "werkplek/invoeren/<reference:reference>/brief.pdf": "read.idea",
    "werkplek/binnengekomen/": "read.mail",
    "werkplek/binnengekomen/<int:pk>/": "read.mail",
    "werkplek/binnengekomen/<int:pk>/foto/<int:number>/": "read.mail",
    "werkplek/bord/bord.csv": "read.board",
    "werkplek/bord/bord.pdf": "read.board",
    "werkplek/bord/bord.xlsx": "read.board",
    "werkplek/moderatie/": "read.moderation",
    "werkplek/oordelen/": "read.ratings",
    "werkplek/logboek/": "read.audit",
    "werkplek/uitdagingen/<slug:slug>/inzendingen/": "read.responses",
    "werkplek/uitdagingen/<slug:slug>/inzendingen.zip": "read.response_export",
    "werkplek/inzendingen/<str:reference>/": "read.response",
    "werkplek/inzendingen/<str:reference>/bestand/<uuid:key>/": "read.response_file",
}
# What stands there says nothing of a resident: titles and numbers of ideas, figures, and what officials set.
NOT_OF_RESIDENTS = {
    "werkplek/",
    "werkplek/afwezig/",
    "werkplek/bord/",
    "werkplek/bord/aandacht/",
    "werkplek/bord/aandacht/<slug:kind>/",
    "werkplek/bord/dubbel/",
    "werkplek/bord/dubbel/dubbel.csv",
    "werkplek/bord/dubbel/dubbel.xlsx",
    "werkplek/bord/dubbel/log.csv",
    "werkplek/bord/ideeen/",
    "werkplek/invoeren/",
    "werkplek/antwoorden/",
    "werkplek/gesloten-dagen/",
    "werkplek/gewichten/",
    "werkplek/organisatiegids/",
    "werkplek/organisatiegids/<int:pk>/",
    "werkplek/organisaties/",
    "werkplek/organisaties/<int:pk>/",
    "werkplek/organisaties/nieuw/",
    "werkplek/regels/",
    "werkplek/regels/<int:pk>/",
    "werkplek/regels/<int:pk>/versies/<int:number>/",
    "werkplek/regels/<int:pk>/wijzigen/",
    "werkplek/regels/nieuw/",
    "werkplek/sjablonen/",
    "werkplek/sjablonen/<int:pk>/",
    "werkplek/sjablonen/nieuw/",
    "werkplek/sneltoetsen/",
    "werkplek/medewerkers/",
    "werkplek/medewerkers/<int:pk>/",
    "werkplek/stemrondes/",
    "werkplek/stemrondes/<slug:slug>/",
    "werkplek/stemrondes/<slug:slug>/wijzigen/",
    "werkplek/stemrondes/nieuw/",
    "werkplek/suggesties/",
    "werkplek/suggesties/<int:pk>/",
    "werkplek/suggesties/log.csv",
    "werkplek/suggesties/log.json",
    f"{IDEA}wie/",
    # Who was asked into a jury, by the official who asks; and organisations.
    f"{CHALLENGE}jury/",
    f"{CHALLENGE}rangorde/",
    f"{CHALLENGE}rangorde/rangorde.csv",
    f"{CHALLENGE}besluit/",
    f"{CHALLENGE}besluit/brieven/",
    f"{CHALLENGE}bezwaren/",
    f"{CHALLENGE}bezwaren/<int:pk>/",
    "werkplek/projecten/nieuw/",
    "werkplek/projecten/<slug:slug>/",
    "werkplek/projecten/<slug:slug>/wijzigen/",
    # Who asked a question is not shown to who answers it either.
    "werkplek/uitdagingen/",
    "werkplek/uitdagingen/nieuw/",
    "werkplek/uitdagingen/<slug:slug>/",
    "werkplek/uitdagingen/<slug:slug>/teksten/",
    "werkplek/uitdagingen/<slug:slug>/rondes/nieuw/",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/criteria/",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/vragen/nieuw/",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/vragen/<int:pk>/",
    "werkplek/uitdagingen/<slug:slug>/akkoord/",
    "werkplek/uitdagingen/<slug:slug>/bericht/",
    "werkplek/uitdagingen/<slug:slug>/verlengen/",
    "werkplek/uitdagingen/<slug:slug>/vragen/<int:pk>/",
    "werkplek/uitdagingen/<slug:slug>/wie-opent/",
    "werkplek/uitdagingen/<slug:slug>/openen/",
}
DESK = [route for route, kind in ADDRESSES.items() if kind == "official" and route.startswith("werkplek/")]


@pytest.fixture
def everybody_may(client):
    return sign_in(client, factories.make_official("spil", is_coordinator=True, is_superuser=True))


@pytest.mark.django_db
def test_who_looks_at_a_resident_stands_in_the_log(everybody_may, address, idea, coordinator):  # noqa: F811
    factories.make_draft(idea, coordinator)
    writer = factories.make_resident("xylofoon")  # No page has that word by itself.
    factories.make_raw_comment(idea, author=writer, state="held", text="Wacht nog.")
    Entry.objects.create(idea=idea, official=coordinator, name="Mia")
    take_in(b"From: Mia <mia@example.org>\r\nSubject: Bomen\r\n\r\nPlant bomen.")
    InboundMail.objects.update(id=1)
    InboundPhoto.objects.create(pk=1, mail_id=1, image="nergens.jpg")
    told, names = {}, {}
    for route in DESK:
        author = None if route.endswith("brief.pdf") else idea.author_id
        type(idea).objects.filter(pk=idea.pk).update(author=author)
        before = AuditEntry.objects.count()
        response = everybody_may.get(address(route))
        rows = list(AuditEntry.objects.order_by("pk")[before:])
        told[route] = (response.status_code == 405, *sorted({row.kind for row in rows}))
        text = b"".join(response).decode(errors="replace")
        named = {person.pk for person in (idea.author, writer) if person.nickname in text}
        names[route] = named - {row.about for row in rows}
    # Addresses that only take a form answer that they are not asked this way.
    assert told == {
        route: (False, LOOKS[route]) if route in LOOKS else (route not in NOT_OF_RESIDENTS,) for route in DESK
    }
    # A comment that everybody reads names its writer on the page of an idea as well: that is no look at them.
    names[IDEA].discard(writer.pk)
    assert {route: people for route, people in names.items() if people} == {}


@pytest.mark.django_db
def test_each_idea_in_a_file_stands_in_the_log(everybody_may, programme, resident):
    ideas = [factories.make_raw_idea(programme, author=resident) for _ in range(3)]
    sent = {"idee": [one.reference for one in ideas], "doe": "csv"}
    assert everybody_may.post("/werkplek/samen/doen/", sent).status_code == 200
    assert [(row.kind, row.about, row.reference) for row in AuditEntry.objects.order_by("pk")] == [
        ("read.export", resident.pk, one.reference) for one in ideas
    ]


@pytest.mark.django_db
def test_somebody_elses_desk_is_neither_shown_nor_in_the_log(client, idea, stranger):
    sign_in(client, stranger)
    assert client.get(idea.get_desk_url()).status_code == 404
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
def test_letters_with_codes_stand_in_the_log_each_time_they_are_made(everybody_may, coordinator, idea):
    made = factories.make_vote(coordinator, [idea, factories.make_raw_idea(idea.programme)], electorate="codes")
    before = AuditEntry.objects.count()
    sent = {"key": str(uuid.uuid4()), "count": "3"}
    for _ in range(2):
        response = everybody_may.post(f"/werkplek/stemrondes/{made.slug}/brieven/", sent)
        assert response["Content-Type"] == "application/pdf"
    rows = AuditEntry.objects.order_by("pk")[before:]
    said = [(row.kind, row.subject_type, row.subject_id) for row in rows if row.kind.startswith("read.")]
    assert said == [("read.letters", "ideas.round", made.pk)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("of", ["draft", "answer"])
def test_a_document_that_an_official_opens_stands_in_the_log_and_no_residents_look(client, idea, coordinator, of):
    whose = factories.make_draft(idea, coordinator) if of == "draft" else factories.make_answer(idea, coordinator)
    content = ContentFile(b"%PDF-1.7", "brief.pdf")
    document = AnswerDocument.objects.create(
        **{of: whose}, file=content, name="brief.pdf", kind="application/pdf", size=8, digest="x"
    )
    b"".join(client.get(document.get_absolute_url()))
    b"".join(sign_in(client, idea.author).get(document.get_absolute_url()))
    assert AuditEntry.objects.count() == 0
    opened = sign_in(client, coordinator).get(document.get_absolute_url())
    assert b"".join(opened) == b"%PDF-1.7"
    said = [(row.who, row.kind, row.about, row.reference) for row in AuditEntry.objects.all()]
    assert said == [(coordinator.pk, "read.document", idea.author_id, idea.reference)]
    document.file.delete(save=False)


@pytest.mark.django_db
def test_an_idea_that_is_hidden_is_looked_at_outside_the_desk_as_well(client, idea, coordinator):
    photo = IdeaPhoto.objects.create(idea=idea, image=ContentFile(b"x", "x.jpg"), place=1)
    pages = [idea.get_absolute_url(), f"{idea.get_absolute_url()}foto/"]
    sign_in(client, coordinator)
    for page in pages:
        b"".join(client.get(page))
    assert AuditEntry.objects.count() == 0
    type(idea).objects.filter(pk=idea.pk).update(visibility="held")
    for page in pages:
        response = client.get(page)
        assert (response.status_code, b"".join(response) == b"") == (200, False)
    said = [(row.who, row.kind, row.about, row.reference) for row in AuditEntry.objects.all()]
    assert said == [(coordinator.pk, "read.idea", idea.author_id, idea.reference)] * 2
    sign_in(client, idea.author).get(idea.get_absolute_url())
    assert AuditEntry.objects.count() == 2
    photo.image.delete(save=False)
