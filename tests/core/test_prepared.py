"""Queries that are compiled once give what the queryset itself would give."""

import pytest
from django.db import connection

from core.prepared import Prepared
from people.models import User
from teams.models import Membership
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

by_ids = Prepared(lambda ids: User.objects.filter(pk__in=ids).order_by("pk"))
named = Prepared(lambda name: User.objects.filter(username=name).values_list("pk", "username"))
unless = Prepared(lambda ids, everybody: User.objects.order_by("pk") if everybody is None else User.objects.none())


@pytest.fixture
def people():
    return [UserFactory() for _ in range(5)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_any_number_of_values_finds_the_same_rows(people, count):
    wanted = [person.pk for person in people[:count]]
    assert [person.pk for person in by_ids(wanted)] == wanted
    assert [person.username for person in by_ids(set(wanted))] == [p.username for p in people[:count]]


def test_other_values_find_other_rows(people):
    assert named(people[0].username) == [(people[0].pk, people[0].username)]
    assert named(people[1].username) == [(people[1].pk, people[1].username)]
    assert named("nobody' OR 1=1 --") == []


def test_none_is_a_shape_of_its_own(people):
    assert len(unless([1], None)) >= 5
    assert unless([1], 3) == []


def test_it_is_one_statement_and_compiled_once(people, django_assert_num_queries, monkeypatch):
    named(people[0].username)
    compiled = []
    monkeypatch.setattr(
        "django.db.models.sql.compiler.SQLCompiler.pre_sql_setup", lambda *a, **k: compiled.append(1), raising=True
    )
    with django_assert_num_queries(1):
        named(people[1].username)
    assert compiled == []


def test_relations_are_filled_as_in_a_queryset(people):
    team = make_team()
    join(team, "member", people[0])
    query = Prepared(lambda person: Membership.objects.filter(person_id=person).select_related("team"))
    query(people[1].pk)
    (membership,) = query(people[0].pk)
    before = len(connection.queries_log)
    assert membership.team.name == team.name
    assert len(connection.queries_log) == before
