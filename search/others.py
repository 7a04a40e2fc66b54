"""Found comments, documents, people and teams, each read from its own row and under the rights of its own row.

The index says what holds the words; whether its reader may still read it is asked here once more, so that a late index
shows nobody anything. One statement for all four kinds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import quote

from django.db.models import F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject, Substr
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags

from conversations.models import Comment
from conversations.writing import words as said
from library.models import StoredDocument, words_said
from people.models import User
from teams.models import Team

from .models import Kind

Groups = Collection[int] | None
Facts = dict[str, Any]
# Far enough for most of what a document is found by.
_LETTERS_QUOTED_FROM = 100_000


def others(found: Mapping[str, Iterable[int]], groups: Groups) -> dict[tuple[str, int], Facts]:
    """What results show of these, by kind and number, where it may be read: title, text to quote from, address, and
    what else the template of the kind asks for."""
    parts = [_READERS[Kind(kind)](list(pks), groups) for kind, pks in found.items() if kind in _READERS]
    if not parts:
        return {}
    rows: Any = parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True)
    return {(kind, pk): _WORDED[Kind(kind)](facts) | {"kind": kind, "pk": pk} for kind, pk, facts in rows}


# --- Reading --------------------------------------------------------------------------------------------------


def _columns(rows: QuerySet[Any], kind: Kind, **columns: Any) -> QuerySet[Any]:
    named = Value(kind.value, output_field=TextField())
    return rows.order_by().values_list(named, Cast("pk", IntegerField()), JSONObject(**columns))


def _unless_all(groups: Groups, everybody: Q, name: str) -> Q:
    return Q() if groups is None else everybody | Q(**{f"{name}__in": list(groups)})


def _of_team(path: str) -> dict[str, Any]:
    return {"team_name": F(f"{path}__name"), "team_slug": F(f"{path}__slug"), "team_hue": F(f"{path}__hue")}


def _comments(pks: list[int], groups: Groups) -> QuerySet[Any]:
    readable = _unless_all(groups, Q(page__audience__isnull=True), "page__audience_id")
    return _columns(
        Comment.objects.shown().filter(readable, pk__in=pks, page__live=True),
        Kind.COMMENT,
        text=F("comment"),
        page_title=F("page__title"),
        username=F("user__username"),
        first_name=F("user__first_name"),
        last_name=F("user__last_name"),
        written_as=F("user_name"),
        at=F("shown_at"),
        **_of_team("page__team"),
    )


def _documents(pks: list[int], groups: Groups) -> QuerySet[Any]:
    everybody = Q(collection__team__isnull=True) | Q(collection__team__visibility="open")
    return _columns(
        StoredDocument.objects.filter(_unless_all(groups, everybody, "collection__team__readers_id"), pk__in=pks),
        Kind.DOCUMENT,
        title=F("title"),
        text=Substr("words__text", 1, _LETTERS_QUOTED_FROM),
        file=F("file"),
        key=F("key"),
        size=F("file_size"),
        state=F("words_state"),
        reason=F("words_reason"),
        at=F("created_at"),
        **_of_team("collection__team"),
    )


def _people(pks: list[int], groups: Groups) -> QuerySet[Any]:
    return _columns(
        User.objects.active().filter(pk__in=pks),
        Kind.PERSON,
        username=F("username"),
        first_name=F("first_name"),
        last_name=F("last_name"),
        job_title=F("job_title"),
        place=F("place"),
        text=F("about"),
    )


def _teams(pks: list[int], groups: Groups) -> QuerySet[Any]:
    return _columns(
        Team.objects.filter(_unless_all(groups, Q(visibility="open"), "readers_id"), pk__in=pks),
        Kind.TEAM,
        title=F("name"),
        slug=F("slug"),
        hue=F("hue"),
        purpose=F("purpose"),
        text=F("page__about"),
    )


_READERS: dict[Kind, Callable[[list[int], Groups], QuerySet[Any]]] = {
    Kind.COMMENT: _comments,
    Kind.DOCUMENT: _documents,
    Kind.PERSON: _people,
    Kind.TEAM: _teams,
}


# --- In words -------------------------------------------------------------------------------------------------


def _name(facts: Facts) -> str:
    return f"{facts['first_name'] or ''} {facts['last_name'] or ''}".strip() or facts["username"] or ""


def _moment(text: str | None) -> Any:
    """A moment out of JSON; SQLite leaves out that it is UTC."""
    at = parse_datetime(text) if text else None
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _comment(facts: Facts) -> Facts:
    return {
        "title": facts["page_title"],
        "text": said.plain(facts["text"] or ""),
        "summary": "",
        "by": _name(facts) or facts["written_as"],
        "by_address": reverse("people:profile", args=[facts["username"]]) if facts["username"] else "",
        **_in_time_and_team(facts),
    }


def _document(facts: Facts) -> Facts:
    name = facts["file"].rpartition("/")[2]
    return {
        "title": facts["title"],
        "text": facts["text"] or "",
        "summary": "",
        "ending": name.rpartition(".")[2].upper() if "." in name else "",
        "size": facts["size"],
        "file": f"{facts['key']}/{quote(name)}",
        "note": words_said(facts["state"], facts["reason"]) if facts["state"] != "read" else "",
        **_in_time_and_team(facts),
    }


def _person(facts: Facts) -> Facts:
    does = " · ".join(filter(None, (facts["job_title"], facts["place"])))
    address = reverse("people:profile", args=[facts["username"]])
    return {"title": _name(facts), "text": facts["text"] or "", "summary": does, "address": address}


def _team(facts: Facts) -> Facts:
    return {
        "title": facts["title"],
        "text": f"{facts['purpose']} {strip_tags(facts['text'] or '')}",
        "summary": facts["purpose"],
        "address": f"/teams/{facts['slug']}/",
    }


def _in_time_and_team(facts: Facts) -> Facts:
    return {name: facts[name] for name in ("team_name", "team_slug", "team_hue")} | {"at": _moment(facts["at"])}


_WORDED: dict[Kind, Callable[[Facts], Facts]] = {
    Kind.COMMENT: _comment,
    Kind.DOCUMENT: _document,
    Kind.PERSON: _person,
    Kind.TEAM: _team,
}
