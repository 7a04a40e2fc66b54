"""What somebody knows about is earned, found, and shown to whoever may read what it was earned with."""

import pytest

from blog.models import BlogPostPage
from conversations.outcomes import settling
from publishing.models import Citation, Tag
from tests.factories.blog import make_post
from tests.factories.conversations import write
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def author(team):
    return join(team, "author", UserFactory(first_name="Zora", last_name="Neale"))


@pytest.fixture
def moles(team, author):
    return make_post(team, author, "Moles under the yard", tags=["harbour moles"])


def page_of(client, address, **data):
    return client.get(address, data).content.decode()


def answer_accepted(page, person):
    settling.accept(by=page.authors[0], comment=write(page, person, "Ask the harbour master."))


def test_what_somebody_wrote_about_stands_on_their_page(as_person, reader, author, moles):
    profile = page_of(as_person(reader), f"{author.get_absolute_url()}work/")
    assert "Knows about" in profile
    assert "harbour moles" in profile
    assert "1 page" in profile


def test_an_accepted_answer_and_being_built_upon_earn_a_topic(as_person, reader, team, author):
    other = join(team, "author")
    question = make_post(team, other, "Where to put the crane?", tags=["cranes"], purpose="ask")
    answer_accepted(question, author)
    assert "1 accepted answer" in page_of(as_person(reader), f"{author.get_absolute_url()}work/")
    first = make_post(team, author, "The first crane", tags=["lifting"])
    make_post(team, other, "The second crane", citations=[Citation(cited=first)])
    assert "built upon once" in page_of(as_person(reader), f"{author.get_absolute_url()}work/")


def test_building_on_oneself_earns_nothing(as_person, reader, team, author):
    first = make_post(team, author, "The first crane", tags=["lifting"])
    make_post(team, author, "The second crane", citations=[Citation(cited=first)])
    assert "built upon once" not in page_of(as_person(reader), f"{author.get_absolute_url()}work/")


@pytest.mark.parametrize("query", ["harbour moles", "moles", "who knows about harbour moles", "MOLES"])
def test_the_search_says_who_knows_about_it(as_person, reader, author, moles, query):
    found = page_of(as_person(reader), "/search/", q=query)
    assert "Who knows about this" in found
    assert author.display_name in found


@pytest.mark.parametrize("query", ["harbour", "zora moles", "moles neale"])
def test_the_directory_finds_people_by_what_they_know_about(as_person, reader, author, moles, query):
    assert author.display_name in page_of(as_person(reader), "/people/", q=query)
    assert author.display_name not in page_of(as_person(reader), "/people/", q=f"{query} elsewhere")


def test_the_directory_finds_people_by_their_time_zone(as_person, reader):
    person = UserFactory(time_zone="America/New_York")
    assert person.display_name in page_of(as_person(reader), "/people/", q="new york")


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_a_topic_shows_to_nobody_who_may_not_read_what_it_was_earned_with(as_person, reader, visibility):
    team = make_team(visibility=visibility)
    author, member = join(team, "author", UserFactory(first_name="Zora", last_name="Neale")), join(team, "member")
    page = make_post(team, author, "Moles under the yard", tags=["harbour moles"], purpose="ask")
    answer_accepted(page, member)
    for person, sees in ((member, True), (reader, False)):
        client = as_person(person)
        assert ("harbour moles" in page_of(client, f"{author.get_absolute_url()}work/")) == sees
        assert ("harbour moles" in page_of(client, f"{member.get_absolute_url()}work/")) == sees
        assert ("Who knows about this" in page_of(client, "/search/", q="moles")) == sees
        assert (author.display_name in page_of(client, "/people/", q="moles")) == sees


def test_a_topic_goes_with_the_page_it_was_earned_with(as_person, reader, author, moles):
    BlogPostPage.objects.get(pk=moles.pk).unpublish()
    assert "harbour moles" not in page_of(as_person(reader), f"{author.get_absolute_url()}work/")


def test_somebody_hides_a_topic_and_shows_it_again(as_person, reader, author, moles):
    tag = moles.tags.get()
    as_person(author).post(f"/knowledge/topics/{tag.pk}/", {"hide": "yes"})
    client = as_person(reader)
    assert "harbour moles" not in page_of(client, f"{author.get_absolute_url()}work/")
    assert "Who knows about this" not in page_of(client, "/search/", q="moles")
    assert author.display_name not in page_of(client, "/people/", q="moles")
    client = as_person(author)
    assert "harbour moles" in page_of(client, f"{author.get_absolute_url()}work/")
    client.post(f"/knowledge/topics/{tag.pk}/", {"hide": "no"})
    assert "harbour moles" in page_of(as_person(reader), f"{author.get_absolute_url()}work/")


def test_whoever_knows_about_much_hides_any_of_it(as_person, reader, team, author):
    make_post(team, author, "All of it", tags=[f"trade {letter}{letter}{letter}" for letter in "abcdefghijklmnopq"])
    assert "trade qqq" not in page_of(as_person(reader), f"{author.get_absolute_url()}work/")
    assert "Zora Neale" in page_of(as_person(reader), "/people/", q="qqq")
    client = as_person(author)
    own = client.get(f"{author.get_absolute_url()}work/").content.decode()
    tag = Tag.objects.get(name="trade qqq")
    assert f"/knowledge/topics/{tag.pk}/" in own
    assert client.post(f"/knowledge/topics/{tag.pk}/", {"hide": "yes"}).status_code == 302
    assert "Zora Neale" not in page_of(as_person(reader), "/people/", q="qqq")


def test_nobody_hides_what_they_did_not_earn_or_by_looking(as_person, reader, moles):
    client = as_person(reader)
    assert client.post(f"/knowledge/topics/{moles.tags.get().pk}/", {"hide": "yes"}).status_code == 404
    assert client.get(f"/knowledge/topics/{moles.tags.get().pk}/").status_code == 405


def test_who_wants_no_credit_has_no_answers_counted(as_person, reader, team, author):
    question = make_post(team, join(team, "author"), "Where to put the crane?", tags=["cranes"], purpose="ask")
    answer_accepted(question, author)
    as_person(author).post("/knowledge/credit/", {"hide": "yes"})
    assert "accepted answer" not in page_of(as_person(reader), f"{author.get_absolute_url()}work/")


@pytest.mark.parametrize("query", ["", "a", "%", "' OR 1=1", "who knows about"])
def test_odd_questions_have_nobody_who_knows(as_person, reader, author, moles, query):
    client = as_person(reader)
    assert client.get("/people/", {"q": query}).status_code == 200
    assert "Who knows about this" not in page_of(client, "/search/", q=query) or "moles" in query
