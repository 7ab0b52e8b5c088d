"""Every address of the site, and for whom it is. One that nobody listed here fails, so nothing opens by accident."""

import uuid

import pytest
from django.test import Client
from django.urls import get_resolver

from challenges.actions.questions import ask_question
from ideas.actions.round import move_round
from notifications.probes import PROBES
from projects.models import Project
from tests import factories
from tests.challenges.scene_seal import make_opened_response
from tests.doors import sign_in

ADMINISTRATION = "beheer/"

# public: everybody. resident: whoever signed in. official, administrator: they only. special: a visitor in the
# middle of something, or somebody with a secret; without it they get nowhere, and never past the door.
ADDRESSES = {
    "": "public",
    "ideeen/": "public",
    "ideeen/atom/": "public",
    "ideeen/rss/": "public",
    "ideeen/kaart/": "public",
    "ideeen/kaart/punten/": "public",
    "ideeen/kaart/gebieden/": "public",
    "plek/adressen/": "public",
    "plek/gebied/": "public",
    "ideeen/nieuw/": "public",
    "ideeen/nieuw/bewaren/": "special",
    "ideeen/nieuw/voorstel/": "public",
    "ideeen/nieuw/plek/": "public",
    "ideeen/nieuw/tips/": "special",
    "ideeen/nieuw/fotos/": "special",
    "ideeen/snel/": "public",
    "ideeen/nieuw/lijkt-op/": "special",
    "ideeen/nieuw/lijkt-op/<reference:reference>/": "resident",
    "ideeen/nieuw/code/": "special",
    "ideeen/nieuw/foto/<uuid:key>/<int:number>/": "special",
    "ideeen/status/<str:token>/": "special",
    "ideeen/meedoen/<str:token>/": "special",
    "ideeen/steun/<str:token>/": "special",
    "ideeen/formulier/<slug:code>.pdf": "public",
    "ideeen/<reference:reference>/": "public",
    "ideeen/<reference:reference>/foto/": "public",
    "ideeen/<reference:reference>/kaart.png": "public",
    "ideeen/<reference:reference>/poster.pdf": "public",
    "ideeen/<reference:reference>/foto/<int:number>/": "public",
    "ideeen/<reference:reference>/wijzigen/": "resident",
    "ideeen/<reference:reference>/aanvullen/": "resident",
    "ideeen/<reference:reference>/bericht/": "resident",
    "ideeen/<reference:reference>/statuslink/": "resident",
    "ideeen/<reference:reference>/mede-indieners/": "resident",
    "ideeen/<reference:reference>/steun/": "resident",
    "ideeen/<reference:reference>/volgen/": "resident",
    "ideeen/<reference:reference>/melden/": "public",
    "ideeen/<reference:reference>/bezwaar/": "resident",
    "ideeen/<reference:reference>/reacties/": "public",
    "ideeen/<reference:reference>/reacties/nieuw/": "resident",
    "ideeen/<reference:reference>/reacties/<int:pk>/": "public",
    "ideeen/<reference:reference>/reacties/<int:pk>/eerder/": "public",
    "ideeen/<reference:reference>/reacties/<int:pk>/veranderen/": "resident",
    "ideeen/<reference:reference>/reacties/<int:pk>/weghalen/": "resident",
    "ideeen/<reference:reference>/reacties/<int:pk>/nuttig/": "resident",
    "ideeen/<reference:reference>/reacties/<int:pk>/volgen/": "resident",
    "ideeen/<reference:reference>/reacties/<int:pk>/melden/": "public",
    "ideeen/<reference:reference>/reacties/<int:pk>/bezwaar/": "resident",
    "robotcontrole/": "public",
    "ideeen/<reference:reference>/<slug:verb>/": "resident",
    "doorverwijzing/<str:token>/": "special",
    "programmas/": "public",
    "programmas/<slug:slug>/": "public",
    "stemrondes/": "public",
    "stemrondes/<slug:slug>/": "public",
    "stemrondes/<slug:slug>/code/": "public",
    "stemrondes/<slug:slug>/stembewijs/": "public",
    "stemrondes/<slug:slug>/stem/": "special",
    "stemrondes/<slug:slug>/natellen/": "public",
    "stemrondes/<slug:slug>/stemmen.csv": "public",
    "stemrondes/<slug:slug>/stemmen.json": "public",
    "uitdagingen/": "public",
    "uitdagingen/atom/": "public",
    "uitdagingen/rss/": "public",
    "uitdagingen/berichten/": "resident",
    "uitdagingen/<slug:slug>/": "public",
    "uitdagingen/<slug:slug>.ics": "public",
    "uitdagingen/<slug:slug>/documenten/<int:pk>/": "special",
    "uitdagingen/<slug:slug>/volgen/": "resident",
    "uitdagingen/<slug:slug>/vragen/": "public",
    "uitdagingen/<slug:slug>/vragen.pdf": "public",
    "uitdagingen/<slug:slug>/vragen.txt": "public",
    "uitdagingen/<slug:slug>/vragen/stellen/": "resident",
    "uitdagingen/<slug:slug>/controlelijst-<int:number>.json": "special",
    "uitdagingen/<slug:slug>/meedoen/": "resident",
    "inzendingen/": "resident",
    "inzendingen/partners/<int:pk>/": "resident",
    "inzendingen/<str:reference>/": "resident",
    "inzendingen/<str:reference>/bewaren/": "resident",
    "inzendingen/<str:reference>/intrekken/": "resident",
    "inzendingen/<str:reference>/partners/": "resident",
    "inzendingen/<str:reference>/versies/": "resident",
    "inzendingen/<str:reference>/versies/<int:edition>/": "resident",
    "inzendingen/<str:reference>/ontvangst/": "resident",
    "inzendingen/<str:reference>/ontvangst/<int:phase>-<int:number>.json": "resident",
    "inzendingen/<str:reference>/bestanden/<uuid:key>/": "resident",
    "inzendingen/<str:reference>/bestand/<uuid:key>/": "resident",
    "inzendingen/<str:reference>/bestand/<uuid:key>/deel/": "resident",
    "mijn-inbreng/": "resident",
    "mijn-inbreng/zoekopdrachten/": "resident",
    "mijn-inbreng/zoekopdrachten/nieuw/": "resident",
    "mijn-inbreng/zoekopdrachten/<int:pk>/": "resident",
    "mijn-inbreng/zoekopdrachten/<int:pk>/weg/": "resident",
    "mijn-inbreng/steun-meenemen/": "resident",
    "mijn-inbreng/<slug:slug>/": "resident",
    "werkplek/": "official",
    "werkplek/bord/": "official",
    "werkplek/bord/ideeen/": "official",
    "werkplek/bord/bord.csv": "official",
    "werkplek/bord/bord.xlsx": "official",
    "werkplek/bord/bord.pdf": "official",
    "werkplek/bord/aandacht/": "official",
    "werkplek/bord/aandacht/<slug:kind>/": "official",
    "werkplek/bord/dubbel/": "official",
    "werkplek/bord/dubbel/dubbel.csv": "official",
    "werkplek/bord/dubbel/dubbel.xlsx": "official",
    "werkplek/bord/dubbel/log.csv": "official",
    "werkplek/bord/dubbel/<int:pk>/": "official",
    "werkplek/sneltoetsen/": "official",
    "werkplek/samen/": "official",
    "werkplek/samen/doen/": "official",
    "werkplek/lijsten/": "official",
    "werkplek/lijsten/<int:key>/weg/": "official",
    "werkplek/terugzetten/<int:key>/": "official",
    "werkplek/<reference:reference>/wie/": "official",
    "werkplek/<reference:reference>/behandelaar/": "official",
    "werkplek/<reference:reference>/thema/": "official",
    "werkplek/<reference:reference>/meekijken/": "official",
    "werkplek/<reference:reference>/notities/": "official",
    "werkplek/<reference:reference>/notities/<int:key>/": "official",
    "werkplek/<reference:reference>/notities/<int:key>/antwoord/": "official",
    "werkplek/invoeren/": "official",
    "werkplek/invoeren/lijkt-op/": "official",
    "werkplek/invoeren/<reference:reference>/": "official",
    "werkplek/invoeren/<reference:reference>/brief.pdf": "official",
    "werkplek/binnengekomen/": "official",
    "werkplek/binnengekomen/<int:pk>/": "official",
    "werkplek/binnengekomen/<int:pk>/foto/<int:number>/": "official",
    "werkplek/moderatie/": "official",
    "werkplek/moderatie/oordeel/": "official",
    "werkplek/moderatie/bezwaren/<int:pk>/": "official",
    "werkplek/moderatie/mensen/<int:pk>/": "official",
    "werkplek/moderatie/ideeen/<reference:reference>/": "official",
    "werkplek/regels/": "official",
    "werkplek/regels/nieuw/": "official",
    "werkplek/regels/<int:pk>/": "official",
    "werkplek/regels/<int:pk>/wijzigen/": "official",
    "werkplek/regels/<int:pk>/volgorde/": "official",
    "werkplek/regels/<int:pk>/aan-of-uit/": "official",
    "werkplek/regels/<int:pk>/versies/<int:number>/": "official",
    "werkplek/suggesties/": "official",
    "werkplek/suggesties/log.csv": "official",
    "werkplek/suggesties/log.json": "official",
    "werkplek/suggesties/<int:pk>/": "official",
    "werkplek/<reference:reference>/voorstel/": "official",
    "werkplek/afwezig/": "official",
    "werkplek/afwezig/<int:pk>/stoppen/": "official",
    "werkplek/gesloten-dagen/": "official",
    "werkplek/gesloten-dagen/<int:pk>/weg/": "official",
    "werkplek/medewerkers/": "official",
    "werkplek/medewerkers/<int:pk>/": "official",
    "werkplek/medewerkers/<int:pk>/rol-weg/": "official",
    "werkplek/medewerkers/<int:pk>/sluiten/": "official",
    "werkplek/medewerkers/<int:pk>/openen/": "official",
    "werkplek/logboek/": "official",
    "werkplek/stemrondes/": "official",
    "werkplek/stemrondes/nieuw/": "official",
    "werkplek/stemrondes/<slug:slug>/": "official",
    "werkplek/stemrondes/<slug:slug>/wijzigen/": "official",
    "werkplek/stemrondes/<slug:slug>/ideeen/": "official",
    "werkplek/stemrondes/<slug:slug>/brieven/": "official",
    "werkplek/stemrondes/<slug:slug>/opschonen/": "official",
    "werkplek/stemrondes/<slug:slug>/<slug:verb>/": "official",
    "werkplek/uitdagingen/": "official",
    "werkplek/uitdagingen/nieuw/": "official",
    "werkplek/uitdagingen/<slug:slug>/": "official",
    "werkplek/uitdagingen/<slug:slug>/stap/<slug:verb>/": "official",
    "werkplek/uitdagingen/<slug:slug>/teksten/": "official",
    "werkplek/uitdagingen/<slug:slug>/documenten/": "official",
    "werkplek/uitdagingen/<slug:slug>/ideeen/": "official",
    "werkplek/uitdagingen/<slug:slug>/rondes/nieuw/": "official",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/": "official",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/weg/": "official",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/criteria/": "official",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/vragen/nieuw/": "official",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/vragen/<int:pk>/": "official",
    "werkplek/uitdagingen/<slug:slug>/rondes/<int:number>/vragen/<int:pk>/plaats/": "official",
    "werkplek/uitdagingen/<slug:slug>/akkoord/": "official",
    "werkplek/uitdagingen/<slug:slug>/bericht/": "official",
    "werkplek/uitdagingen/<slug:slug>/verlengen/": "official",
    "werkplek/uitdagingen/<slug:slug>/vragen/<int:pk>/": "official",
    "werkplek/uitdagingen/<slug:slug>/wie-opent/": "official",
    "werkplek/uitdagingen/<slug:slug>/openen/": "official",
    "werkplek/uitdagingen/<slug:slug>/inzendingen/": "official",
    "werkplek/uitdagingen/<slug:slug>/inzendingen.zip": "official",
    "werkplek/inzendingen/<str:reference>/": "official",
    "werkplek/inzendingen/<str:reference>/bestand/<uuid:key>/": "official",
    "werkplek/<reference:reference>/steun-weghalen/": "official",
    "werkplek/<reference:reference>/": "official",
    "werkplek/<reference:reference>/zichtbaarheid/": "official",
    "werkplek/antwoorden/": "official",
    "werkplek/oordelen/": "official",
    "werkplek/sjablonen/": "official",
    "werkplek/sjablonen/nieuw/": "official",
    "werkplek/sjablonen/<int:pk>/": "official",
    "werkplek/organisaties/": "official",
    "werkplek/organisaties/nieuw/": "official",
    "werkplek/organisaties/<int:pk>/": "official",
    "mijn/organisaties/": "resident",
    "organisaties/nieuw/": "resident",
    "organisaties/uitnodiging/<str:token>/": "special",
    "organisaties/eherkenning/terug/": "resident",
    "organisaties/<int:pk>/eherkenning/": "resident",
    "organisaties/<int:pk>/": "public",
    "organisaties/<int:pk>/veranderen/": "resident",
    "organisaties/<int:pk>/leden/": "resident",
    "organisaties/<int:pk>/leden/<int:membership>/": "resident",
    "organisaties/<int:pk>/weg/": "resident",
    "organisaties/<int:pk>/verzoeken/<int:asked>/": "resident",
    "organisaties/<int:pk>/uitnodigingen/<int:invitation>/weg/": "resident",
    "werkplek/organisatiegids/": "official",
    "werkplek/organisatiegids/<int:pk>/": "official",
    "werkplek/organisatiegids/<int:pk>/contact/": "official",
    "werkplek/organisatiegids/<int:pk>/controle/": "official",
    "werkplek/organisatiegids/<int:pk>/eigenaar/": "official",
    "werkplek/organisatiegids/<int:pk>/uitnodigen/": "official",
    "raadpleging/<str:token>/": "special",
    "werkplek/<reference:reference>/raadplegen/": "official",
    "werkplek/<reference:reference>/raadplegen/<int:pk>/": "official",
    "werkplek/gewichten/": "official",
    "werkplek/beheer/": "administrator",
    "werkplek/beheer/<slug:subject>/": "administrator",
    "werkplek/beheer/<slug:subject>/nieuw/": "administrator",
    "werkplek/beheer/<slug:subject>/<slug:key>/": "administrator",
    "werkplek/beheer/gebieden/grenzen/": "administrator",
    "werkplek/beheer/gebieden/grenzen/<int:pk>/": "administrator",
    "werkplek/beheer/themas/<int:pk>/samenvoegen/": "administrator",
    "werkplek/<reference:reference>/antwoord/voorbeeld/": "official",
    "werkplek/<reference:reference>/antwoord/mail/": "official",
    "werkplek/<reference:reference>/antwoord/<answering:verb>/": "official",
    "werkplek/<reference:reference>/antwoorden/<int:pk>/": "official",
    "werkplek/<reference:reference>/afweging/": "official",
    "vraag/<str:token>/": "special",
    "oordeel/<str:token>/": "special",
    "contact/<str:token>/": "special",
    "document/<uuid:key>/": "special",
    "werkplek/<reference:reference>/splitsen/": "official",
    "werkplek/<reference:reference>/verband/": "official",
    "werkplek/<reference:reference>/<slug:verb>/": "official",
    "jury/": "resident",
    "jury-uitnodiging/<str:token>/": "special",
    "jury/<slug:slug>/": "resident",
    "jury/<slug:slug>/belangen/": "resident",
    "jury/<slug:slug>/<slug:reference>/": "resident",
    "jury/<slug:slug>/<slug:reference>/opnieuw/": "resident",
    "jury/<slug:slug>/<slug:reference>/gesprek/": "resident",
    "jury/<slug:slug>/<slug:reference>/belang/": "resident",
    "jury/<slug:slug>/<slug:reference>/bestand/<uuid:key>/": "resident",
    "inzendingen/<slug:reference>/besluit/": "resident",
    "werkplek/uitdagingen/<slug:slug>/jury/": "official",
    "werkplek/uitdagingen/<slug:slug>/jury/verdelen/": "official",
    "werkplek/uitdagingen/<slug:slug>/jury/toewijzen/": "official",
    "werkplek/uitdagingen/<slug:slug>/jury/toewijzen/<int:pk>/weg/": "official",
    "werkplek/uitdagingen/<slug:slug>/jury/<int:pk>/stoppen/": "official",
    "werkplek/uitdagingen/<slug:slug>/rangorde/": "official",
    "werkplek/uitdagingen/<slug:slug>/rangorde/rangorde.csv": "official",
    "werkplek/uitdagingen/<slug:slug>/besluit/": "official",
    "werkplek/uitdagingen/<slug:slug>/besluit/brieven/": "official",
    "werkplek/uitdagingen/<slug:slug>/besluit/versturen/": "official",
    "werkplek/uitdagingen/<slug:slug>/bezwaren/": "official",
    "werkplek/uitdagingen/<slug:slug>/bezwaren/<int:pk>/": "official",
    "projecten/": "public",
    "projecten/<slug:slug>/": "public",
    "werkplek/projecten/nieuw/": "official",
    "werkplek/projecten/<slug:slug>/": "official",
    "werkplek/projecten/<slug:slug>/wijzigen/": "official",
    "werkplek/projecten/<slug:slug>/bericht/": "official",
    "werkplek/projecten/<slug:slug>/stap/<slug:verb>/": "official",
    "hoe-het-werkt/": "public",
    "toegankelijkheid/": "public",
    "privacy/": "public",
    "bronnen/": "public",
    "robots.txt": "public",
    "sitemap.xml": "public",
    "sitemap/<slug:section>.xml": "public",
    "berichten/": "resident",
    "berichten/alles-gelezen/": "resident",
    "berichten/aantal/<str:token>/": "special",
    "berichten/voorkeuren/": "resident",
    "berichten/voorkeuren/stop/": "resident",
    "berichten/mijn-adres-werkt/": "resident",
    "berichten/apparaten/nieuw/": "resident",
    "berichten/apparaten/vernieuwen/": "resident",
    "berichten/apparaten/<uuid:uuid>/verwijderen/": "resident",
    "service-worker.js": "public",
    "berichten/<uuid:uuid>/": "resident",
    "afmelden/<str:token>/": "special",
    "inloggen/": "public",
    "inloggen/code/": "special",
    "inloggen/medewerker/": "public",
    "inloggen/medewerker/passkey/": "special",
    "inloggen/medewerker/gemeente/": "special",
    "inloggen/medewerker/gemeente/terug/": "special",
    "inloggen/medewerker/gemeente/uit/": "special",
    "inloggen/medewerker/stap-2/": "special",
    "uitloggen/": "special",
    "account/gesloten/": "public",
    "account/wachtwoord/": "official",
    "account/wachtwoord/opnieuw/": "official",
    "account/wachtwoord/vergeten/": "public",
    "account/wachtwoord/vergeten/verstuurd/": "public",
    "account/wachtwoord/eerste/": "official",
    "account/wachtwoord/^nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "public",
    "account/wachtwoord/gewijzigd/": "public",
    "account/tweede-stap/": "official",
    "account/tweede-stap/app/": "official",
    "account/tweede-stap/app/uitzetten/": "official",
    "account/tweede-stap/passkeys/": "official",
    "account/tweede-stap/passkeys/nieuw/": "official",
    "account/tweede-stap/passkeys/<int:pk>/naam/": "official",
    "account/tweede-stap/passkeys/<int:pk>/verwijderen/": "official",
    "account/tweede-stap/herstelcodes/": "official",
    "account/tweede-stap/herstelcodes/nieuw/": "official",
    "account/tweede-stap/herstelcodes/bewaren/": "official",
    "account/tweede-stap/opnieuw/": "official",
    "account/tweede-stap/opnieuw/passkey/": "official",
    "account/sessies/": "resident",
    "account/sessies/overal-uitloggen/": "resident",
    "account/bevestigen/": "resident",
    "mijn/gegevens/": "resident",
    "mijn/gegevens/e-mailadres/": "resident",
    "mijn/gegevens/e-mailadres/code/": "resident",
    "mijn/gegevens/archief/": "resident",
    "mijn/gegevens/verwijderen/": "resident",
    "beheer/login/": "special",
    "beheer/logout/": "special",
    "beheer/password_change/": "resident",
    ADMINISTRATION: "administrator",
    "health/live": "public",
    "health/ready": "public",
    "metrics": "special",
}
# What a visitor without the secret, or at the wrong moment, is answered.
SPECIAL = {
    "uitdagingen/<slug:slug>/controlelijst-<int:number>.json": 404,
    "ideeen/nieuw/bewaren/": 405,
    "ideeen/nieuw/lijkt-op/": 405,
    "ideeen/nieuw/code/": 302,
    "ideeen/nieuw/foto/<uuid:key>/<int:number>/": 404,
    "ideeen/nieuw/tips/": 405,
    "ideeen/nieuw/fotos/": 405,
    "ideeen/status/<str:token>/": 410,
    "ideeen/meedoen/<str:token>/": 410,
    "ideeen/steun/<str:token>/": 410,
    "raadpleging/<str:token>/": 410,
    "organisaties/uitnodiging/<str:token>/": 410,
    "stemrondes/<slug:slug>/stem/": 405,
    "doorverwijzing/<str:token>/": 410,
    "jury-uitnodiging/<str:token>/": 410,
    "vraag/<str:token>/": 410,
    "oordeel/<str:token>/": 410,
    "contact/<str:token>/": 410,
    "document/<uuid:key>/": 404,
    "uitdagingen/<slug:slug>/documenten/<int:pk>/": 404,
    "afmelden/<str:token>/": 404,
    "berichten/aantal/<str:token>/": 404,
    "inloggen/code/": 302,
    "inloggen/medewerker/passkey/": 302,
    "inloggen/medewerker/gemeente/": 404,
    "inloggen/medewerker/gemeente/terug/": 404,
    "inloggen/medewerker/gemeente/uit/": 405,
    "inloggen/medewerker/stap-2/": 302,
    "uitloggen/": 302,
    "beheer/login/": 302,
    "beheer/logout/": 302,
    "metrics": 404,
}
SAMPLES = {
    "<str:token>": "x",
    "<uuid:key>": str(uuid.UUID(int=1)),
    "<uuid:uuid>": str(uuid.UUID(int=1)),
    "<int:pk>": "1",
    "<int:key>": "1",
    "<int:number>": "1",
    "<int:phase>": "1",
    "<int:edition>": "1",
    "<int:membership>": "1",
    "<int:invitation>": "1",
    "<int:asked>": "1",
    "<slug:slug>": "groen",
    "<slug:code>": "brief-nl",
    "<slug:reference>": "ABCDEFGH",
    "<slug:section>": "paginas",
    "<slug:subject>": "programmas",
    "<slug:kind>": "stil",
    "<slug:key>": "1",
    "^nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "nieuw/1-x/",
}
NOT_OPEN = {403, 404, 405}


