"""A colleague is chosen by username or by name, whoever types it."""

import pytest
from django import forms

from people.choosing import PersonField
from tests.factories.approvals import asked, communications, task_of
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    person = PersonField()


def chosen(typed):
    form = Form({"person": typed})
    return form.cleaned_data["person"] if form.is_valid() else form.errors["person"][0]


@pytest.fixture
def zora():
    return UserFactory(username="zora.neale", first_name="Zora", last_name="Neale")


@pytest.mark.parametrize("typed", ["zora.neale", "ZORA.NEALE", " @zora.neale ", "Zora Neale", "zora  neale"])
def test_username_and_full_name_are_taken_in_any_case(zora, typed):
    assert chosen(typed) == zora


def test_a_name_of_two_people_asks_for_the_username(zora):
    UserFactory(username="zora2", first_name="Zora", last_name="Neale")
    assert "Several people" in chosen("Zora Neale")
    assert chosen("zora.neale") == zora


@pytest.mark.parametrize("typed", ["zora", "Neale", "nobody\x00", "x" * 151])
def test_nobody_else_is_meant(zora, typed):
    assert isinstance(chosen(typed), str)


def test_who_left_is_not_chosen(zora):
    zora.is_active = False
    zora.save()
    assert "Nobody here" in chosen("zora.neale")


def test_the_review_offers_those_who_could_take_the_decision_and_no_writer(client):
    team = make_team(posting_policy="editors")
    editor, other, author = join(team, "editor"), join(team, "lead"), join(team, "author")
    request = asked(team, author)
    client.force_login(editor)
    page = client.get(f"/approvals/{task_of(request).pk}/").content.decode()
    assert f'<option value="{other.username}">' in page
    for nobody in (author, editor, UserFactory()):
        assert f'<option value="{nobody.username}">' not in page


def test_who_is_in_a_closed_team_is_offered_to_nobody_outside(client):
    from tests.factories.approvals import approve

    team = make_team(posting_policy="communications", visibility="closed")
    editor, member_of_house, colleague = join(team, "editor"), communications(), communications()
    request = asked(team)
    approve(join(team, "lead"), request)
    client.force_login(member_of_house)
    page = client.get(f"/approvals/{task_of(request).pk}/").content.decode()
    assert f'<option value="{colleague.username}">' in page
    assert f'<option value="{editor.username}">' not in page
