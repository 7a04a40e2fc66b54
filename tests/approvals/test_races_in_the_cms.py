"""Two people at the same moment on Wagtail's own screens: what the second may do is asked after the first."""

import pytest
from wagtail.models import WorkflowState

from approvals.models import Request
from blog.rooms import blog_of
from publishing.models import Article
from tests.approvals.test_races import ROUNDS, Browser, at_once
from tests.factories.approvals import asked
from tests.factories.blog import make_draft
from tests.factories.teams import join, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


def test_a_page_submitted_and_moved_at_once_is_asked_about_where_it_stands(team):
    other = make_team(posting_policy="communications")
    for _round in range(ROUNDS):
        author = join(team, "author")
        join(other, "author", author)
        page = make_draft(team, author)
        one_tab, other_tab = Browser(author), Browser(author)
        at_once(
            one_tab.submitting(page), other_tab.sending(f"/admin/pages/{page.pk}/move/{blog_of(other).pk}/confirm/")
        )
        article = Article.objects.select_related("team").get(pk=page.pk)
        request = Request.objects.open().filter(article_id=page.pk).first()
        if request is not None:
            assert request.workflow_state.workflow == article.specific.get_workflow()


def test_a_page_deleted_while_somebody_approves_it_goes_whole(team):
    editor = Browser(join(team, "editor"))
    for _round in range(ROUNDS):
        request = asked(team)
        author = Browser(request.workflow_state.requested_by)
        answer, _deleted = at_once(
            editor.approving(request), author.sending(f"/admin/pages/{request.article_id}/delete/")
        )
        assert answer.status_code in (200, 404, 410)  # it was live for a moment, or was gone before or while asked
        assert not Article.objects.filter(pk=request.article_id).exists()
        assert not WorkflowState.objects.filter(object_id=str(request.article_id)).exists()
