"""Pages that resemble a page stand beside it, with the reason, for whoever may read them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge import tasks
from knowledge.models import IndexedPage, RelatedPage
from knowledge.similarity import rebuilding, related
from operations import worker
from publishing.models import Article, Citation
from tests.factories.blog import make_post, make_write_up
from tests.factories.knowledge import know_all
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Depots")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def elsewhere():
    return make_team("Newsroom")


def post(team, title, text="", **fields):
    return make_post(team, join(team, "author"), title, summary=f"{text}.", **fields)


def beside(client, page):
    """What stands under Related on a page, with the reasons."""
    text = client.get(page.address).content.decode()
    return text[text.index("<h2>Related</h2>") :] if "<h2>Related</h2>" in text else ""


def test_similar_words_make_two_pages_neighbours_and_are_named(as_person, reader, team, elsewhere):
    page = post(team, "The forklift at the weighbridge", "A forklift, a weighbridge and the frost")
    post(elsewhere, "Weighbridge and forklift in the frost")
    post(elsewhere, "Captions for live radio")
    know_all()
    shown = beside(as_person(reader), page)
    assert "Weighbridge and forklift in the frost" in shown
    assert "similar words:" in shown
    assert "forklift" in shown
    assert "Captions" not in shown


def test_it_goes_both_ways_without_the_other_being_told_of_anew(as_person, reader, team, elsewhere):
    first = post(team, "The forklift at the weighbridge")
    know_all()
    second = post(elsewhere, "Weighbridge and forklift")
    tasks.know.func(second.pk)
    client = as_person(reader)
    assert second.title in beside(client, first)
    assert first.title in beside(client, second)


def test_what_both_cite_is_named_as_the_reason(as_person, reader, team, elsewhere):
    ground = make_write_up(team, join(team, "author"), "One archive")
    first = post(team, "Radio captions", citations=[Citation(cited=ground)])
    post(elsewhere, "Bicycle sheds", citations=[Citation(cited=ground)])
    know_all()
    assert "both cite “One archive”" in beside(as_person(reader), first)


def test_two_pages_that_one_page_cites_are_neighbours(as_person, reader, team, elsewhere):
    first, second = post(team, "Radio captions"), post(elsewhere, "Bicycle sheds")
    know_all()
    citing = post(team, "Harbour lights", citations=[Citation(cited=first), Citation(cited=second)])
    tasks.know.func(citing.pk)
    shown = beside(as_person(reader), first)
    assert "Bicycle sheds" in shown
    assert "“Harbour lights” cites both" in shown


def test_a_reason_names_no_page_that_its_reader_may_not_read(as_person, reader, team, elsewhere):
    secret = make_team("Hidden Harbour", visibility="secret")
    insider = join(secret, "author")
    ground = make_write_up(secret, insider, "Merger plans")
    first = post(team, "Radio captions", tags=["gates"], citations=[Citation(cited=ground)])
    post(elsewhere, "Bicycle sheds", tags=["gates"], citations=[Citation(cited=ground)])
    know_all()
    shown = beside(as_person(reader), first)
    assert "Bicycle sheds" in shown
    assert "same tag: gates" in shown
    assert "Merger" not in shown
    assert "both cite" not in shown
    assert "both cite “Merger plans”" in beside(as_person(insider), first)


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_a_neighbour_that_its_reader_may_not_read_leaves_no_trace(as_person, reader, team, visibility):
    circle = make_team("Hidden Harbour", visibility=visibility)
    page = post(team, "The forklift at the weighbridge", tags=["gates"])
    hidden = post(circle, "Forklift merger at the weighbridge", tags=["gates"])
    know_all()
    assert RelatedPage.objects.filter(article=page, other=hidden).exists()
    text = as_person(reader).get(page.address).content.decode()
    assert "merger" not in text
    assert "Harbour" not in text
    assert hidden.title in beside(as_person(join(circle, "member")), page)


def test_many_that_one_may_not_read_do_not_push_out_the_few_that_one_may(as_person, reader, team):
    secret = make_team("Hidden Harbour", visibility="secret")
    page = post(team, "The forklift at the weighbridge", "Forklift, weighbridge, frost, dock")
    for number in range(12):
        post(secret, f"Forklift and weighbridge {number}", "Forklift, weighbridge, frost, dock")
    post(make_team("Open"), "About a forklift and a weighbridge")
    know_all()
    assert "About a forklift" in beside(as_person(reader), page)


def test_five_are_shown(as_person, reader, team):
    page = post(team, "Gates in winter", tags=["gates"])
    for number in range(8):
        post(team, f"Gate number {number}", tags=["gates"])
    know_all()
    assert beside(as_person(reader), page).count("<li>") == 5


def test_what_is_cited_on_the_page_is_not_named_twice(as_person, reader, team):
    earlier = post(team, "The forklift at the weighbridge")
    page = post(team, "Weighbridge and forklift again", citations=[Citation(cited=earlier)])
    know_all()
    assert earlier.title not in beside(as_person(reader), page)


def test_a_page_taken_back_is_nobodys_neighbour_any_more(as_person, reader, team, administrator):
    page = post(team, "The forklift at the weighbridge")
    other = post(team, "Weighbridge and forklift again")
    know_all()
    other.unpublish(user=administrator)
    worker.drain()
    assert not RelatedPage.objects.exists()
    assert not IndexedPage.objects.filter(pk=other.pk).exists()
    assert beside(as_person(reader), page) == ""


def test_a_page_that_loses_its_words_loses_its_neighbours(team, author):
    page = post(team, "The forklift at the weighbridge")
    other = make_post(team, author, "Weighbridge and forklift again", summary="Once more.")
    know_all()
    assert RelatedPage.objects.filter(article=page, other=other).exists()
    other.title, other.summary = "Radio captions", "For those who do not hear."
    other.save()
    tasks.know.func(other.pk)
    assert not RelatedPage.objects.filter(article=page, other=other).exists()
    assert not RelatedPage.objects.filter(article=other, other=page).exists()


def test_a_page_keeps_its_best_thirty(team, monkeypatch):
    monkeypatch.setattr(related, "STORED", 3)
    pages = [post(team, f"Forklift {'weighbridge ' * number}", tags=["gates"]) for number in range(6)]
    know_all()
    for page in pages:
        rows = list(RelatedPage.objects.filter(article=page).order_by("-score"))
        assert 0 < len(rows) <= 3
        assert all(row.other_id != page.pk for row in rows)


def test_relating_twice_changes_nothing(team):
    page = post(team, "The forklift at the weighbridge", tags=["gates"])
    post(team, "Weighbridge and forklift again", tags=["gates"])
    know_all()
    know_all()
    before = set(RelatedPage.objects.values_list("article", "other", "score"))
    related.relate(page.pk)
    assert set(RelatedPage.objects.values_list("article", "other", "score")) == before


def test_the_clock_makes_up_for_pages_nobody_told_of(team):
    post(team, "The forklift at the weighbridge")
    post(team, "Weighbridge and forklift again")
    assert tasks.know_missing() == 2
    assert RelatedPage.objects.count() == 2
    assert tasks.know_missing() == 0


def test_when_very_many_are_missing_they_are_taken_up_together_by_a_worker(team, settings, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    first = post(team, "The forklift at the weighbridge")
    second = post(team, "Weighbridge and forklift again")
    IndexedPage.objects.all().delete()
    RelatedPage.objects.all().delete()
    assert tasks.know_missing() == 2
    assert not IndexedPage.objects.exists()
    worker.drain()
    assert set(RelatedPage.objects.values_list("article", "other")) == {
        (first.pk, second.pk), (second.pk, first.pk)
    }  # fmt: skip
    assert tasks.know_missing() == 0


def test_what_a_task_has_no_time_for_the_next_one_does(team, settings, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    post(team, "The forklift at the weighbridge")
    post(team, "Weighbridge and forklift again")
    worker.drain()
    IndexedPage.objects.all().delete()
    settings.INTRAMURAL_TASK_SECONDS = -1
    tasks.know_missing()
    assert worker.drain(limit=1) == 1
    assert not IndexedPage.objects.exists()
    settings.INTRAMURAL_TASK_SECONDS = 900
    worker.drain()
    assert IndexedPage.objects.count() == 2
    assert RelatedPage.objects.count() == 2


def test_the_rebuilding_command_makes_the_same_anew(team, capsys):
    from django.core.management import call_command

    post(team, "The forklift at the weighbridge")
    post(team, "Weighbridge and forklift again")
    call_command("rebuild_related")
    assert RelatedPage.objects.count() == 2
    assert "2 pages" in capsys.readouterr().out


def test_compared_all_at_once_pages_get_the_same_neighbours_as_one_by_one(team, elsewhere, author):
    ground = make_write_up(team, author, "One archive")
    for number in range(9):
        post(
            (team, elsewhere)[number % 2],
            f"{('The forklift', 'A weighbridge', 'Frost on the dock')[number % 3]} {number}",
            ("Forklift, weighbridge, frost", "Radio captions, forklift")[number % 2],
            tags=[("gates", "depots")[number % 2]],
            citations=[Citation(cited=ground)] if number % 4 == 0 else [],
        )
    know_all()
    for _turn in range(2):  # the first of them compares with what the others' words weighed before all were known
        for pk in Article.objects.filter(live=True).order_by("pk").values_list("pk", flat=True):
            related.relate(pk)

    def rows():
        found = RelatedPage.objects.order_by("article", "other").values_list("article", "other", "score", "reasons")
        return [(article, other, round(score, 9), reasons) for article, other, score, reasons in found]

    one_by_one = rows()
    rebuilding.rebuild()
    assert rows() == one_by_one
    assert len(one_by_one) > 20


def test_what_is_published_while_everything_is_rebuilt_is_not_left_out(team, monkeypatch):
    first = post(team, "The forklift at the weighbridge")
    know_all()
    late = []

    def compare_then_publish(facts):
        rows = compare_all(facts)
        late.append(post(team, "Weighbridge and forklift again"))
        tasks.know.func(late[0].pk)
        return rows

    compare_all = rebuilding.compare_all
    monkeypatch.setattr(rebuilding, "compare_all", compare_then_publish)
    rebuilding.rebuild()
    assert RelatedPage.objects.filter(article=first, other=late[0]).exists()
    assert RelatedPage.objects.filter(article=late[0], other=first).exists()


@pytest.mark.parametrize("many", [2, 25])
def test_relating_costs_the_same_with_few_and_with_many_neighbours(team, many):
    pages = [post(team, f"Forklift and weighbridge {number}", tags=["gates"]) for number in range(many)]
    know_all()
    with CaptureQueriesContext(connection) as captured:
        related.relate(pages[0].pk)
    assert len(captured) <= 32


def test_the_page_costs_the_same_with_neighbours(as_person, reader, team, django_assert_max_num_queries):
    page = post(team, "Gates in winter", tags=["gates"])
    for number in range(8):
        post(team, f"Gate number {number}", tags=["gates"])
    know_all()
    client = as_person(reader)
    client.get(page.address)
    with django_assert_max_num_queries(10):
        assert "same tag" in beside(client, page)


def test_a_page_that_is_gone_meanwhile_is_related_to_nothing(team):
    page = post(team, "The forklift at the weighbridge")
    pk = page.pk
    page.delete()
    assert related.relate(pk) == set()
    assert not Article.objects.filter(pk=pk).exists()
