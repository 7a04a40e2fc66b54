"""A review in a browser: having been opened is noted, and the conversation on the draft answers in place."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Comment

from approvals.models import Look
from tests.factories.approvals import asked, task_of
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_review_is_seen_and_talked_about_in_place(enter):
    team = make_team("Depots", posting_policy="editors")
    editor = join(team, "editor")
    request = asked(team, title="Two-week cycles")
    visitor = enter(editor)
    page = visitor.page
    page.goto(f"/approvals/{task_of(request).pk}/")
    expect(page.get_by_role("complementary").get_by_text("this version")).to_be_visible()
    assert [(look.person, look.channel) for look in Look.objects.all()] == [(editor, "site")]
    page.get_by_text("Remark on a passage").click()
    page.get_by_label("About", exact=True).select_option("title")
    page.get_by_label("Your remark").fill("Which depot?")
    page.get_by_role("button", name="Remark", exact=True).click()
    remarks = page.locator("#remarks")
    expect(remarks.locator("article > p").first).to_have_text("Which depot?")
    remarks.get_by_role("button", name="Settle").click()
    expect(remarks.get_by_text("1 settled remark")).to_be_visible()
    assert page.url.endswith(f"/approvals/{task_of(request).pk}/")
    assert Comment.objects.get().resolved_by == editor


def test_opening_the_editor_is_noted_as_a_look_there(enter):
    team = make_team("Depots", posting_policy="editors")
    editor = join(team, "editor")
    request = asked(team, title="Two-week cycles")
    visitor = enter(editor)
    with visitor.page.expect_response(lambda response: response.url.endswith("/looked/")):
        visitor.page.goto(f"/admin/pages/{request.article_id}/edit/")
    assert [(look.person, look.channel) for look in Look.objects.all()] == [(editor, "cms")]
