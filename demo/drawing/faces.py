"""Portraits: one calm way of drawing, and enough differences that colleagues know each other.

Measures are shares of the head's height around its middle, so every part follows the head it sits on.
"""

import math
from dataclasses import dataclass
from random import Random

from PIL import Image

from demo.drawing.canvas import Canvas, Point
from demo.drawing.colour import Rgb, mix, oklch
from demo.drawing.curves import smooth
from demo.drawing.hair import draw_hair_before, draw_hair_behind

FACE_SIZE = (480, 480)
SKINS: tuple[Rgb, ...] = (
    (250, 221, 200),
    (243, 205, 176),
    (230, 184, 149),
    (212, 160, 120),
    (186, 130, 91),
    (153, 102, 69),
    (120, 77, 52),
    (91, 58, 42),
)
HAIRS: dict[str, Rgb] = {
    "black": (38, 32, 34),
    "brown": (84, 55, 40),
    "chestnut": (124, 74, 46),
    "auburn": (156, 80, 45),
    "blond": (214, 172, 108),
    "grey": (158, 156, 156),
    "white": (226, 223, 219),
}


@dataclass(frozen=True)
class Look:
    """What makes a face this face; everything left out is decided by its seed."""

    skin: int
    hair: str = "short"
    hair_colour: str = "black"
    beard: str = ""
    glasses: str = ""
    clothes: str = "crew"
    hue: float = 220
    age: int = 1
    shape: float = 0.5
    earrings: bool = False
    smile: float = 0.5


@dataclass(frozen=True)
class Head:
    """Where the head sits on the sheet, and the colours that its parts share."""

    x: float
    y: float
    wide: float
    tall: float
    jaw: float
    skin: Rgb
    hair: Rgb

    @property
    def shade(self) -> Rgb:
        return mix(self.skin, (110, 40, 40), 0.2)

    @property
    def line(self) -> Rgb:
        return mix(self.skin, (50, 18, 20), 0.55)

    def at(self, across: float, down: float) -> Point:
        return self.x + across * self.wide, self.y + down * self.tall


def draw_face(look: Look, seed: int) -> Image.Image:
    random = Random(f"face {seed}")
    canvas = Canvas(FACE_SIZE, (255, 255, 255))
    ground = oklch(0.86, 0.06, (look.hue + 150 + random.uniform(-40, 40)) % 360)
    canvas.gradient(mix(ground, (255, 255, 255), 0.25), mix(ground, (40, 40, 70), 0.12))
    canvas.disc(240, 250, 205, mix(ground, (255, 255, 255), 0.3))
    head = Head(
        x=240 + random.uniform(-5, 5),
        y=212 + random.uniform(-5, 4),
        wide=92 + 16 * look.shape + random.uniform(-3, 3),
        tall=124 + random.uniform(-5, 6),
        jaw=0.62 + 0.26 * look.shape,
        skin=SKINS[look.skin],
        hair=HAIRS[look.hair_colour],
    )
    draw_hair_behind(canvas, head, look.hair, look.hue)
    _shoulders(canvas, head, look)
    _neck(canvas, head, look)
    _ears(canvas, head, look)
    canvas.polygon(outline(head), head.skin)
    _cheeks(canvas, head, look)
    if look.beard:
        _beard(canvas, head, look)
    _eyes(canvas, head, look, random)
    _nose(canvas, head, random)
    _mouth(canvas, head, look)
    if look.age >= 2:
        _lines(canvas, head, look.age)
    draw_hair_before(canvas, head, look.hair, look.hue)
    if look.glasses:
        _glasses(canvas, head, look)
    return canvas.finish(random, FACE_SIZE, grain=5)


def outline(head: Head) -> list[Point]:
    """The face: round above, narrowing to the chin as much as the jaw allows."""
    half: list[Point] = [
        (0, -1.0),
        (0.45, -0.98),
        (0.86, -0.72),
        (1.0, -0.25),
        (0.98, 0.2),
        (0.9, 0.52),
        (head.jaw * 0.86, 0.8),
        (head.jaw * 0.48, 0.98),
        (0, 1.02),
    ]
    right = [head.at(across, down) for across, down in half]
    left = [head.at(-across, down) for across, down in reversed(half[1:-1])]
    return smooth(right + left, 3, closed=True)


