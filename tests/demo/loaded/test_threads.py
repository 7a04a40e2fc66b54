"""What the threads of the demo show, and what each account finds waiting or new in them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conversations import moderating
from conversations.models import Ban, Comment, Flag, Mention, ModerationRecord, Reaction, Settlement, State, TeamTalk
from conversations.moderating import numbers
from conversations.reading import visits
from demo.habits import FOLLOWED, LAST_LOOKED
from demo.organisation import DEMO_ACCOUNTS
from notifications.channels import channels_of
from notifications.models import Following, Notification
from people.models import User
from publishing.models import Article
from teams.models import Team

pytestmark = [pytest.mark.slow]


def person(username):
    return User.objects.get(username=username)


def page(slug):
    return Article.objects.select_related("team").get(slug=slug)


def shown_to(as_person, username, slug):
    answer = as_person(person(username)).get(page(slug).address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("element", ["<ol>", "<ul>", "<pre>", "<blockquote>", "<strong>", "<code>", 'rel="nofollow'])
def test_a_comment_shows_what_can_be_marked(element):
    assert Comment.objects.shown().filter(html__contains=element).exists()


def test_people_and_a_team_are_mentioned_and_lead_to_where_they_are(as_person):
    assert Mention.objects.filter(person__isnull=False).count() >= 10
    assert Mention.objects.get(team__slug="platform", comment__page__slug="how-we-name-things-now")
    assert 'href="/teams/platform/"' in shown_to(as_person, "reader", "how-we-name-things-now")


def test_edited_comments_keep_their_earlier_words_and_say_so(as_person):
    edited = Comment.objects.get(page__slug="how-we-name-things-now", edited_at__isnull=False)
    (earlier,) = edited.versions.all()
    assert earlier.text != edited.comment
    assert edited.submit_date < edited.edited_at == earlier.until < edited.submit_date + timedelta(days=1)


def test_deleted_comment_leaves_a_line_above_its_replies(as_person):
    deleted = Comment.objects.get(state=State.DELETED)
    assert deleted.nested_count == 2
    html = shown_to(as_person, "reader", deleted.page.slug)
    assert "N like nothing" not in html
    assert "It was clear at once" in html


def test_reactions_are_by_several_people_and_of_every_kind():
    assert {row.kind for row in Reaction.objects.all()} == set(Reaction.Kind.values)
    assert Reaction.objects.values("person").distinct().count() > 10
    guests = {"phil", "robin", "scott", "david"}
    assert not Reaction.objects.filter(person__username__in=guests).exists()
    assert not Reaction.objects.filter(comment__user__username__in=guests).exists()
    assert not Reaction.objects.filter(comment__page__owner__username__in=guests).exists()


def test_two_questions_have_an_accepted_answer_and_others_are_open(as_person):
    answered = Settlement.objects.counting().accepted_answers()
    assert {row.article.slug for row in answered} == {
        "which-gloves-work-with-the-scanners",
        "do-we-still-need-the-nightly-export",
    }
    assert not page("what-should-a-scanner-say").is_settled
    assert "eleven" in shown_to(as_person, "reader", "which-gloves-work-with-the-scanners")


def test_two_decisions_are_recorded_and_one_rests_on_a_comment():
    recorded = Settlement.objects.counting().exclude(words="").select_related("article", "comment")
    assert {row.article.slug: row.comment is not None for row in recorded} == {
        "colours-for-charts": True,
        "captions-for-live-radio": False,
    }
    for row in recorded:
        assert row.at == row.article.settled_at < timezone.now() - timedelta(days=20)


def test_a_branch_is_locked_and_a_thread_closed_each_with_its_reason(as_person):
    assert "takes it up with the three desks" in shown_to(as_person, "reader", "who-answers-at-night")
    closed = shown_to(as_person, "reader", "the-friday-newsletter-has-stopped")
    assert "Everything that was asked is answered" in closed
    assert "nobody has asked for Friday back" in closed
    assert page("the-friday-newsletter-has-stopped").talk_closes_at < timezone.now() - timedelta(days=90)


def test_a_team_watches_words_and_its_quiet_threads_have_closed():
    talk = TeamTalk.objects.get(team__slug="reader-service")
    assert "complainer" in talk.watched_words
    quiet = page("ring-back-instead-of-waiting")
    assert quiet.talk_closes_at == quiet.last_activity + timedelta(days=talk.close_after_days)
    assert ModerationRecord.objects.get(page=quiet, action="close").at == quiet.talk_closes_at
    assert moderating.close_quiet_threads() == 0


def test_a_page_is_held_though_its_team_is_not():
    dogs = page("dogs-at-ferry-house")
    assert (dogs.team.comment_policy, dogs.comment_policy) == ("open", "held")
    assert dogs.held_count == 3
    assert dogs.comment_count > 3


def test_the_ban_has_run_out_and_its_person_writes_again():
    ban = Ban.objects.get()
    assert ban.at < ban.until < timezone.now()
    record = ModerationRecord.objects.get(action="ban")
    assert record.at == ban.at
    assert record.before["until"] == ban.until.isoformat()
    told = Notification.objects.get(kind="comment_ban")
    assert told.data["until"] == ban.until.isoformat()
    since = Comment.objects.filter(user=ban.person, page__team=ban.team, submit_date__gt=ban.until)
    assert since.exists()


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("moderator", ["everybody here knows whom I mean", "happens to the dog at the fire drill", "I have a van"]),
        ("editor", ["numbers painted on barrels", "now() - pg_last_xact_replay_timestamp()"]),
    ],
)
def test_who_moderates_finds_cases_in_the_queue(as_person, username, words):
    answer = as_person(person(username)).get("/moderation/", follow=True)
    queue = answer.content.decode()
    assert answer.status_code == 200
    for each in words:
        assert each in queue


def test_cases_are_of_every_sort():
    waiting = Comment.objects.waiting()
    assert waiting.filter(state=State.HELD).exists()
    assert waiting.filter(is_hidden_by_flags=True).exists()
    assert waiting.filter(state=State.PUBLIC, flag_count=1).exists()
    assert waiting.filter(mended_at__isnull=False).exists()
    assert {row.state for row in Flag.objects.all()} == set(Flag.State.values)


def test_waiting_was_never_shorter_than_nothing_and_numbers_are_spread_over_weeks():
    found = numbers.of_teams(list(Team.objects.all()), 90)
    waits = [wait for team in found for wait in team.waits]
    assert len(waits) > 10
    assert min(waits) > timedelta(0)
    assert max(waits) < timedelta(days=3)
    assert any(team.share_restored for team in found)
    weeks = {record.at.isocalendar()[:2] for record in ModerationRecord.objects.all()}
    assert len(weeks) >= 8


def test_records_and_comments_agree_on_when():
    for record in ModerationRecord.objects.filter(comment__isnull=False).select_related("comment"):
        assert record.comment.submit_date <= record.at < timezone.now()
    assert not Comment.objects.shown().filter(shown_at=None).exists()
    assert not Comment.objects.filter(shown_at__gt=timezone.now()).exists()


def test_people_follow_what_is_planned_and_the_threads_they_write_in():
    kinds = set(Following.objects.values_list("kind", flat=True))
    assert kinds == {"page", "thread", "team", "person", "tag"}
    assert Following.objects.exclude(kind="thread").count() == sum(kind != "thread" for _who, kind, _what in FOLLOWED)
    assert not Following.objects.filter(since__gt=timezone.now()).exists()
    assert channels_of(person("reader"))["comment_followed"] == "daily"


@pytest.mark.parametrize("username", DEMO_ACCOUNTS)
def test_each_account_finds_something_new_and_an_inbox_of_sensible_length(as_person, username):
    somebody = person(username)
    visited = Article.objects.filter(pk__in=visits.Visit.objects.filter(person=somebody).values("article"))
    new = {article.slug: visits.new_for(somebody, article) for article in visited}
    assert any(new.values())
    assert not all(new.values())
    assert set(LAST_LOOKED) == set(DEMO_ACCOUNTS)
    assert 2 <= somebody.unread_count <= 30
    assert Notification.objects.filter(person=somebody).count() < 100
    inbox = as_person(somebody).get("/inbox/").content.decode()
    assert re.search(r"mentioned you|answered you|commented on", inbox)


def test_what_was_met_in_a_thread_is_read():
    for visit in visits.Visit.objects.select_related("person"):
        rows = Notification.objects.filter(
            person=visit.person, page_id=visit.article_id, kind="comment_followed", created_at__lt=visit.seen_at
        )
        assert not rows.filter(read_at=None).exists()
