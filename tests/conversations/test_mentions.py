"""Naming somebody tells them, if they read the page; nobody else hears of it, and the writer learns who did not."""

import pytest
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from conversations import moderating
from conversations.models import Comment, Mention, State
from conversations.telling import spreading, told
from conversations.writing.mentions import MOST
from conversations.writing.posting import post_comment
from conversations.writing.redrawing import redraw
from core.models import Effect
from notifications.models import Notification
from publishing.models import Article
from teams.changes import change_visibility
from tests.factories.blog import make_post
from tests.factories.conversations import say, seen, spread_word, write
from tests.factories.notifications import deliver
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform", slug="platform")


@pytest.fixture
def author(team):
    return join(team, "author", UserFactory(username="author"))


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Faster research")


@pytest.fixture
def ada():
    return UserFactory(username="Ada.L", first_name="Ada", last_name="Lovelace <script>")


@pytest.fixture
def closed():
    """A page that only its team reads, and a member of the team."""
    team = make_team("Horizon", slug="horizon", visibility="closed")
    member = join(team, "author", UserFactory(username="inside"))
    return make_post(team, member, "Between us"), member


def kinds_told(person):
    return list(Notification.objects.filter(person=person).values_list("kind", flat=True))


def send(client, page, text, htmx=False):
    headers = {"HX-Request": "true", "HX-Target": "reply-0"} if htmx else {}
    return client.post(f"/talk/on/{page.pk}/", {"text": text, "client_key": "a-form-of-mine"}, headers=headers)


def test_a_named_person_is_told_and_drawn_with_name_and_profile(as_person, reader, page, ada):
    comment = say(page, reader, "Ask @ada.l. She knows, @ADA.L does")
    assert [row.person for row in comment.mentions.all()] == [ada]
    assert kinds_told(ada) == [told.MENTION]
    text = as_person(reader).get(page.address).content.decode()
    link = '<a href="/people/Ada.L/" rel="nofollow noopener noreferrer ugc">@Ada Lovelace &lt;script&gt;</a>'
    assert f"Ask {link}. She knows, {link} does" in text
    inbox = as_person(ada).get("/inbox/").content.decode()
    assert "mentioned you under “Faster research”" in inbox


def test_the_mail_quotes_the_words_without_marks_and_leads_to_them(reader, page, ada):
    comment = say(page, reader, "Ask *@ada.l*")
    (sent,) = [mail for mail in deliver() if mail.to == [ada.email]]
    assert sent.subject == "Re: Faster research"
    assert reader.display_name in sent.from_email
    assert "Ask @ada.l\n" in sent.body
    assert f"/talk/{comment.pk}/" in sent.body


@pytest.mark.parametrize(
    "text",
    ["ada.l", "mail ada@ada.l", "`@ada.l`", "```\n@ada.l\n```", r"\@ada.l", "@nobody", "@ada.l2", "@", "@ ada.l"],
)
def test_what_only_looks_like_a_name_tells_nobody(reader, page, ada, text):
    comment = say(page, reader, text)
    assert not comment.mentions.exists()
    assert kinds_told(ada) == []
    assert "<a" not in comment.html


def test_one_word_each_and_the_mention_is_the_one(page, author, ada):
    asked = say(page, ada, "Did you measure?")
    say(page, UserFactory(), "@ada.l and @author, yes", reply_to=asked.pk)
    assert kinds_told(ada) == [told.MENTION]
    assert sorted(kinds_told(author)) == sorted([told.ON_PAGE, told.MENTION])


def test_nobody_is_told_of_their_own_words(page, ada):
    say(page, ada, "I am @ada.l")
    assert kinds_told(ada) == []


def test_who_does_not_read_the_page_is_not_told_and_the_writer_is(as_person, closed, ada):
    page, member = closed
    response = send(as_person(member), page, "Ask @ada.l and @nobody", htmx=True)
    body = response.content.decode()
    assert response.status_code == 200
    assert "@Ada.L cannot read this page and was not told." in body
    assert "nobody cannot" not in body
    assert 'href="/people/Ada.L/"' not in body
    assert not Mention.objects.exists()
    assert kinds_told(ada) == []


