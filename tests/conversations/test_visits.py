"""What came since the last visit is new, stays new until it was seen, and is new to one person alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.models import Comment, State, Visit
from conversations.reading import personal, visits
from notifications.models import Notification
from publishing.models import Article
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


@pytest.fixture
def page(team, author):
    return make_post(team, author, "Faster research")


def came(page, by, text, hours_ago, reply_to=None):
    """A comment that everybody sees since some hours."""
    moment = timezone.now() - hours_ago * AN_HOUR
    comment = make_comment(page, by, text, reply_to=reply_to, submit_date=moment, shown_at=moment)
    Article.objects.filter(pk=page.pk).update(last_activity=moment)
    return comment


def visited(page, person, hours_ago):
    Visit.objects.update_or_create(
        article_id=page.pk, person=person, defaults={"seen_at": timezone.now() - hours_ago * AN_HOUR}
    )


def read(client, page, query=""):
    return client.get(f"{page.address}{query}").content.decode()


def new_ones(text):
    return [int(pk) for pk in re.findall(r'<article class="comment new" id="c(\d+)">', text)]


def until_in(text):
    return re.search(r'name="until" value="(\d+)"', text)[1]


def see(client, page, text):
    return client.post(f"/talk/on/{page.pk}/seen/", {"until": until_in(text)}, headers={"HX-Request": "true"})


def test_on_a_first_visit_nothing_is_new(as_person, reader, author, page):
    came(page, author, "Known", 3)
    text = read(as_person(reader), page)
    assert new_ones(text) == []
    assert "new since" not in text


def test_what_others_wrote_since_is_new_and_counted(as_person, reader, author, page):
    root = came(page, author, "Known", 5)
    visited(page, reader, 3)
    first = came(page, author, "New answer", 2, reply_to=Comment.objects.get(pk=root.pk))
    came(page, reader, "My own", 2)
    second = came(page, UserFactory(), "New root", 1)
    came(page, author, "Held", 1).__class__.objects.filter(comment="Held").update(state=State.HELD)
    text = read(as_person(reader), page)
    assert sorted(new_ones(text)) == [first.pk, second.pk]
    assert text.count('<span class="mark new">New</span>') == 2
    assert "2 new since" in text
    assert f'href="#c{first.pk}"' in text
    assert "new since" not in read(as_person(UserFactory()), page)


def test_what_was_seen_is_not_new_the_next_time(as_person, reader, author, page):
    came(page, author, "Known", 5)
    visited(page, reader, 3)
    came(page, author, "New", 1)
    client = as_person(reader)
    text = read(client, page)
    assert see(client, page, text).status_code == 204
    assert new_ones(read(client, page)) == []


def test_what_came_while_reading_stays_new(as_person, reader, author, page):
    came(page, author, "Known", 5)
    client = as_person(reader)
    text = read(client, page)
    late = say(page, author, "While you read")
    see(client, page, text)
    assert new_ones(read(client, page)) == [late.pk]


def test_a_comment_of_this_very_moment_is_seen_when_it_was_shown(as_person, reader, author, page):
    visited(page, reader, 3)
    say(page, author, "Just now")
    client = as_person(reader)
    text = read(client, page)
    assert len(new_ones(text)) == 1
    see(client, page, text)
    assert new_ones(read(client, page)) == []


def test_without_script_a_button_does_it(as_person, reader, author, page):
    visited(page, reader, 3)
    came(page, author, "New", 1)
    client = as_person(reader)
    text = read(client, page)
    assert 'class="button quiet" form="seen">' in text
    answered = client.post(f"/talk/on/{page.pk}/seen/", {"until": until_in(text)})
    assert answered["Location"] == f"{page.address}#talk"


def test_what_is_new_on_another_fifty_stays_new(as_person, reader, author, page, monkeypatch):
    monkeypatch.setattr("conversations.reading.thread.ROOTS", 2)
    for hours in (9, 8, 7, 6):
        came(page, author, "Known", hours)
    visited(page, reader, 5)
    elsewhere = came(page, author, "On the third", 4)
    first = Comment.objects.order_by("pk").first()
    here = came(page, author, "On the first", 3, reply_to=first)
    client = as_person(reader)
    text = read(client, page)
    assert new_ones(text) == [here.pk]
    assert "2 new since" in text
    assert f'href="/talk/{elsewhere.pk}/"' in text
    see(client, page, text)
    assert len(new_ones(read(client, page, "?talk=3"))) == 1
    text = read(client, page, "?order=newest")
    assert new_ones(text) == [elsewhere.pk]


def test_a_visit_never_goes_back_and_never_into_the_future(as_person, reader, page):
    client = as_person(reader)
    now = timezone.now()
    for moment in (now - AN_HOUR, now - 5 * AN_HOUR):
        client.post(f"/talk/on/{page.pk}/seen/", {"until": visits.stamp(moment)})
    assert Visit.objects.get().seen_at == now - AN_HOUR
    client.post(f"/talk/on/{page.pk}/seen/", {"until": visits.stamp(now + 9 * AN_HOUR)})
    assert now <= Visit.objects.get().seen_at <= timezone.now()


@pytest.mark.parametrize("until", ["", "soon", "-5", "1.5", "9" * 30, "１２"])
def test_odd_moments_are_refused(as_person, reader, page, until):
    assert as_person(reader).post(f"/talk/on/{page.pk}/seen/", {"until": until}).status_code == 400
    assert not Visit.objects.exists()


def test_a_get_sees_nothing(as_person, reader, page):
    assert as_person(reader).get(f"/talk/on/{page.pk}/seen/").status_code == 405


def test_nothing_personal_is_ever_kept(as_person, reader, author, page):
    visited(page, reader, 3)
    came(page, author, "New", 1)
    came(page, reader, "My own", 1)
    first = as_person(reader)
    assert "mark new" in read(first, page)
    text = read(as_person(UserFactory()), page)
    assert "mark new" not in text
    assert ">You<" not in text


def test_ones_own_comments_say_so(as_person, reader, author, page):
    came(page, reader, "My own", 2)
    came(page, author, "Another", 1)
    assert read(as_person(reader), page).count('<span class="mark plain">You</span>') == 1


def test_what_is_personal_costs_two_queries(reader, author, page, django_assert_num_queries):
    article = Article.objects.get(pk=page.pk)
    personal.read(reader, article)
    visited(page, reader, 3)
    for _number in range(5):
        came(page, author, "New", 1)
        came(page, reader, "My own", 1)
    with django_assert_num_queries(2):
        mine = personal.read(reader, article)
    assert (len(mine.new), len(mine.written)) == (5, 5)


def test_an_inbox_knows_what_was_seen_in_its_thread(reader, author, page):
    answered = came(page, reader, "My own", 4)
    early = came(page, author, "Seen", 3, reply_to=answered)
    visited(page, reader, 2)
    late = came(page, author, "Not seen", 1, reply_to=Comment.objects.get(pk=answered.pk))
    rows = [
        Notification.objects.create(person=reader, kind="comment_reply", key=f"k{pk}", page_id=page.pk, target_id=pk)
        for pk in (early.pk, late.pk, None, 987_654)
    ]
    assert visits.seen_on_site(reader, rows) == {rows[0].pk}
    assert visits.seen_on_site(author, rows) == set()
    assert visits.seen_on_site(reader, []) == set()


def test_who_came_back_is_known(reader, author, page):
    visited(page, reader, 2)
    now = timezone.now()
    assert visits.came_back(reader, page.pk, now - 3 * AN_HOUR)
    assert not visits.came_back(reader, page.pk, now - AN_HOUR)
    assert not visits.came_back(author, page.pk, now - 3 * AN_HOUR)
