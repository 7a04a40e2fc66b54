"""The look stays small, draws everything from its tokens, and asks no other host for anything."""

import re
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings

STATIC = Path(settings.ROOT) / "static"
TEMPLATES = Path(settings.ROOT) / "templates"
STYLESHEETS = sorted(path for path in (STATIC / "css").glob("*.css") if path.name != "cms.css")
RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def rules_of(path):
    return COMMENT.sub("", path.read_text())


def test_stylesheets_stay_below_60_kb():
    assert sum(path.stat().st_size for path in STYLESHEETS) < 60_000


def test_scripts_with_htmx_stay_below_80_kb():
    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    ours = sum(path.stat().st_size for path in (STATIC / "js").glob("*.js"))
    assert ours + htmx.stat().st_size < 80_000


def test_fonts_stay_below_200_kb_and_carry_their_licence():
    assert sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")) < 200_000
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text()


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_stylesheet_asks_for_nothing_beyond_the_folder_of_fonts(path):
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text())
    assert all(address.startswith("../fonts/") for address in addresses)
    assert all((path.parent / address).resolve().exists() for address in addresses)
    assert "@import" not in path.read_text()


@pytest.mark.parametrize(
    "path", [path for path in STYLESHEETS if path.name != "tokens.css"], ids=lambda path: path.name
)
def test_colours_come_from_the_tokens_alone(path):
    assert RAW_COLOUR.findall(rules_of(path)) == []


def test_every_token_that_is_used_is_defined():
    rules = "".join(rules_of(path) for path in STYLESHEETS)
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", rules))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", rules))
    assert used <= defined


def test_every_token_that_is_defined_is_used():
    rules = "".join(rules_of(path) for path in STYLESHEETS)
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", rules_of(STATIC / "css/tokens.css")))
    assert defined <= set(re.findall(r"var\((--[a-z0-9-]+)", rules))


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_script_needs_no_eval(path):
    assert not re.search(r"\beval\(|new Function|innerHTML|\.style\.", path.read_text())


def test_templates_hold_no_inline_script_or_style():
    """Mails carry their own style: no mail program fetches a stylesheet."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|hx-on|javascript:", re.IGNORECASE)
    guilty = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if not {"wagtailadmin", "mail"} & set(path.parts) and inline.search(path.read_text())
    ]
    assert guilty == []


def test_every_icon_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "images/icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        if "wagtailadmin" not in path.parts
        for name in re.findall(r"{% icon [\"']([a-z-]+)[\"']", path.read_text())
    }
    assert named <= drawn
