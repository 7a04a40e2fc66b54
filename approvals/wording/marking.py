"""Marking what was taken out and put in, paragraph by paragraph and word by word. Everything is escaped here.

Voices that read a page aloud pass over ``del`` and ``ins``; so the words that only they read say where one begins.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_LONGEST_SHOWN_UNCHANGED = 240
_MOST_COMPARED = 6_000  # words of one paragraph, or paragraphs of one text; beyond it the whole is shown as replaced
_WORDS_OF_A_LONG_PARAGRAPH = 600
_MOST_MATCHED = 2_500  # pairs of paragraphs that are looked at to find out which one became which
_ALIKE = 0.3  # share of words in common from which on a paragraph is another one reworded

Pair = tuple[str | None, str | None]


def marked(old: list[str], new: list[str]) -> list[SafeString]:
    """The paragraphs of ``new`` beside those of ``old``: reworded ones word by word, far unchanged ones left out."""
    out: list[SafeString] = []
    for is_same, pairs in _runs(old, new):
        if is_same:
            out.extend(_same(line) for line in pairs)
            continue
        for before, after in pairs:
            if before is not None and after is not None:
                out.append(_reworded(before, after))
            else:
                out.append(_gone(before) if before is not None else _come(after or ""))
    return out


def side_by_side(old: list[str], new: list[str]) -> list[tuple[SafeString, SafeString]]:
    """The same in two columns: what it was, and what it is. Empty where a paragraph went or came whole."""
    out: list[tuple[SafeString, SafeString]] = []
    for is_same, pairs in _runs(old, new):
        if is_same:
            out.extend((_same(line), _same(line)) for line in pairs)
            continue
        for before, after in pairs:
            if before is not None and after is not None:
                out.append(_two_wordings(before, after))
            else:
                none = SafeString("")
                out.append((_gone(before), none) if before is not None else (none, _come(after or "")))
    return out


def changed_lines(old: list[str], new: list[str]) -> list[str]:
    """What went from ``old`` behind a minus and what came into ``new`` behind a plus; what stayed is left out."""
    out: list[str] = []
    for is_same, pairs in _runs(old, new):
        for before, after in () if is_same else pairs:
            out += [f"− {before}"] if before is not None else []
            out += [f"+ {after}"] if after is not None else []
    return out


# --- Paragraphs ------------------------------------------------------------------------------------------------------


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[bool, list]]:
    """Runs of paragraphs that stayed (as lines to be shown) and of those that changed (as pairs)."""
    if max(len(old), len(new)) > _MOST_COMPARED:
        yield False, [*((line, None) for line in old), *((None, line) for line in new)]
        return
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            yield True, list(_between_changes(new[c:d], is_start=c == 0, is_end=d == len(new)))
        else:
            yield False, _matched(old[a:b], new[c:d])


def _between_changes(lines: list[str], *, is_start: bool, is_end: bool) -> list[str]:
    """Of unchanged paragraphs only the neighbours of a change, with a mark for what is left out."""
    first = [] if is_start else lines[:1]
    last = [] if is_end else lines[len(first) :][-1:]
    left_out = ["…"] if len(lines) > len(first) + len(last) else []
    return [*map(_shortened, first), *left_out, *map(_shortened, last)]


def _shortened(line: str) -> str:
    if len(line) <= _LONGEST_SHOWN_UNCHANGED:
        return line
    half = _LONGEST_SHOWN_UNCHANGED // 2
    return f"{line[:half]} … {line[-half:]}"


def _matched(old: list[str], new: list[str]) -> list[Pair]:
    """Which paragraph became which: the pairing, in order, that has most words in common; the others went or came."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    if not old or not new or len(old) * len(new) > _MOST_MATCHED:
        return [*((line, None) for line in old), *((None, line) for line in new)]
    words = [set(line.split()) for line in old], [set(line.split()) for line in new]
    # best[i][j]: what the pairing of the paragraphs from i and from j on is worth.
    best = [[0.0] * (len(new) + 1) for _i in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            alike = _alike(words[0][i], words[1][j])
            together = alike + best[i + 1][j + 1] if alike >= _ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    return _read_off(old, new, words, best)


def _read_off(
    old: list[str], new: list[str], words: tuple[list[set[str]], list[set[str]]], best: list[list[float]]
) -> list[Pair]:
    pairs: list[Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        alike = _alike(words[0][i], words[1][j])
        if alike >= _ALIKE and best[i][j] == alike + best[i + 1][j + 1]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return [*pairs, *((line, None) for line in old[i:]), *((None, line) for line in new[j:])]


def _alike(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


# --- Words -----------------------------------------------------------------------------------------------------------


def _reworded(old: str, new: str) -> SafeString:
    out: list[str] = []
    for before, after, is_same in _word_runs(old, new):
        if is_same:
            out.append(format_html("{}", after))
            continue
        out += [_gone(before)] if before else []
        out += [_come(after)] if after else []
    return _joined(out)


def _two_wordings(old: str, new: str) -> tuple[SafeString, SafeString]:
    left: list[str] = []
    right: list[str] = []
    for before, after, is_same in _word_runs(old, new):
        left += [format_html("{}", before) if is_same else _gone(before)] if before else []
        right += [format_html("{}", after) if is_same else _come(after)] if after else []
    return _joined(left), _joined(right)


def _word_runs(old: str, new: str) -> Iterator[tuple[str, str, bool]]:
    """Runs of words: as they were, as they are, and whether that is the same.

    The spaces between them are left out, and in a very long paragraph the commonest words do not count as a hold: each
    of either would be compared with each of its like, which for three thousand words takes seconds.
    """
    a, b = old.split(), new.split()
    if max(len(a), len(b)) > _MOST_COMPARED or _alike(set(a), set(b)) < _ALIKE:
        yield old, new, False  # word by word nobody could read it
        return
    is_long = max(len(a), len(b)) > _WORDS_OF_A_LONG_PARAGRAPH
    for change, i, j, k, m in SequenceMatcher(None, a, b, autojunk=is_long).get_opcodes():
        yield " ".join(a[i:j]), " ".join(b[k:m]), change == "equal"


def _gone(words: str) -> SafeString:
    return format_html('<del><span class="visually-hidden">{} </span>{}</del>', _("removed:"), words)


def _come(words: str) -> SafeString:
    return format_html('<ins><span class="visually-hidden">{} </span>{}</ins>', _("added:"), words)


def _same(line: str) -> SafeString:
    return format_html('<span class="same">{}</span>', line)


def _joined(pieces: Iterable[str]) -> SafeString:
    return mark_safe(" ".join(pieces))  # noqa: S308 - every piece was escaped above
