"""The index follows its things: what is taken away is gone at once, what is given is found a moment later."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from blog.rooms import blog_of
from conversations.moderating import deciding
from conversations.outcomes import settling
from conversations.writing import deleting
from conversations.writing.editing import edit, version_of
from core.jobs import all_jobs
from library.models import StoredDocument
from library.reading import words
from people.anonymising import anonymise
from publishing.models import Article
from search.index import keeping
from search.models import Entry, Kind
from teams.changes import change_visibility, rename_team
from tests.factories.blog import make_post, make_write_up
from tests.factories.conversations import make_comment, seen, write
from tests.factories.library import make_document
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db):
    return make_team("Yards")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def post(team, author):
    return make_post(team, author, "Zeppelin", body=[("text", "<p>zeppelin</p>")])


def waits_for_the_worker(settings):
    """From here on nothing runs in the background: only what happens in the same transaction counts."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def entries(**which):
    return Entry.objects.filter(**which).count()


def words_kept():
    """How many entries have words: rows of a table of their own on SQLite, entries themselves on PostgreSQL."""
    where = "search_entry WHERE words <> ''" if connection.vendor == "postgresql" else "search_words"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {where}")
        return cursor.fetchone()[0]


def test_unpublishing_takes_the_page_and_its_comments_away_at_once(found, reader, author, post, settings):
    write(post, author, "A zeppelin comment")
    assert len(found(reader, "zeppelin")) == 2
    waits_for_the_worker(settings)
    post.unpublish()
    assert found(reader, "zeppelin") == []
    assert not Entry.objects.filter(page_id=post.pk).exists()


def test_deleting_leaves_no_word_behind(found, reader, author, post, settings):
    write(post, author, "A zeppelin comment")
    before = words_kept()
    waits_for_the_worker(settings)
    post.delete()
    assert found(reader, "zeppelin") == []
    assert words_kept() == before - 2


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_closing_a_team_closes_everything_of_it_at_once(as_person, reader, team, author, post, settings, visibility):
    write(post, author, "A zeppelin comment")
    make_document(team, "Zeppelin paper")
    client = as_person(author)
    assert client.get("/search/?q=zeppelin").context["facets"].total == 3
    waits_for_the_worker(settings)
    change_visibility(team=team, visibility=visibility, by=AdministratorFactory())
    assert as_person(reader).get("/search/?q=zeppelin").context["facets"].everything == 0
    assert as_person(reader).get("/search/?q=yards").context["facets"].everything == 0
    assert as_person(author).get("/search/?q=zeppelin").context["facets"].total == 3
    change_visibility(team=team, visibility="open", by=AdministratorFactory())
    assert as_person(reader).get("/search/?q=zeppelin").context["facets"].total == 2  # the paper is on no page


def test_a_page_that_moves_into_a_closed_team_is_closed_at_once(as_person, reader, author, post, settings):
    closed = make_team(visibility="closed", posting_policy="directly")
    write(post, author, "A zeppelin comment")
    waits_for_the_worker(settings)
    post.move(blog_of(closed), pos="last-child", user=AdministratorFactory())
    assert as_person(reader).get("/search/?q=zeppelin").context["facets"].everything == 0


def test_hiding_deleting_and_restoring_a_comment(found, reader, team, author, post):
    editor = join(team, "editor")
    comment = write(post, author, "About marzipan")
    assert found(reader, "marzipan") == ["Zeppelin"]
    deciding.hide(by=editor, comment=comment, reason="Off topic")
    assert found(reader, "marzipan") == found(editor, "marzipan") == []
    deciding.restore(by=editor, comment=comment, seen=seen(comment))
    assert found(reader, "marzipan") == ["Zeppelin"]
    deleting.delete(by=author, comment=comment)
    assert found(reader, "marzipan") == found(author, "marzipan") == []
    deleting.bring_back(by=author, comment=comment)
    assert found(reader, "marzipan") == ["Zeppelin"]


def test_an_edited_comment_is_found_by_its_new_words(found, reader, author, post):
    comment = write(post, author, "About marzipan")
    comment.refresh_from_db()
    edit(by=author, comment=comment, text="About nougat", seen=version_of(comment))
    assert found(reader, "nougat") == ["Zeppelin"]
    assert found(reader, "marzipan") == []


def test_an_answer_that_is_accepted_is_found_as_answered(as_person, reader, team):
    author = join(team, "author")
    post = make_post(team, author, "Zeppelin question", purpose="ask")
    settling.accept(by=author, comment=write(post, UserFactory(), "Ask the harbour."))
    response = as_person(reader).get("/search/?q=zeppelin&outcome=settled")
    assert [hit.title for hit in response.context["slice"].rows] == ["Zeppelin question"]
    settling.take_back(by=author, article=Article.objects.get(pk=post.pk))
    assert as_person(reader).get("/search/?q=zeppelin&outcome=settled").context["slice"].rows == []


def test_a_document_of_a_draft_is_found_by_its_team_alone_until_a_live_page_shows_it(found, reader, team, author):
    paper = make_document(team, "Zeppelin paper")
    assert found(reader, "zeppelin") == []
    assert found(author, "zeppelin") == ["Zeppelin paper"]
    page = make_post(team, author, "On paper", body=[("document", {"document": paper, "note": ""})])
    assert found(reader, "zeppelin") == ["Zeppelin paper"]
    page.unpublish()
    assert found(reader, "zeppelin") == []


