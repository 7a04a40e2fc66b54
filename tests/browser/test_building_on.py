"""Somebody begins a project, is shown what others learned from one like it, and cites it with a click."""

import pytest
from playwright.sync_api import expect

from blog.rooms import projects_of
from operations import worker
from publishing.models import Citation
from tests.factories.blog import make_write_up
from tests.factories.knowledge import know_all
from tests.factories.teams import join, make_team

from .chromium import PATIENCE
from .pages import Editor

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "/admin/pages/add/blog/writeuppage/{}/"


@pytest.fixture
def team():
    return make_team("Logistics")


@pytest.fixture
def earlier(team):
    author = join(make_team("Workshop"), "author")
    worked = make_write_up(
        author.memberships.get().team, author, "A first week that does not depend on luck", result="worked",
        goal="<p>Newcomers can do useful work after one week.</p>", would_repeat="<p>The named companion.</p>",
    )  # fmt: skip
    failed = make_write_up(
        author.memberships.get().team, author, "A hundred slides for newcomers", result="failed",
        goal="<p>Newcomers know everything after one morning.</p>", would_avoid="<p>Slides.</p>",
    )  # fmt: skip
    know_all()
    return worked, failed


def until_cited(page, cited):
    """The editor saves by itself; what it saved is a draft's, so its citations are rows already."""
    patience = PATIENCE
    while not Citation.objects.filter(cited=cited).exists():
        assert patience > 0, "The citation was never saved."
        patience -= 100
        page.wait_for_timeout(100)
    return Citation.objects.get(cited=cited)


def test_while_a_goal_is_typed_earlier_work_is_offered_and_cited(team, earlier, enter):
    worked, failed = earlier
    mia = enter(join(team, "author"))
    mia.open(ADD.format(projects_of(team).pk))
    editor = Editor(mia)
    editor.write_title("Better beginnings")
    editor.write_summary("What we try for those who are new.")
    editor.write_text("Better onboarding: joiners should be productive sooner")
    editor.expect_earlier_work(worked.title, failed.title)
    expect(editor.earlier_work).to_contain_text("The named companion.")
    expect(editor.earlier_work).to_contain_text("Did not work")
    editor.cite(worked.title, "Build on it", "its companion")
    editor.cite(failed.title, "Avoid what happened there", "no slides")
    editor.expect_cited(worked.title, "builds_on", "its companion")
    editor.expect_cited(failed.title, "avoids", "no slides")
    assert until_cited(mia.page, worked).note == "its companion"
    assert until_cited(mia.page, failed).relation == "avoids"
    worker.drain()


def test_the_button_looks_at_once_and_says_when_there_is_nothing(team, earlier, enter):
    mia = enter(join(team, "author"))
    mia.open(ADD.format(projects_of(team).pk))
    editor = Editor(mia)
    editor.write_title("Zebras")
    editor.write_summary("About stripes.")
    editor.write_text("Zebra crossings")
    look = editor.earlier_work.get_by_role("button", name="Look for earlier work")
    look.click()
    expect(editor.earlier_work).to_contain_text("Nothing that you may read resembles this yet.")
    editor.write_text("A companion for newcomers")
    look.click()
    editor.expect_earlier_work(earlier[0].title)
    editor.expect_saved_as_draft()
