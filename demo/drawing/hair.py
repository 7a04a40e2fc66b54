"""Hair, scarves and hats: what falls behind the head first, what lies over the forehead last."""

from typing import TYPE_CHECKING

from demo.drawing.canvas import Canvas, Point
from demo.drawing.colour import mix, oklch
from demo.drawing.curves import smooth

if TYPE_CHECKING:
    from demo.drawing.faces import Head

# Half outlines from the middle of the forehead outwards and back over the top; mirrored when drawn.
_CAPS: dict[str, tuple[Point, ...]] = {
    "short": (
        (0, -0.66),
        (0.5, -0.7),
        (0.8, -0.5),
        (0.9, -0.16),
        (1.04, -0.14),
        (1.1, -0.6),
        (0.78, -1.12),
        (0, -1.22),
    ),
    "crop": (
        (0, -0.74),
        (0.52, -0.76),
        (0.84, -0.5),
        (0.93, -0.22),
        (1.02, -0.2),
        (1.03, -0.6),
        (0.72, -1.05),
        (0, -1.1),
    ),
    "receding": (
        (0, -0.98),
        (0.5, -0.94),
        (0.82, -0.62),
        (0.93, -0.18),
        (1.05, -0.12),
        (1.06, -0.62),
        (0.7, -1.05),
        (0, -1.04),
    ),
    "fringe": (
        (0, -0.36),
        (0.46, -0.36),
        (0.86, -0.3),
        (0.93, 0.1),
        (1.1, 0.12),
        (1.14, -0.6),
        (0.8, -1.12),
        (0, -1.2),
    ),
    "middle": (
        (0, -0.9),
        (0.36, -0.7),
        (0.78, -0.34),
        (0.94, 0.16),
        (1.1, 0.2),
        (1.12, -0.6),
        (0.76, -1.1),
        (0, -1.14),
    ),
    "tied": (
        (0, -0.8),
        (0.5, -0.7),
        (0.84, -0.4),
        (0.95, -0.04),
        (1.03, -0.06),
        (1.05, -0.62),
        (0.72, -1.06),
        (0, -1.12),
    ),
}
_BEHIND: dict[str, tuple[Point, ...]] = {
    "long": ((0, -1.22), (0.82, -1.1), (1.2, -0.5), (1.26, 0.3), (1.34, 1.1), (1.2, 1.5), (0.6, 1.52), (0, 1.5)),
    "bob": ((0, -1.2), (0.84, -1.1), (1.2, -0.5), (1.28, 0.2), (1.22, 0.78), (0.9, 0.88), (0.5, 0.8), (0, 0.8)),
    "wavy": (
        (0, -1.2),
        (0.86, -1.08),
        (1.24, -0.5),
        (1.2, -0.1),
        (1.4, 0.3),
        (1.28, 0.7),
        (1.42, 1.1),
        (1.1, 1.4),
        (0, 1.3),
    ),
}
_STYLES: dict[str, tuple[str, str]] = {
    "short": ("short", ""),
    "side": ("side", ""),
    "crop": ("crop", ""),
    "receding": ("receding", ""),
    "fringe-bob": ("fringe", "bob"),
    "bob": ("middle", "bob"),
    "long": ("middle", "long"),
    "wavy": ("middle", "wavy"),
    "fringe-long": ("fringe", "long"),
    "bun": ("tied", "bun"),
    "tail": ("tied", "tail"),
    "afro": ("crop", "afro"),
    "curls": ("curls", "curls"),
    "braids": ("tied", "braids"),
    "bald": ("", ""),
    "hijab": ("hijab", "hijab"),
    "wrap": ("wrap", ""),
    "cap": ("cap", ""),
    "beanie": ("beanie", ""),
}


def _mirrored(head: "Head", half: tuple[Point, ...]) -> list[Point]:
    right = [head.at(across, down) for across, down in half]
    left = [head.at(-across, down) for across, down in reversed(half) if across]
    return smooth(right + left, 3, closed=True)


