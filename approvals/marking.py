"""Marking what was taken out and put in, paragraph by paragraph and word by word. Everything is escaped here."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_WORDS = re.compile(r"\s+|[^\s]+")
_LONGEST_SHOWN_UNCHANGED = 240
_MOST_COMPARED = 6_000  # words of one paragraph, or paragraphs of one text; beyond it the whole is shown as replaced


def marked(old: list[str], new: list[str]) -> list[SafeString]:
    """The paragraphs of ``new`` beside those of ``old``: reworded ones word by word, far unchanged ones left out."""
    if max(len(old), len(new)) > _MOST_COMPARED:
        return [*_each("del", old), *_each("ins", new)]
    out: list[SafeString] = []
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            out.extend(_between_changes(new[c:d], is_start=c == 0, is_end=d == len(new)))
        elif change == "replace" and b - a == d - c:
            out.extend(_reworded(before, after) for before, after in zip(old[a:b], new[c:d], strict=True))
        else:
            out.extend([*_each("del", old[a:b]), *_each("ins", new[c:d])])
    return out


def changed_lines(old: list[str], new: list[str]) -> list[str]:
    """What went from ``old`` behind a minus and what came into ``new`` behind a plus; what stayed is left out."""
    if max(len(old), len(new)) > _MOST_COMPARED:
        return [*(f"− {line}" for line in old), *(f"+ {line}" for line in new)]
    out: list[str] = []
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change != "equal":
            out += [f"− {line}" for line in old[a:b]] + [f"+ {line}" for line in new[c:d]]
    return out


def _each(tag: str, lines: Iterable[str]) -> list[SafeString]:
    return [format_html("<del>{}</del>" if tag == "del" else "<ins>{}</ins>", line) for line in lines]


def _between_changes(lines: list[str], *, is_start: bool, is_end: bool) -> list[SafeString]:
    """Of unchanged paragraphs only the neighbours of a change, with a mark for what is left out."""
    first = [] if is_start else lines[:1]
    last = [] if is_end else lines[len(first) :][-1:]
    left_out = len(lines) > len(first) + len(last)
    shown = [format_html('<span class="same">{}</span>', _shortened(line)) for line in first]
    if left_out:
        shown.append(format_html('<span class="same">{}</span>', "…"))
    return shown + [format_html('<span class="same">{}</span>', _shortened(line)) for line in last]


def _shortened(line: str) -> str:
    if len(line) <= _LONGEST_SHOWN_UNCHANGED:
        return line
    half = _LONGEST_SHOWN_UNCHANGED // 2
    return f"{line[:half]} … {line[-half:]}"


def _reworded(old: str, new: str) -> SafeString:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(a), len(b)) > _MOST_COMPARED:
        return format_html("<del>{}</del> <ins>{}</ins>", old, new)
    out = ""
    for change, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if change == "equal":
            out += format_html("{}", "".join(b[k:m]))
            continue
        if i < j:
            out += format_html("<del>{}</del>", "".join(a[i:j]))
        if i < j and k < m:
            out += " "
        if k < m:
            out += format_html("<ins>{}</ins>", "".join(b[k:m]))
    return mark_safe(out)  # noqa: S308 - every piece was escaped above
