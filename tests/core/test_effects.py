"""Effects happen at least once, and never again after a recorded success."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import effects
from core.backoff import ATTEMPTS
from core.models import Effect
from operations.worker import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch):
    """A kind of effect that writes down its payload, and fails as long as `fails` says so."""
    calls = []
    calls_fail = {"with": None}

    def perform(payload):
        calls.append(payload)
        if calls_fail["with"]:
            raise calls_fail["with"]

    monkeypatch.setitem(effects._performers, "sample", perform)
    perform.fails = calls_fail
    perform.calls = calls
    return perform


def test_an_effect_is_performed_once_however_often_it_is_asked_for():
    calls = []
    assert effects.run_once("a", "sample", lambda: calls.append(1))
    assert not effects.run_once("a", "sample", lambda: calls.append(1))
    assert calls == [1]


def test_two_effects_do_not_know_each_other():
    calls = []
    effects.run_once("a", "sample", lambda: calls.append("a"))
    effects.run_once("b", "sample", lambda: calls.append("b"))
    assert calls == ["a", "b"]


def test_nobody_else_performs_an_effect_while_it_is_being_performed():
    calls = []

    def perform():
        calls.append("outer")
        with pytest.raises(effects.BusyError) as busy:
            effects.run_once("a", "sample", lambda: calls.append("inner"))
        assert busy.value.retry_at > timezone.now()

    effects.run_once("a", "sample", perform)
    assert calls == ["outer"]


def test_a_failed_effect_is_recorded_and_may_be_tried_again():
    def fail():
        raise ConnectionError("refused")

    with pytest.raises(ConnectionError):
        effects.run_once("a", "sample", fail)
    effect = Effect.objects.get(key="a")
    assert (effect.status, effect.attempts) == (Effect.Status.FAILED, 1)
    assert effect.last_error == "ConnectionError: refused"
    assert effect.next_at > timezone.now()
    assert effects.run_once("a", "sample", lambda: None)
    assert Effect.objects.get(key="a").status == Effect.Status.DONE


def test_an_effect_whose_runner_is_gone_is_free_again():
    def vanish():
        raise KeyboardInterrupt

    Effect.objects.create(
        key="a", kind="sample", next_at=timezone.now(), runner="worker-1#x", leased_until=timezone.now() + timedelta(1)
    )
    with pytest.raises(effects.BusyError):
        effects.run_once("a", "sample", lambda: None)
    assert effects.release("worker-1") == 1
    with pytest.raises(KeyboardInterrupt):
        effects.run_once("a", "sample", vanish)
    assert effects.run_once("a", "sample", lambda: None)


def test_a_promise_is_kept_by_the_queue(calls):
    effects.promise("a", "sample", {"to": "lee"})
    effects.promise("a", "sample", {"to": "lee"})
    assert calls.calls == []
    drain()
    assert calls.calls == [{"to": "lee"}]


def test_a_promise_is_gone_with_the_action_that_made_it(calls):
    with transaction.atomic():
        effects.promise("a", "sample", {})
        transaction.set_rollback(True)
    drain()
    assert calls.calls == []
    assert not Effect.objects.exists()


def test_a_promise_nobody_can_keep_is_refused():
    with pytest.raises(LookupError):
        effects.promise("a", "unheard-of", {})


def test_a_promise_that_fails_too_often_is_given_up_and_shown_once(calls):
    calls.fails["with"] = ConnectionError("refused")
    effect = effects.promise("a", "sample", {})
    for _ in range(ATTEMPTS + 2):
        drain()
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    assert len(calls.calls) == ATTEMPTS
    effect.refresh_from_db()
    assert effect.status == Effect.Status.DEAD

    calls.fails["with"] = None
    assert effects.try_again(effect.pk)
    assert not effects.try_again(effect.pk)
    drain()
    effect.refresh_from_db()
    assert effect.status == Effect.Status.DONE


def test_a_hopeless_effect_is_given_up_at_once(calls):
    calls.fails["with"] = effects.HopelessError("no such address")
    effect = effects.promise("a", "sample", {})
    drain()
    effect.refresh_from_db()
    assert (effect.status, effect.attempts) == (Effect.Status.DEAD, 1)


def test_an_effect_that_lost_its_task_is_found(calls):
    effects.promise("a", "sample", {})
    DBTaskResult.objects.all().delete()
    assert effects.sweep() == 0  # its time is now: the task may be about to run
    Effect.objects.update(next_at=timezone.now() - timedelta(hours=1))
    assert effects.sweep() == 1
    assert effects.sweep() == 0
    drain()
    assert len(calls.calls) == 1


def test_many_effects_are_promised_in_a_handful_of_queries(calls, django_assert_max_num_queries):
    effects.promise("key 3", "sample", {"number": 3})
    with django_assert_max_num_queries(6):
        assert effects.promise_many("sample", {f"key {n}": {"number": n} for n in range(60)}) == 59
    assert effects.promise_many("sample", {"key 7": {"number": 7}}) == 0
    drain()
    assert sorted(payload["number"] for payload in calls.calls) == list(range(60))
    assert not Effect.objects.exclude(status=Effect.Status.DONE).exists()


def test_what_is_promised_for_later_waits(calls):
    at = timezone.now() + timedelta(hours=1)
    effects.promise("a", "sample", {}, at=at)
    effects.promise_many("sample", {"b": {}}, at=at)
    drain()
    assert calls.calls == []
    assert effects.sweep() == 0
    DBTaskResult.objects.update(run_after=timezone.now())
    drain()
    assert len(calls.calls) == 2


def test_a_crowd_lets_everything_else_go_first(calls):
    effects.promise_many("sample", {f"crowd {n}": {"who": "crowd"} for n in range(3)}, at=timezone.now(), is_crowd=True)
    effects.promise("one", "sample", {"who": "one"})
    drain()
    assert [payload["who"] for payload in calls.calls] == ["one", "crowd", "crowd", "crowd"]


def test_an_effect_says_in_words_what_it_is(monkeypatch):
    monkeypatch.setitem(effects._descriptions, "letter", lambda payload: f"A letter to {payload['to']}")
    assert effects.described(Effect(kind="letter", payload={"to": "Lee"})) == "A letter to Lee"
    assert effects.described(Effect(kind="sample", payload={})) == "sample"
