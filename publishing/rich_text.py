"""How links inside rich text are written out for readers."""

from django.urls import reverse
from django.utils.html import format_html
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler


class NumberedPageLinkHandler(WagtailPageLinkHandler):
    """Leads to /go/<number>/, which asks who may read; the stored path would tell the slug of a secret page."""

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return cls._opening(attrs.get("id", ""))

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @staticmethod
    def _opening(pk: str) -> str:
        if not pk.isdigit():
            return "<a>"
        return format_html('<a href="{}">', reverse("go", args=[int(pk)]))