def _shoulders(canvas: Canvas, head: Head, look: Look) -> None:
    cloth = oklch(0.5, 0.1, look.hue)
    if look.clothes in ("shirt", "vest"):
        cloth = oklch(0.78, 0.05, look.hue)
    if look.clothes == "jacket":
        cloth = oklch(0.34, 0.05, look.hue)
    edge: list[Point] = [
        (20, 500),
        (38, 428),
        (84, 392),
        (150, 374),
        (190, 352),
        (290, 352),
        (330, 374),
        (396, 392),
        (442, 428),
        (460, 500),
    ]
    body = smooth(edge, 3)
    canvas.polygon(body, cloth)
    fold = mix(cloth, (0, 0, 0), 0.16)
    canvas.line([(102, 500), (112, 452), (108, 424)], fold, 4)
    canvas.line([(378, 500), (368, 452), (372, 424)], fold, 4)
    if look.clothes == "vest":
        vest = oklch(0.42, 0.09, look.hue)
        canvas.polygon(
            smooth([(60, 500), (92, 412), (176, 366), (240, 490), (304, 366), (388, 412), (420, 500)], 2), vest
        )
    if look.clothes == "hivis":
        vest = oklch(0.86, 0.18, 110)
        canvas.polygon([(70, 500), (100, 404), (178, 364), (226, 500)], vest)
        canvas.polygon([(410, 500), (380, 404), (302, 364), (254, 500)], vest)
        for left, right in (((116, 420), (132, 500)), ((364, 420), (348, 500))):
            canvas.line([left, right], (214, 216, 214), 17)


def _neck(canvas: Canvas, head: Head, look: Look) -> None:
    x, chin = head.x, head.y + head.tall
    half = head.wide * 0.47
    neck: list[Point] = [(x - half, chin - 52), (x + half, chin - 52), (x + half + 4, 372), (x + half + 26, 384)]
    canvas.polygon(smooth([*neck, (x, 424), (x - half - 26, 384), (x - half - 4, 372)], 2, closed=True), head.skin)
    shadow = [(x - half, chin - 40), (x + half, chin - 40), (x + half, chin + 6), (x, chin + 34), (x - half, chin + 6)]
    canvas.polygon(smooth(shadow, 2, closed=True), head.shade)
    cloth = oklch(0.5, 0.1, look.hue)
    light = mix(cloth, (255, 255, 255), 0.22)
    if look.clothes == "crew":
        canvas.line(_bow(x, 380, half + 24, 40), light, 11)
    elif look.clothes == "roll":
        canvas.box(x - half - 34, 374, x + half + 34, 432, mix(light, (0, 0, 0), 0.12), 18)
        canvas.box(x - half - 12, chin + 8, x + half + 12, 404, light, 18)
        canvas.box(x - half - 12, chin + 24, x + half + 12, chin + 28, mix(light, (0, 0, 0), 0.15))
    elif look.clothes in ("shirt", "vest", "hivis", "jacket"):
        collar = oklch(0.93, 0.02, look.hue) if look.clothes == "jacket" else oklch(0.86, 0.05, look.hue)
        canvas.polygon([(x - half - 22, 366), (x - half - 30, 398), (x - 22, 446), (x, 420)], collar)
        canvas.polygon([(x + half + 22, 366), (x + half + 30, 398), (x + 22, 446), (x, 420)], collar)
        canvas.line([(x, 424), (x, 500)], mix(collar, (0, 0, 0), 0.22), 3)
    if look.clothes == "jacket":
        lapel = oklch(0.28, 0.05, look.hue)
        canvas.polygon([(x - half - 32, 372), (x - half - 72, 402), (x - 30, 500), (x - 4, 500)], lapel)
        canvas.polygon([(x + half + 32, 372), (x + half + 72, 402), (x + 30, 500), (x + 4, 500)], lapel)


