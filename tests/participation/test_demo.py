import base64
import re
import signal
import smtplib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import EmailMessage

import psutil
import pytest

from participation.demo import mail_pages, people, screen, totp
from participation.demo.ports import NoFreePort, free_port
from participation.demo.postbox import Postbox
from participation.demo.processes import Manager, Program
from tests.participation.running import ROOT, environment, run, wait_for


def get(port, path, host="localhost"):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode(), answer.headers


def letter(subject="Uw code: 123456", html=""):
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "noreply@inbreng.example", "resident@example.org"
    mail.set_content("Typ 123456 op http://localhost:8000/inloggen/code/?volgende=/a&b=1.\n")
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


@pytest.fixture
def mailbox(tmp_path):
    """A running mailbox: its ports, and a way to start it again."""
    smtp = free_port(18026)
    web = free_port(18025, [smtp])
    command = [sys.executable, "-m", "participation.demo.mailbox", str(tmp_path), str(smtp), str(web)]
    started = []

    def start():
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment()))
        assert wait_for(lambda: answers(web))
        return smtp, web

    def stop():
        started[-1].terminate()
        assert started[-1].wait(10) == 0

    yield start, stop
    for process in started:
        process.kill()
        process.wait()


def answers(port):
    try:
        get(port, "/codes")
    except OSError:
        return False
    return True


def test_the_mailbox_takes_a_mail_shows_it_and_keeps_it(mailbox):
    start, stop = mailbox
    smtp, web = start()
    assert "No mail yet" in get(web, "/")[0]
    with smtplib.SMTP("127.0.0.1", smtp) as server:
        server.send_message(letter(html="<p>Uw <b>code</b></p>"), to_addrs=["resident@example.org"])
    key = re.search(r"/mail/(\d+)", get(web, "/")[0]).group(1)
    page, _ = get(web, f"/mail/{key}")
    address = "http://localhost:8000/inloggen/code/?volgende=/a&amp;b=1"
    assert f'<a href="{address}">{address}</a>.' in page
    html, headers = get(web, f"/mail/{key}/html")
    assert "<p>Uw <b>code</b></p>" in html
    assert headers["Content-Security-Policy"].startswith("sandbox ")
    assert "Subject: Uw code: 123456" in get(web, f"/mail/{key}/source")[0]
    stop()
    start()
    assert "Uw code: 123456" in get(web, "/")[0]


def test_the_mailbox_trusts_neither_mails_nor_other_sites(mailbox):
    start, _ = mailbox
    smtp, web = start()
    evil = "<script>alert(1)</script>"
    with smtplib.SMTP("127.0.0.1", smtp) as server:
        server.send_message(letter(subject=evil))
    page, headers = get(web, "/")
    assert evil not in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(web, "/", host="elders.example")
    refused.value.close()
    for path in ("/mail/../../etc/passwd", "/mail/1", "/mail/", "/anders"):
        with pytest.raises(urllib.error.HTTPError) as missing:
            get(web, path)
        assert missing.value.code == 404
        missing.value.close()


def test_a_broken_mail_is_shown_too(tmp_path):
    mail = Postbox(tmp_path).put(
        b"Subject: =?utf-8?q?half\r\nContent-Type: text/plain; charset=onbekend\r\n\r\n\xff", []
    )
    assert "Inbreng demo mail" in mail_pages.one_mail(mail)
    assert mail_pages.source(mail)


def test_the_page_of_codes_shows_what_an_app_would_show():
    page = mail_pages.codes(1_000_000_000)
    for person in people.OFFICIALS:
        assert totp.code(person.totp_secret, 1_000_000_000) in page


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(moment, code):
    assert totp.code(base64.b32encode(b"12345678901234567890").decode(), moment) == code


def test_everybody_is_made_up_and_on_the_page():
    page = screen.welcome(screen.Addresses(8000, 8025, 8026), logs="var/log")
    assert all(person.email.endswith("@example.org") and person.email in page for person in people.PEOPLE)
    assert all(email.endswith(".org") and email in page for email, _role in people.IN_CHALLENGES)
    assert max(map(len, page.splitlines())) <= 100


def test_a_busy_port_is_passed_by():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        found = free_port(taken)
        assert taken < found
        assert free_port(taken, [found]) > found


def test_no_free_port_is_said(monkeypatch):
    monkeypatch.setattr("participation.demo.ports.HIGHEST_STEP", 0)
    with pytest.raises(NoFreePort, match="stop another program first"):
        free_port(8000)


def test_the_manager_starts_again_what_dies_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("participation.demo.processes.PAUSE", 0.1)
    parent = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']); "
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    monkeypatch.setattr("participation.demo.processes.STOP_LIMIT", 0.5)
    program = Program("deaf", [sys.executable, "-c", parent + deaf + "time.sleep(99)"], tmp_path / "log", {})
    said = []

    def interfere(_signal, _frame):
        if not said:
            first.extend(psutil.Process(program.process.pid).children())
            program.process.kill()
            program.process.wait()
            signal.setitimer(signal.ITIMER_REAL, 1.5)
        else:
            first.append(program.process)
            manager.requests_to_stop += 1

    first = []
    manager = Manager([program], said.append)
    before = signal.signal(signal.SIGALRM, interfere)
    try:
        manager.run(lambda: signal.setitimer(signal.ITIMER_REAL, 1.0) and None)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert said == [f"  ! deaf stopped by itself and is started again; why is in {tmp_path / 'log'}"]
    assert len(first) == 2
    assert not [one for one in psutil.process_iter(["cmdline"]) if "time.sleep(99)" in str(one.info["cmdline"])]


def test_the_demo_is_refused_on_an_installation():
    sign = {"SECRET_KEY": "x" * 40 + "abcdefghijk", "ALLOWED_HOSTS": "a.nl", "EMAIL_URL": "smtp://a.nl"}
    ended = run("manage.py", "demo", **sign, DATABASE_URL="postgresql://a/b", REDIS_URL="redis://a")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("CommandError: the demonstration is for a machine without SECRET_KEY")


def test_the_whole_demo_starts_answers_and_leaves_nothing(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    ports = {"--port": free_port(28000), "--mail-port": free_port(28100), "--smtp-port": free_port(28200)}
    command = ["manage.py", "demo", *(str(part) for pair in ports.items() for part in pair)]
    variables = environment(VAR_DIR=str(var), STATIC_ROOT=str(ROOT / "var" / "static"), PYTHONUNBUFFERED="1")
    with (var / "screen").open("wb") as output:
        demo = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=variables, stdout=output, stderr=output)
    try:
        shown = (var / "screen").read_text
        assert wait_for(lambda: "Ctrl-C stops everything" in shown() or demo.poll() is not None, limit=120)
        assert demo.poll() is None, shown()
        assert "does not answer" not in shown()
        assert "<html" in get(ports["--port"], "/")[0]
        assert "Mail (" in get(ports["--mail-port"], "/")[0]
    finally:
        demo.send_signal(signal.SIGINT)
        assert demo.wait(40) == 0
    assert "Everything has stopped." in shown()
    time.sleep(0.2)
    assert not [one for one in psutil.process_iter(["cmdline"]) if str(var) in " ".join(one.info["cmdline"] or [])]
    removed = run("manage.py", "demo", "--reset", VAR_DIR=str(var))
    assert "Removed: postgres, redis, mail" in removed.stdout
    assert not (var / "postgres").exists()
