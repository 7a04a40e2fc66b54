"""What may be seen can be followed and muted, from its own page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.models import Comment
from notifications import following
from notifications.models import Following, Rhythm, Stance
from notifications.subjects import PAGE, PERSON, TAG, TEAM, THREAD, Subject, seen_today
from publishing.models import Tag
from tests.factories.blog import make_draft, make_post
from tests.factories.conversations import say, seen, spread_word
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def subjects(page, team, author, other):
    """One of each kind, all of them open to everybody."""
    return {
        PAGE: Subject(PAGE, page.pk),
        THREAD: Subject(THREAD, say(page, other).pk),
        TEAM: Subject(TEAM, team.pk),
        PERSON: Subject(PERSON, author.pk),
        TAG: Subject(TAG, Tag.objects.get().pk),
    }


def take(client, subject, act, **more):
    return client.post(f"/inbox/follow/{subject.kind}/{subject.number}/", {"act": act, **more})


@pytest.mark.parametrize("kind", [PAGE, THREAD, TEAM, PERSON, TAG])
def test_everything_that_people_are_told_about_can_be_followed_muted_and_left(as_person, reader, subjects, kind):
    client, subject = as_person(reader), subjects[kind]
    for act, stance in (("follow", "following"), ("follow", "following"), ("mute", "muted"), ("mute", "muted")):
        assert take(client, subject, act).status_code == 302
        assert following.stance_of(reader, subject) == stance
    take(client, subject, "leave")
    take(client, subject, "leave")
    assert not Following.objects.filter(person=reader).exists()


@pytest.mark.parametrize("kind", [PAGE, THREAD, TAG])
def test_what_is_deleted_is_followed_by_nobody(reader, other, subjects, page, kind):
    for subject in subjects.values():
        following.follow(person=reader, subject=subject)
    {PAGE: page, THREAD: Comment.objects.get(), TAG: Tag.objects.get()}[kind].delete()
    left = set(Following.objects.filter(person=reader).values_list("kind", flat=True))
    assert left == set(subjects) - ({PAGE, THREAD} if kind == PAGE else {kind})


@pytest.mark.parametrize("kind", [PAGE, THREAD, TEAM, TAG])
def test_what_is_closed_to_somebody_cannot_be_followed_or_muted(as_person, reader, kind):
    team = make_team("Cabinet", visibility="closed")
    member = join(team, "author")
    page = make_post(team, member, "The merger", tags=["merger"])
    subject = {
        PAGE: Subject(PAGE, page.pk),
        THREAD: Subject(THREAD, say(page, member).pk),
        TEAM: Subject(TEAM, team.pk),
        TAG: Subject(TAG, Tag.objects.get().pk),
    }[kind]
    for act in ("follow", "mute"):
        assert take(as_person(reader), subject, act).status_code == 404
    assert take(as_person(member), subject, "follow").status_code == 302
    assert not Following.objects.filter(person=reader).exists()


def test_a_draft_and_a_reply_are_nothing_to_follow(reader, team, author, page, other):
    draft = make_draft(team, author)
    root = say(page, other)
    reply = say(page, author, reply_to=root.pk)
    for subject in (Subject(PAGE, draft.pk), Subject(THREAD, reply.pk), Subject(TEAM, 987_654)):
        with pytest.raises(PermissionDenied):
            following.follow(person=reader, subject=subject)


@pytest.mark.parametrize("address", ["/inbox/follow/planet/1/", "/inbox/follow/team/0/"])
def test_what_does_not_exist_is_absent(as_person, reader, address):
    assert as_person(reader).post(address, {"act": "follow"}).status_code == 404


def test_an_act_nobody_knows_changes_nothing(as_person, reader, subjects):
    assert take(as_person(reader), subjects[TEAM], "worship").status_code == 404
    assert as_person(reader).get(f"/inbox/follow/team/{subjects[TEAM].number}/").status_code == 405


def test_the_button_answers_in_place_and_without_script_leads_back(as_person, reader, page, subjects):
    client = as_person(reader)
    assert take(client, subjects[PAGE], "follow", back=page.address)["Location"] == page.address
    assert take(client, subjects[PAGE], "mute", back="//evil.example/")["Location"] == "/inbox/following/"
    answer = client.post(f"/inbox/follow/page/{page.pk}/", {"act": "follow"}, headers={"HX-Request": "true"})
    assert "Following" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_button_stands_on_pages_teams_tags_and_profiles(as_person, reader, page, team, author):
    client = as_person(reader)
    tag = Tag.objects.get()
    for address, subject in (
        (page.address, f"page/{page.pk}"),
        (f"/teams/{team.slug}/", f"team/{team.pk}"),
        (f"/tags/{tag.slug}/", f"tag/{tag.pk}"),
        (f"/people/{author.username}/", f"person/{author.pk}"),
    ):
        assert f"/inbox/follow/{subject}/" in client.get(address).content.decode()
    assert f"/inbox/follow/person/{reader.pk}/" not in client.get(f"/people/{reader.username}/").content.decode()


def test_the_button_says_what_i_do(as_person, reader, team):
    client, address = as_person(reader), f"/teams/{team.slug}/"
    for act, words in (("follow", "Stop following"), ("mute", "No longer muted")):
        take(client, Subject(TEAM, team.pk), act)
        assert words in client.get(address).content.decode()


def test_the_button_costs_one_query_a_page_at_most(as_person, reader, page):
    client = as_person(reader)
    client.get(page.address)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.address)
    assert sum("notifications_following" in query["sql"] for query in queries) == 1
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert not any("notifications_following" in query["sql"] for query in queries)


def test_who_writes_in_a_thread_follows_it(page, reader, other):
    root = say(page, other)
    say(page, reader, reply_to=root.pk)
    for person in (reader, other):
        assert following.stance_of(person, Subject(THREAD, root.pk)) == Stance.FOLLOWING


def test_writing_in_a_muted_thread_leaves_it_muted(page, reader, other):
    root = say(page, other)
    subject = Subject(THREAD, root.pk)
    following.mute(person=reader, subject=subject)
    say(page, reader, reply_to=root.pk)
    assert following.stance_of(reader, subject) == Stance.MUTED


def test_who_does_not_want_that_follows_nothing_by_writing(page, reader):
    Rhythm.objects.create(person=reader, follows_own_talk=False)
    say(page, reader)
    assert not Following.objects.exists()


def test_a_held_comment_is_followed_once_it_is_shown(reader):
    from conversations import moderating

    team = make_team(comment_policy="held")
    page = make_post(team, join(team, "author"))
    comment = say(page, reader)
    assert not Following.objects.exists()
    moderating.approve(by=join(team, "editor"), comment=comment, seen=seen(comment))
    spread_word()
    assert following.stance_of(reader, Subject(THREAD, comment.pk)) == Stance.FOLLOWING


def test_followers_are_active_and_mute_nothing_of_it(page, team):
    follower, muter, gone = UserFactory(), UserFactory(), UserFactory()
    for person in (follower, muter, gone):
        following.follow(person=person, subject=Subject(TEAM, team.pk))
    following.mute(person=muter, subject=Subject(PAGE, page.pk))
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    found = following.followers_of([Subject(TEAM, team.pk)], muted_by=[Subject(PAGE, page.pk)])
    assert list(found) == [follower]


def test_the_list_shows_what_i_follow_kind_by_kind(as_person, reader, subjects, page, team, author):
    for subject in subjects.values():
        following.follow(person=reader, subject=subject)
    text = as_person(reader).get("/inbox/following/").content.decode()
    for name in (page.title, team.name, author.display_name, "depots", "What I know."):
        assert name in text
    assert [shown.address for shown in seen_today(reader, subjects.values()).values()]


def test_what_i_may_not_see_any_more_has_no_name_and_can_be_left(as_person):
    team = make_team("Cabinet", visibility="secret")
    member = join(team, "member")
    page = make_post(team, join(team, "author"), "The merger")
    for subject in (Subject(TEAM, team.pk), Subject(PAGE, page.pk)):
        following.follow(person=member, subject=subject)
    member.groups.clear()
    client = as_person(member)
    text = client.get("/inbox/following/").content.decode()
    assert "The merger" not in text
    assert "Cabinet" not in text
    assert text.count("Something that you can no longer see") == 2
    take(client, Subject(TEAM, team.pk), "leave")
    assert Following.objects.filter(person=member).count() == 1


def test_the_list_is_empty_with_a_word_what_to_do(as_person, reader):
    assert "You follow nothing yet" in as_person(reader).get("/inbox/following/").content.decode()


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_costs_the_same_for_a_few_and_for_many(
    as_person, reader, team, author, number, django_assert_max_num_queries
):
    page = make_post(team, author)
    for _ in range(number):
        for subject in (Subject(PERSON, UserFactory().pk), Subject(THREAD, say(page, UserFactory()).pk)):
            following.follow(person=reader, subject=subject)
    following.follow(person=reader, subject=Subject(TEAM, team.pk))
    client = as_person(reader)
    client.get("/inbox/following/")
    with django_assert_max_num_queries(7):
        client.get("/inbox/following/")
