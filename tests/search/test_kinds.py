"""Everything is found in one place: pages, comments, what stands in documents, people, teams."""

import pytest

from conversations.models import State
from publishing.models import Article
from tests.factories.blog import make_post, make_write_up
from tests.factories.conversations import make_comment
from tests.factories.library import make_document
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team
from tests.library import hostile

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db):
    return make_team("Yards")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def everything(team, author):
    """The same word in one thing of each kind."""
    post = make_post(team, author, "Quokka post")
    make_write_up(team, author, "Quokka project")
    make_comment(post, author, "A quokka comment.")
    make_document(title="Quokka paper", content=b"quokka inside")
    UserFactory(first_name="Quokka", last_name="Jones")
    make_team("Quokka team")


KINDS = ["comment", "document", "person", "post", "team", "write_up"]


def test_every_kind_is_found_together(as_person, reader, everything):
    response = as_person(reader).get("/search/?q=quokka")
    assert sorted(hit.kind for hit in response.context["slice"].rows) == KINDS
    assert response.context["facets"].total == 6
    page = response.content.decode()
    assert page.count("<mark>") >= 6
    assert "6 results" in page


@pytest.mark.parametrize("kind", KINDS)
def test_and_by_kind(as_person, reader, everything, kind):
    response = as_person(reader).get("/search/", {"q": "quokka", "kind": kind})
    assert [hit.kind for hit in response.context["slice"].rows] == [kind]
    counts = {option.value: option.count for option in response.context["facets"].kinds}
    assert counts == dict.fromkeys(KINDS, 1)  # the other kinds stay in reach


def test_a_document_is_found_by_the_words_inside_and_quoted(as_person, reader):
    make_document(title="Minutes", content=hostile.docx("We agreed on the zeppelin."), name="minutes.docx")
    page = as_person(reader).get("/search/?q=zeppelin").content.decode()
    assert "We agreed on the <mark>zeppelin</mark>." in page
    assert "DOCX" in page


def test_a_document_that_could_not_be_read_is_found_by_its_title_and_says_why(as_person, reader):
    make_document(title="Zeppelin plans", content=hostile.pdf_with_password("x"), name="plans.pdf")
    assert "protected by a password" in as_person(reader).get("/search/?q=zeppelin").content.decode()


def test_a_document_leads_to_itself(as_person, reader):
    document = make_document(title="Zeppelin plans", name="zeppelin plans ü.txt")
    assert document.url in as_person(reader).get("/search/?q=zeppelin").content.decode()
    assert as_person(reader).get(document.url).status_code == 200


def test_a_comment_leads_to_its_place(as_person, reader, team, author):
    comment = make_comment(make_post(team, author, "On boats"), author, "Ask the zeppelin.")
    page = as_person(reader).get("/search/?q=zeppelin").content.decode()
    assert f'href="{comment.get_absolute_url()}"' in page
    assert "On boats" in page


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.DELETED])
def test_only_comments_that_stand_are_found_even_by_who_wrote_them(found, team, author, state):
    make_comment(make_post(team, author, "On boats"), author, "Ask the zeppelin.", state=state)
    for person in (author, join(team, "lead")):
        assert found(person, "zeppelin") == []


def test_markup_of_a_title_is_shown_as_letters(as_person, reader):
    UserFactory(first_name="<b>Zeppelin</b>", last_name="&amp;")
    make_document(title="<script>zeppelin</script>")
    page = as_person(reader).get("/search/?q=zeppelin").content.decode()
    assert "<script><mark>" not in page
    assert "&lt;script&gt;<mark>zeppelin</mark>&lt;/script&gt;" in page
    assert "&lt;b&gt;<mark>Zeppelin</mark>" in page


def test_what_is_outdated_sinks_and_names_its_successor(as_person, found, reader, team, author):
    old = make_post(team, author, "Zeppelin rules")
    for n in range(3):
        make_post(team, author, f"Filler {n}")
    new = make_post(team, author, "Airships", body=[("text", "<p>About a zeppelin.</p>")])
    assert found(reader, "zeppelin") == ["Zeppelin rules", "Airships"]
    Article.objects.filter(pk=old.pk).update(standing="outdated", successor=new)
    page = as_person(reader).get("/search/?q=zeppelin").content.decode()
    assert "Read instead:" in page
    assert f'<a href="{new.address}">Airships</a>' in page


def test_a_successor_behind_a_wall_is_not_named(as_person, reader, team, author):
    old = make_post(team, author, "Zeppelin rules")
    secret = make_team(visibility="secret")
    new = make_post(secret, join(secret, "author"), "Planted airships")
    Article.objects.filter(pk=old.pk).update(standing="outdated", successor=new)
    page = as_person(reader).get("/search/?q=zeppelin").content.decode()
    assert "Outdated" in page
    assert "Planted" not in page


def test_what_was_answered_comes_before_what_was_not(found, reader, team, author):
    answered = make_post(team, author, "Zeppelin question one", purpose="ask")
    make_post(team, author, "Zeppelin question two", purpose="ask")
    for n in range(5):
        make_post(team, author, f"Filler {n}")
    assert found(reader, "zeppelin")[0] == "Zeppelin question two"
    Article.objects.filter(pk=answered.pk).update(outcome="Yes.")
    assert found(reader, "zeppelin")[0] == "Zeppelin question one"
