"""Moderators settle threads of their own with few clicks, each act asked, logged and undoable."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from conversations import moderating
from conversations.models import Comment, ModerationRecord, State
from conversations.moderators import moderates
from conversations.permissions import user_can_moderate
from core.sections import sections
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say, seen
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/"


@pytest.fixture
def team():
    return make_team("Platform", comment_policy="held")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Faster research")


@pytest.fixture
def editor(team):
    return join(team, "editor")


def counters(page):
    article = Article.objects.get(pk=page.pk)
    return article.comment_count, article.held_count


def site_moderator():
    from teams.house import moderators_group

    person = UserFactory()
    person.groups.add(moderators_group())
    return person


# --- Acts -------------------------------------------------------------------------------------------------------------


def test_a_held_comment_is_approved_hidden_and_shown_again(page, reader, editor):
    comment = say(page, reader)
    assert counters(page) == (0, 1)
    version = Article.objects.get(pk=page.pk).thread_version

    assert moderating.approve(by=editor, comment=comment, seen=seen(comment))
    assert counters(page) == (1, 0)
    assert moderating.hide(by=editor, comment=comment, reason=" It names\n a customer. ")
    assert counters(page) == (0, 0)
    hidden = Comment.objects.get()
    assert (hidden.state, hidden.hidden_by, hidden.hidden_reason) == (State.HIDDEN, editor, "It names a customer.")
    assert (hidden.is_public, hidden.is_removed) == (True, True)
    assert moderating.restore(by=editor, comment=comment, seen=seen(comment))
    assert counters(page) == (1, 0)
    assert Article.objects.get(pk=page.pk).thread_version == version + 3
    shown = Comment.objects.get()
    assert (shown.state, shown.hidden_by, shown.hidden_reason, shown.is_removed) == (State.PUBLIC, None, "", False)

    log = ModerationRecord.objects.values_list("action", "by", "reason")
    assert list(log) == [
        ("approve", editor.pk, ""),
        ("hide", editor.pk, "It names a customer."),
        ("restore", editor.pk, ""),
    ]


def did(act, **what):
    """Whether an act did anything, the first time and the second."""
    return [act(**what) is not None for _ in range(2)]


def test_each_act_twice_is_once(page, reader, editor):
    comment = say(page, reader)
    assert did(moderating.approve, by=editor, comment=comment, seen=seen(comment)) == [True, False]
    assert did(moderating.hide, by=editor, comment=comment, reason="Rude") == [True, False]
    assert not moderating.approve(by=editor, comment=comment, seen=seen(comment))
    assert did(moderating.restore, by=editor, comment=comment, seen=seen(comment)) == [True, False]
    assert ModerationRecord.objects.count() == 3
    assert counters(page) == (1, 0)


def test_hiding_a_held_comment_keeps_the_counters_true(page, reader, editor):
    comment = say(page, reader)
    moderating.hide(by=editor, comment=comment, reason="Rude")
    assert counters(page) == (0, 0)
    moderating.restore(by=editor, comment=comment, seen=seen(comment))
    assert counters(page) == (1, 0)
    assert Comment.objects.get().is_public


def test_hiding_and_showing_leaves_the_replies_as_they_are(page, reader, editor, author):
    root = make_comment(page, reader)
    below = make_comment(page, author, reply_to=root)
    hurtful = make_comment(page, reader, reply_to=Comment.objects.get(pk=root.pk))
    moderating.hide(by=editor, comment=hurtful, reason="Rude")
    moderating.hide(by=editor, comment=root, reason="Rude")
    moderating.restore(by=editor, comment=root, seen=seen(root))
    states = dict(Comment.objects.values_list("pk", "state"))
    assert states == {root.pk: State.PUBLIC, below.pk: State.PUBLIC, hurtful.pk: State.HIDDEN}
    assert Comment.objects.get(pk=root.pk).nested_count == 2


@pytest.mark.parametrize("reason", ["", "  \n ", "\0", "x" * 1001])
def test_hiding_needs_a_reason(page, reader, editor, reason):
    comment = say(page, reader)
    with pytest.raises(ValidationError):
        moderating.hide(by=editor, comment=comment, reason=reason)
    assert Comment.objects.get().state == State.HELD


MAY = {
    # who: of an open team, of a closed team
    "reader": (False, False),
    "member": (False, False),
    "page author": (False, False),
    "editor": (True, True),
    "lead": (True, True),
    "editor elsewhere": (False, False),
    "moderator": (True, False),
    "administrator": (True, True),
    "deactivated editor": (False, False),
}


def person_named(who, team, author):
    return {
        "reader": UserFactory,
        "member": lambda: join(team, "member"),
        "page author": lambda: author,
        "editor": lambda: join(team, "editor"),
        "lead": lambda: join(team, "lead"),
        "editor elsewhere": lambda: join(make_team(), "editor"),
        "moderator": site_moderator,
        "administrator": AdministratorFactory,
        "deactivated editor": lambda: join(team, "editor", UserFactory(is_active=False)),
    }[who]()


@pytest.mark.parametrize("visibility", ["open", "closed"])
@pytest.mark.parametrize("who", MAY)
def test_who_moderates_what(as_person, who, visibility):
    team = make_team(visibility=visibility)
    author = join(team, "author")
    comment = make_comment(make_post(team, author), author)
    person = person_named(who, team, author)
    may = MAY[who][visibility == "closed"]
    assert user_can_moderate(person, comment) is may
    assert user_can_moderate(person, team) is may
    if not may:
        with pytest.raises(PermissionDenied):
            moderating.hide(by=person, comment=comment, reason="Because")
        for act in ("approve", "hide", "restore"):
            for method in ("get", "post"):
                if person.is_active:
                    client = as_person(person)
                    address = f"/talk/{comment.pk}/{act}/"
                    assert getattr(client, method)(address, {"reason": "Because"}).status_code == 404
                    assert getattr(client, method)(f"{QUEUE}{act}/{comment.pk}/").status_code in (302, 403, 404)
        assert Comment.objects.get().state == State.PUBLIC
    else:
        assert as_person(person).post(f"/talk/{comment.pk}/hide/", {"reason": "Because"}).status_code == 302
        assert Comment.objects.get().state == State.HIDDEN


def test_an_archived_teams_threads_are_still_kept_in_order(page, editor, reader, team):
    from django.utils import timezone

    comment = say(page, reader)
    type(team).objects.filter(pk=team.pk).update(archived_at=timezone.now())
    assert moderating.hide(by=editor, comment=comment, reason="Rude")


# --- On the page ------------------------------------------------------------------------------------------------------


def test_nothing_is_moderated_by_get(as_person, page, reader, editor):
    comment = say(page, reader)
    client = as_person(editor)
    for act in ("approve", "hide", "restore"):
        assert client.get(f"/talk/{comment.pk}/{act}/").status_code == 200
        assert client.get(f"{QUEUE}{act}/{comment.pk}/").status_code == (404 if act == "restore" else 200)
    assert Comment.objects.get().state == State.HELD
    assert not ModerationRecord.objects.exists()


def test_the_tools_stand_where_the_comment_is(as_person, page, reader, editor):
    comment = say(page, reader)
    client = as_person(editor)
    text = client.get(page.address).content.decode()
    assert f'formaction="/talk/{comment.pk}/approve/"' in text
    assert text.count('<form id="moderate"') == 1
    (words,) = re.findall(rf'formaction="/talk/{comment.pk}/approve/" name="seen" value="(\w+)"', text)
    assert client.post(f"/talk/{comment.pk}/approve/", {"seen": words})["Location"] == f"/talk/{comment.pk}/"
    assert "What I know." in as_person(UserFactory()).get(page.address).content.decode()


def test_a_hide_form_without_a_reason_says_so(as_person, page, reader, editor):
    comment = say(page, reader)
    response = as_person(editor).post(f"/talk/{comment.pk}/hide/", {"reason": " "})
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()


# --- In the CMS -------------------------------------------------------------------------------------------------------


def rows(client, query=""):
    response = client.get(f"{QUEUE}{query}")
    assert response.status_code == 200
    return [row.pk for row in response.context["object_list"]]


def test_the_queue_holds_what_this_person_moderates_newest_first(as_person, page, reader, editor):
    first, second = say(page, reader, "First"), say(page, reader, "Second")
    elsewhere = make_team("Secret Harbour", visibility="secret", comment_policy="held")
    other = join(elsewhere, "author")
    foreign = make_comment(make_post(elsewhere, other), other, "Between us", state=State.HELD)
    client = as_person(editor)
    assert rows(client) == [second.pk, first.pk]
    text = client.get(QUEUE).content.decode()
    assert "Secret Harbour" not in text
    assert "Between us" not in text
    assert client.get(f"{QUEUE}approve/{foreign.pk}/").status_code == 404
    assert rows(as_person(AdministratorFactory())) == [foreign.pk, second.pk, first.pk]
    assert rows(as_person(site_moderator())) == [second.pk, first.pk]


def test_the_queue_is_narrowed_by_state_team_and_words(as_person, page, reader, editor, team):
    held = say(page, reader, "About the archive")
    shown = make_comment(page, reader, "About the weather")
    client = as_person(editor)
    assert rows(client, "?state=held") == [held.pk]
    assert rows(client, "?state=public") == [shown.pk]
    assert rows(client, "?q=archive") == [held.pk]
    assert set(rows(client, f"?team={team.pk}")) == {held.pk, shown.pk}
    assert set(rows(client, "?team=999999")) == {held.pk, shown.pk}


@pytest.mark.parametrize(
    "query",
    [
        "?user__password__startswith=md5",
        "?user__email__startswith=person",
        "?ip_address=127.0.0.1",
        "?state=nonsense",
        "?submit_date__gte=2026-01-01",
        "?export=csv",
        "?q=md5",
        "?q=%22",
        "?p=999",
        "?o=7.-3",
    ],
)
def test_the_queue_is_no_oracle_and_no_query_breaks_it(as_person, page, reader, editor, query):
    comment = say(page, reader)
    found = rows(as_person(editor), query)
    assert found == ([] if query == "?q=md5" else [comment.pk])


def test_neither_mail_nor_machine_of_a_writer_is_in_the_queue(as_person, page, reader, editor):
    comment = say(page, reader)
    client = as_person(editor)
    assert reader.email not in client.get(QUEUE).content.decode()
    assert client.get(f"{QUEUE}inspect/{comment.pk}/").status_code in (302, 404)
    for view in ("edit", "delete"):
        assert client.post(f"{QUEUE}{view}/{comment.pk}/").status_code in (302, 404)
    assert Comment.objects.exists()


def test_two_clicks_settle_a_case(as_person, page, reader, editor):
    comment = say(page, reader, "<b>Bold</b> claims")
    client = as_person(editor)
    assert f"{QUEUE}hide/{comment.pk}/" in client.get(QUEUE).content.decode()
    asked = client.get(f"{QUEUE}hide/{comment.pk}/").content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; claims" in asked
    assert client.post(f"{QUEUE}hide/{comment.pk}/", {"reason": ""}).status_code == 422
    assert client.post(f"{QUEUE}hide/{comment.pk}/", {"reason": "Too bold"})["Location"] == f"{QUEUE}?state=waiting"
    assert client.post(f"{QUEUE}restore/{comment.pk}/", {"seen": seen(comment)}).status_code == 302
    assert Comment.objects.get().state == State.PUBLIC
    assert ModerationRecord.objects.count() == 2


def test_the_queue_costs_the_same_with_many_rows(as_person, page, reader, editor, django_assert_max_num_queries):
    client = as_person(editor)
    for number in range(25):
        make_comment(page, reader, f"Number {number}", state=State.HELD)
    client.get(QUEUE)
    with django_assert_max_num_queries(20):
        client.get(QUEUE)


# --- Doors ------------------------------------------------------------------------------------------------------------


def test_the_address_of_moderation_leads_those_who_moderate_to_the_queue(as_person, editor, author, reader):
    assert reverse("conversations:moderation") == "/moderation/"
    for person in (editor, site_moderator(), AdministratorFactory()):
        assert moderates(person)
        assert as_person(person).get("/moderation/")["Location"] == f"{QUEUE}?state=waiting"
    for person in (author, reader):
        assert not moderates(person)
        assert as_person(person).get("/moderation/").status_code == 404
        assert as_person(person).get(QUEUE).status_code in (302, 403, 404)


def test_only_those_who_moderate_see_the_doors(as_person, page, editor, author):
    assert 'href="/moderation/"' in as_person(editor).get(page.address).content.decode()
    assert 'href="/moderation/"' not in as_person(author).get(page.address).content.decode()
    assert QUEUE in as_person(editor).get("/admin/").content.decode()
    assert QUEUE not in as_person(author).get("/admin/").content.decode()


def test_home_tells_moderators_what_waits(rf, page, reader, editor, author):
    say(page, reader)
    say(page, reader, "Another")

    def needs(person):
        request = rf.get("/")
        request.user = person
        return sections("home_needs", request, person).get("held_comments")

    assert "2 comments wait" in needs(editor).context["sentence"]
    assert needs(author) is None
    assert needs(reader) is None


def test_the_desk_shows_talk_on_ones_own_pages(as_person, page, reader, author, editor):
    make_comment(page, reader, "A question to the author")
    make_comment(page, reader, "Held words", state=State.HELD)
    make_comment(page, author, "My own words")
    text = as_person(author).get("/admin/").content.decode()
    assert "A question to the author" in text
    assert "Held words" not in text
    assert "My own words" not in text
    assert "A question to the author" not in as_person(editor).get("/admin/").content.decode()
