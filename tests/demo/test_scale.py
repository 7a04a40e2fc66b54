"""The large organisation: right numbers, a sound tree, and pages that answer."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Sum
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from approvals.models import Request
from approvals.routes.gaps import gaps_in_requests
from conversations.models import Comment, Reaction, State
from conversations.writing import words
from demo.organisation import DEMO_ACCOUNTS
from demo.scale.sizes import Sizes
from demo.scale.threads import lay_out, lengths
from demo.scale.words import COMMON_WORD, Words
from people.models import User
from publishing.digest import content_digest
from publishing.models import Article, Authorship, Citation
from teams.models import Membership, Team
from tests.demo.conftest import loading_frame

pytestmark = [pytest.mark.slow]
POSTS = 40


@pytest.fixture(scope="module")
def large(django_db_setup, django_db_blocker):
    with loading_frame(django_db_blocker) as load:
        load(scale=POSTS)
        yield


def test_ten_thousand_posts_make_the_organisation_that_was_promised():
    sizes = Sizes(10_000)
    assert (sizes.teams, sizes.people, sizes.comments, sizes.longest_thread) == (200, 2000, 50_000, 1000)


def test_thread_lengths_add_up():
    sizes = Sizes(10_000)
    found = lengths(sizes, [10, 11], list(range(10_000)))
    assert sum(found.values()) == sizes.comments
    assert (found[11], found[10]) == (1000, 200)
    assert max(length for place, length in found.items() if place not in {10, 11}) < 200
    assert len(found) < 9_000


def test_words_are_the_same_each_time_and_nine_of_ten_posts_share_one():
    one, other = Words.from_the_demo(), Words.from_the_demo()
    assert [one.title(n) for n in range(50)] == [other.title(n) for n in range(50)]
    assert one.remark(7) == other.remark(7)
    assert sum(COMMON_WORD in one.summary(n) for n in range(1000)) >= 900
    assert all(len(one.summary(n)) <= 400 for n in range(1000))


def test_a_thread_is_laid_out_depth_first_and_four_levels_deep():
    from random import Random

    thread = lay_out(300, Random(1))
    assert len(thread) == 300
    assert max(one.level for one in thread) == 3
    assert all(one.parent is None or one.parent.minutes < one.minutes for one in thread)


@pytest.mark.usefixtures("large", "db")
class TestBuilt:
    def test_counts_are_exact(self):
        sizes = Sizes(POSTS)
        assert Article.objects.filter(live=True).count() == POSTS
        assert Team.objects.count() == sizes.teams
        assert User.objects.count() == sizes.people
        assert Comment.objects.count() == sizes.comments
        visibilities = Counter(Team.objects.values_list("visibility", flat=True))
        assert visibilities["open"] == sizes.teams // 2
        assert visibilities["secret"] == 1
        assert Article.objects.order_by("-comment_count").first().comment_count == 1000

    def test_demo_accounts_are_where_the_product_promises(self):
        for username in DEMO_ACCOUNTS:
            assert User.objects.get(username=username).check_password("intramural-demo")
        assert list(Membership.objects.filter(person__username="reader").values_list("team__slug", "role")) == [
            ("all-hands", "member")
        ]
        held = dict(Membership.objects.filter(person__username="lead").values_list("team__slug", "role"))
        assert held == {"all-hands": "member", "platform": "lead", "horizon": "editor"}

    def test_counters_agree_with_the_comments(self):
        shown = dict(Comment.objects.filter(state=State.PUBLIC).order_by().values_list("page").annotate(Count("pk")))
        assert dict(Article.objects.filter(comment_count__gt=0).values_list("pk", "comment_count")) == shown

    def test_comments_are_shown_since_they_were_written_and_drawn_as_posting_draws_them(self):
        shown = Comment.objects.filter(state=State.PUBLIC)
        assert not shown.exclude(shown_at=F("submit_date")).exists()
        assert not Comment.objects.filter(state=State.HELD, shown_at__isnull=False).exists()
        comment = shown.first()
        assert (comment.html, comment.markup) == (words.as_html(comment.comment), words.MARKUP)
        assert not Comment.objects.filter(html="").exists()

    def test_reactions_are_counted_and_nobody_reacts_to_their_own_words(self):
        counted = Comment.objects.aggregate(
            used=Sum("used_count"), agree=Sum("agree_count"), thanks=Sum("thanks_count")
        )
        assert counted == {kind: Reaction.objects.filter(kind=kind).count() for kind in Reaction.Kind.values}
        assert min(counted.values()) > 0
        assert not Reaction.objects.filter(person_id=F("comment__user_id")).exists()

    def test_places_in_threads_are_unique_and_count_what_hangs_below(self):
        rows = Comment.objects.values_list("pk", "thread_id", "parent_id", "order", "nested_count")
        parents = {pk: parent for pk, _thread, parent, _order, _nested in rows}
        below = Counter()
        for pk in parents:
            while parents[pk] != pk:
                pk = parents[pk]
                below[pk] += 1
        assert all(below[pk] == nested for pk, _thread, _parent, _order, nested in rows)
        assert len({(thread, order) for _pk, thread, _parent, order, _nested in rows}) == len(rows)

    def test_tree_and_revisions_are_sound(self):
        assert not any(Page.find_problems())
        page = Article.objects.filter(has_unpublished_changes=False).order_by("-pk").first().specific
        draft = page.get_latest_revision_as_object()
        assert draft.body == page.body
        assert [a.person_id for a in draft.authorships.all()] == [a.person_id for a in page.authorships.all()]
        assert Revision.objects.count() == POSTS + Sizes(POSTS).requests
        assert page.get_children().count() == page.numchild == 0
        for article in Article.objects.select_related("team"):
            assert article.audience_id == article.team.audience_id

    def test_pages_have_bylines_tags_and_links(self):
        assert Authorship.objects.count() > POSTS
        assert Citation.objects.exists()
        assert Article.objects.first().tags.count() == 3

    def test_changes_wait_at_both_steps_and_are_decided_as_any_other(self, as_person):
        waiting = Request.objects.open()
        assert waiting.count() == Sizes(POSTS).requests
        assert {request.step_name for request in waiting} >= {"Team editors", "Communications"}
        assert all(content_digest(one.revision) == one.digest for one in waiting.select_related("revision"))
        assert gaps_in_requests() == []
        comms = User.objects.get(username="comms")
        client = as_person(comms)
        assert client.get("/approvals/").status_code == 200
        mine = Request.objects.awaiting(comms).first()
        place = f"/approvals/{mine.workflow_state.current_task_state_id}/"
        assert "Changed since." in client.get(f"{place}?view=changes").content.decode()
        told = {"revision_id": mine.revision_id, "digest": mine.digest}
        assert client.post(f"{place}approve/", told).status_code == 302
        assert Article.objects.get(pk=mine.article_id).summary.endswith("Changed since.")

    def test_some_pages_are_long(self):
        assert max(len(page.specific.plain_text().split()) for page in Article.objects.all()) > 2500

    def test_no_work_is_left_for_the_queue(self):
        assert not DBTaskResult.objects.exists()

    @pytest.mark.parametrize("username", ["reader", "lead"])
    def test_pages_answer(self, as_person, username):
        person = User.objects.get(username=username)
        client = as_person(person)
        busiest = Article.objects.order_by("-comment_count").first()
        newest = Article.objects.visible_to(person).by_newest().first()
        for address in ("/", busiest.address, newest.address, f"/search/?q={COMMON_WORD}", "/people/"):
            assert client.get(address).status_code == 200
        assert newest.title in client.get("/").content.decode()

    def test_a_page_can_still_be_written_and_talked_about(self, as_person):
        """Numbers that were brought along leave the database's own counting in order."""
        from tests.factories.conversations import say

        busiest = Article.objects.order_by("-comment_count").first()
        comment = say(busiest, User.objects.get(username="reader"))
        assert comment.pk > 1000
        assert Article.objects.get(pk=busiest.pk).comment_count == 1001

    def test_second_run_changes_nothing(self, capsys):
        call_command("load_demo", scale=POSTS)
        assert "already" in capsys.readouterr().out
        assert Article.objects.count() == POSTS
