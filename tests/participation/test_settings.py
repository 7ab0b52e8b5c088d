import gzip
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

from participation import variables
from participation.environment import EXIT_CONFIGURATION, Environment, Malformed, kept_secret
from participation.openid_roles import OFFICIAL
from participation.roles import EVERYWHERE, IN_PROGRAMME
from tests.participation.running import PRODUCTION, ROOT, environment, run, wait_for

SIGNS = ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL")


@pytest.mark.parametrize("given", SIGNS)
def test_one_sign_of_a_real_installation_and_everything_missing_is_named_in_one_line(given):
    ended = run("manage.py", "check", **{given: PRODUCTION[given]})
    missing = ", ".join(
        name for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL") if name != given
    )
    assert ended.stderr == (
        f"Inbreng cannot start: {missing} are missing. Every variable is explained in deploy/README.md.\n"
    )
    assert (ended.stdout, ended.returncode) == ("", EXIT_CONFIGURATION)


@pytest.mark.parametrize(
    ("parse", "value"),
    [
        (variables.issuer, "http://login.example.nl"),
        (variables.issuer, "https://login.example.nl/"),
        (variables.issuer, "login.example.nl"),
        (variables.roles, "6f1c"),
        (variables.roles, "6f1c=owner"),
        (variables.roles, "=official"),
        (variables.roles, "g=owner:groen"),
        (variables.roles, "g=reader"),
        (variables.roles, "g=clerk:groen"),
        (variables.roles, ""),
        (variables.database, "mysql://inbreng@localhost/inbreng"),
        (variables.database, "postgresql://localhost"),
        (variables.database, "postgresql://localhost:vijf/inbreng"),
        (variables.redis, "localhost:6379"),
        (variables.redis, "redis+socket://"),
        (variables.secret, "kort"),
        (variables.secret, "a" * 60),
        (variables.hosts, "*"),
        (variables.hosts, ".example.nl"),
        (variables.hosts, "https://inbreng.example.nl"),
        (variables.mail_server, "mail.example.nl"),
        (variables.mail_server, "imap://mail.example.nl"),
        (variables.site_address, "inbreng.example.nl"),
        (variables.tiles, "https://tiles.example.nl/{z}/{x}.png"),
        (variables.tiles, "ftp://tiles.example.nl/{z}/{x}/{y}.png"),
        (variables.tiles, "https://a.nl; script-src *;/{z}/{x}/{y}.png"),
        (variables.address_search, "addresses.example.nl"),
        (variables.address_search, "file:///etc/passwd"),
        (variables.whole_number(1, 9), "0"),
        (variables.whole_number(1, 9), "²"),
        (variables.flag, "maybe"),
        (variables.hours, "22"),
        (variables.hours, "22-24"),
        (variables.hours, "-1-7"),
        (variables.hours, "²-7"),
        (variables.mailbox, "Inbreng <bounces@inbreng.example.nl>"),
        (variables.mailbox, "bounces+x@inbreng.example.nl"),
        (variables.mailbox, "inbreng.example.nl"),
        (variables.log_level, "loud"),
    ],
)
def test_a_malformed_value_is_refused_with_what_is_expected(parse, value):
    with pytest.raises(Malformed, match=r"^must "):
        parse(value)


@pytest.mark.parametrize(
    ("parse", "value", "expected"),
    [
        (variables.tiles, "off", ""),
        (variables.tiles, "http://localhost:9/{z}/{x}/{y}", "http://localhost:9/{z}/{x}/{y}"),
        (variables.address_search, "Off", ""),
        (variables.address_search, "https://addresses.example.nl/free", "https://addresses.example.nl/free"),
    ],
)
def test_a_service_of_somebody_else_is_named_or_off(parse, value, expected):
    assert parse(value) == expected


def test_groups_give_roles_also_when_their_names_hold_an_is_sign():
    given = variables.roles("6f1c=official, cn=baas=administrator")
    assert given == {"6f1c": "official", "cn=baas": "administrator"}
    assert variables.roles("a=reader:jong-groen,b=clerk") == {"a": "reader:jong-groen", "b": "clerk"}
    every = {role.value for role in EVERYWHERE}
    assert {*variables.ROLES} == every | {OFFICIAL}
    assert all(variables.roles(f"g={role}:groen") for role in IN_PROGRAMME)


