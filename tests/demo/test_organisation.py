"""The demo organisation keeps the promises that the product makes about its accounts."""

import pytest

from demo.about import ABOUT
from demo.looks import LOOKS
from demo.organisation import COMMUNICATIONS, DEMO_ACCOUNTS, MODERATORS, TEAMS, team_named, usernames_in
from demo.people import PEOPLE

ELSEWHERE = {
    "admin": {},
    "comms": {},
    "moderator": {},
    "lead": {"platform": "lead", "horizon": "editor"},
    "editor": {"platform": "editor"},
    "author": {"platform": "author"},
    "member": {"platform": "member"},
    "insider": {"horizon": "author"},
    "reader": {},
}


def test_the_organisation_is_large_and_of_all_visibilities():
    assert len(TEAMS) >= 10
    assert len(PEOPLE) >= 36
    assert {team.visibility for team in TEAMS} == {"open", "closed", "secret"}
    assert {team.posting_policy for team in TEAMS} == {"directly", "editors", "communications"}
    assert {team.comment_policy for team in TEAMS} >= {"open", "members", "held"}
    assert all(0 <= team.hue <= 11 for team in TEAMS)
    assert len({person.time_zone for person in PEOPLE}) >= 15


@pytest.mark.parametrize("account", DEMO_ACCOUNTS)
def test_demo_account_is_in_all_hands_and_exactly_where_promised(account):
    memberships = {team.slug: dict(team.roles())[account] for team in TEAMS if account in usernames_in(team.slug)}
    assert memberships.pop("all-hands") == "member"
    assert memberships == ELSEWHERE[account]


def test_promised_teams_have_the_promised_rules():
    assert (team_named("all-hands").visibility, team_named("all-hands").comment_policy) == ("open", "open")
    assert (team_named("platform").visibility, team_named("platform").posting_policy) == ("open", "communications")
    assert (team_named("horizon").visibility, team_named("horizon").posting_policy) == ("secret", "editors")


def test_everybody_is_in_all_hands_once_and_each_team_has_a_lead():
    assert usernames_in("all-hands") == {person.username for person in PEOPLE}
    for team in TEAMS:
        people = [username for username, _role in team.roles()]
        assert len(people) == len(set(people))
        assert set(people) <= {person.username for person in PEOPLE}
        assert team.leads


def test_two_people_can_decide_where_a_team_asks_its_editors():
    for team in TEAMS:
        if team.posting_policy != "directly":
            assert len(team.leads) + len(team.editors) >= 2


def test_house_groups_hold_the_demo_accounts():
    assert "comms" in COMMUNICATIONS
    assert "moderator" in MODERATORS


def test_every_colleague_has_a_face_and_guests_keep_their_initials():
    assert set(LOOKS) == {person.username for person in PEOPLE if not person.is_guest}


def test_every_team_says_what_it_does():
    assert set(ABOUT) == {team.slug for team in TEAMS}
    paragraphs = [paragraph for team in ABOUT.values() for paragraph in team]
    assert len(set(paragraphs)) == len(paragraphs)
