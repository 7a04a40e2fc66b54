"""What is found, in which order, and how it is shown."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from publishing.models import Article
from tests.factories.blog import make_draft, make_live, make_post, make_write_up
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def text(words):
    return [("text", f"<p>{words}</p>")]


@pytest.fixture
def author(db):
    return join(make_team("Yards"), "author")


@pytest.fixture
def team(author):
    return author.memberships.get().team


@pytest.mark.parametrize("word", ["tachograph", "summarised", "handcart", "TACHOGRAPH"])
def test_titles_summaries_and_bodies_are_searched(found, reader, team, author, word):
    make_post(team, author, "The tachograph", summary="All summarised.", body=text("Bring a handcart."))
    make_post(team, author, "Something else")
    assert found(reader, word) == ["The tachograph"]


def test_every_text_of_a_write_up_is_searched_and_quoted(as_person, reader, team, author):
    make_write_up(
        team, author, "A project", goal="<p>Fewer zeppelins</p>", body=text("We asked marmots"),
        would_repeat="<p>More gazebos</p>", would_avoid="<p>No kazoos</p>",
    )  # fmt: skip
    for word in ("zeppelins", "marmots", "gazebos", "kazoos"):
        response = as_person(reader).get("/search/", {"q": word})
        assert f"<mark>{word}</mark>" in response.content.decode()


def test_all_words_are_wanted(found, reader, team, author):
    make_post(team, author, "Both", body=text("shift and depot"))
    make_post(team, author, "One", body=text("only the shift"))
    assert found(reader, "shift depot") == ["Both"]


def test_the_last_word_may_be_unfinished(found, reader, team, author):
    make_post(team, author, "Planning", body=text("the rollercoaster opens"))
    assert found(reader, "opens rollerc") == ["Planning"]
    assert found(reader, "rollerc opens") == []
    assert found(reader, "rol") == []


def test_a_word_in_the_title_comes_before_many_in_the_text(found, reader, team, author):
    make_post(team, author, "Depot", body=text("Something about it."))
    make_post(team, author, "Longer", body=text("depot depot depot " * 5 + "and other words " * 20))
    for n in range(6):
        make_post(team, author, f"Filler {n}", body=text("nothing of the kind"))
    assert found(reader, "depot") == ["Depot", "Longer"]


def test_a_word_that_every_page_holds_brings_titles_first_and_then_the_newest(found, reader, team, author):
    now = timezone.now()
    for n, title in enumerate(["Budget first", "Second", "Third", "Fourth"]):
        page = make_post(team, author, title, summary="About money.", body=text("one budget of ours"))
        Article.objects.filter(pk=page.pk).update(published=now - datetime.timedelta(days=10 - n))
    assert found(reader, "budget") == ["Budget first", "Fourth", "Third", "Second"]


def test_results_come_in_pages_that_htmx_extends(as_person, reader, team, author):
    for n in range(23):
        make_post(team, author, f"Depot {n}")
    client = as_person(reader)
    first = client.get("/search/?q=depot")
    assert len(first.context["slice"].rows) == 20
    assert "More results" in first.content.decode()
    rest = client.get("/search/?q=depot&page=2")
    assert len(rest.context["slice"].rows) == 3
    assert "Better results" in rest.content.decode()
    fragment = client.get("/search/?q=depot&page=2", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.count('class="hit"') == 3
    assert client.get("/search/?q=depot&page=3").status_code == 404


def test_a_name_brings_the_person_first_and_then_what_names_them(found, reader, team, author):
    UserFactory(first_name="Noor", last_name="Haddad", job_title="Archivist")
    make_post(team, author, "What Noor said")
    assert found(reader, "noor") == ["Noor Haddad", "What Noor said"]
    assert found(reader, "archivist") == ["Noor Haddad"]


def test_somebody_who_left_is_not_found(found, reader):
    person = UserFactory(first_name="Noor", last_name="Haddad")
    assert found(reader, "noor") == ["Noor Haddad"]
    person.is_active = False
    person.save()
    assert found(reader, "noor") == []


def test_a_changed_page_is_found_by_its_new_words_only(found, reader, team, author):
    page = make_post(team, author, "Before", body=text("marzipan"))
    page.body = text("nougat")
    page.save_revision()
    make_live(page)
    assert found(reader, "nougat") == ["Before"]
    assert found(reader, "marzipan") == []


def test_a_draft_is_not_found_before_it_is_published(found, reader, team, author):
    make_draft(team, author, "Marzipan")
    assert found(reader, "marzipan") == []
    assert found(author, "marzipan") == []


def test_an_unpublished_and_a_deleted_page_are_found_no_more(found, reader, author, team):
    first, second = make_post(team, author, "Marzipan one"), make_post(team, author, "Marzipan two")
    first.unpublish()
    second.delete()
    assert found(reader, "marzipan") == []


def test_the_index_says_what_holds_a_word_and_the_row_who_may_read_it(found, reader, team, author):
    """An index that has not heard of a change shows nothing that was closed since."""
    page = make_post(team, author, "Marzipan")
    Article.objects.filter(pk=page.pk).update(audience=team.readers)
    assert found(reader, "marzipan") == []
    assert found(author, "marzipan") == ["Marzipan"]


def test_a_late_index_quotes_no_words_that_were_taken_out(as_person, reader, team, author, settings):
    page = make_post(team, author, "Recipe", body=text("the secret is marzipan"))
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    page.body = text("the secret is gone")
    page.save()
    assert "secret is" not in as_person(reader).get("/search/?q=marzipan").content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite's index does by itself")
def test_accents_and_case_do_not_matter(found, reader, team, author):
    make_post(team, author, "Über Œuvres à la carte")
    assert found(reader, "uber CARTE") == ["Über Œuvres à la carte"]
