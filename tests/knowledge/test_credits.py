"""Whoever is built upon hears of it once, and it is shown where they are shown, to whoever may read both ends."""

import pytest
from django.core import mail

from knowledge import credits
from notifications.models import Notification
from publishing.models import Authorship, Citation
from tests.factories.blog import make_draft, make_post, make_write_up
from tests.factories.conversations import write
from tests.factories.notifications import deliver
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Depots")


@pytest.fixture
def author(team):
    return join(team, "author", UserFactory(first_name="Noor", last_name="Haddad"))


@pytest.fixture
def earlier(team, author):
    return make_write_up(team, author, "One archive search")


@pytest.fixture
def other_team():
    return make_team("Newsroom", posting_policy="directly")


@pytest.fixture
def colleague(other_team):
    return join(other_team, "author")


def published(team, by, title, cited, **citation):
    draft = make_draft(team, by, title, citations=[Citation(cited=page, **citation) for page in cited])
    draft.get_latest_revision().publish(user=by)
    return type(draft).objects.get(pk=draft.pk)


def told(person):
    return list(Notification.objects.filter(person=person, kind=credits.BUILT_UPON))


def text_of(client, address):
    return client.get(address).content.decode()


def test_the_author_is_told_once_with_a_link(as_person, other_team, colleague, author, earlier):
    page = published(other_team, colleague, "Second attempt", [earlier], note="its index")
    (row,) = told(author)
    assert row.page_id == page.pk
    (letter,) = [sent for sent in deliver() if sent.to == [author.email]]
    assert page.address in letter.body
    assert "One archive search" in letter.body
    assert "its index" in letter.body
    page.save_revision(user=colleague).publish(user=colleague)
    page.unpublish(user=colleague)
    page.get_latest_revision().publish(user=colleague)
    assert len(told(author)) == 1
    assert "builds on “One archive search”" in text_of(as_person(author), "/inbox/")


def test_a_new_citation_in_a_page_that_is_live_already_is_told_too(other_team, colleague, author, earlier):
    page = published(other_team, colleague, "Second attempt", [])
    page.citations.add(Citation(cited=earlier))
    page.save_revision(user=colleague).publish(user=colleague)
    assert len(told(author)) == 1


def test_a_draft_tells_nobody(other_team, colleague, author, earlier):
    make_draft(other_team, colleague, "Second attempt", citations=[Citation(cited=earlier)])
    assert told(author) == []


def test_citing_oneself_is_told_to_nobody_and_shown_nowhere(as_person, reader, other_team, colleague, author, earlier):
    earlier.authorships.add(Authorship(person=colleague, sort_order=1))
    earlier.save()
    published(other_team, colleague, "Second attempt", [earlier])
    assert told(author) == told(colleague) == []
    assert "Built upon by others" not in text_of(as_person(reader), f"{author.get_absolute_url()}work/")
    assert "Built upon by others" not in text_of(as_person(reader), f"{earlier.team.get_absolute_url()}work/")


def test_citing_oneself_is_no_credit_either_where_the_byline_was_left_empty(as_person, reader, team, author, earlier):
    there = make_team("Second yard", posting_policy="directly")
    page = published(there, join(there, "author", author), "Second attempt", [earlier])
    Authorship.objects.filter(article=page).delete()
    for address in (f"{author.get_absolute_url()}work/", f"{team.get_absolute_url()}work/"):
        assert "Built upon by others" not in text_of(as_person(reader), address)


@pytest.mark.parametrize("visibility", ["closed", "secret"])
def test_of_a_page_they_may_not_read_authors_hear_nothing(as_person, author, earlier, visibility):
    circle = make_team("Hidden Harbour", visibility=visibility, posting_policy="directly")
    insider = join(circle, "author")
    page = published(circle, insider, "Merger", [earlier])
    assert told(author) == []
    assert deliver() == []
    for address in (f"{author.get_absolute_url()}work/", f"{earlier.team.get_absolute_url()}work/", earlier.address):
        assert "Merger" not in text_of(as_person(author), address)
        assert page.title in text_of(as_person(insider), address)


