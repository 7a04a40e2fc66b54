"""Stopped anywhere and run again, an import goes on; run twice, it adds nothing; tried out, it changes nothing."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from conversations.models import Comment
from imports import pages, running
from imports.lots import lots_of
from imports.models import Import, ImportedEntry
from imports.pictures.shelf import Shelf
from imports.records import Entry
from imports.refusals import RefusedFile
from imports.running import bring_in, read_all
from imports.stage import Stage
from publishing.models import Article, Clearance, Tag
from teams.changes import archive_team
from tests.factories.blog import make_post
from tests.factories.teams import make_team

from . import exports

pytestmark = pytest.mark.django_db


def many(count=60):
    posts = [
        exports.wp_post(
            n,
            f"Post {n}",
            tags=[f"Tag {n % 3}"],
            inside=exports.wp_comment(n),
            status="draft" if n % 7 == 0 else "publish",
        )
        for n in range(1, count + 1)
    ]
    return exports.wxr(exports.wp_author(), *posts)


def everything():
    models = (Article, Comment, Redirect, Clearance, ImportedEntry, Tag, get_user_model())
    return {model.__name__: model.objects.count() for model in models}


def test_run_twice_it_adds_nothing(bring):
    bring(many())
    before = everything()
    run = bring(many())
    assert everything() == before
    assert run.counts["out"] == {"known": 60}
    assert bring.said(run, "Post 1") == [("Here already", "It was imported before, and is left as it is.")]


@pytest.mark.parametrize("lots", [0, 1, 2])
def test_killed_between_two_lots_and_run_again_it_goes_on(bring, monkeypatch, lots):
    store = running._Run._store_at_once
    done = []

    def until_killed(self, ready):
        if len(done) == lots:
            raise KeyboardInterrupt
        store(self, ready)
        done.append(len(ready))

    monkeypatch.setattr(running._Run, "_store_at_once", until_killed)
    run = Import.objects.create(format="wordpress", name="x", team=bring.team, by=bring.by, state="running")
    with pytest.raises(KeyboardInterrupt):
        bring(many(), run=run)
    assert Article.objects.count() == sum(done)
    monkeypatch.setattr(running._Run, "_store_at_once", store)
    run = bring(many(), run=Import.objects.get(pk=run.pk))
    assert Article.objects.count() == ImportedEntry.objects.count() == 60
    assert Comment.objects.count() == 60
    assert run.state == Import.State.DONE
    assert (run.counts["out"]["live"], run.counts["out"]["draft"], run.done) == (52, 8, 60)
    named = run.lines.filter(kind__in=("live", "draft")).values_list("name", flat=True)
    assert sorted(named) == sorted(f"Post {n}" for n in range(1, 61))


@pytest.mark.parametrize("step", ["insert", "store", "lead_on"])
def test_killed_inside_a_lot_nothing_of_it_is_there(bring, monkeypatch, step):
    places = {
        "insert": "publishing.arriving.Clearance.objects.bulk_create",
        "store": "imports.running.bringing.store",
        "lead_on": "imports.running.addresses.lead_on",
    }

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    before = everything()
    children = Page.objects.get(slug="blog", depth=5).numchild
    with monkeypatch.context() as patch:
        patch.setattr(places[step], killed)
        with pytest.raises(KeyboardInterrupt):
            bring(many(10))
    after = everything()
    assert {name: after[name] for name in after if name not in ("Tag", "User")} == {
        name: before[name] for name in before if name not in ("Tag", "User")
    }
    assert Page.objects.get(slug="blog", depth=5).numchild == children
    bring(many(10))
    assert Article.objects.count() == 10
    assert get_user_model().objects.filter(username__startswith="ada").count() == 1


def test_a_run_that_is_given_a_time_stops_and_says_it_is_not_over(bring):
    run = Import.objects.create(format="wordpress", name="x", team=bring.team, by=bring.by, state="running")
    rounds = 0
    is_over = False
    while not is_over:
        rounds += 1
        run = Import.objects.get(pk=run.pk)
        with Stage() as stage:
            notes = read_all(stage, io.BytesIO(many().encode()), "wordpress")
            is_over = bring_in(run, stage, notes, Shelf(), is_trial=False, until=0)
    assert (rounds, Article.objects.count()) == (3, 60)


def test_tried_out_it_says_the_same_and_changes_nothing(bring):
    before = everything()
    trial = bring(many(), is_trial=True)
    assert everything() == before
    run = bring(many())
    same = {key: trial.counts["out"][key] for key in ("live", "draft", "comment:public", "tag", "person")}
    assert same == {key: run.counts["out"][key] for key in same}
    assert trial.counts["in"] == run.counts["in"]
    told = [list(each.lines.order_by("name", "words").values_list("kind", "name", "words")) for each in (trial, run)]
    assert told[0] == told[1]


def test_what_was_deleted_here_can_be_brought_again(bring):
    bring(many(3))
    bring.page("Post 2").delete()
    bring(many(3))
    assert bring.page("Post 2")
    assert Article.objects.count() == 3


def test_what_changed_over_there_is_told_and_stays_as_it_is_here(bring):
    bring(exports.wxr(exports.wp_post()))
    run = bring(exports.wxr(exports.wp_post(markup="Rewritten.")))
    assert "has changed on the old blog since" in bring.said(run, "The gate")[0][1]
    assert Article.objects.count() == 1


def test_two_blogs_of_one_address_that_use_the_same_numbers_are_two(bring):
    bring(exports.wxr(exports.wp_post(1, "From one", slug="one")))
    for _time in range(2):
        bring(exports.wxr(exports.wp_post(1, "From the other", slug="other", inside=exports.wp_comment())))
    assert Article.objects.count() == 2
    assert bring.page("From the other").comment_count == 1


def test_a_number_that_stands_twice_in_a_file_names_two_entries(bring):
    run = bring(
        exports.wxr(
            exports.wp_post(1, "One", slug="a"),
            exports.wp_post(1, "Two", slug="b"),
            exports.wp_post(1, "One", slug="a"),
        )
    )
    assert Article.objects.count() == 2
    assert ("Left out", "It stands twice in the file.") in bring.said(run, "One")


def test_one_entry_that_nobody_foresaw_keeps_back_no_other(bring, monkeypatch):
    convert = pages.converted

    def stumbling(markup, *rest):
        if "stumble" in markup:
            raise ValueError("unforeseen")
        return convert(markup, *rest)

    monkeypatch.setattr(pages, "converted", stumbling)
    run = bring(exports.wxr(exports.wp_post(1, "Fine"), exports.wp_post(2, "Odd", markup="stumble")))
    assert bring.page("Fine").live
    assert bring.said(run, "Odd")[0][0] == "Left out"


def test_somebody_who_takes_the_place_in_the_tree_at_the_same_moment_is_waited_for(bring, monkeypatch):
    store = running._Run._store_at_once
    tries = []

    def stumbling_once(self, ready):
        tries.append(len(ready))
        if len(tries) == 1:
            raise IntegrityError
        store(self, ready)

    monkeypatch.setattr(running._Run, "_store_at_once", stumbling_once)
    run = bring(many(5))
    assert (tries, Article.objects.count(), run.counts["out"]["live"]) == ([5, 5], 5, 5)


def test_pages_that_are_added_by_hand_stand_behind_what_was_imported(bring, team):
    bring(many(3))
    make_post(team, bring.by, "By hand")
    bring(exports.wxr(exports.wp_post(90, "Later")))
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_archived_team_takes_nothing(bring):
    bring.team = archive_team(team=make_team("Gone"), by=bring.by)
    with pytest.raises(RefusedFile, match="archived"):
        bring(many(1))


def test_the_queries_of_an_import_do_not_grow_with_what_is_there(bring):
    """For each lot the same, but for the two words to search and references that each page leaves."""
    bring(many(26))

    def of(first):
        posts = [exports.wp_post(n, f"More {n}", inside=exports.wp_comment(n)) for n in range(first, first + 25)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            bring(exports.wxr(exports.wp_author(), *posts))
        return len(asked)

    assert abs(of(100) - of(200)) <= 1


def test_long_posts_are_stored_fewer_at_a_time():
    entries = [(Entry(key=str(number), title="Long", markup="x" * 200_000), "") for number in range(7)]
    assert [len(lot) for lot in lots_of(iter(entries))] == [3, 3, 1]
    short = [(Entry(key=str(number), title="Short", markup="x"), "") for number in range(60)]
    assert [len(lot) for lot in lots_of(iter(short))] == [25, 25, 10]
