"""A post that two departments read at once: sent back, mended, approved by both, and live at its hour."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import RouteStep
from operations.due_pages import change_due_pages
from tests.factories.blog import make_draft
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from .pages import Desk, Editor, Review

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
TITLE = "Night shifts from May on"


@pytest.fixture
def people():
    """A team whose editors and, beside them, a lawyer read every post."""
    team = make_team("Logistics", posting_policy="editors")
    found = {
        "team": team,
        "lead": join(team, "lead", UserFactory(username="henrike", first_name="Henrike", last_name="Vossen")),
        "author": join(team, "author", UserFactory(username="mia", first_name="Mia", last_name="Brandt")),
        "editor": join(team, "editor", UserFactory(username="jonas", first_name="Jonas", last_name="Adler")),
        "lawyer": UserFactory(username="ada", first_name="Ada", last_name="Nowak"),
    }
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desktop"])
def test_a_post_passes_two_reviewers_at_once_and_goes_live_at_its_hour(people, enter, size):
    team = people["team"]

    # The team's lead asks for a lawyer beside the editors, on the team's own pages.
    henrike = enter(people["lead"], size=size)
    page = henrike.open("/teams/logistics/settings/")
    page.get_by_role("link", name="See and add steps").click()
    page.get_by_role("link", name="Add a step").click()
    page.get_by_label("Name", exact=True).fill("Legal")
    page.get_by_label("Asks", exact=True).select_option(label="people by name")
    page.locator("#id_people").fill("ada")
    page.get_by_label("When", exact=True).select_option(label="At the same time as: Team editors")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Ada Nowak")
    assert RouteStep.objects.get(team=team).people.get() == people["lawyer"]

    # The author sees the route before submitting, says a word, and submits with a date.
    later = timezone.now() + timedelta(days=2)
    draft = make_draft(team, people["author"], TITLE, summary="Three people a night.", go_live_at=later)
    mia = enter(people["author"])
    editor = Editor(mia).open(draft)
    mia.page.get_by_role("tab", name="Settings").click()
    route = mia.page.locator(".route-preview")
    expect(route).to_contain_text("Legal")
    expect(route).to_contain_text("Ada Nowak")
    mia.page.get_by_label("A word to those you ask").fill("The mayor wants it on Monday.")
    editor.submit()
    editor.expect_message("Ada Nowak")

    # Both are asked at once. The lawyer approves; the editor wants a change.
    ada = enter(people["lawyer"], size=size)
    Desk(ada).open().review(TITLE)
    expect(ada.page.get_by_role("main")).to_contain_text("The mayor wants it on Monday.")
    Review(ada).approve()
    jonas = enter(people["editor"], size=size)
    Desk(jonas).open().review(TITLE)
    expect(jonas.page.get_by_role("list", name="Steps to going live")).to_contain_text("approved by Ada Nowak")
    Review(jonas).ask_for_changes("Three or four? The plan says four.")

    # Back with its author, who mends it and submits again: both are asked, because the words are others.
    Desk(mia).open()
    expect(Desk(mia).asked).to_contain_text("The plan says four.")
    Desk(mia).change(TITLE)
    editor.write_summary("Four people a night.")
    editor.submit()
    editor.expect_message("Jonas Adler")
    for reviewer in (jonas, ada):
        Desk(reviewer).open().review(TITLE)
        Review(reviewer).approve()
    draft.refresh_from_db()
    assert not draft.live, "its hour has not come"

    # At its hour it is live, as both approved it.
    with patch("django.utils.timezone.now", return_value=later + timedelta(minutes=1)):
        change_due_pages()
    reader = enter(UserFactory(), size=size)
    shown = reader.open(draft.get_url())
    expect(shown.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(shown.get_by_role("main")).to_contain_text("Four people a night.")