def test_half_a_door_for_officials_is_refused():
    half = {"OPENID_ISSUER": "https://login.example.nl", "OPENID_CLIENT_ID": "inbreng"}
    ended = run("manage.py", "check", **PRODUCTION, **half)
    assert ended.stderr.startswith("Inbreng cannot start: OPENID_ISSUER needs OPENID_CLIENT_SECRET, OPENID_ROLES.")
    assert ended.returncode == EXIT_CONFIGURATION


def test_passwords_stay_where_there_is_no_other_door():
    show = "from django.conf import settings; print(settings.LOCAL_PASSWORDS)"
    openid = {"OPENID_ISSUER": "https://login.example.nl", "OPENID_CLIENT_ID": "inbreng"}
    openid |= {"OPENID_CLIENT_SECRET": "geheim", "OPENID_ROLES": "6f1c=official"}
    given = {**PRODUCTION, "LOCAL_PASSWORDS": "0", "DJANGO_SETTINGS_MODULE": "participation.settings"}
    assert [run("-c", show, **given).stdout, run("-c", show, **given, **openid).stdout] == ["True\n", "False\n"]


@pytest.mark.parametrize(("value", "hours"), [("22-7", (22, 7)), ("0-0", (0, 0)), ("09-17", (9, 17))])
def test_hours_of_the_day(value, hours):
    assert variables.hours(value) == hours


def test_everything_that_is_malformed_is_named_in_one_line():
    wrong = {
        "SECRET_KEY": "kort",
        "ALLOWED_HOSTS": "*",
        "EMAIL_URL": "mail",
        "DATABASE_URL": "mysql://x",
        "REDIS_URL": "x",
        "TRUSTED_PROXIES": "one",
    }
    ended = run("manage.py", "check", **wrong)
    assert [name for name in wrong if f"{name} must " not in ended.stderr] == []
    assert (ended.stderr.count("\n"), ended.returncode) == (1, EXIT_CONFIGURATION)


@pytest.mark.parametrize(
    "program", [["-m", "celery", "-A", "participation", "report"], ["-c", "import participation.wsgi"]]
)
def test_every_program_says_it_the_same_way(program):
    ended = run(*program, SECRET_KEY=PRODUCTION["SECRET_KEY"])
    assert ended.stderr.startswith(
        "Inbreng cannot start: DATABASE_URL, REDIS_URL, ALLOWED_HOSTS, EMAIL_URL are missing"
    )
    assert (ended.stderr.count("\n"), ended.returncode) == (1, EXIT_CONFIGURATION)


def test_an_installation_passes_the_deployment_check_without_a_word():
    ended = run("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert ended.stdout == "System check identified no issues (1 silenced).\n"


def test_local_mode_answers_this_machine_only_and_keeps_its_secret(tmp_path):
    program = "from participation import settings as s; print(s.ALLOWED_HOSTS, s.DEBUG, s.SECRET_KEY)"
    first, second = (run("-c", program, VAR_DIR=str(tmp_path)) for _ in range(2))
    assert first.stdout.startswith("['localhost', '127.0.0.1', '[::1]'] False ")
    assert first.stdout == second.stdout
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_debug_is_impossible_in_an_installation():
    ended = run("-c", "from participation.settings import DEBUG; print(DEBUG)", **PRODUCTION, DEBUG="1")
    assert ended.stdout == "False\n"


def test_an_empty_variable_counts_as_absent():
    assert not Environment({"SECRET_KEY": " ", "EMAIL_URL": ""}).production


def test_two_processes_that_make_the_secret_at_once_agree(tmp_path):
    assert kept_secret(tmp_path / "var" / "key") == kept_secret(tmp_path / "var" / "key")
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["key"]


def test_addresses_are_unquoted_and_options_are_passed_on():
    found = variables.database("postgres://in%40breng:ge%2Fheim@db.example.nl:5433/inbreng?sslmode=require")
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "inbreng",
        "USER": "in@breng",
        "PASSWORD": "ge/heim",
        "HOST": "db.example.nl",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }
    assert variables.database("postgresql:///inbreng?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://localhost", variables.MailServer("localhost", 25)),
        ("smtp+tls://u%40x:p@m.nl", variables.MailServer("m.nl", 587, "u@x", "p", use_tls=True)),
        ("smtps://m.nl:2465", variables.MailServer("m.nl", 2465, use_ssl=True)),
    ],
)
def test_mail_addresses(address, server):
    assert variables.mail_server(address) == server


