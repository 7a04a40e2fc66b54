"""What is no longer live is found again by whoever wrote it, and can come back."""

import datetime
import re

import pytest
from django.utils import timezone

from approvals.deciding.actions import submit
from operations.due_pages import change_due_pages
from tests.factories.approvals import approve, asked, edit, send_back
from tests.factories.blog import make_draft, make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform", posting_policy="editors")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def editor(team):
    return join(team, "editor")


def drafts_of(client):
    """Titles and states on the CMS's first page."""
    text = client.get("/admin/").content.decode()
    lines = re.findall(r'<b>([^<]+)</b></a> <span class="w-help-text">(.*?)</span>', text)
    return [(title, re.sub(r"<[^>]+>", "", words).split(" · ")[2]) for title, words in lines]


def test_what_was_taken_down_waits_among_its_authors_drafts_and_comes_back_once_approved(
    as_person, team, author, editor
):
    page = make_post(team, author, "The north gate")
    client = as_person(author)
    client.post(f"/admin/pages/{page.pk}/unpublish/")
    assert client.get(page.address).status_code == 404
    assert drafts_of(client) == [("The north gate", "taken down")]
    approve(editor, submit(by=author, article=page))
    assert client.get(page.address).status_code == 200
    assert drafts_of(client) == []


def test_what_has_expired_is_called_so(as_person, team, author):
    page = make_post(team, author, "Market day", expire_at=timezone.now() - datetime.timedelta(minutes=1))
    change_due_pages()
    client = as_person(author)
    assert client.get(page.address).status_code == 404
    assert drafts_of(client) == [("Market day", "expired")]


def test_what_was_sent_back_is_found_with_the_reason(as_person, team, author, editor):
    request = asked(team, author, "New badges")
    client = as_person(author)
    assert drafts_of(client) == [("New badges", "in review")]
    send_back(editor, request, "Say from which day on they hold.")
    assert drafts_of(client) == [("New badges", "changes asked")]
    text = client.get("/approvals/").content.decode()
    assert "New badges" in text
    assert "Say from which day on they hold." in text


def test_changes_to_what_is_live_are_found_too(as_person, team, author):
    page = make_post(team, author, "The north gate")
    edit(page, author, summary="It opens at six.")
    assert drafts_of(as_person(author)) == [("The north gate", "live, with changes nobody sees yet")]


def test_an_author_with_many_drafts_finds_the_oldest_too(as_person, team, author):
    for number in range(20):
        make_draft(team, author, f"Draft number {number:02}")
    found = drafts_of(as_person(author))
    assert [title for title, _state in found] == [f"Draft number {number:02}" for number in reversed(range(20))]


def test_somebody_elses_drafts_are_not_among_mine(as_person, team, author):
    make_draft(team, author, "The north gate")
    assert drafts_of(as_person(join(team, "author"))) == []
