"""Effects that may be late but are never lost and never doubled.

`run_once(key, kind, fn)` is the rule: at least one attempt, never a second one after a recorded success, never two at
the same time. `promise(key, kind, payload)` writes the effect into the caller's transaction together with the task
that performs it, by the function that `performs(kind)` has registered; what has lost its task is found by `sweep`.
`promise_many` writes a crowd of them.
"""

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from core.backoff import ATTEMPTS, delay
from core.models import Effect

logger = logging.getLogger(__name__)

Performer = Callable[[dict[str, Any]], None]

# Who runs effects in this process. The worker puts its own name here, so that what a killed one held can be set free.
runner: ContextVar[str] = ContextVar("runner", default=f"{socket.gethostname()}:{os.getpid()}")

_performers: dict[str, Performer] = {}
_descriptions: dict[str, Callable[[dict[str, Any]], str]] = {}
_LOOK_AGAIN = timedelta(seconds=10)  # after a runner that may be done long before its lease ends
CROWD = -10
_LOST_AFTER = timedelta(minutes=10)  # a due effect that nothing has touched for so long has no task any more


class BusyError(Exception):
    """Somebody else is performing this effect; `retry_at` says when to look again."""

    def __init__(self, key: str, retry_at: datetime) -> None:
        super().__init__(f"Effect {key} is being performed by somebody else.")
        self.retry_at = retry_at


class HopelessError(Exception):
    """Raised by what performs an effect when no later attempt can help; it is given up at once."""


def performs(kind: str) -> Callable[[Performer], Performer]:
    """Registers the function that performs every effect of this kind, from its payload alone."""

    def register(function: Performer) -> Performer:
        _performers[kind] = function
        return function

    return register


def describes(kind: str) -> Callable[[Callable[[dict[str, Any]], str]], Callable[[dict[str, Any]], str]]:
    """Registers the function that says from a payload, in a few words for administrators, what the effect is."""

    def register(function: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], str]:
        _descriptions[kind] = function
        return function

    return register


def described(effect: Effect) -> str:
    """What an effect is, in words; its kind where nobody registered any."""
    return _descriptions[effect.kind](effect.payload) if effect.kind in _descriptions else effect.kind


def promise(key: str, kind: str, payload: dict[str, Any], *, at: datetime | None = None) -> Effect:
    """Writes the effect and its task into the caller's transaction, to be performed at once or from ``at`` on. A key
    that is known already changes nothing."""
    _require_performer(kind)
    with transaction.atomic():
        defaults = {"kind": kind, "payload": payload, "next_at": at or timezone.now()}
        effect, is_new = Effect.objects.get_or_create(key=key, defaults=defaults)
        if is_new:
            perform.using(run_after=at).enqueue(effect.pk)
    return effect


def promise_first(key: str, kind: str, payload: dict[str, Any]) -> None:
    """``promise`` for a key that nobody can have promised before, within a transaction: two statements instead of
    eight, where people wait for each other."""
    _require_performer(kind)
    perform.enqueue(Effect.objects.create(key=key, kind=kind, payload=payload, next_at=timezone.now()).pk)


def promise_many(
    kind: str, payloads: Mapping[str, dict[str, Any]], *, at: datetime | None = None, is_crowd: bool = False
) -> int:
    """Promises an effect for every key with its payload, in a handful of queries. Returns how many were new.

    A crowd lets everything else go first: whoever asks for a new password does not wait behind five thousand mails.
    """
    _require_performer(kind)
    due = at or timezone.now()
    with transaction.atomic(savepoint=False):
        known = set(Effect.objects.filter(key__in=payloads.keys()).values_list("key", flat=True))
        new = [
            Effect(key=key, kind=kind, payload=payload, next_at=due)
            for key, payload in payloads.items()
            if key not in known
        ]
        # A key that somebody else promises at this moment gets a second task, which does no harm.
        Effect.objects.bulk_create(new, ignore_conflicts=True)
        stored = Effect.objects.filter(key__in=[effect.key for effect in new])
        _enqueue(stored.values_list("pk", flat=True), at, CROWD if is_crowd else perform.priority)
    return len(new)


def _enqueue(effect_ids: Iterable[int], at: datetime | None, priority: int) -> None:
    """What `enqueue` of the queue's backend does for one task, for many at once: five hundred inserts in a transaction
    would keep everybody else from writing on SQLite."""
    DBTaskResult.objects.bulk_create(
        DBTaskResult(
            args_kwargs={"args": [effect_id], "kwargs": {}},
            priority=priority,
            task_path=perform.module_path,
            queue_name=perform.queue_name,
            backend_name=perform.backend,
            run_after=at or get_date_max(),
        )
        for effect_id in effect_ids
    )


