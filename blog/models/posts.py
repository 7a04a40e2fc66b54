"""A post in a team's blog."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from publishing.blocks import BodyField
from publishing.models import Article

from ..panels import POST_PANELS, PROMOTE_PANELS, SETTINGS_PANELS
from ..plain_text import plain_text_of


class BlogPostPage(Article):
    body = BodyField(verbose_name=_("text"), blank=True)

    content_panels: ClassVar = POST_PANELS
    promote_panels: ClassVar = PROMOTE_PANELS
    settings_panels: ClassVar = SETTINGS_PANELS
    parent_page_types: ClassVar = ["blog.BlogIndexPage"]
    subpage_types: ClassVar[list[Any]] = []
    page_description = _("News, a question, a decision or a lesson, in your team's blog.")
    template = "blog/article_page.html"

    search_fields: ClassVar = [*Article.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def plain_text(self) -> str:
        """Every word a reader sees, for counting, searching and mail."""
        return plain_text_of(self.body)

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from ..views import preview_context  # the views need the models of this package

        return preview_context(request, self)
