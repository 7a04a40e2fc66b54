"""The front door's place in the tree."""

from typing import Any, ClassVar

from wagtail.models import Page


class HomePage(Page):
    """The site's root. What it shows is drawn for each reader by ``home.views``."""

    max_count = 1
    subpage_types: ClassVar[list[Any]] = ["teams.TeamsPage"]
    parent_page_types: ClassVar[list[Any]] = []
    is_creatable = False
