"""The second yardstick: a Django in one file that does the same work with SQL by hand and one template.

No rules, no translations, no components: a ceiling, not a product. It uses the platform's tables, sessions and
addresses, so that both answer the very same requests.
"""

import json
import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from participation import variables

DATABASE = variables.database(os.environ["DATABASE_URL"])
DATABASE["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
MIDDLEWARE = """
django.middleware.security.SecurityMiddleware
django.contrib.sessions.middleware.SessionMiddleware
django.middleware.common.CommonMiddleware
django.middleware.csrf.CsrfViewMiddleware
django.contrib.auth.middleware.AuthenticationMiddleware
django.contrib.messages.middleware.MessageMiddleware
django.middleware.clickjacking.XFrameOptionsMiddleware
"""

settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=[os.environ["ALLOWED_HOSTS"]],
    ROOT_URLCONF=__name__,
    DATABASES={"default": DATABASE},
    INSTALLED_APPS=[f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")],
    MIDDLEWARE=MIDDLEWARE.split(),
    SESSION_COOKIE_NAME="__Host-session",
    CSRF_COOKIE_NAME="__Host-csrf",
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    TIME_ZONE="Europe/Amsterdam",
    USE_I18N=False,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
application = get_wsgi_application()

THEMES = (
    "Afval en schoon",
    "Groen en duurzaamheid",
    "Openbare ruimte",
    "Ontmoeting",
    "Veiligheid",
    "Jeugd",
    "Digitaal",
)
CARD = """
SELECT i.reference, i.title, left(i.problem, 160) AS excerpt, i.status, i.support_count, i.submitted_at,
  t.name AS theme, a.name AS area
FROM ({chosen}) i
LEFT JOIN participation_theme t ON t.id = i.theme_id LEFT JOIN participation_area a ON a.id = i.area_id
ORDER BY {order}
"""
PUBLIC = "SELECT i.* FROM ideas_idea i WHERE i.visibility = 'public'"
NEWEST, SUPPORTED = "i.submitted_at DESC, i.id DESC", "i.support_count DESC, i.id DESC"
QUERY = "websearch_to_tsquery('dutch', inbreng_fold(%(words)s))"
FEW = 300
# Whether the word is rare decides between the two plans: an index of words, or the index of the order.
PROBE = f"SELECT count(*) AS hits FROM (SELECT 1 FROM ideas_idea WHERE search @@ {QUERY} LIMIT {FEW}) found"
HITS = f"WITH hits AS MATERIALIZED ({PUBLIC} AND search @@ {QUERY}) "
IDEA = """
SELECT i.*, t.name AS theme_name, a.name AS area_name, p.name AS programme_name, u.nickname
FROM ideas_idea i LEFT JOIN participation_theme t ON t.id = i.theme_id
LEFT JOIN participation_area a ON a.id = i.area_id JOIN participation_programme p ON p.id = i.programme_id
LEFT JOIN participation_user u ON u.id = i.author_id
WHERE i.reference = %s AND i.visibility = 'public'
"""
EVENTS = """
SELECT kind, facts ->> 'question' AS question, facts ->> 'text' AS answer, recorded_at FROM participation_event
WHERE subject_type = 'ideas.idea' AND subject_id = %s ORDER BY recorded_at DESC, id DESC
"""
SUPPORT = """
WITH given AS (
  INSERT INTO ideas_support (idea_id, person_id, created_at)
  SELECT id, %s, now() FROM ideas_idea WHERE reference = %s AND visibility = 'public'
  ON CONFLICT DO NOTHING RETURNING idea_id)
UPDATE ideas_idea SET support_count = support_count + 1 WHERE id IN (SELECT idea_id FROM given)
"""
SUBMIT = """
WITH counter AS (UPDATE ideas_referencecounter SET last = last + 1 RETURNING year || '-' || lpad(last::text, greatest(5, length(last::text)), '0') AS number)
INSERT INTO ideas_idea (reference, client_key, author_id, source, source_reference, title, problem, proposal, theme_id,
  area_id, address, visibility, hidden_reason, status, status_since, programme_id, routing,
  next_step, status_before_merge, reopened, support_count, imported_support_count, submitted_at)
SELECT number, %(key)s, %(author)s, '', '', %(title)s, %(problem)s, %(proposal)s, %(theme)s, %(area)s, '',
  'public', '', 'received', now(), (SELECT min(id) FROM participation_programme), '{}', '', '', 0, 0, 0, now() FROM counter
RETURNING id, reference
"""
RECORD = """
INSERT INTO participation_event (uuid, kind, subject_type, subject_id, actor_id, facts, attempts, last_error)
SELECT gen_random_uuid(), kind, 'ideas.idea', %s, %s, %s, 0, '' FROM unnest(ARRAY['idea.submitted', 'idea.routed']) kind
"""

TEMPLATE = engines["django"].from_string("""<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title><link rel="stylesheet" href="/static/style.css"></head><body>
<header><a href="/">Gemeente</a><nav><ul><li><a href="/ideeen/">Ideeën</a></li><li><a href="/programmas/">Programma's</a></li>
<li><a href="/hoe-het-werkt/">Hoe het werkt</a></li><li><a href="/ideeen/nieuw/">Nieuw idee</a></li></ul></nav></header>
<main><h1>{{ title }}</h1>
{% if rows is not None %}<form method="get"><input type="search" name="q" value="{{ words }}">
<select name="thema">{% for theme in themes %}<option>{{ theme }}</option>{% endfor %}</select><button>Zoek</button></form>
{% for row in rows %}<article class="card"><h2><a href="{% url "idea" row.reference %}">{{ row.title }}</a></h2>
<p class="excerpt">{{ row.excerpt|truncatechars:140 }}</p>
<ul class="meta"><li class="status status--{{ row.status }}">{{ row.status }}</li><li>{{ row.support_count }} keer steun</li>
{% if row.theme %}<li>{{ row.theme }}</li>{% endif %}{% if row.area %}<li>{{ row.area }}</li>{% endif %}
<li><time datetime="{{ row.submitted_at|date:"c" }}">{{ row.submitted_at|date:"j F Y" }}</time></li></ul></article>
{% empty %}<p>Niets gevonden.</p>{% endfor %}<nav><a href="?vanaf={{ last }}">Volgende</a></nav>
{% else %}<p>{{ idea.status }} - {{ idea.nickname }} - {{ idea.theme_name }} - {{ idea.area_name }} - {{ idea.programme_name }}</p>
<p>{{ idea.problem|linebreaksbr }}</p><p>{{ idea.proposal|linebreaksbr }}</p><p>{{ idea.support_count }} keer steun</p>
<ol>{% for event in events %}<li><h3>{{ event.kind }}</h3><p>{{ event.question|default:event.answer|default:"" }}</p>
<time datetime="{{ event.recorded_at|date:"c" }}">{{ event.recorded_at|date:"j F Y" }}</time></li>{% endfor %}</ol>
{% endif %}</main><footer><a href="/toegankelijkheid/">Toegankelijkheid</a> <a href="/privacy/">Privacy</a></footer></body></html>
""")


def rows_of(query: str, values: Any = None) -> list[dict[str, Any]]:
    """Each row of the answer by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def page(**context: Any) -> HttpResponse:
    """The one template."""
    return HttpResponse(TEMPLATE.render({"rows": None, **context}))


def ideas(request: HttpRequest) -> HttpResponse:
    """The list: newest, most supported, or found by words."""
    words = request.GET.get("q", "")
    order = SUPPORTED if words or request.GET.get("sorteer") == "steun" else NEWEST
    if not words:
        rows = rows_of(CARD.format(chosen=f"{PUBLIC} ORDER BY {order} LIMIT 20", order=order))
    elif rows_of(PROBE, {"words": words})[0]["hits"] < FEW:
        chosen = f"SELECT i.* FROM hits i ORDER BY {order} LIMIT 20"
        rows = rows_of(HITS + CARD.format(chosen=chosen, order=order), {"words": words})
    else:
        chosen = f"{PUBLIC} AND search @@ {QUERY} ORDER BY {order} LIMIT 20"
        rows = rows_of(CARD.format(chosen=chosen, order=order), {"words": words})
    return page(title="Ideeën", rows=rows, themes=THEMES, words=words, last=rows[-1]["reference"] if rows else "")


def idea(_request: HttpRequest, reference: str) -> HttpResponse:
    """One idea and what happened to it."""
    shown = rows_of(IDEA, [reference])[0]
    return page(title=shown["title"], idea=shown, events=rows_of(EVENTS, [shown["id"]]))


def support(request: HttpRequest, reference: str) -> HttpResponse:
    """One row and one counter."""
    with connection.cursor() as cursor:
        cursor.execute(SUPPORT, [request.session["_auth_user_id"], reference])
    return HttpResponseRedirect(f"/ideeen/{reference}/")


def submit(request: HttpRequest) -> HttpResponse:
    """One idea, and the news of it."""
    author, sent = request.session["_auth_user_id"], request.POST
    values = {name: sent[name] for name in ("key", "title", "problem", "proposal", "theme", "area")}
    with transaction.atomic():
        made = rows_of(SUBMIT, {"author": author, **values})[0]
        facts = {"reference": made["reference"], "title": sent["title"], "programme": "Groen", "why": {"rule": "Groen"}}
        with connection.cursor() as cursor:
            cursor.execute(RECORD, [made["id"], author, json.dumps(facts)])
    return HttpResponseRedirect(f"/ideeen/{made['reference']}/")


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an official."""
    chosen = (
        "SELECT i.* FROM ideas_idea i WHERE i.status = 'received' AND programme_id IN "
        f"(SELECT id FROM participation_programme WHERE owner_id = %s) ORDER BY {NEWEST} LIMIT 20"
    )
    rows = rows_of(CARD.format(chosen=chosen, order=NEWEST), [request.session["_auth_user_id"]])
    return page(title="Werkplek", rows=rows, themes=THEMES, words="", last="")


urlpatterns = [
    path("", lambda _request: HttpResponse("Hallo")),
    path("ideeen/", ideas),
    path("ideeen/nieuw/", submit),
    path("ideeen/<str:reference>/", idea, name="idea"),
    path("ideeen/<str:reference>/steun/", support),
    path("werkplek/", desk),
]