def routes(patterns=None, before=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if not hasattr(pattern, "url_patterns") or route == ADMINISTRATION:
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def probes():
    """Answered by a middleware, so no route leads there."""
    return {address.removeprefix("/") for address in PROBES}


def listed(*kinds):
    return [route for route, kind in ADDRESSES.items() if kind in kinds]


@pytest.fixture
def address(idea, coordinator):
    """The address of a route: an idea, a programme, a closed vote round, challenges and a project that are there."""
    ideas = [idea, factories.make_raw_idea(idea.programme)]
    ended = factories.end(factories.make_vote(coordinator, ideas, title="Groen", electorate="codes"))
    move_round(ended, "close", actor=None)
    comment = factories.make_raw_comment(idea)
    Project.objects.create(slug="groen", title="Groen", programme=idea.programme, what="Bomen.", starts_on="2026-03-01")
    organisation = factories.make_organisation()
    # A challenge that is open, one that can still change, and one that waits for approval.
    make = factories.make_challenge
    running, concept = (make(status, programme=idea.programme, title="Groen") for status in ("open", "concept"))
    waiting = make("in_approval", programme=idea.programme, title="Groen")
    question = ask_question(running, "Mag het?", is_private=False, actor=coordinator, client_key=uuid.uuid4())
    desk = "werkplek/uitdagingen/"
    opened = make_opened_response(idea.programme)
    file = f"<str:reference>/bestand/{opened.files.get().uuid}"
    samples = {
        f"{desk}<slug:slug>/openen": f"{desk}{opened.challenge.slug}/openen",
        f"{desk}<slug:slug>/inzendingen": f"{desk}{opened.challenge.slug}/inzendingen",
        "<str:reference>/bestand/<uuid:key>": file,
        "<str:reference>": opened.reference,
        f"{desk}<slug:slug>/vragen/<int:pk>": f"{desk}{running.slug}/vragen/{question.pk}",
        f"{desk}<slug:slug>/teksten": f"{desk}{concept.slug}/teksten",
        f"{desk}<slug:slug>/rondes": f"{desk}{concept.slug}/rondes",
        f"{desk}<slug:slug>/akkoord": f"{desk}{waiting.slug}/akkoord",
        "/vragen/<int:pk>": f"/vragen/{concept.phases.get().fields.first().pk}",
        "organisaties/<int:pk>": f"organisaties/{organisation.pk}",
        "organisatiegids/<int:pk>": f"organisatiegids/{organisation.pk}",
        "reacties/<int:pk>": f"reacties/{comment.pk}",
        **SAMPLES,
        "<reference:reference>": idea.reference,
        "<slug:verb>": "withdraw",
        "<answering:verb>": "decline",
    }

    def fill(route):
        for placeholder, sample in samples.items():
            route = route.replace(placeholder, sample)
        return f"/{route}"

    return fill


def to_sign_in(response):
    return response.status_code == 302 and response["Location"].startswith("/inloggen/")


def test_every_address_is_listed_and_every_line_is_an_address():
    assert set(routes()) | probes() == set(ADDRESSES)
    assert set(routes()) & probes() == set()
    assert set(ADDRESSES.values()) == {"public", "resident", "official", "administrator", "special"}
    assert set(SPECIAL) == set(listed("special"))


@pytest.mark.django_db
def test_a_visitor_reads_what_is_public(client, address):
    # This idea has no photo, and its comment was never edited.
    expected = {one: 404 if "/foto/" in one or one.endswith("/eerder/") else 200 for one in listed("public")}
    assert {route: client.get(address(route)).status_code for route in expected} == expected


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_sent_to_the_door(address, method):
    routes = listed("resident", "official", "administrator")
    answers = {route: getattr(Client(), method)(address(route)) for route in routes}
    assert answers.pop(ADMINISTRATION)["Location"].startswith("/beheer/login/")
    assert [route for route, answer in answers.items() if not to_sign_in(answer)] == []


@pytest.mark.django_db
def test_a_visitor_without_the_secret_gets_nowhere(address):
    assert {route: Client().get(address(route)).status_code for route in SPECIAL} == SPECIAL


@pytest.mark.django_db
def test_a_resident_is_kept_out_of_where_officials_work(client, address):
    sign_in(client, factories.make_resident("gast"))
    answers = {route: client.get(address(route)).status_code for route in listed("official", "administrator")}
    # To sign in there, and to the pages of passwords.
    assert {answers.pop(route) for route in (ADMINISTRATION, "account/wachtwoord/eerste/")} == {302}
    assert {route: status for route, status in answers.items() if status not in NOT_OPEN} == {}


@pytest.mark.django_db
def test_an_official_is_kept_out_of_the_administration(client, owner):
    assert sign_in(client, owner).get("/beheer/", follow=True).status_code == 403


@pytest.mark.django_db
def test_an_administrator_comes_in(client, administrator):
    assert sign_in(client, administrator).get("/beheer/").status_code == 200
