"""What leaves the CMS as a table: words of colleagues stay words there, and no spreadsheet takes one for a formula."""

from typing import Any

from django.db.models import Model
from wagtail.admin.views.mixins import SpreadsheetExportMixin

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def disarmed(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, Model):
        value = str(value)
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def disarm_wagtails_exports() -> None:
    """Wagtail marks text in its workbooks as text, and writes it into CSV files as it is. All of its exports, those
    of reports and of wagtail-modeladmin, prepare a cell in this one place."""
    as_wagtail_does = SpreadsheetExportMixin.preprocess_field_value

    def preprocess_field_value(view: Any, field: str, value: Any, export_format: str) -> Any:
        cell = as_wagtail_does(view, field, value, export_format)
        return disarmed(cell) if export_format == SpreadsheetExportMixin.FORMAT_CSV else cell

    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
