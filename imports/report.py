"""What a run found and made: counts in, counts out, and every exception by name. As text, as a page, as a table."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import disarmed

from .models import Import, ReportLine

_IN = {
    "entry:post": gettext_lazy("posts"),
    "entry:page": gettext_lazy("pages"),
    "comment:approved": gettext_lazy("comments, approved"),
    "comment:held": gettext_lazy("comments, waiting"),
    "comment:spam": gettext_lazy("comments, spam"),
    "comment:trash": gettext_lazy("comments, in the trash"),
    "comment:pingback": gettext_lazy("pingbacks"),
    "author": gettext_lazy("authors"),
    "attachment": gettext_lazy("pictures and files"),
}
_OUT = {
    "live": gettext_lazy("posts live"),
    "draft": gettext_lazy("posts as drafts"),
    "left_out": gettext_lazy("entries left out"),
    "known": gettext_lazy("entries here already"),
    "comment:public": gettext_lazy("comments shown"),
    "comment:held": gettext_lazy("comments waiting"),
    "comment:hidden": gettext_lazy("comments hidden"),
    "comment:left_out": gettext_lazy("comments left out"),
    "picture": gettext_lazy("pictures stored"),
    "attachment:left_out": gettext_lazy("pictures and files left out"),
    "person": gettext_lazy("people made, without access"),
    "tag": gettext_lazy("tags made"),
    "redirect": gettext_lazy("old addresses that lead on"),
}
_KIND = ReportLine.Kind
_EXCEPTIONS_FIRST = (
    _KIND.FILE, _KIND.LEFT_OUT, _KIND.DRAFT, _KIND.CHANGED, _KIND.KNOWN, _KIND.PERSON, _KIND.LIVE,
)  # fmt: skip
_NOTHING = gettext_lazy("nothing")


def counts_in(run: Import) -> list[tuple[str, int]]:
    return _labelled(run.counts.get("in", {}), _IN)


def counts_out(run: Import) -> list[tuple[str, int]]:
    return _labelled(run.counts.get("out", {}), _OUT)


def _labelled(counts: Mapping[str, int], words: Mapping[str, Any]) -> list[tuple[str, int]]:
    """In the order of the words; kinds of entries that nobody foresaw come last, by their own name."""
    others = [key for key in counts if key not in words]
    labels = {key: str(label) for key, label in words.items()}
    labels |= {key: _("entries of the kind “%(kind)s”") % {"kind": key.partition(":")[2]} for key in others}
    return [(label, counts[key]) for key, label in labels.items() if counts.get(key)]


def as_text(run: Import) -> Iterator[str]:
    """Line by line, for a terminal."""
    is_trial = run.state == Import.State.CHECKED
    names = {"blog": run.title or run.source, "team": run.team.name}
    yield (
        _("Tried out, nothing was changed: %(blog)s, for the team %(team)s") % names
        if is_trial
        else _("Imported: %(blog)s, into the team %(team)s") % names
    )
    yield _("In:  %(counts)s") % {"counts": _listed(counts_in(run))}
    yield _("Out: %(counts)s") % {"counts": _listed(counts_out(run))}
    for line in run.lines.iterator(chunk_size=500):
        place = _(" (line %(number)d)") % {"number": line.line} if line.line else ""
        yield f"  {line.get_kind_display()}: {line.name}{place}{' – ' if line.words else ''}{line.words}"


def _listed(counts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{label}: {count}" for label, count in counts) or str(_NOTHING)


class _Echo:
    """What the writer of a line gets back is the line."""

    def write(self, line: str) -> str:
        return line


def as_csv(run: Import) -> Iterator[str]:
    """The lines of the report as a table; no spreadsheet takes a title for a formula."""
    write: Any = csv.writer(_Echo())
    yield "\ufeff"  # or spreadsheets take the letters of other languages for something else
    yield write.writerow([_("What became of it"), _("Name"), _("Words"), _("Line in the file"), _("Address here")])
    for line in run.lines.select_related("page").iterator(chunk_size=500):
        cells = [line.get_kind_display(), line.name, line.words, line.line, line.page.address if line.page else ""]
        yield write.writerow([disarmed(cell) for cell in cells])


def by_kind(run: Import, most: int) -> list[tuple[str, int, list[ReportLine]]]:
    """The kinds of lines that there are, each with its number and the first of them; exceptions first."""
    found = []
    for kind in _EXCEPTIONS_FIRST:
        lines = run.lines.filter(kind=kind)
        count = lines.count()
        if count:
            found.append((str(kind.label), count, list(lines.select_related("page")[:most])))
    return found
