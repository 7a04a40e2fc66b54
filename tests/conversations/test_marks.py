"""Beside a name stands the part that its person has in the page: author, team editor, approver, you."""

import re

import pytest

from approvals.models import Decision, Request, Verdict
from core import marks
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform", posting_policy="editors")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


def decided(page, person, verdict, revision=None):
    """A decision as an approval leaves it."""
    from wagtail.models import Workflow

    state = page.get_workflow().start(page, page.owner) if not Request.objects.exists() else None
    assert Workflow.objects.exists()
    request = Request.objects.get() if state is None else Request.objects.get(workflow_state=state)
    return Decision.objects.create(
        request=request,
        article_id=page.pk,
        revision=revision or page.live_revision,
        digest=request.digest,
        person=person,
        decision=verdict,
        step=request.steps.first(),
        step_name="Editors",
    )


def marks_beside(text, comment):
    own = text[text.index(f'id="c{comment.pk}"') :]
    return re.findall(r'<span class="mark[^"]*">([^<]*)</span>', own[: own.index("<time")])


def test_each_part_is_said_beside_the_name(as_person, reader, team, page):
    editor, approver = join(team, "editor"), join(team, "lead")
    decided(page, approver, Verdict.APPROVED)
    by = {
        "author": make_comment(page, page.owner),
        "editor": make_comment(page, editor),
        "approver": make_comment(page, approver),
        "reader": make_comment(page, reader),
        "other": make_comment(page, UserFactory()),
    }
    text = as_person(reader).get(page.address).content.decode()
    assert {name: marks_beside(text, comment) for name, comment in by.items()} == {
        "author": ["Author"],
        "editor": ["Team editor"],
        "approver": ["Team editor", "Approver"],
        "reader": ["You"],
        "other": [],
    }


def test_who_returned_it_or_approved_an_older_version_is_no_approver(team, page):
    returned, before = join(team, "editor"), join(team, "editor")
    decided(page, returned, Verdict.RETURNED)
    decided(page, before, Verdict.APPROVED, revision=page.save_revision(user=page.owner))
    assert marks.marks_of(Article.objects.get(pk=page.pk)) == []


def test_a_part_that_fits_nobody_is_no_mark(page):
    assert marks.marks_of(Article.objects.get(pk=page.pk)) == []
