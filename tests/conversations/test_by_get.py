"""No address of today's rooms writes anything when it is only looked at, whoever looks."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from conversations import moderating
from conversations.models import Ban, Comment, ModerationRecord, State
from conversations.moderating import flagging
from conversations.outcomes import settling
from conversations.writing import deleting
from notifications import links
from notifications.models import Notification
from notifications.subjects import PAGE, Subject
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

# Sessions are prolonged, and Wagtail makes its row of a person's settings when they first come.
WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|wagtailusers_userprofile)')


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def page(team, editor, reader):
    """A question with a comment in every state, and something done about each."""
    page = make_post(team, editor, "Which gate", purpose="ask", wished_by=timezone.localdate())
    settling.accept(by=editor, comment=say(page, reader, "The north gate."))
    say(page, editor, "By the editor")
    make_comment(page, reader, "Held", state=State.HELD, is_public=False)
    moderating.hide(by=editor, comment=make_comment(page, reader, "Hidden"), reason="Rude")
    flagging.flag(by=UserFactory(), comment=make_comment(page, reader, "Flagged"), reason="rude")
    deleting.delete(by=editor, comment=say(page, editor, "Deleted"))
    until = timezone.now() + timedelta(days=7)
    moderating.ban(by=editor, person=UserFactory(), team=team, until=until, reason="Rude")
    return page


def addresses(page, person):
    """Every pattern of threads and of the inbox, with each number that it may name."""
    numbers = {
        "comment": list(Comment.objects.values_list("pk", flat=True)),
        "record": list(ModerationRecord.objects.values_list("pk", flat=True)),
        "told": list(Notification.objects.values_list("pk", flat=True)),
    }
    for room in ("conversations", "notifications"):
        resolver = get_resolver().namespace_dict[room][1]
        for name in {key for key in resolver.reverse_dict if isinstance(key, str)}:
            yield from named(f"{room}:{name}", resolver.reverse_dict[name][0][0][1], page, person, numbers)
    for screen in ("moderation", "moderation-log", "moderation-bans"):
        yield f"/admin/{screen}/"
    yield "/admin/moderation/numbers/"
    for pk in numbers["comment"]:
        yield from (f"/admin/moderation/{act}/{pk}/" for act in ("approve", "keep", "restore", "hide"))
    yield from (f"/admin/moderation-log/undo/{pk}/" for pk in numbers["record"])
    yield from (f"/admin/moderation-bans/lift/{pk}/" for pk in Ban.objects.values_list("pk", flat=True))


def named(name, asks, page, person, numbers):
    if asks == ["token"]:
        yield links.mute_path(person, Subject(PAGE, page.pk))
        yield links.unsubscribe_path(person, ["comment_reply"])
    elif asks == ["slug"]:
        yield reverse(name, args=[page.team.slug])
    elif asks == ["page_id"]:
        yield reverse(name, args=[page.pk])
    elif asks == ["kind", "number"]:
        yield reverse(name, args=[PAGE, page.pk])
    elif asks == ["pk", "kind"]:
        yield from (reverse(name, args=[pk, "agree"]) for pk in numbers["comment"])
    elif asks == ["pk"]:
        of = {"conversations:undo": "record", "notifications:open": "told"}.get(name, "comment")
        yield from (reverse(name, args=[pk]) for pk in numbers[of])
    else:
        assert asks == [], f"{name} asks for something that is not known here: {asks}"
        yield reverse(name)


@pytest.mark.parametrize("who", ["editor", "reader"])
def test_looking_writes_nothing(as_person, page, editor, reader, who):
    person = {"editor": editor, "reader": reader}[who]
    client = as_person(person)
    asked, found, wrote = 0, 0, []
    for address in addresses(page, person):
        for headers in ({}, {"HX-Request": "true"}):
            with CaptureQueriesContext(connection) as queries:
                status = client.get(address, headers=headers).status_code
            asked, found = asked + 1, found + (status == 200)
            wrote += [(address, query["sql"][:80]) for query in queries if WRITES.match(query["sql"])]
    assert wrote == []
    assert asked > 200
    assert found > 40
