"""Copying the parts of a picture file that draw it, and leaving those that talk.

Each function reads one container format by its own rules, keeps a fixed list of parts, and stops at the picture's end:
words, positions, thumbnails, and whatever somebody hid behind the end are not copied.
"""

import struct
import zlib


class BrokenPicture(ValueError):  # noqa: N818 - it reads as what the file is
    """Not a picture that we take: another kind of file, cut off, or with parts that contradict each other."""


PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD",
        b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ]
)  # fmt: skip
_WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04
_GIF_LOOP = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def png_without_words(data: bytes) -> bytes:
    if not data.startswith(PNG_START):
        raise BrokenPicture
    out = [PNG_START]
    at = len(PNG_START)
    while True:
        if at + 12 > len(data):
            raise BrokenPicture
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise BrokenPicture
        if kind in _PNG_KEPT:
            out.append(data[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(out)


def webp_without_words(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise BrokenPicture
    stop = 8 + struct.unpack_from("<I", data, 4)[0]
    if stop > len(data):
        raise BrokenPicture
    out = []
    at = 12
    while at + 8 <= stop:
        kind, (length,) = data[at : at + 4], struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length
        if end > stop:
            raise BrokenPicture
        body = data[at + 8 : end]
        if kind == b"VP8X" and body:
            body = bytes([body[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP)]) + body[1:]
        if kind in _WEBP_KEPT:
            out.append(kind + struct.pack("<I", length) + body + b"\0" * (length % 2))
        at = end + length % 2
    picture = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(picture)) + picture


def gif_without_words(data: bytes) -> bytes:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 13:
        raise BrokenPicture
    at = 13 + _colours(data[10])
    out = [data[:at]]
    while True:
        if at >= len(data):
            raise BrokenPicture
        kind = data[at]
        if kind == 0x3B:  # the end
            return b"".join([*out, b"\x3b"])
        if kind == 0x2C and at + 11 <= len(data):  # a frame: ten bytes, its colours, the size of its codes, its blocks
            end = _after_blocks(data, at + 11 + _colours(data[at + 9]))
            out.append(data[at:end])
        elif kind == 0x21 and at + 2 <= len(data):
            end = _after_blocks(data, at + 2)
            label, words = data[at + 1], data[at + 3 : at + 14]
            if label == 0xF9 or (label == 0xFF and words in _GIF_LOOP):
                out.append(data[at:end])
        else:
            raise BrokenPicture
        at = end


def _colours(flags: int) -> int:
    """The length of the colour table that these flags announce."""
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Where a chain of blocks, each led by its length, ends."""
    while at < len(data):
        length = data[at]
        at += 1 + length
        if length == 0:
            return at
    raise BrokenPicture