def _bow(x: float, y: float, half: float, depth: float) -> list[Point]:
    return [(x + half * math.cos(a), y + depth * math.sin(a)) for a in (step / 24 * math.pi for step in range(25))]


def _ears(canvas: Canvas, head: Head, look: Look) -> None:
    if look.hair in ("hijab", "wrap-full"):
        return
    for side in (-1, 1):
        x, y = head.at(side * 1.0, 0.08)
        canvas.ellipse(x, y, 15, 25, mix(head.skin, head.shade, 0.35))
        canvas.ellipse(x + side * 1.5, y + 1, 8, 15, head.shade)
        if look.earrings:
            canvas.disc(x + side * 2, y + 30, 6.5, oklch(0.82, 0.13, 85))


def _cheeks(canvas: Canvas, head: Head, look: Look) -> None:
    warm = mix(head.skin, (222, 84, 70), 0.5)
    for side in (-1, 1):
        canvas.glow(*head.at(side * 0.58, 0.36), 46, warm, 0.36)
    canvas.glow(*head.at(-0.42, -0.5), 70, mix(head.skin, (255, 255, 255), 0.5), 0.28)


def _eyes(canvas: Canvas, head: Head, look: Look, random: Random) -> None:
    apart = 0.41 + random.uniform(-0.015, 0.03)
    iris = random.choice(((58, 38, 30), (70, 46, 34), (46, 34, 30)))
    if look.hair_colour in ("blond", "auburn", "grey", "white") and look.skin < 3:
        iris = random.choice(((84, 112, 120), (92, 106, 74), (86, 70, 50)))
    brow = (
        mix(head.hair, (60, 45, 40), 0.25)
        if look.hair_colour not in ("white", "grey")
        else mix(head.hair, (90, 80, 80), 0.4)
    )
    lift = random.uniform(-0.02, 0.02)
    for side in (-1, 1):
        x, y = head.at(side * apart, -0.03)
        canvas.ellipse(x, y, 17, 11.5, (252, 250, 246))
        canvas.disc(x + 0.5, y + 0.5, 9.6, iris)
        canvas.disc(x + 0.5, y + 0.5, 5, (20, 16, 18))
        canvas.disc(x + 4, y - 3.5, 2.6, (255, 255, 255))
        lid = [
            (x + 19 * math.cos(a), y + 1 - 13.5 * math.sin(a)) for a in (0.06 + step / 16 * 3.02 for step in range(17))
        ]
        canvas.polygon([*lid, (x - 19, y - 16), (x + 19, y - 16)], head.skin)
        canvas.line(lid, mix(head.line, (20, 10, 10), 0.55), 3.4)
        bx, by = head.at(side * apart, -0.27 + lift)
        arch: list[Point] = [(bx - side * 23, by + 5), (bx, by - 6), (bx + side * 25, by + 3)]
        canvas.line(smooth(arch, 2), brow, 6.5 if look.beard else 5.2)


def _nose(canvas: Canvas, head: Head, random: Random) -> None:
    length, wide = random.uniform(0.3, 0.37), random.uniform(10, 15)
    x, y = head.at(0.0, length)
    bridge: list[Point] = [
        head.at(0.07, 0.02),
        head.at(0.11, 0.17),
        (x + wide, y - 4),
        (x + wide * 0.6, y + 5),
        (x - wide * 0.7, y + 4),
    ]
    canvas.line(smooth(bridge, 3), mix(head.skin, head.line, 0.62), 3.6)