def test_a_document_of_a_page_that_is_deleted_is_its_teams_alone_at_once(as_person, reader, team, author, settings):
    paper = make_document(team, "Zeppelin paper")
    page = make_post(team, author, "On paper", body=[("document", {"document": paper, "note": ""})])
    make_post(team, author, "On it too", body=[("document", {"document": paper, "note": ""})]).delete()
    assert as_person(reader).get("/search/?q=zeppelin").context["facets"].everything == 1
    waits_for_the_worker(settings)
    page.delete()
    assert as_person(reader).get("/search/?q=zeppelin").context["facets"].everything == 0
    assert as_person(author).get("/search/?q=zeppelin").context["facets"].everything == 1


def test_a_document_that_a_page_shows_no_more_is_its_teams_alone_again(found, reader, team, author):
    paper = make_document(team, "Zeppelin paper")
    page = make_post(team, author, "On paper", body=[("document", {"document": paper, "note": ""})])
    assert found(reader, "zeppelin") == ["Zeppelin paper"]
    page.body = [("text", "<p>Without it.</p>")]
    page.save()
    keeping.put_page(page.pk)
    assert found(reader, "zeppelin") == []
    assert found(author, "zeppelin") == ["Zeppelin paper"]


def test_a_file_that_another_took_the_place_of_is_neither_found_nor_quoted(as_person, reader, monkeypatch):
    paper = make_document(title="Paper", content=b"a zeppelin of gold")
    assert "zeppelin" in as_person(reader).get("/search/?q=gold").content.decode()
    monkeypatch.setattr(words, "read_document", NobodyReads)
    paper.file.save("second.txt", ContentFile(b"nothing of it"))
    page = as_person(reader).get("/search/?q=gold")
    assert page.context["facets"].everything == 0
    assert "zeppelin" not in page.content.decode()


class NobodyReads:
    """The worker that reads documents comes later; the one that indexes is here."""

    @staticmethod
    def enqueue(pk):
        pass


def test_a_document_that_is_deleted_is_gone(found, reader):
    paper = make_document(title="Zeppelin paper")
    assert found(reader, "zeppelin") == ["Zeppelin paper"]
    StoredDocument.objects.get(pk=paper.pk).delete()
    assert found(reader, "zeppelin") == []
    assert not entries(kind=Kind.DOCUMENT)


def test_a_person_who_is_forgotten_is_not_found_by_their_name(found, reader):
    person = UserFactory(first_name="Noor", last_name="Haddad")
    assert found(reader, "haddad") == ["Noor Haddad"]
    anonymise(person=person, typed_username=person.username, by=AdministratorFactory())
    assert found(reader, "haddad") == []


def test_a_team_is_found_by_its_new_name(found, reader, team):
    rename_team(team=team, name="Shipyards", by=AdministratorFactory())
    assert found(reader, "shipyards") == ["Shipyards"]
    assert found(reader, "yards") == []


def test_signing_in_is_no_reason_to_write_the_index_anew(reader, settings):
    Entry.objects.filter(kind=Kind.PERSON, object_id=reader.pk).delete()
    reader.last_login = timezone.now()
    reader.save(update_fields=["last_login"])
    assert not entries(kind=Kind.PERSON, object_id=reader.pk)


def test_everything_is_written_anew_by_a_command(found, reader, team, author, post):
    make_write_up(team, author, "Zeppelin project")
    make_comment(post, author, "A zeppelin comment")
    make_document(title="Zeppelin paper")
    Entry.objects.all().delete()
    assert words_kept() == 0
    call_command("index_search", verbosity=0)
    assert len(found(reader, "zeppelin")) == 4
    before = entries()
    call_command("index_search", verbosity=0)
    assert entries() == words_kept() == before


def test_what_was_lost_is_mended_by_the_clock(found, reader, author, post):
    comment = write(post, author, "A zeppelin comment")
    Entry.objects.filter(page_id=post.pk).delete()
    Article.objects.filter(pk=post.pk).update(live=True)
    ghost = Entry.objects.create(kind=Kind.COMMENT, object_id=comment.pk + 1, page_id=post.pk)
    assert "search" in {job.name for job in all_jobs()}
    assert keeping.mend() == 3
    assert len(found(reader, "zeppelin")) == 2
    assert not entries(pk=ghost.pk)
    assert keeping.mend() == 0


def test_indexing_reads_things_as_they_are_when_it_runs(found, reader, post):
    """A task that comes late, twice, or after its page is gone does no harm."""
    Article.objects.filter(pk=post.pk).update(live=False)
    for _time in range(2):
        keeping.put_page(post.pk)
        keeping.put(Kind.COMMENT, [987_654])
    keeping.put_page(987_654)
    assert found(reader, "zeppelin") == []


def test_dates_are_those_of_publication(team, author, post):
    then = timezone.now() - datetime.timedelta(days=800)
    Article.objects.filter(pk=post.pk).update(published=then)
    keeping.put_page(post.pk)
    assert Entry.objects.get(kind=Kind.POST, object_id=post.pk).year == then.year
