"""The pages of what people publish."""

from .articles import article_page, preview_context
from .indexes import blog_index, projects_index
from .tags import tag_page

__all__ = ["article_page", "blog_index", "preview_context", "projects_index", "tag_page"]
