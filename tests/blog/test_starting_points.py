"""A new page starts with questions; they are to be answered, not published."""

import pytest
from wagtail.models import Page

from approvals.deciding import actions
from approvals.models import Request
from approvals.refusals import Refused
from blog.models import BlogPostPage
from blog.rooms import blog_of
from blog.starting_points import prompts_for
from tests.approvals.test_doors import posted, words
from tests.factories.blog import make_draft, make_draft_write_up
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

QUESTION = prompts_for("ask")[0].question


def body_of(text):
    """What the editor sends for one paragraph."""
    raw = '{"blocks": [{"key": "a", "text": "%s", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], '
    raw += '"entityRanges": [], "data": {}}], "entityMap": {}}'
    return {
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "text", "body-0-id": "",
        "body-0-value": raw % text,
    }  # fmt: skip


@pytest.mark.parametrize("policy", ["editors", "directly"])
def test_a_post_with_a_starting_question_is_kept_as_a_draft_until_it_is_answered(client, policy):
    team = make_team(posting_policy=policy)
    author = join(team, "author")
    page = make_draft(team, author)
    client.force_login(author)
    send = {"action-submit": "1"} if policy == "editors" else {"action-publish": "1"}
    address = f"/admin/pages/{page.pk}/edit/"
    answer = client.post(address, posted(page, title="Kept", **send) | body_of(QUESTION), follow=True)
    assert QUESTION in words(answer)
    kept = BlogPostPage.objects.get(pk=page.pk)
    assert kept.latest_revision.content["title"] == "Kept"
    assert not kept.live
    assert not Request.objects.exists()

    client.post(address, posted(page, **send) | body_of("Which depot has room in May?"))
    assert Request.objects.exists() or BlogPostPage.objects.get(pk=page.pk).live


def test_a_new_post_with_a_starting_question_is_kept_as_a_draft(client):
    team = make_team(posting_policy="editors")
    author = join(team, "author")
    client.force_login(author)
    form = posted(make_draft(team, author), slug="brand-new", **{"action-submit": "1"}) | body_of(QUESTION)
    form |= {"authorships-INITIAL_FORMS": "0", "authorships-0-id": ""}
    answer = client.post(f"/admin/pages/add/blog/blogpostpage/{blog_of(team).pk}/", form, follow=True)
    assert QUESTION in words(answer)
    assert Page.objects.filter(slug="brand-new", live=False).exists()
    assert not Request.objects.exists()


def test_a_write_up_answers_its_questions_before_anybody_is_asked():
    team = make_team(posting_policy="editors")
    author = join(team, "author")
    asking = make_draft_write_up(
        team, author, result="worked", would_avoid="<p>What cost time and brought nothing.</p>"
    )
    with pytest.raises(Refused, match="What cost time"):
        actions.submit(by=author, article=asking)
    assert not Request.objects.exists()