def _mouth(canvas: Canvas, head: Head, look: Look) -> None:
    x, y = head.at(0.0, 0.6)
    half, bend = 25 + 11 * look.smile, 3 + 14 * look.smile
    dark_skin = sum(head.skin) < 330
    lips = mix(head.skin, (205, 98, 98), 0.62) if dark_skin else mix(head.skin, (176, 52, 58), 0.55)
    curve = [(x + half * share, y + bend * (1 - share * share)) for share in (step / 10 - 1 for step in range(21))]
    if look.smile > 0.72:
        lower = [(px, y + (bend * 1.95) * (1 - ((px - x) / half) ** 2)) for px, _ in reversed(curve)]
        upper = [(px, y + 2 + bend * 0.25 * (1 - ((px - x) / half) ** 2)) for px, _ in curve]
        canvas.polygon([*upper, *lower], (252, 249, 245))
        canvas.line(upper, mix(lips, (70, 16, 20), 0.4), 3.4)
        canvas.line(lower, lips, 4.4)
    else:
        lower = [(px, y + (bend + 8) * (1 - ((px - x) / half) ** 2)) for px, _ in reversed(curve)]
        canvas.polygon([*curve, *lower], lips)
        canvas.line(curve, mix(lips, (60, 14, 18), 0.55), 3.6)


def _beard(canvas: Canvas, head: Head, look: Look) -> None:
    colour = head.hair
    if look.beard == "stubble":
        colour = mix(head.skin, head.hair, 0.3)
    low = 1.2 if look.beard == "full" else 1.06
    jaw: list[Point] = [
        (0.99, 0.1),
        (0.97, 0.42),
        (head.jaw * 1.04, 0.78),
        (head.jaw * 0.6, low - 0.06),
        (0, low),
    ]
    inner: list[Point] = [(0.0, 0.44), (0.36, 0.42), (0.52, 0.5), (0.76, 0.34), (0.86, 0.1)]
    if look.beard == "goatee":
        jaw = [(0.4, 0.5), (0.42, 0.78), (0.3, low - 0.05), (0, low)]
        inner = [(0, 0.44), (0.34, 0.44)]
    if look.beard == "moustache":
        jaw = [(0.46, 0.56), (0.3, 0.56), (0, 0.53)]
        inner = [(0, 0.43), (0.28, 0.44)]
    side = [*inner, *jaw]
    right = [head.at(across, down) for across, down in side]
    left = [head.at(-across, down) for across, down in reversed(side)]
    canvas.polygon(smooth(right + left, 2, closed=True), colour)


def _lines(canvas: Canvas, head: Head, age: int) -> None:
    faint = mix(head.skin, head.line, 0.42)
    for side in (-1, 1):
        canvas.line(
            smooth([head.at(side * 0.3, 0.4), head.at(side * 0.47, 0.5), head.at(side * 0.5, 0.63)], 2), faint, 2.6
        )
        canvas.line([head.at(side * 0.66, -0.04), head.at(side * 0.78, -0.08)], faint, 2.4)
        canvas.line([head.at(side * 0.66, 0.02), head.at(side * 0.78, 0.04)], faint, 2.4)
    if age >= 3:
        canvas.line(smooth([head.at(-0.34, -0.56), head.at(0, -0.59), head.at(0.34, -0.56)], 2), faint, 2.4)


def _glasses(canvas: Canvas, head: Head, look: Look) -> None:
    frame = {
        "round": (40, 36, 40),
        "square": (60, 34, 30),
        "thin": (160, 132, 76),
        "bold": oklch(0.45, 0.15, look.hue),
    }[look.glasses]
    width = {"round": 4.6, "square": 5.0, "thin": 2.6, "bold": 7.0}[look.glasses]
    reach = 31
    for side in (-1, 1):
        x, y = head.at(side * 0.42, -0.01)
        if look.glasses in ("square", "bold"):
            corners: list[Point] = [
                (x - reach, y - 20),
                (x + reach, y - 22),
                (x + reach - 4, y + 21),
                (x - reach + 4, y + 21),
            ]
            rim = smooth(corners, 2, closed=True)
            canvas.line([*rim, rim[0], rim[1]], frame, width)
        else:
            canvas.ring(x, y, reach - 2, frame, width)
        canvas.line([(x - side * (reach - 3), y - 5), (head.x, y - 9)], frame, width)
        canvas.line([(x + side * (reach - 3), y - 6), head.at(side * 1.0, -0.02)], frame, width)
        canvas.line([(x - 14, y + 9), (x - 4, y - 10)], mix(head.skin, (255, 255, 255), 0.62), 2.6)
