"""The municipality's own texts: who writes them, where they are read, how old ones come back, and what cannot be said."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ideas import page_texts
from ideas.actions.administer import save_page_text
from ideas.administering.changing import version_of
from ideas.models import PageText
from ideas.page_texts import TEXTS, text_of
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
BASE = "/werkplek/beheer/teksten/"
HOME = f"{BASE}voorpagina/"
OWN = {"text_nl": "Uw stad, **uw** idee.", "text_en": "Your city, **your** idea."}


@pytest.fixture
def boss(client, administrator):
    return sign_in(client, administrator)


def usual(key, language):
    with translation.override(language):
        return TEXTS[key].usual()


def write(administrator, key="voorpagina", **said):
    text = PageText.objects.filter(key=key).first() or PageText(key=key)
    said = {"text_nl": "", "text_en": "", **said}
    saved = save_page_text(text, said, actor=administrator, seen=version_of(text))
    page_texts.KEEPER.forget()
    return saved


@pytest.mark.parametrize("role", ["resident", "owner", "deputy", "coordinator", "editor", "administrator"])
def test_who_may_write_texts(request, client, role):
    sign_in(client, request.getfixturevalue(role))
    allowed = role in {"administrator", "editor"}
    pages = [client.get(path).status_code for path in (BASE, HOME, f"{BASE}nieuw/", f"{BASE}niets/")]
    assert pages == ([200, 200, 404, 404] if allowed else [403] * 4)
    assert client.post(HOME, {**OWN, "seen": 0}).status_code == (302 if allowed else 403)
    assert PageText.objects.count() == allowed


def test_the_action_itself_refuses_others_and_what_was_not_seen(coordinator, administrator):
    with pytest.raises(NotAllowed):
        save_page_text(PageText(key="steun"), OWN, actor=coordinator, seen=0)
    save_page_text(PageText(key="steun"), OWN, actor=administrator, seen=0)
    with pytest.raises(NotPossible):
        save_page_text(PageText(key="steun"), OWN, actor=administrator, seen=0)


def test_until_somebody_writes_it_the_code_has_every_text(client):
    page_texts.KEEPER.forget()
    for key, wording in TEXTS.items():
        with translation.override("nl"):
            assert text_of(key, team="T") == wording.usual().replace("{team}", "T")
    page = client.get("/").content.decode()
    assert "<p>Elk idee krijgt een team, een datum en een antwoord.</p>" in page


@pytest.mark.parametrize("key", [key for key, wording in TEXTS.items() if not wording.is_mail])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_text_stands_where_the_table_says(settings, administrator, key, language):
    write(administrator, key, text_nl="Nieuw *Nederlands*", text_en="New *English*")
    visitor = Client()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = visitor.get(TEXTS[key].url.partition("#")[0]).content.decode()
    expected = {"nl": "<p>Nieuw <em>Nederlands</em></p>", "en": "<p>New <em>English</em></p>"}
    assert expected[language] in page
    assert usual(key, language).partition("\n")[0] not in page


def test_a_language_that_nobody_wrote_keeps_the_usual_text(settings, administrator):
    write(administrator, text_nl="Alleen Nederlands")
    visitor = Client()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert usual("voorpagina", "en") in visitor.get("/").content.decode()


def test_what_the_code_says_already_is_not_stored(boss):
    page = boss.get(HOME)
    as_drawn = {name: page.context["form"][name].value() for name in ("text_nl", "text_en")}
    assert as_drawn == {"text_nl": usual("voorpagina", "nl"), "text_en": usual("voorpagina", "en")}
    assert boss.post(HOME, {**as_drawn, "text_en": "Ours", "seen": 0}).status_code == 302
    assert PageText.objects.values_list("text_nl", "text_en").get() == ("", "Ours")


def test_a_preview_shows_and_stores_nothing(boss):
    hostile = "<script>alert(1)</script> [klik](javascript:alert(1)) ![x](https://boos.example/x.png) **vet**\u202e"
    shown = boss.post(HOME, {"text_nl": hostile, "text_en": "", "seen": 0, "doe": "voorbeeld"})
    assert (shown.status_code, PageText.objects.count(), Event.objects.count()) == (200, 0, 0)
    html = str(shown.context["preview"][0].html)
    assert "<strong>vet</strong>" in html
    assert ("<script" in html, 'href="javascript' in html, "<img" in html) == (False, False, False)
    assert ("\u202e" in html, str(shown.context["preview"][1].html)) == (False, f"<p>{usual('voorpagina', 'en')}</p>\n")
    assert shown.context["form"]["text_nl"].value() == hostile
    assert "Bekijk een voorbeeld" in shown.content.decode()


def test_saving_takes_kept_pages_away_at_once(boss, django_capture_on_commit_callbacks):
    page_texts.KEEPER.forget()
    assert "Uw stad, <strong>uw</strong> idee." not in boss.get("/").content.decode()
    with CaptureQueriesContext(connection) as asked, django_capture_on_commit_callbacks(execute=True):
        boss.post(HOME, {**OWN, "seen": 0})
    assert sum("pg_notify" in query["sql"] for query in asked) == 1
    assert "Uw stad, <strong>uw</strong> idee." in boss.get("/").content.decode()


def test_history_and_putting_an_old_text_back(boss, administrator):
    write(administrator, text_nl="Eerst")
    first = version_of(PageText.objects.get())
    write(administrator, text_nl="Daarna", text_en="Then")
    write(administrator, text_nl="Laatst", text_en="Then")
    page = boss.get(HOME)
    assert [one.changes for one in page.context["history"]] == [
        [("in het Nederlands", "Daarna", "Laatst")],
        [("in het Nederlands", "Eerst", "Daarna"), ("in het Engels", "", "Then")],
        [("in het Nederlands", "", "Eerst")],
    ]
    assert {one.event.actor for one in page.context["history"]} == {administrator}
    assert f'href="?versie={first}"' in page.content.decode()
    old = boss.get(f"{HOME}?versie={first}")
    form = old.context["form"]
    assert (form["text_nl"].value(), form["text_en"].value()) == ("Eerst", "")
    assert str(old.context["preview"][0].html) == "<p>Eerst</p>\n"
    assert PageText.objects.get().text_nl == "Laatst"
    sent = {name: form[name].value() for name in ("text_nl", "text_en", "seen")}
    assert boss.post(HOME, sent).status_code == 302
    assert PageText.objects.values_list("text_nl", "text_en").get() == ("Eerst", "")


@pytest.mark.parametrize(("version", "status"), [(0, 200), (999_999, 404), ("x", 200), ("9" * 400, 200)])
def test_a_version_that_never_was(boss, administrator, version, status):
    write(administrator, text_nl="Eerst")
    other = write(administrator, "steun", text_nl="Iets anders")
    assert boss.get(f"{HOME}?versie={version_of(other)}").status_code == 404
    assert boss.get(f"{HOME}?versie={version}").status_code == status
    assert boss.get(f"{BASE}belofte/?versie={version_of(other)}").status_code == 404


def test_the_second_writer_sees_what_was_first_and_keeps_their_text(boss, administrator):
    write(administrator, text_nl="Eerst")
    late = boss.post(HOME, {"text_nl": "Later", "text_en": "", "seen": 0})
    assert (late.status_code, late.context["form"]["text_nl"].value()) == (409, "Later")
    assert PageText.objects.get().text_nl == "Eerst"


@pytest.mark.parametrize(
    ("key", "text", "allowed"),
    [
        ("ontvangst", "Dank! {team} leest het.", True),
        ("ontvangst", "Dank!", True),
        ("ontvangst", "Dank, {naam}!", False),
        ("ontvangst", "Dank, {}!", False),
        ("voorpagina", "{team}", False),
        ("voorpagina", "x" * 5001, False),
        ("voorpagina", "\0", False),
    ],
)
def test_what_cannot_be_filled_in_is_refused_beside_the_field(boss, key, text, allowed):
    response = boss.post(f"{BASE}{key}/", {"text_nl": text, "text_en": "", "seen": 0})
    assert response.status_code == (302 if allowed else 422)
    assert allowed or set(response.context["form"].errors) == {"text_nl"}
    assert PageText.objects.count() == allowed


def test_the_action_refuses_an_unknown_name(administrator):
    with pytest.raises(Incomplete):
        write(administrator, "ontvangst", text_nl="{team.password}{naam}")


def test_texts_cost_a_page_nothing_and_the_list_one_statement(
    client, boss, administrator, django_assert_max_num_queries
):
    boss.get(BASE)
    with django_assert_max_num_queries(6):
        boss.get(BASE)
    for key in TEXTS:
        write(administrator, key, text_nl="Tekst")
    with django_assert_max_num_queries(6):
        assert len(boss.get(BASE).context["lines"]) == len(TEXTS)
    text_of("steun")
    with django_assert_max_num_queries(0):
        assert text_of("steun") == "Tekst"
