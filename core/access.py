"""Who may read one thing: the single question every surface asks.

Each app registers, for its own kinds of things, a predicate that says who reads them. A higher app may add a
*grant*, which lets somebody read one thing that the kind's own rule would refuse (an approver the revision they are
asked about).

Grants count for reads of one thing only; lists are narrowed by each queryset's ``visible_to``.
"""

import contextlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Aggregate, Model, OuterRef, QuerySet, Subquery, TextField

from .prepared import Prepared

Predicate = Callable[[Any, Any], bool]

_rules: dict[type[Model], Predicate] = {}
_grants: dict[type[Model], list[Predicate]] = {}


def register_kind(model: type[Model], rule: Predicate) -> None:
    """Say who reads instances of ``model`` and of its subclasses. The nearest class in the line of descent decides."""
    _rules[model] = rule


def register_grant(model: type[Model], grant: Predicate) -> None:
    """Let ``grant(user, thing)`` open single things of a kind that its own rule keeps closed."""
    _grants.setdefault(model, []).append(grant)


def can_view(user: Any, thing: Any) -> bool:
    """Whether ``user`` may read ``thing``. The signed-out and deactivated read nothing; unknown kinds are refused."""
    if not is_somebody(user):
        return False
    kinds = type(thing).__mro__
    rule = next((_rules[kind] for kind in kinds if kind in _rules), None)
    if rule is None:
        return False
    if rule(user, thing):
        return True
    return any(grant(user, thing) for kind in kinds for grant in _grants.get(kind, ()))


def is_somebody(user: Any) -> bool:
    """Whether this is a signed-in person who still has access."""
    return bool(user is not None and user.is_authenticated and user.is_active)


def is_administrator(user: Any) -> bool:
    """Administrators see all; they decide on nothing by virtue of being one."""
    return bool(is_somebody(user) and user.is_superuser)


_groups_of = Prepared(
    lambda user_id: get_user_model().groups.through.objects.filter(user_id=user_id).values_list("group_id", flat=True)
)


def group_ids(user: Any) -> frozenset[int]:
    """The ids of the groups this person holds: one query, remembered on the user object for the length of a request."""
    if not is_somebody(user):
        return frozenset()
    known: frozenset[int] | None = getattr(user, "_group_ids", None)
    if known is None:
        known = frozenset(_groups_of(user.pk))
        user._group_ids = known
    return known


class _Listed(Aggregate):
    """Numbers as one text, "3,14,15"."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def _person_with_groups(user_id: Any) -> QuerySet[Any]:
    person = get_user_model()
    held = person.groups.through.objects.filter(user_id=OuterRef("pk")).order_by().values("user_id")
    listed: Any = held.annotate(listed=_Listed("group_id"))
    groups = Subquery(listed.values("listed"))
    return person._default_manager.filter(pk=user_id).annotate(groups_held=groups)


_by_number = Prepared(_person_with_groups)


def person_of_session(user_id: int) -> Any:
    """The person with this number and the groups they hold, for whoever begins a request: one query instead of two.
    None where there is nobody."""
    person = next(iter(_by_number(user_id)), None)
    if person is not None:
        person._group_ids = frozenset(map(int, filter(None, (person.groups_held or "").split(","))))
    return person


def forget_group_ids(user: Any) -> None:
    """After a membership changed within the same request."""
    # Not through ``__dict__``: the user of a request is a wrapper, which has one of its own.
    with contextlib.suppress(AttributeError):
        del user._group_ids
