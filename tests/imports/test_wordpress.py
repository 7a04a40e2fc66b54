"""A WordPress export becomes posts of a team: what was public is public, and nothing else is."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.models import PageLogEntry

from conversations.models import Comment, State
from core.models import Effect
from imports.refusals import RefusedFile
from notifications.models import Following, Notification, Stance
from notifications.subjects import TEAM
from operations.worker import drain
from people.models import User
from publishing.gates import NotCleared
from publishing.models import Article, Clearance
from tests.conversations.invariants import assert_true_to_its_rows
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

from . import exports
from .conftest import Importer

pytestmark = pytest.mark.django_db

HAD_A_PASSWORD = "It had a password, which was dropped; it is a draft and never went live."
SEVERAL = (
    '<category domain="author" nicename="cap-bob-jones">Bob</category>'
    '<category domain="author" nicename="ada">Ada</category>'
)


def test_a_published_post_is_read_at_once_with_its_date_and_its_author(bring, as_person, reader):
    bring(exports.wxr(exports.wp_author(), exports.wp_post(tags=["Gates"], excerpt="<p>In short.</p>")))
    page = bring.page("The gate")
    assert page.published == page.first_published_at == datetime(2015, 1, 31, 9, tzinfo=UTC)
    assert (page.slug, page.summary, [tag.name for tag in page.tags.all()]) == ("post-1", "In short.", ["Gates"])
    shown = as_person(reader).get(page.address).content.decode()
    assert "The gate was built for carts." in shown
    assert "Ada Lovelace" in shown


def test_it_went_live_on_the_word_of_the_administrator_who_imports(bring, administrator):
    run = bring(exports.wxr(exports.wp_post()))
    clearance = Clearance.objects.get()
    assert (clearance.gate, clearance.by, clearance.reference) == ("import", administrator, f"import:{run.pk}")
    assert clearance.reason == f"Imported by {administrator} from The old blog"
    logged = PageLogEntry.objects.filter(page_id=bring.page("The gate").pk).values_list("action", "user")
    assert set(logged) == {("imports.imported", administrator.pk), ("wagtail.publish", administrator.pk)}


def test_the_gate_is_shut_outside_a_run(bring, administrator):
    bring(exports.wxr(exports.wp_post()))
    page = bring.page("The gate")
    page.title = "Changed afterwards"
    with pytest.raises(NotCleared):
        page.save_revision(user=administrator).publish(user=administrator)


def test_a_colleague_who_is_no_administrator_imports_nothing(bring, team):
    bring.by = join(team, "lead")
    with pytest.raises(PermissionDenied):
        bring(exports.wxr(exports.wp_post()))
    assert not Article.objects.exists()


def test_the_audience_is_the_teams(administrator, as_person, reader):
    closed = make_team("Closed", visibility="closed")
    bring = Importer(closed, administrator)
    bring(exports.wxr(exports.wp_post()))
    page = bring.page("The gate")
    assert page.audience_id == closed.audience_id
    assert as_person(reader).get(page.address).status_code == 404
    assert as_person(join(closed, "member")).get(page.address).status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "private"}, "It was private; it is a draft and never went live."),
        ({"password": "sesame"}, HAD_A_PASSWORD),
        ({"status": "private", "password": "sesame"}, HAD_A_PASSWORD),
        ({"status": "pending"}, "It waited for review there; it is a draft."),
        (
            {"status": "future", "gmt": "2199-05-04 03:02:01"},
            "It was scheduled; it is a draft with its date, and goes the way of the team.",
        ),
        ({"status": "draft", "gmt": "0000-00-00 00:00:00"}, ""),
        ({"status": "strange"}, "Its state was “strange”; it is a draft."),
    ],
)  # fmt: skip
def test_what_was_not_public_is_a_draft_and_named(bring, given, words, as_person, reader):
    run = bring(exports.wxr(exports.wp_post(**given)))
    page = bring.page("The gate")
    assert (page.live, page.published, page.first_published_at) == (False, None, None)
    assert ("Draft", words) in bring.said(run, "The gate")
    assert as_person(reader).get(page.address).status_code == 404
    assert not Clearance.objects.exists()
    assert "sesame" not in str(page.latest_revision.content)


def test_a_scheduled_post_keeps_its_date_and_has_no_place_on_the_schedule(bring):
    bring(exports.wxr(exports.wp_post(status="future", gmt="2199-05-04 03:02:01")))
    page = bring.page("The gate")
    assert page.go_live_at == datetime(2199, 5, 4, 3, 2, 1, tzinfo=UTC)
    assert page.latest_revision.as_object().go_live_at == page.go_live_at
    assert page.latest_revision.approved_go_live_at is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "page"}, "A page, and no post: pages have no place in a team's blog."),
        ({"kind": "nav_menu_item"}, "Not a post, but “nav_menu_item”."),
        ({"status": "trash"}, "It was in the trash."),
        ({"status": "auto-draft"}, "It was begun and never saved."),
    ],
)
def test_what_is_left_out_is_named(bring, given, words):
    run = bring(exports.wxr(exports.wp_post(**given)))
    assert bring.said(run, "The gate") == [("Left out", words)]
    assert not Article.objects.exists()


def test_sticky_posts_and_categories_become_tags(bring):
    bring(
        exports.wxr(
            exports.wp_post(sticky=1, tags=["Gates", "gates"], categories=["Company &amp; news", "Uncategorized"])
        )
    )
    assert sorted(tag.name for tag in bring.page("The gate").tags.all()) == ["Company & news", "Gates", "Sticky"]


def test_a_tag_that_is_known_under_another_spelling_is_taken(bring):
    bring(exports.wxr(exports.wp_post(tags=["Über"])))
    bring(exports.wxr(exports.wp_post(2, "Other", tags=["uber"])))
    assert [tag.name for tag in bring.page("Other").tags.all()] == ["Über"]


def test_titles_are_read_as_their_readers_read_them(bring):
    bring(
        exports.wxr(
            exports.wp_post(title="Tom &amp; <em>Jerry</em>"), exports.wp_post(2, title="", markup="No title here.")
        )
    )
    assert bring.page("Tom & Jerry")
    assert bring.page("No title here.")


def test_names_in_addresses_are_kept_in_any_script_and_told_apart(bring):
    bring(
        exports.wxr(
            exports.wp_post(1, "One", slug="%e5%af%b8%e6%b3%95"),
            exports.wp_post(2, "Two", slug="basic-post.html"),
            exports.wp_post(3, "Three", slug="basic-post"),
            exports.wp_post(4, "寸法", slug="", link="https://old.example/?p=4"),
        )
    )
    assert [bring.page(title).slug for title in ("One", "Two", "Three", "寸法")] == [
        "寸法",
        "basic-post",
        "basic-post-2",
        "寸法-2",
    ]


# --- Old addresses ----------------------------------------------------------------------------------------------------


def test_an_old_address_leads_to_the_page_for_those_who_may_read_it(bring, as_person, reader):
    link = "https://old.example/2015/01/%C3%BCber-das-tor/"
    bring(exports.wxr(exports.wp_post(link=link), exports.wp_post(2, "Hidden", status="private")))
    client = as_person(reader)
    response = client.get("/2015/01/%C3%BCber-das-tor/")
    assert (response.status_code, response["Location"].endswith(bring.page("The gate").address)) == (301, True)
    assert client.get("/2015/01/post-2/").status_code == 404


def test_a_link_to_another_post_leads_there(bring, as_person, reader):
    markup = 'See <a href="http://www.old.example/2015/01/post-2/#more">the other</a> and <a href="https://else.example/">this</a>.'
    bring(exports.wxr(exports.wp_post(markup=markup), exports.wp_post(2, "Other")))
    ((_kind, value),) = bring.blocks("The gate")
    assert 'href="/2015/01/post-2/"' in value.source
    assert 'href="https://else.example/"' in value.source
    assert (
        as_person(reader)
        .get("/2015/01/post-2/", follow=True)
        .redirect_chain[0][0]
        .endswith(bring.page("Other").address)
    )


def test_an_address_that_leads_somewhere_already_stays(bring):
    bring(exports.wxr(exports.wp_post()))
    run = bring(exports.wxr(exports.wp_post(9, "Newer", slug="other", link="https://old.example/2015/01/post-1/")))
    assert any("leads somewhere else already" in words for _kind, words in bring.said(run, "Newer"))


# --- Authors ----------------------------------------------------------------------------------------------------------


def test_an_author_is_whoever_the_list_says(bring):
    person = UserFactory(username="lovelace")
    run = bring(exports.wxr(exports.wp_author(), exports.wp_post()), people={"ada": "Lovelace"})
    assert bring.page("The gate").authors == [person]
    assert ("Person", f"is {person.display_name} (lovelace), as the list of authors says.") in bring.said(
        run, "Ada Lovelace"
    )


def test_a_list_that_names_nobody_is_refused_before_anything_is_written(bring):
    with pytest.raises(RefusedFile, match="nobody has here: ghost"):
        bring(exports.wxr(exports.wp_author(), exports.wp_post()), people={"ada": "ghost"})
    assert not Article.objects.exists()


def test_an_author_is_whoever_has_their_address(bring):
    person = UserFactory(email="Ada@Example.org")
    bring(exports.wxr(exports.wp_author(email="ada@example.org"), exports.wp_post()))
    assert bring.page("The gate").authors == [person]


def test_an_address_of_several_people_is_nobodys(bring):
    UserFactory(email="ada@example.org")
    UserFactory(email="ada@example.org")
    bring(exports.wxr(exports.wp_author(email="ada@example.org"), exports.wp_post()))
    (author,) = bring.page("The gate").authors
    assert (author.is_active, author.display_name) == (False, "Ada Lovelace")


def test_an_unknown_author_gets_an_account_without_access_once(bring, team, client):
    UserFactory(username="ada")
    bring(exports.wxr(exports.wp_author(email="ada@example.org"), exports.wp_post()))
    bring(exports.wxr(exports.wp_author(email="ada@example.org"), exports.wp_post(2, "Other")))
    (author,) = bring.page("The gate").authors
    assert [author] == bring.page("Other").authors
    assert (author.username, author.is_active, author.email, author.has_usable_password()) == (
        "ada-2",
        False,
        "",
        False,
    )
    assert not author.groups.exists()


def test_several_authors_stand_in_the_byline_in_their_order(bring):
    bring(
        exports.wxr(
            exports.wp_author(),
            exports.wp_author("bob.jones", "Bob Jones", number="8"),
            exports.wp_post(inside=SEVERAL),
        )
    )
    assert [author.display_name for author in bring.page("The gate").authors] == ["Bob Jones", "Ada Lovelace"]


# --- Comments ---------------------------------------------------------------------------------------------------------


def test_comments_keep_their_words_their_names_and_whom_they_answer(bring, as_person, reader):
    talk = exports.wp_comment(1, "Who <b>measured</b> it?", "Grace") + exports.wp_comment(
        2, "I did.", "Ada", parent=1, user=7
    )
    bring(exports.wxr(exports.wp_author(), exports.wp_post(inside=talk)))
    page = bring.page("The gate")
    first, second = Comment.objects.filter(page_id=page.pk).order_by("pk")
    assert (first.comment, first.author_name, first.user) == ("Who **measured** it?", "Grace", None)
    assert (second.parent_id, second.level, second.user.display_name) == (first.pk, 1, "Ada Lovelace")
    assert first.submit_date == datetime(2015, 2, 1, 10, tzinfo=UTC)
    assert_true_to_its_rows(page)
    shown = as_person(reader).get(page.address).content.decode()
    assert "<strong>measured</strong>" in shown
    assert "Grace" in shown


def test_comments_keep_their_state(bring, as_person, reader):
    talk = "".join(
        exports.wp_comment(number, f"Words {state}", approved=state)
        for number, state in enumerate(["1", "0", "spam", "trash"], start=1)
    )
    bring(exports.wxr(exports.wp_post(inside=talk)))
    page = bring.page("The gate")
    states = dict(Comment.objects.filter(page_id=page.pk).values_list("comment", "state"))
    assert states == {
        "Words 1": State.PUBLIC,
        "Words 0": State.HELD,
        "Words spam": State.HIDDEN,
        "Words trash": State.HIDDEN,
    }
    assert_true_to_its_rows(page)
    shown = as_person(reader).get(page.address).content.decode()
    assert [word for word in states if word in shown] == ["Words 1"]


def test_pingbacks_are_left_out_and_told(bring):
    talk = exports.wp_comment(1, kind="pingback") + exports.wp_comment(2, kind="trackback") + exports.wp_comment(3)
    run = bring(exports.wxr(exports.wp_post(inside=talk)))
    assert Comment.objects.count() == 1
    assert ("Taken with a change", "2 pingbacks were left out.") in bring.said(run, "The gate")


def test_a_conversation_deeper_than_ours_goes_on_at_its_last_level(bring):
    talk = "".join(
        exports.wp_comment(n, f"Level {n}", parent=n - 1, at=f"2015-02-01 10:{n:02}:00") for n in range(1, 10)
    )
    bring(exports.wxr(exports.wp_post(inside=talk)))
    page = bring.page("The gate")
    assert_true_to_its_rows(page)
    levels = list(Comment.objects.filter(page_id=page.pk).order_by("order").values_list("comment", "level"))
    assert levels[:4] == [("Level 1", 0), ("Level 2", 1), ("Level 3", 2), ("Level 4", 3)]
    assert {level for _words, level in levels[4:]} == {3}


def test_answers_in_a_circle_to_themselves_or_to_nothing_are_all_there(bring):
    talk = (
        exports.wp_comment(1, "One", parent=2) + exports.wp_comment(2, "Two", parent=1)
        + exports.wp_comment(3, "Three", parent=3) + exports.wp_comment(4, "Four", parent=99)
        + exports.wp_comment(4, "Five, with the number of another")
    )  # fmt: skip
    bring(exports.wxr(exports.wp_post(inside=talk)))
    page = bring.page("The gate")
    assert page.comment_count == 5
    assert_true_to_its_rows(page)


def test_an_empty_comment_is_left_out_and_a_very_long_one_cut(bring):
    run = bring(
        exports.wxr(
            exports.wp_post(
                inside=exports.wp_comment(1, "<p> </p>", "Nobody") + exports.wp_comment(2, "long " * 4000, "Much")
            )
        )
    )
    said = [words for _kind, words in bring.said(run, "The gate")]
    assert "A comment by Nobody had no words and was left out." in said
    assert "A comment by Much was too long and is cut at its end." in said
    assert len(Comment.objects.get().comment) <= 10_000


def test_a_thread_that_was_closed_stays_closed(bring):
    bring(exports.wxr(exports.wp_post(comments="closed")))
    assert bring.page("The gate").comment_policy == "closed"


# --- The house stays quiet --------------------------------------------------------------------------------------------


def test_nobody_is_told_of_what_was_written_years_ago(bring, team):
    follower = join(team, "member")
    Following.objects.create(person=follower, kind=TEAM, number=team.pk, stance=Stance.FOLLOWING)
    bring(exports.wxr(exports.wp_post(inside=exports.wp_comment(approved="0"))))
    assert not Notification.objects.exists()
    assert not Effect.objects.exists()


def test_what_is_imported_is_found(bring, as_person, reader):
    bring(exports.wxr(exports.wp_post(title="Wheelbarrows", markup="Nothing about quinces.")))
    drain()
    assert "Wheelbarrows" in as_person(reader).get("/search/?q=quinces").content.decode()


def test_what_was_said_under_it_is_found_too(bring, as_person, reader):
    talk = exports.wp_comment(1, "Ask about the medlars.") + exports.wp_comment(2, "Medlars are cheap", approved="spam")
    bring(exports.wxr(exports.wp_post(inside=talk)))
    drain()
    found = as_person(reader).get("/search/?q=medlars").content.decode()
    assert "Ask about the" in found
    assert "are cheap" not in found


def test_an_imported_page_is_edited_like_any_other(bring, team):
    lead = join(team, "lead")
    talk = exports.wp_comment()
    bring(exports.wxr(exports.wp_author(), exports.wp_post(inside=talk, tags=["Gates"])))
    page = bring.page("The gate")
    client = Client()
    client.force_login(lead, backend="people.backends.FoldedNameBackend")
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    draft = page.get_latest_revision_as_object()
    assert [author.display_name for author in draft.authors] == ["Ada Lovelace"]
    draft.title = "The new gate"
    draft.save_revision(user=lead)
    assert Article.objects.get(pk=page.pk).has_unpublished_changes
    assert User.objects.filter(username="ada", is_active=False).exists()
