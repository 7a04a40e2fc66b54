"""What `load_demo` leaves behind: the product's promises, the real path, and no work for anybody."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageLogEntry

from approvals.models import Decision, Request
from conversations.models import Comment, ModerationRecord, State
from core.models import Effect, OutgoingMail
from demo.organisation import DEMO_ACCOUNTS, TEAMS
from demo.people import PEOPLE
from notifications.models import Notification
from people.models import User
from publishing.models import Article, Clearance
from teams.models import JoinRequest, Membership, Team, TeamRequest
from tests.demo.conftest import some_texts
from tests.factories.people import AdministratorFactory, UserFactory

pytestmark = [pytest.mark.slow]

_ASKS = {"waiting-editors": "Team editors", "waiting-communications": "Communications"}

REAL = {
    "collaboration-inside-the-firewall-needs-context-and-purpose": ["David", "Phil Green"],
    "social-media-for-internal-collaboration": ["Scott", "Robin"],
}
TEXTS = {text.slug: text for text in some_texts()}


def person(username):
    return User.objects.get(username=username)


@pytest.mark.parametrize("username", DEMO_ACCOUNTS)
def test_demo_account_signs_in_with_the_public_password(client, username):
    answer = client.post("/accounts/login/", {"username": username, "password": "intramural-demo"})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_else_has_a_password_that_could_be_used():
    others = User.objects.exclude(username__in=DEMO_ACCOUNTS)
    assert others.count() == len(PEOPLE) - len(DEMO_ACCOUNTS)
    assert not any(other.has_usable_password() for other in others)


def test_everybody_is_where_the_plan_says_and_may_do_what_follows_from_it():
    found = {(m.team.slug, m.person.username): m.role for m in Membership.objects.select_related("team", "person")}
    assert found == {(team.slug, username): role for team in TEAMS for username, role in team.roles()}
    assert person("author").can_write
    assert person("comms").has_cms
    assert not person("reader").has_cms
    assert person("comms").groups.filter(name="Communications").exists()
    assert person("moderator").groups.filter(name="Moderators").exists()


def test_every_text_is_there_as_far_as_it_has_come():
    assert Article.objects.count() == len(TEXTS)
    live = {text.slug for text in TEXTS.values() if text.state == "live"}
    assert set(Article.objects.filter(live=True).values_list("slug", flat=True)) == live
    waiting = dict(Request.objects.open().values_list("article__slug", "step_name"))
    assert waiting == {text.slug: _ASKS[text.state] for text in TEXTS.values() if text.state in _ASKS}
    returned = Decision.objects.get(decision="returned")
    assert TEXTS[returned.article.slug].state == "changes-asked"
    assert returned.person.username == "editor"


def test_scheduled_post_waits_for_its_hour_and_the_expired_one_is_gone():
    scheduled = Article.objects.get(slug="network-maintenance-at-harbour-and-south")
    assert not scheduled.live
    assert scheduled.scheduled_revision.approved_go_live_at > timezone.now()
    expired = Article.objects.get(slug="sign-up-for-the-winter-courses")
    assert expired.expired
    assert not expired.live
    assert expired.expire_at < timezone.now()


@pytest.mark.parametrize("slug", REAL)
def test_real_post_went_the_real_way(slug):
    article = Article.objects.get(slug=slug)
    author = article.authors[0]
    assert article.team.slug == "all-hands"
    actions = list(
        PageLogEntry.objects.filter(page=article).order_by("timestamp", "pk").values_list("action", flat=True)
    )
    wanted = ["wagtail.create", "wagtail.workflow.start", "wagtail.workflow.approve", "wagtail.publish"]
    assert [action for action in actions if action in wanted] == wanted
    decision = Decision.objects.get(article=article)
    assert decision.person != author
    assert Clearance.objects.get(article=article).by == decision.person
    comments = Comment.objects.filter(page=article).order_by("thread_id", "order")
    assert [comment.author_name for comment in comments] == REAL[slug]
    assert [comment.comment for comment in comments] == [remark.text for remark in TEXTS[slug].comments]
    assert all(comment.level == 0 for comment in comments)


def test_nobody_approved_what_they_wrote():
    for decision in Decision.objects.select_related("article", "person"):
        assert decision.person not in decision.article.authors


def test_threads_stand_as_they_were_written():
    closing = ModerationRecord.objects.filter(action="close", comment__isnull=False).values("comment")
    for text in TEXTS.values():
        said = Comment.objects.filter(page__slug=text.slug).exclude(pk__in=closing)
        assert sorted(said.values_list("comment", flat=True)) == sorted(remark.text for remark in text.comments)
    assert Comment.objects.filter(level=3).exists()
    held = sum(remark.state == "held" for text in TEXTS.values() for remark in text.comments)
    assert Comment.objects.filter(state=State.HELD).count() == held
    article = Article.objects.get(slug="the-first-hour-of-the-flood")
    assert article.comment_count == Comment.objects.filter(page=article, state=State.PUBLIC).count()


def test_the_past_is_dated_back_in_order():
    soon = timezone.now() + timedelta(minutes=1)
    for article in Article.objects.filter(live=True):
        text = TEXTS[article.slug]
        age = (timezone.now() - article.published) / timedelta(days=1)
        assert text.days_ago <= age <= text.days_ago + 1
        assert article.first_published_at == article.published <= article.last_published_at < soon
        assert article.revisions.earliest("created_at").created_at <= article.published
        assert article.last_activity >= article.published
    assert not Comment.objects.filter(submit_date__gt=soon).exists()
    for decision in Decision.objects.select_related("article"):
        assert decision.at < soon
        assert PageLogEntry.objects.filter(page=decision.article, timestamp__lte=decision.at).exists()


def test_no_work_and_no_mail_is_left_behind():
    assert not DBTaskResult.objects.exists()
    assert not Effect.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert not User.objects.filter(email="").exists()


def test_inboxes_hold_only_what_is_recent():
    unread = Notification.objects.filter(read_at__isnull=True)
    assert unread.exists()
    assert not unread.filter(created_at__lt=timezone.now() - timedelta(days=7)).exists()
    for somebody in User.objects.all():
        assert somebody.unread_count == unread.filter(person=somebody).count()


def test_somebody_knocks_and_somebody_wants_a_team():
    assert JoinRequest.objects.get().team.slug == "legal-desk"
    assert TeamRequest.objects.get().state == "waiting"


def test_the_tree_is_sound_and_audiences_follow_teams():
    assert not any(Page.find_problems())
    for article in Article.objects.select_related("team"):
        assert article.audience_id == article.team.audience_id


def slugs_with_every_block():
    """A few texts that together hold every kind of block."""
    chosen, seen = [], set()
    for text in TEXTS.values():
        kinds = {block.kind for block in text.blocks}
        if text.state == "live" and kinds - seen:
            chosen.append(text.slug)
            seen |= kinds
    return chosen


@pytest.mark.parametrize("slug", slugs_with_every_block())
def test_page_shows_its_words_and_its_talk(as_person, slug):
    article = Article.objects.get(slug=slug)
    answer = as_person(person("admin")).get(article.address)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert f'id="c{Comment.objects.filter(page=article).first().pk}"' in shown or article.comment_count == 0
    assert re.search(r"<h1[^>]*>", shown)


@pytest.mark.parametrize("address", ["/", "/teams/", "/teams/platform/", "/people/author/", "/approvals/", "/inbox/"])
def test_first_pages_are_full_and_answer(as_person, address):
    assert as_person(person("lead")).get(address).status_code == 200


def test_a_team_says_what_it_does(as_person):
    text = as_person(person("reader")).get("/teams/platform/").content.decode()
    assert "open hour on Thursdays" in text


def test_search_finds_what_was_loaded(as_person):
    answer = as_person(person("reader")).get("/search/", {"q": "handshake"})
    assert "the-night-the-labels-stood-still" in answer.content.decode()


def test_secret_team_leaves_no_trace_for_a_reader(as_person):
    client = as_person(person("reader"))
    assert client.get("/teams/horizon/").status_code == 404
    assert "Callow Valley carriers" not in client.get("/teams/").content.decode()
    assert as_person(person("insider")).get("/teams/horizon/").status_code == 200


def test_second_run_changes_nothing(capsys):
    before = [model.objects.count() for model in (User, Team, Article, Comment, Notification, PageLogEntry)]
    call_command("load_demo")
    assert "already" in capsys.readouterr().out
    assert [model.objects.count() for model in (User, Team, Article, Comment, Notification, PageLogEntry)] == before


def test_large_organisation_is_refused_beside_the_small_one():
    with pytest.raises(CommandError, match="other content"):
        call_command("load_demo", scale=100)
    assert Article.objects.count() == len(TEXTS)


def test_somebody_elses_work_does_not_matter_once_it_is_loaded():
    UserFactory()
    AdministratorFactory()
    call_command("load_demo")


def test_what_waits_is_due_counted_from_when_it_was_asked():
    for request in Request.objects.open().select_related("workflow_state__current_task_state"):
        asked_at = request.workflow_state.current_task_state.started_at
        for step in request.steps.filter(position=request.position):
            assert step.started_at == asked_at
            assert step.due_at > asked_at
        assert request.due_at is not None
