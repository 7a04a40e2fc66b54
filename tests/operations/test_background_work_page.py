"""The administrators' page about background work, and the health page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import effects
from core.models import Effect
from operations import scheduler
from operations.liveness import sign_in
from operations.models import OverduePage, TaskTrail, WorkerHeartbeat
from operations.worker import drain
from tests.factories.people import UserFactory
from tests.operations import sample_tasks

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/background-work/"


def test_administrators_see_what_failed_and_why(as_person, administrator):
    sample_tasks.fail_for_good.enqueue()
    sample_tasks.fail.enqueue("The mail server is away.")
    drain()
    page = as_person(administrator).get(ADDRESS).content.decode()
    assert "The address was never valid." in page
    assert "The mail server is away." in page
    assert "Try again" in page


def test_the_page_says_when_nobody_is_at_work(as_person, administrator):
    assert "Nobody is at work" in as_person(administrator).get(ADDRESS).content.decode()


def test_the_page_shows_who_is_at_work_and_when_each_job_runs(as_person, administrator):
    sign_in("w", WorkerHeartbeat.Kind.WORKER)
    scheduler.write_down_jobs()
    scheduler.run_due("s")
    page = as_person(administrator).get(ADDRESS).content.decode()
    assert "Nobody is at work" not in page
    assert "Publish and expire pages at their time" in page
    assert "never" not in page


def test_only_administrators_see_the_page(as_person, reader):
    response = as_person(reader).get(ADDRESS)
    assert response.status_code in {302, 403, 404}
    assert "Queue" not in response.content.decode()


def test_the_page_is_in_the_reports_menu_of_administrators(as_person, administrator):
    assert ADDRESS in as_person(administrator).get(reverse("wagtailadmin_home")).content.decode()


def test_a_given_up_task_is_tried_again_by_a_button(as_person, administrator):
    task_id = sample_tasks.fail_for_good.enqueue().id
    drain()
    response = as_person(administrator).post(reverse("background_work_try_task", args=[task_id]), follow=True)
    assert "It is tried again now." in response.content.decode()
    assert DBTaskResult.objects.get(pk=task_id).status == TaskResultStatus.READY
    response = as_person(administrator).post(reverse("background_work_try_task", args=[task_id]), follow=True)
    assert "nothing left to try" in response.content.decode()


def test_a_given_up_effect_is_tried_again_by_a_button(as_person, administrator, monkeypatch):
    monkeypatch.setitem(effects._performers, "sample", lambda payload: None)
    effect = Effect.objects.create(key="a", kind="sample", status=Effect.Status.DEAD, next_at=timezone.now())
    page = as_person(administrator).get(ADDRESS).content.decode()
    assert reverse("background_work_try_effect", args=[effect.pk]) in page
    as_person(administrator).post(reverse("background_work_try_effect", args=[effect.pk]))
    drain()
    effect.refresh_from_db()
    assert effect.status == Effect.Status.DONE


def test_an_overdue_page_is_tried_at_the_next_look(as_person, administrator):
    overdue = OverduePage.objects.create(
        key="publish:1", change="publish", title="Budget", next_at=timezone.now() + timedelta(hours=1)
    )
    assert "Budget" in as_person(administrator).get(ADDRESS).content.decode()
    as_person(administrator).post(reverse("background_work_try_page", args=[overdue.pk]))
    overdue.refresh_from_db()
    assert overdue.next_at <= timezone.now()


@pytest.mark.parametrize("name", ["background_work_try_task", "background_work_try_effect"])
def test_nothing_is_tried_again_by_looking_or_by_others(as_person, administrator, name):
    task_id = sample_tasks.fail_for_good.enqueue().id
    drain()
    address = reverse(name, args=[task_id if "task" in name else 1])
    assert as_person(administrator).get(address).status_code == 405
    as_person(UserFactory(is_staff=True)).post(address)
    assert TaskTrail.objects.get(pk=task_id).state == TaskTrail.State.DEAD


def test_the_page_costs_the_same_with_much_trouble(as_person, administrator, django_assert_max_num_queries):
    for number in range(30):
        sample_tasks.fail_for_good.enqueue()
        Effect.objects.create(key=str(number), kind="mail", status=Effect.Status.DEAD, next_at=timezone.now())
    drain()
    client = as_person(administrator)
    client.get(ADDRESS)
    with django_assert_max_num_queries(30):
        client.get(ADDRESS)


class TestHealth:
    def test_it_answers_without_sign_in_and_names_what_is_missing(self, client):
        response = client.get("/healthz")
        assert response.status_code == 200
        assert response.json() == {
            "ready": True,
            "database": "ok",
            "migrations": "applied",
            "worker": "missing",
            "scheduler": "missing",
        }

    def test_a_monitor_can_ask_about_background_work_too(self, client):
        sign_in("w", WorkerHeartbeat.Kind.WORKER)
        assert client.get("/healthz?background=1").status_code == 503
        sign_in("s", WorkerHeartbeat.Kind.SCHEDULER)
        assert client.get("/healthz?background=1").status_code == 200
        WorkerHeartbeat.objects.filter(pk="w").update(seen_at=timezone.now() - timedelta(hours=1))
        response = client.get("/healthz?background=1")
        assert response.status_code == 503
        assert response.json()["worker"] == "stale"

    def test_a_database_behind_the_code_is_not_ready(self, client, monkeypatch):
        monkeypatch.setattr("operations.health._known_to_be_migrated", False)
        monkeypatch.setattr("operations.health.unapplied_migrations", lambda: {("teams", "0099_later")})
        response = client.get("/healthz")
        assert response.status_code == 503
        assert response.json() == {"ready": False, "database": "ok", "migrations": "pending"}

    def test_a_database_that_is_away_is_said_without_its_address(self, client, monkeypatch):
        from django.db import OperationalError

        def away():
            raise OperationalError("could not connect to db.intramural.example as intramural")

        monkeypatch.setattr("operations.health._is_migrated", away)
        response = client.get("/healthz")
        assert response.status_code == 503
        assert response.json() == {"ready": False, "database": "unreachable"}

    def test_it_is_never_kept_by_a_cache(self, client):
        assert "no-store" in client.get("/healthz")["Cache-Control"]
