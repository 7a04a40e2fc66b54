"""How a lower room shows something of a higher one: a team page its latest posts, a profile what the person wrote.

Higher apps register, for a place, a function that returns a section with its rows already read. Templates never query.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Section:
    """A piece of a page: a template and everything it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)

    def render(self, request: HttpRequest) -> SafeString:
        return render_to_string(self.template, dict(self.context), request=request)


Maker = Callable[[HttpRequest, Any], Section | None]

Veto = Callable[[Any], bool]
_vetoes: dict[tuple[str, str], list[Veto]] = {}
_makers: dict[str, dict[str, tuple[int, Maker]]] = {}


def register(place: str, name: str, maker: Maker, *, order: int = 100) -> None:
    """Show what ``maker(request, subject)`` returns at ``place``; ``None`` shows nothing. Lower orders come first."""
    _makers.setdefault(place, {})[name] = (order, maker)


def register_veto(place: str, name: str, veto: Veto) -> None:
    """Keep a section of another room from being shown wherever ``veto(subject)`` says so."""
    _vetoes.setdefault((place, name), []).append(veto)


def sections(place: str, request: HttpRequest, subject: Any) -> dict[str, Section]:
    """The sections of a place, by name, in order."""
    found = {}
    for name, (_order, maker) in sorted(_makers.get(place, {}).items(), key=lambda item: item[1][0]):
        section = maker(request, subject)
        if section is not None and not any(veto(subject) for veto in _vetoes.get((place, name), ())):
            found[name] = section
    return found


def render_sections(place: str, request: HttpRequest, subject: Any) -> list[SafeString]:
    """The sections of a place, drawn, in order."""
    return [section.render(request) for section in sections(place, request, subject).values()]
