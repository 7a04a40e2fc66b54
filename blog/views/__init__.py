"""The pages of what people publish."""

from .articles import post_page, preview_context, write_up_page
from .indexes import blog_index, projects_index
from .tags import tag_page

__all__ = ["blog_index", "post_page", "preview_context", "projects_index", "tag_page", "write_up_page"]