def draw_hair_behind(canvas: Canvas, head: "Head", style: str, hue: float) -> None:
    behind = _STYLES[style][1]
    dark = mix(head.hair, (0, 0, 0), 0.22)
    if behind in _BEHIND:
        canvas.polygon(_mirrored(head, _BEHIND[behind]), dark)
    elif behind == "bun":
        x, y = head.at(0, -1.24)
        canvas.disc(x, y, 44, dark)
        canvas.disc(x - 6, y - 6, 34, head.hair)
    elif behind == "tail":
        canvas.polygon(
            _side(head, ((0.5, -0.9), (1.36, -0.6), (1.52, 0.3), (1.3, 1.1), (1.12, 0.5), (1.0, -0.3))), dark
        )
    elif behind == "afro":
        for across, down, size in ((0, -0.78, 1.22), (-0.72, -0.42, 0.82), (0.72, -0.42, 0.82)):
            x, y = head.at(across, down)
            canvas.disc(x, y, head.wide * size * 0.86, head.hair)
    elif behind == "curls":
        for across, down in (
            (-1.0, -0.6),
            (1.0, -0.6),
            (-1.16, -0.1),
            (1.16, -0.1),
            (-1.14, 0.4),
            (1.14, 0.4),
            (-0.6, -1.0),
            (0.6, -1.0),
            (0, -1.1),
        ):
            x, y = head.at(across, down)
            canvas.disc(x, y, 40, dark)
    elif behind == "braids":
        for side in (-1, 1):
            for knot in range(7):
                x, y = head.at(side * (1.02 + 0.05 * (knot % 2)), 0.1 + knot * 0.22)
                canvas.ellipse(x, y, 16, 18, dark if knot % 2 else head.hair)
    elif behind == "hijab":
        cloth = oklch(0.5, 0.09, hue + 30)
        half = ((0, -1.26), (0.86, -1.14), (1.26, -0.5), (1.28, 0.4), (1.34, 1.2), (1.7, 1.7), (0, 1.9))
        canvas.polygon(_mirrored(head, half), mix(cloth, (0, 0, 0), 0.15))


def _side(head: "Head", points: tuple[Point, ...]) -> list[Point]:
    return smooth([head.at(across, down) for across, down in points], 3, closed=True)


def draw_hair_before(canvas: Canvas, head: "Head", style: str, hue: float) -> None:
    cap = _STYLES[style][0]
    shine = mix(head.hair, (255, 255, 255), 0.16)
    if cap in _CAPS:
        canvas.polygon(_mirrored(head, _CAPS[cap]), head.hair)
        if cap in ("short", "middle", "tied", "fringe"):
            canvas.line(smooth([head.at(-0.7, -0.66), head.at(-0.5, -0.96), head.at(-0.1, -1.06)], 3), shine, 5)
        if cap == "middle":
            canvas.line([head.at(0, -0.9), head.at(0, -1.12)], mix(head.hair, (0, 0, 0), 0.35), 2.6)
    elif cap == "side":
        swept = (
            (-0.98, -0.14),
            (-0.9, -0.56),
            (-0.52, -0.66),
            (0.1, -0.86),
            (0.72, -0.62),
            (0.93, -0.14),
            (1.06, -0.14),
        )
        canvas.polygon(
            _side(
                head, (*swept, (1.1, -0.66), (0.72, -1.16), (-0.2, -1.3), (-0.9, -1.06), (-1.1, -0.6), (-1.06, -0.12))
            ),
            head.hair,
        )
        canvas.line(smooth([head.at(0.02, -0.9), head.at(0.4, -1.02), head.at(0.78, -0.8)], 3), shine, 5)
    elif cap == "curls":
        for number in range(13):
            across = -1.0 + number / 6
            x, y = head.at(across, -0.78 - 0.26 * (1 - across * across) + 0.05 * (number % 2))
            canvas.disc(x, y, 31, head.hair if number % 3 else shine)
        for number in range(7):
            across = -0.72 + number * 0.24
            canvas.disc(*head.at(across, -1.06), 30, head.hair)
    elif cap == "hijab":
        _draw_scarf(canvas, head, hue)
    elif cap == "wrap":
        _draw_wrap(canvas, head, hue)
    elif cap in ("cap", "beanie"):
        _draw_hat(canvas, head, hue, cap)


