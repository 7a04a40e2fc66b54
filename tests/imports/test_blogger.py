"""Both of Blogger's exports become posts: the Atom file of old, and what Takeout gives today."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversations.models import Comment, State
from imports.pictures.shelf import Folder
from imports.refusals import RefusedFile
from imports.sources import opened
from tests.conversations.invariants import assert_true_to_its_rows
from tests.factories.library import picture_bytes

from . import exports

pytestmark = pytest.mark.django_db


@pytest.fixture
def blogger(bring):
    def import_it(text, **options):
        return bring(text, format="blogger", **options)

    import_it.page, import_it.said, import_it.blocks = bring.page, bring.said, bring.blocks
    return import_it


class TestTakeout:
    def test_a_live_post_is_live_with_its_date_labels_and_address(self, blogger, as_person, reader):
        blogger(exports.takeout(exports.takeout_entry(labels=["Gates & carts", "Lorries"])))
        page = blogger.page("The gate")
        assert (page.live, page.published, page.slug) == (True, datetime(2015, 1, 31, 9, tzinfo=UTC), "post-1")
        assert sorted(tag.name for tag in page.tags.all()) == ["Gates & carts", "Lorries"]
        response = as_person(reader).get("/2015/01/post-1.html")
        assert (response.status_code, response["Location"].endswith(page.address)) == (301, True)

    @pytest.mark.parametrize(
        ("status", "fate"),
        [("DRAFT", "Draft"), ("SCHEDULED", "Draft"), ("SOFT_TRASHED", "Left out"), ("UNHEARD_OF", "Draft")],
    )
    def test_what_is_not_live_there_is_not_live_here(self, blogger, status, fate):
        run = blogger(exports.takeout(exports.takeout_entry(status=status)))
        assert blogger.said(run, "The gate")[0][0] == fate

    def test_pages_are_named_and_left_out(self, blogger):
        run = blogger(exports.takeout(exports.takeout_entry(kind="PAGE", title="About")))
        assert blogger.said(run, "About")[0][0] == "Left out"

    def test_comments_find_their_post_and_each_other_wherever_they_stand(self, blogger):
        blogger(
            exports.takeout(
                exports.takeout_entry(22, "COMMENT", "", "I did.", parent="1", answers="21", at="2015-02-02T09:00:00Z"),
                exports.takeout_entry(21, "COMMENT", "", "Who?<br>When?", parent="1", name="Grace"),
                exports.takeout_entry(),
                exports.takeout_entry(23, "COMMENT", "", "Buy!", parent="1", status="SPAM"),
                exports.takeout_entry(24, "COMMENT", "", "Wait.", parent="1", status="PENDING"),
            )
        )
        page = blogger.page("The gate")
        rows = {row.comment: row for row in Comment.objects.filter(page_id=page.pk)}
        assert rows["I did."].parent_id == rows["Who?\nWhen?"].pk
        assert rows["Who?\nWhen?"].author_name == "Grace"
        assert (rows["Buy!"].state, rows["Wait."].state) == (State.HIDDEN, State.HELD)
        assert_true_to_its_rows(page)

    def test_a_comment_without_its_post_is_named(self, blogger):
        run = blogger(
            exports.takeout(exports.takeout_entry(), exports.takeout_entry(2, "COMMENT", "", "Hm.", parent="9"))
        )
        assert ("Left out", "Its post is not in the file.") in blogger.said(run, "Comment by Ada Lovelace")

    def test_it_is_taken_out_of_the_zip_file_that_takeout_gives(self, blogger, tmp_path):
        archive = tmp_path / "takeout.zip"
        with zipfile.ZipFile(archive, "w") as file:
            picture = '<img src="https://blogger.googleusercontent.com/img/a/AVv/s1600/photo.png">'
            file.writestr(
                "Takeout/Blogger/Blogs/News/feed.atom", exports.takeout(exports.takeout_entry(markup=picture))
            )
            file.writestr("Takeout/Blogger/Blogs/News/theme-classic.html", "x")
            file.writestr("__MACOSX/Takeout/Blogger/Blogs/News/._feed.atom", "x")
            file.writestr("Takeout/Blogger/Albums/News/photo.png", picture_bytes("PNG"))
        with opened(archive) as (feed, shelf):
            blogger(feed.read(), shelf=shelf)
        assert [kind for kind, _value in blogger.blocks("The gate")] == ["picture"]

    def test_the_folder_it_unpacks_to_will_do(self, blogger, tmp_path):
        (tmp_path / "Blogger/Blogs/News").mkdir(parents=True)
        (tmp_path / "Blogger/Blogs/News/feed.atom").write_text(exports.takeout(exports.takeout_entry()))
        with opened(tmp_path) as (feed, shelf):
            blogger(feed.read(), shelf=shelf)
            assert isinstance(shelf, Folder)
        assert blogger.page("The gate").live

    def test_of_several_blogs_one_has_to_be_chosen(self, tmp_path):
        for name in ("News", "Diary"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "feed.atom").write_text("x")
        with pytest.raises(RefusedFile, match="Diary, News"), opened(tmp_path):
            pass

    def test_a_zip_file_without_a_feed_is_refused(self, tmp_path):
        archive = tmp_path / "x.zip"
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("photo.png", b"x")
        with pytest.raises(RefusedFile, match=r"feed\.atom"), opened(archive):
            pass

    def test_run_twice_it_adds_nothing(self, blogger):
        feed = exports.takeout(exports.takeout_entry(), exports.takeout_entry(2, "COMMENT", "", "Hm.", parent="1"))
        blogger(feed)
        assert blogger(feed).counts["out"] == {"known": 1}
        assert Comment.objects.count() == 1


class TestTheOldFile:
    def test_posts_drafts_and_comments_are_told_apart_by_their_kind(self, blogger):
        blogger(
            exports.old_feed(
                exports.old_entry(8, "settings", "BLOG_NAME"),
                exports.old_entry(9, "template", "Template"),
                exports.old_entry(labels=["Gates"]),
                exports.old_entry(2, title="Not yet", draft=True),
                exports.old_entry(3, title="One day", draft=True, at="2199-01-01T00:00:00Z"),
                exports.old_entry(4, "comment", "Who?", "Who?", about="1"),
                exports.old_entry(5, "comment", "I did.", "I did.", about="1", answers="4"),
            )
        )
        page = blogger.page("The gate")
        assert (page.live, page.published) == (True, datetime(2015, 1, 31, 17, 0, 0, 1000, tzinfo=UTC))
        assert [tag.name for tag in page.tags.all()] == ["Gates"]
        assert not blogger.page("Not yet").live
        assert blogger.page("One day").go_live_at == datetime(2199, 1, 1, tzinfo=UTC)
        first, second = Comment.objects.filter(page_id=page.pk).order_by("pk")
        assert (second.parent_id, second.level) == (first.pk, 1)
        assert page.authors[0].display_name == "Ada Lovelace"

    def test_text_in_elements_of_its_own_is_read_too(self, blogger):
        text = exports.old_feed(exports.old_entry()).replace(
            "<content type='html'>Carts.</content>",
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
            "<p>Carts &amp; <b>lorries</b></p></div></content>",
        )
        blogger(text)
        ((_kind, value),) = blogger.blocks("The gate")
        assert value.source == "<p>Carts &amp; <b>lorries</b></p>"

    def test_a_prefix_for_everything_is_no_matter(self, blogger):
        text = exports.old_feed(exports.old_entry())
        for name in (
            "feed",
            "entry",
            "id",
            "published",
            "updated",
            "category",
            "title",
            "content",
            "link",
            "author",
            "name",
            "uri",
            "email",
        ):
            text = (
                text.replace(f"<{name}>", f"<a:{name}>")
                .replace(f"<{name} ", f"<a:{name} ")
                .replace(f"</{name}>", f"</a:{name}>")
            )
        blogger(text.replace("xmlns=", "xmlns:a="))
        assert blogger.page("The gate").live


def test_an_empty_feed_is_refused(blogger):
    with pytest.raises(RefusedFile, match="nothing of a blog"):
        blogger(exports.takeout())


def test_pictures_that_are_nowhere_are_said_to_be(tmp_path):
    with (
        pytest.raises(RefusedFile, match="no folder or zip file of pictures"),
        opened(Path(__file__), tmp_path / "none"),
    ):
        pass
