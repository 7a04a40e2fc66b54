"""Two people at the same instant."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from teams import joining, members
from teams.models import JoinRequest, Membership, Role
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tables in memory have one writer and no queue"),
]


def at_once(*acts):
    """Run every act in its own thread at the same moment; what each raised, or None."""
    ready, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            ready.wait()
            act()
        except Exception as raised:
            outcomes[number] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("attempt", range(5))
def test_two_last_leads_do_not_remove_each_other(attempt):
    team = make_team()
    first, second = join(team, Role.LEAD), join(team, Role.LEAD)
    outcomes = at_once(
        lambda: members.remove_member(team=team, person=second, by=first),
        lambda: members.leave(team=team, person=first),
    )
    # Whoever comes second is the last lead, or leads no more.
    assert [type(each) for each in outcomes if each] in ([ValidationError], [PermissionDenied])
    left = Membership.objects.get(team=team)
    assert left.role == Role.LEAD
    assert set(left.person.groups.values_list("pk", flat=True)) == set(team.group_ids_by_role().values())


def test_asking_and_joining_twice_at_once_counts_once():
    opened, closed = make_team(visibility="open"), make_team(visibility="closed")
    person = UserFactory()
    assert at_once(*[lambda: joining.join(team=opened, person=person)] * 3) == [None] * 3
    assert at_once(*[lambda: joining.ask_to_join(team=closed, person=person)] * 3) == [None] * 3
    assert Membership.objects.filter(person=person).count() == 1
    assert JoinRequest.objects.count() == 1


def test_one_request_is_answered_once():
    team = make_team(visibility="closed")
    lead, other = join(team, Role.LEAD), join(team, Role.LEAD)
    asked = joining.ask_to_join(team=team, person=UserFactory())
    outcomes = at_once(
        lambda: joining.accept_request(request=asked, by=lead),
        lambda: joining.decline_request(request=asked, by=other),
    )
    assert [type(each) for each in outcomes if each] == [ValidationError]
    asked.refresh_from_db()
    is_in = Membership.objects.filter(team=team, person=asked.person).exists()
    assert is_in == (asked.state == "accepted")