def _draw_scarf(canvas: Canvas, head: "Head", hue: float) -> None:
    """A scarf around the face: a ring of cloth with a fold under the chin."""
    cloth = oklch(0.58, 0.1, hue + 30)
    outer = _mirrored(head, ((0, -1.24), (0.84, -1.1), (1.2, -0.5), (1.2, 0.3), (1.0, 0.96), (0.6, 1.3), (0, 1.36)))
    inner = _mirrored(
        head, ((0, -0.74), (0.56, -0.68), (0.84, -0.3), (0.88, 0.24), (0.7, 0.74), (0.36, 1.0), (0, 1.04))
    )
    start = max(range(len(inner)), key=lambda index: -inner[index][1])
    begin = max(range(len(outer)), key=lambda index: -outer[index][1])
    ring = outer[begin:] + outer[: begin + 1] + [*reversed(inner[start:] + inner[: start + 1])][::1]
    canvas.polygon(ring, cloth)
    fold = mix(cloth, (0, 0, 0), 0.2)
    canvas.line(smooth([head.at(0.78, 0.66), head.at(0.3, 1.2), head.at(-0.6, 1.36)], 3), fold, 4)
    canvas.line(smooth([head.at(-0.9, 0.6), head.at(-0.5, 1.14), head.at(0.2, 1.4), head.at(0.9, 1.56)], 3), fold, 4)
    canvas.line(
        smooth([head.at(-0.8, -0.72), head.at(-0.3, -1.0), head.at(0.4, -1.0)], 3), mix(cloth, (255, 255, 255), 0.2), 4
    )


def _draw_wrap(canvas: Canvas, head: "Head", hue: float) -> None:
    cloth, other = oklch(0.6, 0.14, hue + 180), oklch(0.75, 0.14, hue + 210)
    shape = _mirrored(
        head, ((0, -0.6), (0.6, -0.6), (0.98, -0.36), (1.1, -0.5), (1.08, -1.05), (0.7, -1.42), (0, -1.46))
    )
    canvas.polygon(shape, cloth)
    for number in range(4):
        shift = number * 0.2
        canvas.line(
            smooth([head.at(-1.02, -0.5 - shift), head.at(0, -0.76 - shift * 0.9), head.at(1.02, -0.52 - shift)], 3),
            other,
            5,
        )
    canvas.ellipse(*head.at(0.34, -1.42), 30, 22, cloth)
    canvas.ellipse(*head.at(0.62, -1.5), 26, 18, other)


def _draw_hat(canvas: Canvas, head: "Head", hue: float, kind: str) -> None:
    cloth = oklch(0.48, 0.11, hue + 160)
    dome = ((0, -0.52), (0.6, -0.54), (1.06, -0.46), (1.1, -0.72), (0.86, -1.14), (0, -1.3))
    canvas.polygon(_mirrored(head, dome), cloth)
    if kind == "cap":
        canvas.polygon(
            _side(head, ((-1.0, -0.56), (0, -0.74), (1.0, -0.56), (1.16, -0.38), (0, -0.5), (-1.16, -0.38))),
            mix(cloth, (0, 0, 0), 0.3),
        )
        canvas.disc(*head.at(0, -1.3), 7, mix(cloth, (0, 0, 0), 0.3))
        return
    canvas.polygon(
        _side(head, ((-1.12, -0.72), (0, -0.86), (1.12, -0.72), (1.1, -0.4), (0, -0.5), (-1.1, -0.4))),
        mix(cloth, (255, 255, 255), 0.18),
    )
    for number in range(11):
        x, y = head.at(-1.0 + number * 0.2, -0.62)
        canvas.line([(x, y - 16), (x, y + 16)], cloth, 3)
