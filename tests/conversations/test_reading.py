"""Whoever reads a page reads its thread: what is theirs of it, nothing else, at the same cost however long it is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from conversations.models import Comment, Reaction, State, Visit
from conversations.reading import thread
from core.access import can_view
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import fill_thread, make_comment, say
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Faster research")


def read(client, page, query=""):
    return client.get(f"{page.address}{query}").content.decode()


def talk_of(text):
    return text[text.index('id="talk"') :]


# --- What is drawn ----------------------------------------------------------------------------------------------------


def test_replies_stand_inside_what_they_answer_oldest_first(as_person, reader, author, page):
    root = make_comment(page, author, "Root")
    late = make_comment(page, reader, "Second root")
    first = make_comment(page, reader, "First answer", reply_to=root)
    make_comment(page, author, "Second answer", reply_to=Comment.objects.get(pk=root.pk))
    make_comment(page, author, "Answer to the first", reply_to=Comment.objects.get(pk=first.pk))
    text = talk_of(read(as_person(reader), page))
    order = ["Root", "First answer", "Answer to the first", "Second answer", "Second root"]
    places = [text.index(f"<p>{words}</p>") for words in order]
    assert places == sorted(places)
    branch = text[text.index(f'id="c{root.pk}"') : text.index(f'id="c{late.pk}"')]
    assert branch.count("<article") == 4 - 1 + 1  # its own three below it, and the start of the next root
    assert text.count("<article") == text.count("</article>") == 5


def test_people_are_marked_for_their_part_in_the_page(as_person, reader, author, team, page):
    make_comment(page, author, "By the author")
    make_comment(page, join(team, "editor"), "By an editor")
    make_comment(page, reader, "By a reader")
    text = talk_of(read(as_person(reader), page))
    assert text.count(">Author<") == 1
    assert text.count(">Team editor<") == 1


def test_a_change_of_role_changes_the_mark_at_once(as_person, reader, team, page):
    from teams.signals import membership_changed

    editor = join(team, "editor")
    make_comment(page, editor)
    assert ">Team editor<" in read(as_person(reader), page)
    join(team, "member", editor)
    membership_changed.send(sender=type(team), team=team, person=editor, role="member", by=None)
    assert ">Team editor<" not in read(as_person(reader), page)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "javascript:alert(1)",
        "[click](javascript:alert(1))",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/<script>alert(1)</script>",
        "{{ request.user.password }}{% csrf_token %}",
        "</article></section><form>",
    ],
)
def test_nothing_that_is_written_becomes_markup(as_person, reader, page, words):
    say(page, reader, words)
    text = talk_of(read(as_person(reader), page))
    body = re.search(r'<div class="body" dir="auto">(.*?)</div>', text, re.DOTALL)[1]
    tags = set(re.findall(r"<\s*/?\s*(\w+)", body))
    assert tags <= {"p", "a", "br"}
    for link in re.findall(r"<a [^>]*>", body):
        assert re.fullmatch(r'<a href="https://example\.org/[^"<>]*" rel="nofollow noopener noreferrer ugc">', link)


def test_hostile_names_are_words_too(as_person, reader, page):
    say(page, UserFactory(first_name="<script>x</script>", last_name='"\u202egnp'))
    text = talk_of(read(as_person(reader), page))
    assert "<script>x" not in text
    assert "<bdi>&lt;script&gt;" in text


def test_addresses_can_be_clicked_and_lines_stay_lines(as_person, reader, page):
    say(page, reader, "Two lines:\nsee (https://example.org/a_(b)?x=1&y=2).\n\nAnd a paragraph")
    text = read(as_person(reader), page)
    href = "https://example.org/a_(b)?x=1&amp;y=2"
    link = f'<a href="{href}" rel="nofollow noopener noreferrer ugc">{href}</a>'
    assert f"<p>Two lines:<br>\nsee ({link}).</p>" in text
    assert "<p>And a paragraph</p>" in text


def test_control_characters_and_towers_of_marks_are_gone(reader, page):
    comment = say(page, reader, "a\0b\x07c\u202ed\u2066e z" + "\u0301" * 60 + " 👩‍🚀 שלום")
    assert comment.comment == "abcde z" + "\u0301" * 4 + " 👩‍🚀 שלום"


def test_the_writer_without_an_account_keeps_the_name(as_person, reader, page):
    gone = UserFactory(first_name="Gone", last_name="Colleague")
    say(page, gone)
    gone.delete()
    text = read(as_person(reader), page)
    assert "Gone Colleague" in text
    assert f"/people/{gone.username}/" not in text


# --- Who sees what ----------------------------------------------------------------------------------------------------


PEOPLE = {
    # who: sees the held one, sees the words of the hidden one
    "reader": (False, False),
    "member": (False, False),
    "page author": (False, False),
    "writer": (True, False),
    "editor": (True, True),
    "lead": (True, True),
    "moderator": (True, True),
    "administrator": (True, True),
}


def person_named(who, team, author, writer):
    return {
        "reader": UserFactory,
        "member": lambda: join(team, "member"),
        "page author": lambda: author,
        "writer": lambda: writer,
        "editor": lambda: join(team, "editor"),
        "lead": lambda: join(team, "lead"),
        "moderator": site_moderator,
        "administrator": AdministratorFactory,
    }[who]()


def site_moderator():
    from teams.house import moderators_group

    person = UserFactory()
    person.groups.add(moderators_group())
    return person


@pytest.mark.parametrize("who", PEOPLE)
def test_held_and_hidden_words_reach_only_those_concerned(as_person, team, author, page, who):
    writer = UserFactory()
    make_comment(page, UserFactory(), "Seen by all")
    held = make_comment(page, writer, "Words that wait", state=State.HELD)
    hidden = make_comment(page, writer, "Words that hurt", state=State.HIDDEN, hidden_reason="Hurts somebody")
    person = person_named(who, team, author, writer)
    sees_held, sees_hidden = PEOPLE[who]
    client = as_person(person)
    text = read(client, page)
    assert "Seen by all" in text
    assert ("Words that wait" in text) is sees_held
    assert ("Words that hurt" in text) is sees_hidden
    assert ("Hurts somebody" in text) is sees_hidden
    assert (f'id="c{hidden.pk}"' in text) is sees_hidden
    assert client.get(f"/talk/{held.pk}/").status_code == (302 if sees_held else 404)
    assert client.get(f"/talk/{hidden.pk}/").status_code == (302 if sees_hidden else 404)
    assert can_view(person, Comment.objects.get(pk=held.pk)) is sees_held
    visible = set(Comment.objects.visible_to(person).values_list("pk", flat=True))
    assert (held.pk in visible, hidden.pk in visible) == (sees_held, sees_hidden)
    assert ('form="moderate"' in text) is (sees_hidden)
    assert "1 comment<" in text


def test_the_moderators_of_the_house_do_not_see_closed_teams(as_person):
    closed = make_team(visibility="closed")
    author = join(closed, "author")
    page = make_post(closed, author)
    comment = make_comment(page, author, "Between us")
    moderator = site_moderator()
    assert as_person(moderator).get(f"/talk/{comment.pk}/").status_code == 404
    member = site_moderator()
    join(closed, "member", member)
    text = read(as_person(member), page)
    assert "Between us" in text
    assert 'form="moderate"' not in text


def test_a_hidden_comment_leaves_its_place_while_somebody_answers_it(as_person, reader, author, page):
    hidden = make_comment(page, author, "Words that hurt", state=State.HIDDEN)
    text = read(as_person(reader), page)
    assert "Hidden by a moderator" not in text
    Comment.objects.filter(pk=hidden.pk).update(state=State.PUBLIC)
    make_comment(page, reader, "I disagree", reply_to=Comment.objects.get(pk=hidden.pk))
    Comment.objects.filter(pk=hidden.pk).update(state=State.HIDDEN)
    Article.objects.filter(pk=page.pk).update(thread_version=99)
    text = read(as_person(reader), page)
    assert f'id="c{hidden.pk}"><p class="removed">Hidden by a moderator</p>' in text
    assert "I disagree" in text
    assert "Words that hurt" not in text


def test_no_piece_holds_a_token_or_anything_personal(as_person, reader, author, team, page):
    make_comment(page, author)
    for person in (reader, join(team, "editor"), author):
        piece = thread.piece_for(person, Article.objects.select_related("team").get(pk=page.pk), 1)
        assert b"csrf" not in piece.markup
        assert b"client_key" not in piece.markup


def test_what_moderators_are_shown_is_never_kept_for_readers(as_person, reader, team, page):
    make_comment(page, UserFactory(), "Words that wait", state=State.HELD)
    assert "Words that wait" in read(as_person(join(team, "editor")), page)
    assert "Words that wait" not in read(as_person(reader), page)


def test_an_unpublished_page_takes_its_thread_along(as_person, administrator, author, page):
    comment = make_comment(page, author)
    Article.objects.filter(pk=page.pk).update(live=False)
    for person in (author, administrator, UserFactory()):
        client = as_person(person)
        assert client.get(f"/talk/{comment.pk}/").status_code == 404
        assert client.get(f"/talk/{comment.pk}/reply/").status_code == 404
        assert not Comment.objects.visible_to(person).exists()


@pytest.mark.parametrize("way", ["page", "base page", "queryset", "parent"])
def test_a_deleted_page_takes_its_comments_along(reader, author, page, way):
    from django_comments.models import Comment as BaseComment
    from wagtail.models import Page

    root = make_comment(page, author)
    make_comment(page, reader, reply_to=root)
    {
        "page": page.delete,
        "base page": lambda: Page.objects.get(pk=page.pk).delete(),
        "queryset": lambda: Page.objects.filter(pk=page.pk).delete(),
        "parent": lambda: page.get_parent().delete(),
    }[way]()
    assert not Comment.objects.exists()
    assert not BaseComment.objects.exists()


def test_a_moved_page_keeps_its_thread_and_shows_it_to_its_new_readers(as_person, reader, author, page):
    from blog.rooms import blog_of

    make_comment(page, author, "Before the move")
    closed = make_team(visibility="closed")
    member = join(closed, "member")
    page.move(blog_of(closed), pos="last-child")
    moved = Article.objects.get(pk=page.pk)
    assert moved.comment_count == 1
    if not moved.live:  # a stricter team takes it as a draft
        Article.objects.filter(pk=page.pk).update(live=True)
    comment = Comment.objects.get()
    assert as_person(member).get(f"/talk/{comment.pk}/").status_code == 302
    assert as_person(reader).get(f"/talk/{comment.pk}/").status_code == 404


def test_none_of_the_packages_addresses_is_mounted(as_person, administrator):
    names = str(get_resolver().reverse_dict.keys())
    assert "comments-xtd" not in names
    assert "comments-post-comment" not in names
    client = as_person(administrator)
    for address in (
        "/comments/post/",
        "/comments/api/blog-blogpostpage/1/",
        "/comments/sent/?c=1",
        "/comments/cr/1/1/",
    ):
        assert client.get(address).status_code == 404


# --- Long threads -----------------------------------------------------------------------------------------------------


def test_roots_come_in_fifties_and_a_permalink_finds_its_own(as_person, reader, author, page):
    fill_thread(page, [reader, author], roots=120, replies=1)
    client = as_person(reader)
    first, last = read(client, page), read(client, page, "?talk=3")
    assert first.count('<article class="comment"') == 100
    assert last.count('<article class="comment"') == 40
    assert "?talk=2#talk" in first
    assert "?talk=4#talk" not in last
    late = Comment.objects.filter(level=1).order_by("pk").last()
    address = client.get(f"/talk/{late.pk}/")["Location"]
    assert address == f"{page.address}?talk=3&c={late.pk}#c{late.pk}"
    assert f'id="c{late.pk}"' in last
    assert f'id="c{late.pk}"' not in first


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "２", "1999"])
def test_odd_fifties_are_answered(as_person, reader, page, number):
    assert as_person(reader).get(f"{page.address}?talk={number}").status_code == 200


def test_the_cost_of_a_page_does_not_depend_on_its_thread(as_person, author, team):
    counts = {}
    for roots in (0, 10, 50):
        page = make_post(team, author, f"With {roots} roots")
        if roots:
            fill_thread(page, [author, UserFactory()], roots=roots, replies=19)
        client = as_person(join(team, "member"))
        client.get(page.address)
        for state in ("warm", "cold"):
            with CaptureQueriesContext(connection) as queries:
                client.get(page.address)
            counts[roots, state] = len(queries)
            make_comment(page, author)
    assert counts[0, "warm"] == counts[10, "warm"] == counts[50, "warm"] <= 10
    assert counts[0, "cold"] == counts[10, "cold"] == counts[50, "cold"] <= counts[50, "warm"] + 4


@pytest.mark.parametrize("who", ["reader", "editor", "author"])
def test_a_page_full_of_what_is_personal_costs_the_same_with_none_and_a_thousand(as_person, author, team, who):
    person = {"reader": UserFactory, "editor": lambda: join(team, "editor"), "author": lambda: author}[who]()
    client = as_person(person)
    counts = {}
    for roots, replies in ((0, 0), (10, 19), (50, 19)):
        page = make_post(team, author, f"With {roots} roots", purpose="ask")
        if roots:
            fill_thread(page, [author, person, UserFactory()], roots=roots, replies=replies)
            Comment.objects.filter(page_id=page.pk).update(shown_at=timezone.now())
            Visit.objects.create(article_id=page.pk, person=person, seen_at=timezone.now() - timedelta(days=1))
            others = Comment.objects.filter(page_id=page.pk).exclude(user_id=person.pk)
            Reaction.objects.bulk_create(
                [Reaction(comment=row, person=person, kind=Reaction.Kind.USED) for row in others[:30]]
            )
        client.get(page.address)
        with CaptureQueriesContext(connection) as queries:
            text = read(client, page)
        counts[roots] = len(queries)
        shown = roots * (replies + 1)
        assert text.count('<article class="comment') == shown
        assert text.count('aria-pressed="true"') == min(30, shown)
        assert text.count('class="mark new">New<') == text.count('<article class="comment new"')
        assert text.count('<article class="comment new"') + text.count('class="mark plain">You<') == shown
    assert counts[0] == counts[10] == counts[50] <= 10, counts


def test_a_warm_thread_asks_nothing_of_the_database(reader, author, team, page):
    fill_thread(page, [author], roots=50, replies=3)
    article = Article.objects.select_related("team").get(pk=page.pk)
    thread.piece_for(reader, article, 1)
    with CaptureQueriesContext(connection) as queries:
        thread.piece_for(reader, article, 1)
        thread.own_held(reader, article)
    assert len(queries) == 0


def test_a_cold_thread_is_one_query_and_its_marks(reader, author, team, page):
    fill_thread(page, [author], roots=50, replies=19)
    article = Article.objects.select_related("team").get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        thread.piece_for(reader, article, 1)
    threads = [query for query in queries if "conversations_comment" in query["sql"]]
    assert len(threads) == 1
    assert len(queries) <= 7  # who reads, four kinds of marks, who is banned anywhere, and the thread itself
