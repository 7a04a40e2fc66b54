"""Handing out one stored file: conditional requests, HEAD and byte ranges.

Called only after ``can_view`` said yes. A 304 or a 206 is an answer about the file as much as a 200 is.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header

CHUNK = 64 * 1024
SMALL = 512 * 1024  # read at once; most pictures at the house's sizes are
# Kept by nobody but the reader's own browser, and not even there without asking again: a right that was taken away is
# effective at the next request.
ASK_AGAIN = "private, no-cache"
NOTHING_RUNS = "default-src 'none'; sandbox"

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")


def hand_out(
    request: HttpRequest,
    file: Any,
    *,
    content_type: str,
    filename: str = "",
    as_attachment: bool = False,
    cache_control: str = ASK_AGAIN,
    policy: str = NOTHING_RUNS,
) -> HttpResponseBase:
    """The stored ``file`` (a FieldFile) as an answer to this request. Raises Http404 when the disk has lost it."""
    try:
        size = file.size
        source = file.storage.open(file.name, "rb")
    except (OSError, ValueError) as lost:
        raise Http404 from lost
    etag = f'"{hashlib.sha256(f"{file.name}:{size}".encode()).hexdigest()[:32]}"'
    headers = {
        "Cache-Control": cache_control,
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": policy,
    }
    disposition = content_disposition_header(as_attachment, filename)
    if disposition:
        headers["Content-Disposition"] = disposition

    response = _whole_or_part(request, source, size, etag, content_type, headers)
    patch_vary_headers(response, ["Cookie"])
    return response


def _whole_or_part(
    request: HttpRequest, source: Any, size: int, etag: str, content_type: str, headers: dict[str, str]
) -> HttpResponseBase:
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        source.close()
        for name in ("Cache-Control", "ETag", "Content-Security-Policy", "X-Content-Type-Options"):
            unchanged.headers[name] = headers[name]
        return unchanged

    start, stop, status = 0, size, 200
    asked = _range_asked(request, size, etag)
    if asked is not None:
        start, stop = asked
        if start >= size or start >= stop:
            source.close()
            return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        status = 206
        headers = headers | {"Content-Range": f"bytes {start}-{stop - 1}/{size}"}
    headers = headers | {"Content-Length": str(stop - start)}
    if request.method == "HEAD":
        source.close()
        return HttpResponse(status=status, content_type=content_type, headers=headers)
    if stop - start <= SMALL:
        with source:
            body = b"".join(_pieces(source, start, stop))
        return HttpResponse(body, status=status, content_type=content_type, headers=headers)
    response = StreamingHttpResponse(
        _pieces(source, start, stop), status=status, content_type=content_type, headers=headers
    )
    response._resource_closers.append(source.close)  # type: ignore[attr-defined]  # as FileResponse does
    return response


def _range_asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The one range a request asks for, as (start, stop). Several ranges, or none that we read, mean the whole file."""
    match = _ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if first:
        return int(first), min(int(last) + 1, size) if last else size
    if last:
        return max(size - int(last), 0), size
    return None


def _pieces(source: Any, start: int, stop: int) -> Iterator[bytes]:
    source.seek(start)
    left = stop - start
    while left > 0:
        piece = source.read(min(CHUNK, left))
        if not piece:
            return
        left -= len(piece)
        yield piece
