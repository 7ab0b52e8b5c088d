"""The whole way to a broker of eHerkenning and back: who may, what verifies, and every way in which it does not."""

from urllib.parse import parse_qs, urlsplit

import pytest

from challenges.eherkenning import number_of
from challenges.wording import SENTENCES
from participation.models import Event, Membership, Organisation, OrganisationRole
from tests import factories
from tests.doors import sign_in
from tests.participation.openid_service import CLIENT, STRANGERS_KEY, lying_provider

pytestmark = pytest.mark.django_db
BACK = "/organisaties/eherkenning/terug/"
NUMBER = "68750110"
LOA = "urn:etoegang:core:assurance-class:loa"


@pytest.fixture
def broker(settings):
    settings.EHERKENNING_SCOPE = "openid eherkenning"
    with lying_provider(settings, "EHERKENNING") as broker:
        yield broker


@pytest.fixture
def it(resident):
    return factories.make_organisation("Made-up BV", resident, kvk_number=NUMBER)


def go(client, it):
    return client.get(f"/organisaties/{it.pk}/eherkenning/")


def come_back(client, it, broker, *, state=None, **token):
    """Go there, and come back with a token that says what the broker is told to say."""
    asked = parse_qs(urlsplit(go(client, it)["Location"]).query)
    whole = {"nonce": asked["nonce"][0], "kvk": NUMBER, "acr": f"{LOA}3", **token}
    broker.pages["/token"] = (200, {"id_token": broker.token(**whole)})
    return client.get(BACK, {"state": state or asked["state"][0], "code": "c"}, follow=True)


def test_the_same_number_verifies(client, broker, it, resident):
    assert "eHerkenning zien" in sign_in(client, resident).get(f"/organisaties/{it.pk}/leden/").text
    asked = parse_qs(urlsplit(go(client, it)["Location"]).query)
    assert (asked["scope"], asked["client_id"], asked["code_challenge_method"], asked["acr_values"]) == (
        ["openid eherkenning"],
        [CLIENT],
        ["S256"],
        [f"{LOA}3 {LOA}4"],
    )
    page = come_back(client, it, broker)
    assert page.redirect_chain[-1][0] == f"/organisaties/{it.pk}/leden/"
    assert "gecontroleerd met eHerkenning" in page.text
    it.refresh_from_db()
    assert (it.verified_how, it.verified_by) == ("eherkenning", None)
    told = Event.objects.get(kind="organisation.org_verified")
    assert (told.actor, told.facts) == (resident, {"reference": "", "title": it.name, "how": "eherkenning"})
    assert SENTENCES[told.kind](told.facts) == "Uw organisatie is gecontroleerd met eHerkenning."
    assert go(client, it).status_code == 404
    assert "Gecontroleerd met eHerkenning" in client.get(it.get_absolute_url()).text


WRONG = {
    "another number": {"kvk": "12345670"},
    "no number": {"kvk": None},
    "a list": {"kvk": [NUMBER]},
    "a whole number": {"kvk": int(NUMBER)},
    "a number that cannot be": {"kvk": "00000000"},
    "another claim": {"kvk": None, "kvknumber": NUMBER},
    "signed by somebody else": {"key": STRANGERS_KEY},
    "of another sign-in": {"nonce": "ander"},
    "for another client": {"aud": "iemand-anders"},
    "from another issuer": {"iss": "https://elders.example"},
    "another state": {"state": "ander"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_does_not_verify(client, broker, it, resident, wrong):
    page = come_back(sign_in(client, resident), it, broker, **wrong)
    assert page.status_code == 200
    assert [str(one.level_tag) for one in page.context["messages"]] == ["error"]
    assert Organisation.objects.get().verified_at is None


@pytest.mark.parametrize("acr", [f"{LOA}2", f"{LOA}2plus", "0", "", None, 3, [f"{LOA}3"], {"loa": 3}])
def test_a_level_that_is_too_low_or_not_said_is_refused_in_words(client, broker, it, resident, acr):
    page = come_back(sign_in(client, resident), it, broker, acr=acr)
    assert "Uw eHerkenning heeft een te laag niveau." in page.text
    assert Organisation.objects.get().verified_at is None


def test_a_municipality_names_the_levels_of_its_own_broker(client, broker, it, resident, settings):
    settings.EHERKENNING_LEVELS = ["loa:high"]
    come_back(sign_in(client, resident), it, broker)
    assert Organisation.objects.get().verified_at is None
    come_back(client, it, broker, acr="loa:high")
    assert Organisation.objects.get().verified_how == "eherkenning"


def test_what_came_back_counts_once(client, broker, it, resident):
    come_back(sign_in(client, resident), it, broker)
    Organisation.objects.update(verified_at=None, verified_how="")
    assert client.get(BACK, {"state": "x", "code": "c"}).status_code == 404


@pytest.mark.parametrize("role", [OrganisationRole.EDITOR, OrganisationRole.READER, None])
def test_only_owners_go_there(client, broker, it, resident, role):
    other = factories.make_resident("ander")
    if role:
        Membership.objects.create(organisation=it, user=other, role=role)
    assert go(sign_in(client, other), it).status_code == 404


def test_who_is_no_owner_any_more_verifies_nothing(client, broker, it, resident):
    sign_in(client, resident)
    asked = parse_qs(urlsplit(go(client, it)["Location"]).query)
    Membership.objects.update(role=OrganisationRole.READER)
    broker.pages["/token"] = (200, {"id_token": broker.token(nonce=asked["nonce"][0], kvk=NUMBER, acr=f"{LOA}4")})
    page = client.get(BACK, {"state": asked["state"][0], "code": "c"}, follow=True)
    assert "mag dit niet" in page.text
    assert Organisation.objects.get().verified_at is None


@pytest.mark.parametrize(
    "fields", [{"kvk_number": ""}, {"verified_how": "official", "verified_at": "2026-01-01T00:00Z"}]
)
def test_an_organisation_without_a_number_or_verified_already_has_no_use_for_it(client, broker, it, resident, fields):
    Organisation.objects.update(**fields)
    assert go(sign_in(client, resident), it).status_code == 404
    assert "eHerkenning zien" not in client.get(f"/organisaties/{it.pk}/leden/").text


def test_without_a_broker_it_is_not_offered(client, it, resident):
    assert go(sign_in(client, resident), it).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "eHerkenning zien" not in client.get(f"/organisaties/{it.pk}/leden/").text


def test_a_broker_that_is_away_is_said(client, broker, it, resident):
    broker.pages.clear()
    page = sign_in(client, resident).get(f"/organisaties/{it.pk}/eherkenning/", follow=True)
    assert "doet het nu niet" in page.text


def test_the_claim_is_named_by_the_settings(settings):
    settings.EHERKENNING_KVK_CLAIM = "urn:kvk"
    assert (number_of({"urn:kvk": NUMBER}), number_of({"kvk": NUMBER})) == (NUMBER, "")