def test_who_cannot_read_the_own_work_any_more_is_told_no_title_of_it(as_person, colleague, other_team, author):
    circle = make_team("Hidden Harbour", visibility="secret")
    join(circle, "author", author)
    join(circle, "member", colleague)
    earlier = make_post(circle, author, "Merger")
    published(other_team, colleague, "Second attempt", [earlier])
    (row,) = told(author)
    from teams.members import remove_member

    remove_member(team=circle, person=author, by=join(circle, "lead"))
    assert deliver() == []
    assert "Merger" not in text_of(as_person(author), "/inbox/")
    assert mail.outbox == []
    assert row.page_id


def test_profile_and_team_page_show_what_was_built_on_them(as_person, reader, other_team, colleague, author, earlier):
    published(other_team, colleague, "Second attempt", [earlier], note="its index")
    for address in (f"{author.get_absolute_url()}work/", f"{earlier.team.get_absolute_url()}work/"):
        text = text_of(as_person(reader), address)
        assert "Built upon by others" in text
        assert "Second attempt" in text
        assert "its index" in text


def test_a_team_page_shows_answers_of_its_members_and_its_decisions(
    as_person, reader, other_team, colleague, team, author
):
    from conversations.outcomes import settling

    question = make_post(other_team, colleague, "Which gate?", purpose="ask")
    comment = write(question, author, "The north gate, before six.")
    settling.accept(by=colleague, comment=comment)
    decision = make_post(team, author, "Which day?", purpose="decide")
    settling.decide(by=author, article=decision, outcome="Thursday, because of the market.")
    text = text_of(as_person(reader), f"{team.get_absolute_url()}work/")
    assert "Which gate?" in text
    assert "The north gate, before six." in text
    assert "Thursday, because of the market." in text
    profile = text_of(as_person(reader), f"{author.get_absolute_url()}work/")
    assert "The north gate" in profile
    credits.choose(person=author, hide=True)
    for address in (f"{team.get_absolute_url()}work/", f"{author.get_absolute_url()}work/"):
        text = text_of(as_person(reader), address)
        assert "The north gate, before six." not in text
        assert "Decisions recorded" not in text


def test_a_team_page_shows_nothing_of_a_question_its_viewer_may_not_read(as_person, reader, team, author):
    from conversations.outcomes import settling

    circle = make_team("Hidden Harbour", visibility="secret")
    insider = join(circle, "author")
    join(circle, "member", author)
    question = make_post(circle, insider, "Merger?", purpose="ask")
    settling.accept(by=insider, comment=write(question, author, "Yes, in May."))
    assert "Merger" not in text_of(as_person(reader), f"{team.get_absolute_url()}work/")
    assert "Yes, in May" not in text_of(as_person(reader), f"{author.get_absolute_url()}work/")


def test_whoever_hides_theirs_shows_it_nowhere_and_may_change_their_mind(
    as_person, reader, other_team, colleague, author, earlier
):
    published(other_team, colleague, "Second attempt", [earlier])
    client = as_person(author)
    assert "Hide it" in text_of(client, "/accounts/settings/")
    assert client.post("/knowledge/credit/", {"hide": "yes"}).status_code == 302
    assert "Show it" in text_of(client, "/accounts/settings/")
    for address in (f"{author.get_absolute_url()}work/", f"{earlier.team.get_absolute_url()}work/"):
        assert "Built upon by others" not in text_of(as_person(reader), address)
    assert "Second attempt" in text_of(as_person(reader), earlier.address)
    as_person(author).post("/knowledge/credit/", {"hide": "no"})
    assert "Built upon by others" in text_of(as_person(reader), f"{author.get_absolute_url()}work/")


def test_nobody_chooses_by_opening_an_address(as_person, author):
    assert as_person(author).get("/knowledge/credit/").status_code == 405


@pytest.mark.parametrize("many", [1, 10])
def test_a_profile_costs_the_same_with_much_built_upon(
    as_person, reader, other_team, colleague, author, earlier, many, django_assert_max_num_queries
):
    for number in range(many):
        make_post(other_team, colleague, f"Attempt {number}", citations=[Citation(cited=earlier)])
    client = as_person(reader)
    for address in (author.get_absolute_url(), f"{author.get_absolute_url()}work/"):
        client.get(address)
        with django_assert_max_num_queries(8):
            client.get(address)
