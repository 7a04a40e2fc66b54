"""WordPress's bracketed codes: those that have a counterpart become markup, others a box that everybody sees.

What is a code and what is an aside in brackets is told by its look: ``[sic]`` stays a word, ``[contact-form-7 id="3"]``
does not. The text is walked through once, however many brackets it has.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable

from django.utils.html import escape

BOX, GALLERY, CAPTION = "imported-box", "imported-gallery", "wp-caption"
_CODE = re.compile(r"""\[(\[?)(/?)([A-Za-z][\w-]{0,60})((?:[\s=](?:[^\[\]"]|"[^"\[\]]*")*)?)\](\]?)""")
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
_KEPT_AS_TYPED = re.compile(r"<(pre|code|script|style)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>\[\]]+")
_ALONE_BEFORE = re.compile(r"(?:^|\n|>)[ \t]*\Z")
_ALONE_AFTER = re.compile(r"[ \t]*(?:\n|\r|<|\Z)")
_LANGUAGES = frozenset(
    {"bash", "css", "cpp", "csharp", "html", "java", "javascript", "perl", "php", "python", "ruby", "sql", "xml"}
)
_CODES = frozenset({"code", "sourcecode"}) | _LANGUAGES


def expanded(markup: str) -> str:
    """The markup with its codes written out. Nothing inside ``<pre>`` and ``<code>`` is one."""
    if "[" not in markup:
        return markup
    typed = _typed(markup)
    return _expand(markup, [found for found in _CODE.finditer(markup) if not _is_typed(found, typed)])


def _typed(markup: str) -> list[tuple[int, int]]:
    """Where text stands that is shown as typed."""
    spans: list[tuple[int, int]] = []
    lowered = markup.lower()
    end = 0
    for found in _KEPT_AS_TYPED.finditer(markup):
        if found.start() < end:
            continue
        close = lowered.find(f"</{found[1].lower()}", found.end())
        if close < 0:
            continue
        end = close
        spans.append((found.start(), end))
    return spans


def _is_typed(found: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    place = bisect_right(spans, (found.start(), len(found.string))) - 1
    return place >= 0 and found.start() < spans[place][1]


def _expand(markup: str, codes: list[re.Match[str]]) -> str:
    closers: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(codes):
        if found[2]:
            closers[found[3].lower()].append(number)
    out: list[str] = []
    dropped: set[int] = set()
    place = number = 0
    while number < len(codes):
        found = codes[number]
        if found.start() < place:
            number += 1
            continue
        out.append(markup[place : found.start()])
        place = found.end()
        name = found[3].lower()
        if found[1] and found[5]:
            out.append(found.group()[1:-1])
        elif found[2]:
            out.append("" if number in dropped else found.group())
        else:
            of_name = closers.get(name, [])
            later = bisect_right(of_name, number)
            closer = of_name[later] if later < len(of_name) else None
            written, is_whole = _written(markup, found, codes[closer] if closer is not None else None)
            if written is None:
                out.append(found.group())
            else:
                out.append(written)
                if is_whole and closer is not None:
                    place, number = codes[closer].end(), closer
                elif closer is not None:
                    dropped.add(closer)
        number += 1
    out.append(markup[place:])
    return "".join(out)


def _written(markup: str, found: re.Match[str], closer: re.Match[str] | None) -> tuple[str | None, bool]:
    """What stands for a code, None where it is none; and whether that stands for everything up to its end too."""
    name = found[3].lower()
    told = {key.lower(): double or single or bare for key, double, single, bare in _ATTRIBUTE.findall(found[4])}
    body = markup[found.end() : closer.start()] if closer is not None else ""
    known = _KNOWN.get(name) or (_code if name in _CODES and closer is not None else None)
    if known is not None:
        return known(name, told, found[4], body), True
    if closer is None and not _looks_like_a_code(markup, found):
        return None, False
    return _box(found.group()), False


def _looks_like_a_code(markup: str, found: re.Match[str]) -> bool:
    """It says something about itself, has a programmer's name, or stands alone on its line."""
    name, attributes = found[3], found[4]
    if _ATTRIBUTE.search(attributes) or "_" in name or "-" in name:
        return True
    if attributes.strip():
        return False
    alone = _ALONE_BEFORE.search(markup, max(0, found.start() - 80), found.start()) and _ALONE_AFTER.match(
        markup, found.end()
    )
    return bool(alone)


def _box(code: str) -> str:
    return f'<div class="{BOX}">{escape(code)}</div>'


def box(words: str) -> str:
    """Markup that becomes the box for something that has no counterpart here."""
    return _box(words)


def _caption(name: str, told: dict[str, str], rest: str, body: str) -> str:
    words = f"<figcaption>{told['caption']}</figcaption>" if told.get("caption") else ""
    return f'<figure class="{CAPTION}">{body}{words}</figure>'


def _gallery(name: str, told: dict[str, str], rest: str, body: str) -> str:
    numbers = re.findall(r"\d{1,18}", told.get("ids") or told.get("include") or "")
    words = "" if numbers else escape(f"[gallery{rest}]")
    return f'<figure class="{GALLERY}" title="{",".join(numbers)}">{words}</figure>'


def _video(name: str, told: dict[str, str], rest: str, body: str) -> str:
    """An address, or the number that a provider knows a video by."""
    words = body.strip() or rest.strip().lstrip("=").strip()
    found = _ADDRESS.search(words) or _ADDRESS.search(" ".join(told.values()))
    if found:
        return f"\n\n<p>{found.group()}</p>\n\n"
    number = re.match(r"[\w-]{5,20}", words.strip("\"'")) or re.match(r"[\w-]{5,20}", told.get("id", ""))
    if number and name == "vimeo":
        return f"\n\n<p>https://vimeo.com/{number.group()}</p>\n\n"
    if number and name == "youtube":
        return f"\n\n<p>https://www.youtube.com/watch?v={number.group()}</p>\n\n"
    return _box(f"[{name}{rest}]{body}")


def _sound(name: str, told: dict[str, str], rest: str, body: str) -> str:
    found = _ADDRESS.search(" ".join((*told.values(), rest, body)))
    return (
        f'\n\n<p><a href="{escape(found.group())}">{escape(found.group())}</a></p>\n\n'
        if found
        else _box(f"[{name}{rest}]")
    )


def _code(name: str, told: dict[str, str], rest: str, body: str) -> str:
    language = told.get("language") or told.get("lang") or (name if name in _LANGUAGES else "")
    return f'<pre class="language-{escape(language)}">\n{escape(body) if "&lt;" not in body else body}</pre>'


_KNOWN: dict[str, Callable[[str, dict[str, str], str, str], str]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "embed": _video,
    "youtube": _video,
    "vimeo": _video,
    "audio": _sound,
    "video": _sound,
}
