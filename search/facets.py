"""How many of each: what the answers to a question can be narrowed by, with counts, from one reading."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.models import Purpose

from .models import Kind, Outcome
from .questions import Question
from .statements import Count

_MOST_OPTIONS = 30
_LABELS: Mapping[str, str | Promise] = {
    "team": _("Team"),
    "purpose": _("Purpose"),
    "outcome": _("Outcome"),
    "tag": _("Tag"),
    "author": _("By"),
    "year": _("Year"),
}
_EXCHANGED = ("kind", "team", "purpose", "outcome", "year")


@dataclass(frozen=True)
class Option:
    """One value of a filter, and how many there would be of it."""

    value: str
    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


@dataclass(frozen=True)
class Facets:
    """``total`` is how many there are with all filters, ``kinds`` how many of each kind with all others."""

    total: int
    everything: int
    kinds: list[Option]
    facets: list[Facet]

    @property
    def is_narrowed(self) -> bool:
        return any(facet.chosen for facet in self.facets)


def facets_of(question: Question, counts: Iterable[Count]) -> Facets:
    """What to show of these counts. Each filter is counted as if it alone had not been chosen yet."""
    by_name: dict[str, Counter[str]] = {name: Counter() for name in (*_EXCHANGED, "tag", "author")}
    names: dict[tuple[str, str], str] = {}
    total = 0
    for count in counts:
        if count.about != "all":
            value = str(count.slug)
            by_name[count.about][value] += count.n
            names[count.about, value] = (count.name or "").strip() or value
            continue
        values = _values(count)
        names["team", values["team"]] = count.name or ""
        missed = [name for name in _EXCHANGED if question.chosen.get(name, values[name]) != values[name]]
        if not missed:
            total += count.n
        for name in _EXCHANGED:
            if values[name] and missed in ([], [name]):
                by_name[name][values[name]] += count.n
    names |= {("purpose", choice.value): str(choice.label) for choice in Purpose}
    names |= {("outcome", choice.value): str(choice.label) for choice in Outcome}

    def options(name: str) -> list[Option]:
        return _options(question, name, by_name[name], names)

    kinds = [
        Option(
            value=kind.value,
            label=str(kind.label),
            count=by_name["kind"][kind],
            is_chosen=question.chosen.get("kind") == kind,
            address=question.address(kind=kind),
        )
        for kind in Kind
        if by_name["kind"][kind] or question.chosen.get("kind") == kind
    ]
    return Facets(
        total=total,
        everything=sum(by_name["kind"].values()),
        kinds=kinds,
        facets=[Facet(name, str(label), found) for name, label in _LABELS.items() if (found := options(name))],
    )


def _values(count: Count) -> dict[str, str]:
    return {
        "kind": count.kind,
        "team": count.slug or "",
        "purpose": count.purpose,
        "outcome": count.outcome,
        "year": str(count.year or ""),
    }


def _options(question: Question, name: str, counts: Counter[str], names: Mapping[tuple[str, str], Any]) -> list[Option]:
    chosen = question.chosen.get(name, "")
    # What was chosen stays there to be taken out, under the word that the address has for it.
    values = [value for value, _n in counts.most_common(_MOST_OPTIONS)]
    if chosen and chosen not in values:
        values.append(chosen)
    if name == "year":
        values.sort(reverse=True)
    return [
        Option(
            value=value,
            label=names.get((name, value)) or value,
            count=counts[value],
            is_chosen=value == chosen,
            address=question.address(**{name: "" if value == chosen else value}),
        )
        for value in values
    ]