def test_the_writer_is_told_so_without_script_too(as_person, closed, ada):
    page, member = closed
    client = as_person(member)
    response = send(client, page, "Ask @ada.l")
    assert response.status_code == 302
    assert "@Ada.L cannot read this page" in client.get(page.address).content.decode()


def test_members_and_administrators_are_named_under_a_closed_page(closed):
    page, member = closed
    colleague = join(page.team, "member")
    administrator = AdministratorFactory()
    say(page, member, f"@{colleague.username} and @{administrator.username}")
    assert kinds_told(colleague) == kinds_told(administrator) == [told.MENTION]


def test_a_colleague_who_left_the_house_is_nobody(reader, page):
    gone = UserFactory(username="gone", is_active=False)
    comment = say(page, reader, "Ask @gone")
    assert "<a" not in comment.html
    assert kinds_told(gone) == []


def test_names_beyond_twenty_stay_words_and_are_pointed_out(as_person, reader, page):
    people = [UserFactory() for _ in range(MOST + 2)]
    body = send(as_person(reader), page, " ".join(f"@{p.username}" for p in people), htmx=True).content.decode()
    assert Mention.objects.count() == MOST
    assert "Only the first 20 names were told." in body


def test_a_held_comment_tells_nobody_before_it_is_shown(team, ada):
    type(team).objects.filter(pk=team.pk).update(comment_policy="held")
    page = make_post(team, join(team, "author"))
    comment = say(page, UserFactory(), "Ask @ada.l")
    assert kinds_told(ada) == []
    moderating.approve(by=join(team, "editor"), comment=comment, seen=seen(comment))
    spread_word()
    assert kinds_told(ada) == [told.MENTION]


# --- Teams ------------------------------------------------------------------------------------------------------------


def test_a_named_team_is_told_by_member(reader, page, team, author):
    member = join(team, "member")
    comment = say(page, reader, "A question for @team/Platform")
    assert kinds_told(member) == [told.MENTION]
    assert kinds_told(author) == [told.MENTION]
    assert '<a href="/teams/platform/" rel="nofollow noopener noreferrer ugc">@Platform</a>' in comment.html


def test_of_a_named_team_only_readers_of_the_page_hear(closed, team, author):
    page, member = closed
    both = join(page.team, "member", join(team, "member"))
    say(page, member, "Ask @team/platform")
    assert kinds_told(both) == [told.MENTION]
    assert kinds_told(author) == []


def test_a_secret_team_is_named_only_under_its_own_pages(page):
    secret = make_team("Quitten", slug="quitten", visibility="secret")
    member = join(secret, "author")
    elsewhere = say(page, member, "Ask @team/quitten")
    assert "<a" not in elsewhere.html
    assert not Mention.objects.exists()
    inside = say(make_post(secret, member), join(secret, "member"), "Ask @team/quitten")
    assert "@Quitten</a>" in inside.html
    assert kinds_told(member)


def test_the_name_of_a_team_that_becomes_secret_goes_from_others_pages(as_person, reader, page):
    other = make_team("Quitten Research", slug="quitten")
    lead = join(other, "lead")
    say(page, reader, "Ask @team/quitten")
    assert "Quitten Research" in as_person(reader).get(page.address).content.decode()
    change_visibility(team=other, visibility="secret", by=lead)
    for _way in ("drawn when it is read", "drawn by the clock"):
        text = as_person(reader).get(page.address).content.decode()
        assert "Quitten Research" not in text
        assert "@team/quitten" in text
        redraw()


def test_a_page_that_leaves_a_secret_team_leaves_its_name_behind(as_person, reader, team):
    secret = make_team("Quitten Research", slug="quitten", visibility="secret")
    page = make_post(secret, join(secret, "author"))
    comment = say(page, join(secret, "member"), "Ask @team/quitten")
    assert "Quitten Research" in comment.html
    moved = Page.objects.get(pk=page.pk)
    MovePageAction(
        moved, team.page.get_children().get(slug="blog"), pos="last-child", user=AdministratorFactory()
    ).execute()
    Article.objects.filter(pk=page.pk).update(live=True)
    for _way in ("drawn when it is read", "drawn by the clock"):
        text = as_person(reader).get(Article.objects.get(pk=page.pk).address).content.decode()
        assert "@team/quitten" in text
        assert "Quitten Research" not in text
        redraw()


