"""A revision drawn exactly as its page will look, by the page's own template."""

from typing import Any

from django.http import HttpRequest
from django.template import RequestContext
from django.template.base import Template
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode
from django.utils.safestring import SafeString

BLOCK = "main"


def whole_page(request: HttpRequest, page: Any) -> str:
    """The page with everything around it."""
    return get_template(page.get_template(request)).render(page.get_preview_context(request, ""), request)


def main_part(request: HttpRequest, page: Any) -> SafeString:
    """Only what stands in the main column, to be shown within the review."""
    template: Template = get_template(page.get_template(request)).template  # type: ignore[attr-defined]  # Django's own
    context = RequestContext(request, page.get_preview_context(request, ""))
    with context.bind_template(template), context.render_context.push_state(template):
        blocks = _blocks_of(template, context)
        context.render_context[BLOCK_CONTEXT_KEY] = blocks
        block = blocks.get_block(BLOCK)
        return SafeString("") if block is None else block.render(context)


def _blocks_of(template: Template, context: RequestContext) -> BlockContext:
    """The blocks of a template and of everything it extends, the nearest first."""
    blocks = BlockContext()
    current = template
    while True:
        extends: Any = next(iter(current.nodelist.get_nodes_by_type(ExtendsNode)), None)
        if extends is None:
            found: list[Any] = current.nodelist.get_nodes_by_type(BlockNode)
            blocks.add_blocks({node.name: node for node in found})
            return blocks
        blocks.add_blocks(extends.blocks)
        current = extends.get_parent(context)
