"""A word that needs no comment: said once, taken back at will, counted exactly, with names."""

import pytest

from conversations.models import Comment, Reaction, State
from conversations.views import reading
from notifications.kinds import told
from notifications.models import Notification
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def page(team):
    return make_post(team, join(team, "author"), "Faster research")


@pytest.fixture
def comment(page):
    return make_comment(page, UserFactory(), "What I know.")


def counts(comment):
    row = Comment.objects.get(pk=comment.pk)
    return row.used_count, row.agree_count, row.thanks_count


def test_a_reaction_is_set_and_taken_back_and_twice_is_once(as_person, reader, page, comment):
    client = as_person(reader)
    for _time in range(2):
        assert client.post(f"/talk/{comment.pk}/react/thanks/")["Location"] == f"/talk/{comment.pk}/"
        assert counts(comment) == (0, 0, 1)
    text = client.get(page.address).content.decode()
    assert f'formaction="/talk/{comment.pk}/react/thanks/" name="on" value="0" aria-pressed="true">Thanks · 1<' in text
    assert f'formaction="/talk/{comment.pk}/react/used/" aria-pressed="false">Used this<' in text
    for _time in range(2):
        client.post(f"/talk/{comment.pk}/react/thanks/", {"on": "0"})
        assert counts(comment) == (0, 0, 0)
    assert 'aria-pressed="true"' not in client.get(page.address).content.decode()


def test_what_is_pressed_is_pressed_for_its_person_alone(as_person, reader, page, comment):
    as_person(reader).post(f"/talk/{comment.pk}/react/used/")
    text = as_person(UserFactory()).get(page.address).content.decode()
    assert "Used this · 1" in text
    assert 'aria-pressed="true"' not in text


def test_in_place_the_buttons_come_back_as_they_are_now(as_person, reader, comment):
    answered = as_person(reader).post(f"/talk/{comment.pk}/react/agree/", {"on": "1"}, headers={"HX-Request": "true"})
    text = answered.content.decode()
    assert text.startswith('<span class="react">')
    assert 'react/agree/" name="on" value="0" aria-pressed="true">Agree · 1<' in text


def test_names_are_visible_by_kind(as_person, reader, comment):
    other = UserFactory()
    as_person(reader).post(f"/talk/{comment.pk}/react/used/")
    as_person(other).post(f"/talk/{comment.pk}/react/used/")
    as_person(other).post(f"/talk/{comment.pk}/react/thanks/")
    client = as_person(UserFactory())
    page = client.get(f"/talk/{comment.pk}/reactions/").content.decode()
    fragment = client.get(f"/talk/{comment.pk}/reactions/", headers={"HX-Request": "true"})
    assert fragment["HX-Reswap"] == "outerHTML"
    for text in (page, fragment.content.decode()):
        used, thanks = text.index("Used this:"), text.index("Thanks:")
        assert used < text.index(reader.display_name) < text.rindex(other.display_name)
        assert thanks < text.rindex(other.display_name)
    assert "<html" in page
    assert "<html" not in fragment.content.decode()


def test_nobody_reacts_to_their_own_words(as_person, reader, page):
    own = make_comment(page, reader)
    client = as_person(reader)
    assert client.post(f"/talk/{own.pk}/react/agree/").status_code == 422
    assert counts(own) == (0, 0, 0)
    assert (
        f'<button disabled form="act" formaction="/talk/{own.pk}/react/agree/"'
        in client.get(page.address).content.decode()
    )


@pytest.mark.parametrize("what", ["held", "hidden", "unknown kind", "draft", "closed team"])
def test_what_cannot_be_reacted_to(as_person, reader, team, page, comment, what):
    kind = "boo" if what == "unknown kind" else "used"
    if what in ("held", "hidden"):
        Comment.objects.filter(pk=comment.pk).update(state=State(what))
    if what == "draft":
        type(page).objects.filter(pk=page.pk).update(live=False)
    if what == "closed team":
        closed = make_team(visibility="closed")
        comment = make_comment(make_post(closed, join(closed, "author")), UserFactory())
    assert as_person(reader).post(f"/talk/{comment.pk}/react/{kind}/").status_code == 404
    assert not Reaction.objects.exists()


def test_a_moderator_who_sees_hidden_words_does_not_react_to_them(as_person, team, comment):
    Comment.objects.filter(pk=comment.pk).update(state=State.HIDDEN)
    assert as_person(join(team, "editor")).post(f"/talk/{comment.pk}/react/used/").status_code == 422
    assert not Reaction.objects.exists()


def test_an_archived_team_shows_reactions_and_takes_none(as_person, administrator, reader, team, page, comment):
    from teams.changes import archive_team

    client = as_person(reader)
    client.post(f"/talk/{comment.pk}/react/used/")
    archive_team(by=administrator, team=team)
    text = client.get(page.address).content.decode()
    assert "<span>Used this · 1</span>" in text
    assert "aria-pressed" not in text
    assert client.post(f"/talk/{comment.pk}/react/agree/").status_code == 422


def test_pressing_without_end_is_refused_for_a_moment(as_person, reader, comment, monkeypatch):
    monkeypatch.setattr(reading, "REACTIONS_A_MINUTE", 4)
    client = as_person(reader)
    statuses = [client.post(f"/talk/{comment.pk}/react/used/", {"on": number % 2}).status_code for number in range(12)]
    assert statuses[:4] == [302] * 4
    refused = client.post(f"/talk/{comment.pk}/react/used/")
    assert 429 in statuses
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")


def test_by_get_nothing_changes_and_the_comment_is_shown(as_person, reader, comment):
    answered = as_person(reader).get(f"/talk/{comment.pk}/react/used/")
    assert answered["Location"] == f"/talk/{comment.pk}/"
    assert not Reaction.objects.exists()


def test_the_writer_hears_of_each_word_once_in_the_inbox_alone(as_person, page, comment, mailoutbox):
    people = [UserFactory() for _ in range(3)]
    for person in people:
        as_person(person).post(f"/talk/{comment.pk}/react/used/")
    as_person(people[0]).post(f"/talk/{comment.pk}/react/thanks/")
    rows = list(Notification.objects.filter(kind="comment_reaction", person=comment.user).order_by("pk"))
    assert [told(comment.user, [row])[0].sentence for row in rows] == [
        f"{people[0].display_name} used what you wrote under “Faster research”",
        f"{people[0].display_name} thanks you for what you wrote under “Faster research”",
    ]
    assert not mailoutbox
