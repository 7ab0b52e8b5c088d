"""The papers name what they promise to name: every dependency, and every column about people."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from participation import terms
from participation.models import User

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("participation", "ideas", "challenges", "projects", "notifications")
PAPERS = [path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "deploy/README.md") if path.exists()]


def packages_asked_for():
    lines = [
        line for name in ("requirements.in", "requirements-dev.in") for line in (ROOT / name).read_text().split("\n")
    ]
    python = {re.split(r"[^A-Za-z0-9._-]", line)[0] for line in lines if re.match(r"[A-Za-z]", line)}
    node = json.loads((ROOT / "package.json").read_text())
    return python | node.get("dependencies", {}).keys() | node.get("devDependencies", {}).keys()


def named_in_first_column(page):
    return re.findall(r"^\| `([^`]+)` \|", (ROOT / page).read_text(), re.MULTILINE)


def test_every_dependency_is_accounted_for_once():
    assert sorted(named_in_first_column("docs/dependencies.md")) == sorted(packages_asked_for())


def test_every_dependency_has_a_reason_and_a_licence():
    rows = re.findall(r"^\| `[^`]+` \|(.*)\|(.*)\|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE)
    assert rows
    assert all(reason.strip() and licence.strip() for reason, licence in rows)


def test_every_variable_is_explained():
    read = re.findall(r'env\.read\(\s*"([A-Z_]+)"', (ROOT / "participation/settings.py").read_text())
    explained = re.findall(r"`([A-Z_]+)`", (ROOT / "deploy/README.md").read_text())
    assert read
    assert sorted({*read, *(term.variable for term in terms.ALL)} - set(explained)) == []


def is_about_a_person(field):
    """Whether a column names somebody; the other columns about people are for whoever adds them to think of."""
    if isinstance(field, models.EmailField | models.GenericIPAddressField):
        return True
    return field.is_relation and not field.auto_created and field.related_model is User


def columns_about_people():
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if is_about_a_person(field)
    }


def columns_in_privacy_page():
    return set(re.findall(r"`([A-Z][A-Za-z]+\.[a-z_0-9]+)`", (ROOT / "docs/privacy.md").read_text()))


def test_the_search_for_columns_about_people_finds_them_in_every_room():
    found = {
        model._meta.app_label for model in apps.get_models() if any(map(is_about_a_person, model._meta.get_fields()))
    }
    assert found >= set(ROOMS)


def test_every_column_about_people_is_in_the_privacy_page():
    assert sorted(columns_about_people() - columns_in_privacy_page()) == []


def test_the_privacy_page_names_no_column_that_does_not_exist():
    columns = {f"{model.__name__}.{field.name}" for model in apps.get_models() for field in model._meta.get_fields()}
    assert sorted(columns_in_privacy_page() - columns) == []


@pytest.mark.parametrize("page", PAPERS, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_paper_leads_to_files_that_are_there(page):
    prose = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", prose)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_licence_is_whole():
    articles = re.findall(r"^## (\w+)", (ROOT / "LICENSE").read_text(), re.MULTILINE)
    assert articles == [*map(str, range(1, 16)), "Appendix"]
