"""The trail as a table that leaves the house. Words of colleagues stay words: no spreadsheet calculates with one."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.spreadsheets import disarmed

from .trail import Row

KEPT_IN_MEMORY = 2 * 1024 * 1024


class _Echo:
    """What the writer of a line gets back is the line."""

    def write(self, line: str) -> str:
        return line


def headings() -> list[str]:
    return [
        _("When"), _("What happened"), _("Page"), _("Team"), _("Version"), _("Step"), _("Who"), _("For whom"),
        _("Channel"), _("Words"),
    ]  # fmt: skip


def cells(row: Row, zone: tzinfo) -> list[Any]:
    """``zone`` is given and not asked for: a table is written after its request has ended."""
    event = row.event
    plain = [
        event.at.astimezone(zone).isoformat(timespec="seconds"), event.label, row.title,
        row.team.name if row.team else "", row.version, event.step, event.person, event.for_whom, event.channel,
        row.words,
    ]  # fmt: skip
    return [disarmed(cell) for cell in plain]


def as_csv(rows: Iterable[Row], zone: tzinfo) -> Iterator[str]:
    write = csv.writer(_Echo())
    yield "\ufeff"  # or spreadsheets take the letters of other languages for something else
    yield write.writerow(headings())  # type: ignore[misc]  # what the echo returns
    for row in rows:
        yield write.writerow(cells(row, zone))  # type: ignore[misc]


def as_workbook(rows: Iterable[Row], zone: tzinfo) -> IO[bytes]:
    """A file at its beginning; small ones never touch the disk."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Trail of approvals")[:31])
    sheet.append(headings())
    for row in rows:
        sheet.append([_without_controls(cell) for cell in cells(row, zone)])
    file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    book.save(file)
    file.seek(0)
    return file


def _without_controls(cell: Any) -> Any:
    """A workbook cannot hold control characters, and longer words than this neither."""
    return ILLEGAL_CHARACTERS_RE.sub("", cell)[:32_000] if isinstance(cell, str) else cell


def name_of(now: datetime, ending: str) -> str:
    return f"approvals-{now:%Y-%m-%d}.{ending}"