def test_a_large_team_is_told_in_portions_and_once(reader, page, team, monkeypatch):
    monkeypatch.setattr(spreading, "_AT_ONCE", 2)
    members = [join(team, "member") for _ in range(5)]
    comment = post_comment(by=reader, page=page, text="Hear, @team/platform", client_key="a-large-team")
    assert not Notification.objects.filter(kind=told.MENTION).exists()
    effect = Effect.objects.get(kind=spreading.WORD)
    for _attempt in range(2):
        spreading.tell_everybody(effect.payload)
        assert all(kinds_told(member) == [told.MENTION] for member in members)
    assert Notification.objects.filter(kind=told.MENTION, target_id=comment.pk, person__in=members).count() == 5


@pytest.mark.parametrize("state", [State.HIDDEN, State.DELETED, State.HELD])
def test_nobody_hears_of_what_is_gone_by_then(reader, page, team, state):
    join(team, "member")
    comment = post_comment(by=reader, page=page, text="Hear, @team/platform", client_key="soon-gone")
    Comment.objects.filter(pk=comment.pk).update(state=state)
    spread_word()
    assert not Notification.objects.exists()


# --- While a name is typed --------------------------------------------------------------------------------------------


def offered(client, page, query):
    response = client.get(f"/talk/on/{page.pk}/mentions/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("query", ["ad", "ADA", "lovel", "ada.l", "<scr"])
def test_a_name_is_offered_by_its_beginnings(as_person, reader, page, ada, query):
    assert 'data-name="Ada.L"' in offered(as_person(reader), page, query)


@pytest.mark.parametrize("query", ["", " ", "da", "zz", "%", "_", "team/", "x" * 500])
def test_nothing_else_is_offered(as_person, reader, page, ada, query):
    assert "Ada.L" not in offered(as_person(reader), page, query)


def test_names_are_escaped(as_person, reader, page, ada):
    text = offered(as_person(reader), page, "ada")
    assert "Lovelace &lt;script&gt;" in text
    assert "<script" not in text


def test_only_readers_of_the_page_are_offered(as_person, closed, ada):
    page, member = closed
    join(page.team, "member", UserFactory(username="adam"))
    text = offered(as_person(member), page, "ada")
    assert "adam" in text
    assert "Ada.L" not in text
    assert as_person(ada).get(f"/talk/on/{page.pk}/mentions/?q=a").status_code == 404


def test_teams_are_offered_unless_they_are_secret(as_person, reader, page):
    make_team("Plans", slug="plans", visibility="closed")
    make_team("Planets", slug="planets", visibility="secret")
    text = offered(as_person(reader), page, "team/pla")
    assert 'data-name="team/platform"' in text
    assert 'data-name="team/plans"' in text
    assert "planets" not in text.lower()


@pytest.mark.parametrize("people", [3, 60])
def test_offering_costs_two_queries_of_its_own_and_eight_rows(
    as_person, reader, page, people, django_assert_max_num_queries
):
    for _number in range(people):
        UserFactory(first_name="Grace")
    client = as_person(reader)
    client.get("/inbox/")
    with django_assert_max_num_queries(5):  # session, person, groups
        text = offered(client, page, "gra")
    assert text.count("<li") == min(people, 8)


def test_offers_have_a_pace(as_person, reader, page, monkeypatch):
    monkeypatch.setattr("conversations.views.helping.QUESTIONS_A_MINUTE", 1)
    monkeypatch.setattr("conversations.writing.pace.MINUTE", 10**9)
    client = as_person(reader)
    offered(client, page, "a")
    assert client.get(f"/talk/on/{page.pk}/mentions/?q=a").status_code == 429


@pytest.mark.parametrize("names", [1, 15])
def test_naming_many_costs_a_steady_number_of_questions(reader, page, names, django_assert_max_num_queries):
    people = [UserFactory(email="") for _ in range(names)]
    with django_assert_max_num_queries(24):
        write(page, reader, " ".join(f"@{person.username}" for person in people))
    with django_assert_max_num_queries(40 + 9 * names):  # one inbox each
        spread_word()
    assert Mention.objects.count() == names
