"""Addresses as old blogs write them."""

from html import unescape
from urllib.parse import unquote, urlsplit


def parts_of(address: str) -> tuple[str, str]:
    """Host, without ``www.``, and path of an address; both may be empty."""
    try:
        split = urlsplit(address.strip())
        host = (split.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    return host, split.path


def source_of(address: str) -> str:
    """How a blog is told from others: host and path, as neither scheme nor ``www.`` make it another."""
    host, path = parts_of(address if "//" in address else f"//{address}")
    return f"{host}{path.rstrip('/')}"[:200]


def old_path(address: str) -> str:
    """The path under which readers knew an entry; empty where it was only a number (``/?p=12``)."""
    path = parts_of(address)[1]
    if not path.startswith("/"):
        return ""
    return "" if path in ("", "/") else unquote(path)


def slug_in(words: str) -> str:
    """The last part of an address or file name, without its ending."""
    last = unquote(words.strip()).rstrip("/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return stem if dot and ending.lower() in {"html", "htm", "php"} else last


def plain(words: str) -> str:
    """A title or name: on one line, with the letters that ``&amp;`` and its kind stand for."""
    return " ".join(unescape(words).split())
