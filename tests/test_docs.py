"""Documents that fall behind the code are found here."""

import re
from pathlib import Path

import pytest

from teams.models import CommentPolicy, PostingPolicy, Role, Visibility

ROOT = Path(__file__).resolve().parent.parent
SETTINGS_PAGE = (ROOT / "docs/operations/settings.md").read_text()
SITE_ROLES = ("communications", "moderator", "administrator")


def names_read_from_the_environment() -> set[str]:
    """What settings, server and supervisor ask the environment for."""
    found = set()
    for path in [*(ROOT / "site/intramural/settings").glob("*.py"), ROOT / "gunicorn.conf.py"]:
        found |= set(re.findall(r'(?:env\.\w+|environ\.get|environ\.setdefault)\(\s*"([A-Z_]+)"', path.read_text()))
    for path in (ROOT / "operations").glob("*.py"):
        found |= set(re.findall(r'environ(?:\.get\(|\[)\s*"([A-Z_]+)"', path.read_text()))
    return found - {"MAKELEVEL"}


def test_every_setting_is_documented():
    documented = set(re.findall(r"`([A-Z_]+)`", SETTINGS_PAGE))
    assert names_read_from_the_environment() <= documented


def test_no_documented_setting_is_gone():
    in_tables = {
        name
        for line in SETTINGS_PAGE.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])
    }
    code = (
        "".join(
            path.read_text()
            for folder in ("site/intramural/settings", "operations", "demo")
            for path in (ROOT / folder).rglob("*.py")
        )
        + (ROOT / "gunicorn.conf.py").read_text()
    )
    assert {name for name in in_tables if name not in code} == set()


@pytest.mark.parametrize("role", [*Role.values, *SITE_ROLES])
def test_every_role_has_a_page(role):
    page = ROOT / f"docs/roles/{role}.md"
    assert page.is_file(), f"docs/roles/{role}.md is missing"
    assert len(page.read_text().split()) > 40


@pytest.mark.parametrize("choices", [Visibility, PostingPolicy, CommentPolicy])
def test_every_policy_is_named_in_the_documents(choices):
    text = "".join(path.read_text().lower() for path in (ROOT / "docs").rglob("*.md"))
    for value in choices.values:
        assert value in text


def test_every_dependency_has_a_reason():
    reasons = (ROOT / "docs/decisions/dependencies.md").read_text().lower()
    named = re.split(r"# Brought along", (ROOT / "requirements.txt").read_text())[0]
    for package in re.findall(r"^([\w-]+)(?:\[[\w,]+\])?==", named, flags=re.M):
        assert package.lower() in reasons, package


def test_links_between_documents_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} → {target}"