@pytest.fixture
def tree():
    """A copy of what is deployed, without rights to write, that everybody may reach."""
    folder = Path(tempfile.mkdtemp(prefix="inbreng-test-"))
    folder.chmod(0o755)
    copy = folder / "code"
    copy.mkdir()
    leave = shutil.ignore_patterns("__pycache__", "static_src")
    for name in ("participation", "ideas", "notifications", "templates", "locale", "challenges", "projects"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, copy / name, ignore=leave)
    shutil.copy(ROOT / "manage.py", copy)
    subprocess.run(["chmod", "-R", "a+rX,a-w", copy], check=True)
    yield copy
    subprocess.run(["chmod", "-R", "u+w", copy], check=True)
    shutil.rmtree(folder)


def database_address():
    """The address of the database of these tests."""
    of = connection.settings_dict
    if of["HOST"].startswith("/"):
        return f"postgresql://{of['USER']}@/{of['NAME']}?host={of['HOST']}"
    return f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT'] or 5432}/{of['NAME']}"


def unprivileged():
    """How to start a process without root's rights, when we are root and that account can reach Python at all."""
    reachable = all(folder.stat().st_mode & 0o001 for folder in Path(sys.executable).resolve().parents)
    ours = all(folder.stat().st_mode & 0o001 for folder in Path(sys.prefix).parents)
    if os.geteuid() != 0 or not reachable or not ours:
        return {}
    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def fetch(port, path, **headers):
    """Ask as the proxy of an installation does."""
    headers = {"Host": PRODUCTION["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https", **headers}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    return urllib.request.build_opener(NoRedirect).open(request, timeout=10)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.mark.django_db(transaction=True)
def test_an_installation_serves_from_a_read_only_tree_without_rights(tree):
    static = ROOT / "var" / "static"
    prepare = "import django; django.setup(); from participation.demo import prepare; prepare.static_files()"
    made = run("-c", prepare, DJANGO_SETTINGS_MODULE="participation.settings")
    assert made.returncode == 0, made.stderr
    before = sorted(tree.rglob("*"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        **PRODUCTION,
        "DATABASE_URL": database_address(),
        "STATIC_ROOT": str(static),
        "MEDIA_ROOT": str(tree.parent / "media"),
        "TRUSTED_PROXIES": "1",
        "HOME": "/nonexistent",
        "PYTHONDONTWRITEBYTECODE": "1",  # Who is root writes what Python compiled in a read-only tree as well.
    }
    command = ["granian", "--interface", "wsgi", "--no-ws", "--port", str(port), "participation.wsgi:application"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=tree,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **unprivileged(),
    )
    try:
        assert wait_for(lambda: process.poll() is not None or answers(port)), "it does not answer"
        assert process.poll() is None, process.stdout.read()
        look_around(port)
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=20)
    assert "Traceback" not in output, output
    assert sorted(tree.rglob("*")) == before


def answers(port):
    try:
        fetch(port, "/").close()
    except (urllib.error.URLError, OSError):
        return False
    return True


def look_around(port):
    """A page, its headers, its style sheet, and the way to TLS."""
    with fetch(port, "/") as page:
        html, headers = page.read().decode(), page.headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert sorted(headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Set-Cookie"] is None
    style = html.partition("/static/inbreng/inbreng.")[2].partition('"')[0]
    with fetch(port, f"/static/inbreng/inbreng.{style}", **{"Accept-Encoding": "gzip"}) as sheet:
        assert gzip.decompress(sheet.read()).startswith(b"/*!")
        assert "immutable" in sheet.headers["Cache-Control"]
    with fetch(port, f"/static/inbreng/inbreng.{style}", **{"Accept-Encoding": "br"}) as sheet:
        assert sheet.headers["Content-Encoding"] == "br"
    with pytest.raises(urllib.error.HTTPError) as redirect:
        fetch(port, "/", **{"X-Forwarded-Proto": "http"})
    with redirect.value as answer:
        assert (answer.code, answer.headers["Location"]) == (301, "https://inbreng.example.nl/")
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(port, "/", Host="elders.example")
    with refused.value as answer:
        assert answer.code == 400


def test_only_pages_have_a_time_limit_on_queries():
    show = "from django.db import connection; print(connection.settings_dict['OPTIONS'].get('options'))"
    frozen = "-c idle_in_transaction_session_timeout=60000"
    page = run("-c", f"import participation.wsgi; {show}", **PRODUCTION)
    assert page.stdout == f"{frozen} -c statement_timeout=5000\n"
    command = run("-c", show, **PRODUCTION, DJANGO_SETTINGS_MODULE="participation.settings")
    assert command.stdout == f"{frozen}\n"
