"""A crowd of followers is told by workers that are killed while they do it.

FOLLOWERS sets the size of the crowd: 5000 is what the house is built for, and takes some minutes.
"""

import os
import re
import signal
from collections import Counter
from functools import partial

import pytest
from django.contrib.auth import get_user_model

from conversations.telling import told
from core.models import Effect
from notifications import fan_out, mailing
from notifications.models import Following, Notification, Stance
from people.models import User
from tests.factories.blog import make_post
from tests.factories.conversations import say
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team
from tests.operations.conftest import house, wait_until  # noqa: F401

pytestmark = pytest.mark.slow
FOLLOWERS = int(os.environ.get("FOLLOWERS", "300"))
PATIENCE = 300 + FOLLOWERS  # seconds; a machine that does ten other things is slow, and not wrong


def a_crowd_following(page):
    names = [f"follower{number}" for number in range(FOLLOWERS)]
    User.objects.bulk_create(
        User(username=name, username_folded=name, email=f"{name}@intramural.example", name_folded=name)
        for name in names
    )
    Following.objects.bulk_create(
        Following(person=person, kind="page", number=page.pk, stance=Stance.FOLLOWING)
        for person in User.objects.filter(username__in=names)
    )


def sent_to(folder):
    """Every address in the files that stand for the mail server, as often as it was sent to. A file may hold several
    mails: its name is made of the second and of a place in memory."""
    found = Counter()
    for path in (folder / "mail").glob("*.log"):
        found.update(re.findall(r"^To: (\S+)$", path.read_text(), flags=re.MULTILINE))
    return found


def test_every_follower_is_told_once_though_workers_are_killed(house):  # noqa: F811
    team = make_team("Depots")
    page = make_post(team, join(team, "author", UserFactory(email="")))
    a_crowd_following(page)
    say(page, UserFactory(email=""))
    assert Effect.objects.filter(kind=fan_out.ROUND).count() == 1
    house.open()
    # Mails wait for nothing, and become files.
    start_worker = partial(house.start, "work", MAIL_WAITS_SECONDS="0", EMAIL_URL=f"filemail:///{house.folder}/mail")

    for share in (0.1, 0.4):
        worker = start_worker()
        wait_until(lambda share=share: sent_to(house.folder).total() >= FOLLOWERS * share, seconds=PATIENCE)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    house.look()
    recorded = set(Effect.objects.filter(status=Effect.Status.DONE).values_list("key", flat=True))
    assert 0 < len(recorded) < FOLLOWERS
    before = sent_to(house.folder)

    start_worker()

    def is_over():
        house.look()
        return not Effect.objects.exclude(status=Effect.Status.DONE).exists()

    wait_until(lambda: sent_to(house.folder).total() >= FOLLOWERS, seconds=PATIENCE)
    wait_until(is_over, seconds=PATIENCE)
    sent = sent_to(house.folder)
    followers = get_user_model().objects.filter(username__startswith="follower")
    assert set(sent) == set(followers.values_list("email", flat=True))
    rows = {
        f"{mailing.MAIL}:{pk}": email
        for pk, email in Notification.objects.filter(kind=told.FOLLOWED).values_list("pk", "person__email")
    }
    assert len(rows) == FOLLOWERS == Effect.objects.filter(kind=mailing.MAIL).count()
    # What was recorded before the kill was not sent again; what was on its way at that moment may have been.
    assert [rows[key] for key in recorded if key in rows and sent[rows[key]] != before[rows[key]]] == []
    tried_again = Effect.objects.filter(kind=mailing.MAIL, attempts__gt=1).values_list("key", flat=True)
    assert {email for email, times in sent.items() if times > 1} <= {rows[key] for key in tried_again}
    assert set(followers.values_list("unread_count", flat=True)) == {1}
