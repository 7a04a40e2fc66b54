"""The small pieces that every template draws: icons, faces, times, links that keep their query, form fields.

They are tags and not included templates because a listing draws a hundred of them.
"""

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.formatting import full_date, full_time, short_date, short_time

register = template.Library()

HUES = 12


@lru_cache(maxsize=4)
def _sprite(_static_url: str) -> str:
    """Where the icons are; asked for once, as the address holds a digest that costs a look-up."""
    return static("images/icons.svg")


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of static/images/icons.svg. Without a label it is decoration; ``size`` is "", "s" or "l"."""
    address = _sprite(settings.STATIC_URL)
    css = f"icon {size}".rstrip()
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            css, label, address, name,
        )  # fmt: skip
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"></use></svg>', css, address, name
    )


@register.simple_tag
def face(person: Any, size: str = "") -> SafeString:
    """A person's picture, or their initials on their hue. Decoration: the name always stands beside it.

    ``size`` is "s", "", "l" or "xl". A ``person`` that is None (an account that is gone) gets a neutral face.
    """
    css = f"face {size}".rstrip()
    address = getattr(person, "face_url", None)
    if address:
        return format_html(
            '<img class="{}" src="{}" alt="" width="64" height="64" loading="lazy" decoding="async">', css, address
        )
    if person is None:
        return format_html('<span class="{}" aria-hidden="true">?</span>', css)
    return format_html('<span class="{} {}" aria-hidden="true">{}</span>', css, hue(person), initials(person))


@register.filter
def hue(thing: Any) -> str:
    """The CSS class of a person's or team's hue."""
    number = getattr(thing, "hue", thing)
    try:
        return f"hue-{int(number) % HUES}"
    except (TypeError, ValueError):
        return "hue-0"


@register.filter
def initials(person: Any) -> str:
    """At most two letters for a face; a plain name will do as well as a person."""
    ready = getattr(person, "initials", None)
    if ready:
        return str(ready)[:2]
    words = str(getattr(person, "display_name", None) or person or "").split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


@register.filter
def when(moment: datetime.datetime | datetime.date | None, form: str = "short") -> str:
    """A ``<time>`` in short words, the whole time as its title; ``when:"full"`` and ``when:"date"`` spell it out."""
    if not moment:
        return ""
    if isinstance(moment, datetime.datetime):
        whole = full_time(moment)
        words = short_time(moment) if form == "short" else whole
        if form == "date":
            words = full_date(timezone.localtime(moment) if timezone.is_aware(moment) else moment)
    else:
        whole = full_date(moment)
        words = short_date(moment) if form == "short" else whole
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), whole, words)


@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """The query of this request with some values changed, ready for an href; None or "" takes a name out.

    A new filter starts at the first page, so ``page`` goes unless it is given.
    """
    request = getattr(context, "request", None) or context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(each) for each in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, help_text: str = "", label: str = "") -> Mapping[str, Any]:
    """One form field with label, help and errors beside it. Django wires them by ``aria-describedby``."""
    bound.help_text = help_text or bound.help_text  # asked for here, or the input would not be wired to it
    widget = bound.field.widget
    return {
        "field": bound,
        "label": label or bound.label,
        "help_text": bound.help_text,
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple) or bound.use_fieldset,
    }