def _require_performer(kind: str) -> None:
    if kind not in _performers:
        raise LookupError(f"Nothing performs effects of the kind {kind!r}.")


@task()
def perform(effect_id: int) -> None:
    """Raises while there is hope, so that the queue tries again; a given-up effect is shown as one by its own row."""
    effect = Effect.objects.filter(pk=effect_id).first()
    if effect is None:
        return
    try:
        run_once(effect.key, effect.kind, lambda: _performers[effect.kind](effect.payload))
    except BusyError:
        raise
    except Exception:
        if not Effect.objects.filter(pk=effect_id, status=Effect.Status.DEAD).exists():
            raise


def run_once(key: str, kind: str, fn: Callable[[], object]) -> bool:
    """Performs `fn` unless a success is recorded under this key; says whether it was performed now.

    An error is recorded with the time of the next attempt and raised again: the task that called is tried again by
    the queue and comes back here. Call it outside a transaction, or nobody else sees the lease.
    """
    Effect.objects.get_or_create(key=key, defaults={"kind": kind, "next_at": timezone.now()})
    token = f"{runner.get()}#{uuid.uuid4().hex[:12]}"
    if not _take(key, token):
        return False
    try:
        fn()
    except Exception as error:
        _record_failure(key, token, error)
        raise
    except BaseException:
        # The process is being stopped: nothing is known about the effect except that it is not recorded as done.
        Effect.objects.filter(key=key, runner=token).update(runner="", leased_until=None)
        raise
    _record_success(key, token)
    return True


def _take(key: str, token: str) -> bool:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    taken = (
        Effect.objects.filter(free, key=key)
        .exclude(status=Effect.Status.DONE)
        .update(runner=token, leased_until=now + lease(), attempts=F("attempts") + 1)
    )
    if taken:
        return True
    effect = Effect.objects.get(key=key)
    if effect.status == Effect.Status.DONE:
        return False
    raise BusyError(key, min(effect.leased_until or now, now + _LOOK_AGAIN))


def lease() -> timedelta:
    """A little longer than a task may run at all: whoever is still at it by then has been ended by its worker."""
    return timedelta(seconds=settings.INTRAMURAL_TASK_SECONDS + 60)


def _record_success(key: str, token: str) -> None:
    """Tried three times: an effect whose success is not recorded would be repeated."""
    done = {"status": Effect.Status.DONE, "done_at": timezone.now(), "last_error": "", "leased_until": None}
    for pause in (0.2, 1, None):
        try:
            Effect.objects.filter(key=key, runner=token).update(**done)
        except DatabaseError:
            if pause is None or transaction.get_connection().in_atomic_block:
                raise
            time.sleep(pause)
        else:
            return


def _record_failure(key: str, token: str, error: Exception) -> None:
    effect = Effect.objects.filter(key=key, runner=token).first()
    if effect is None:
        return
    is_over = isinstance(error, HopelessError) or effect.attempts >= ATTEMPTS
    effect.status = Effect.Status.DEAD if is_over else Effect.Status.FAILED
    effect.last_error = f"{type(error).__name__}: {error}"
    effect.next_at = timezone.now() + delay(effect.attempts)
    effect.leased_until = None
    effect.save(update_fields=["status", "last_error", "next_at", "leased_until"])
    if is_over:
        logger.error("Effect %s (%s) is given up after %s attempts.", effect.pk, effect.kind, effect.attempts)


def release(lost_runner: str) -> int:
    """Ends the leases of a process that is known to be gone."""
    return Effect.objects.filter(runner__startswith=f"{lost_runner}#", leased_until__isnull=False).update(
        leased_until=None
    )


def try_again(effect_id: int) -> bool:
    """Gives a given-up effect all its attempts back, and a task."""
    with transaction.atomic():
        revived = Effect.objects.filter(pk=effect_id, status=Effect.Status.DEAD).update(
            status=Effect.Status.PENDING, attempts=0, next_at=timezone.now()
        )
        if revived:
            perform.enqueue(effect_id)
    return bool(revived)


def sweep() -> int:
    """Gives a task to every effect that is long due and untouched. A task too many does no harm: `run_once` decides."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    lost = Effect.objects.filter(
        free, status__in=Effect.OPEN_STATUSES, kind__in=_performers, next_at__lte=now - _LOST_AFTER
    )
    count = 0
    for effect_id in list(lost.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            if Effect.objects.filter(pk=effect_id, next_at__lte=now - _LOST_AFTER).update(next_at=now):
                perform.enqueue(effect_id)
                count += 1
    return count
