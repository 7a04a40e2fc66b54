"""Whether this server can serve, and whether anybody does the work in the background."""

from datetime import timedelta
from typing import Any

from django.db import Error as DatabaseError
from django.utils import timezone

from operations.liveness import lease
from operations.models import WorkerHeartbeat
from operations.preparation import unapplied_migrations

_known_to_be_migrated = False  # true once, true until the code changes, and then this process is another one


def health() -> dict[str, Any]:
    """`ready` is about this server alone: taking the site away because a worker is gone would help nobody."""
    try:
        is_migrated = _is_migrated()
        background = {kind: _freshness(kind) for kind in WorkerHeartbeat.Kind.values} if is_migrated else {}
    except DatabaseError:
        return {"ready": False, "database": "unreachable"}
    return {
        "ready": is_migrated,
        "database": "ok",
        "migrations": "applied" if is_migrated else "pending",
        **background,
    }


def _is_migrated() -> bool:
    global _known_to_be_migrated
    if not _known_to_be_migrated:
        _known_to_be_migrated = not unapplied_migrations()
    return _known_to_be_migrated


def _freshness(kind: str) -> str:
    living = WorkerHeartbeat.objects.filter(kind=kind, stopped_at=None, lost_at=None)
    last = living.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if last is None:
        return "missing"
    return "fresh" if timezone.now() - last <= max(lease(), timedelta(seconds=30)) else "stale"
