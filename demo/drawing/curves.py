"""Lines that look drawn: rolling ground, smooth closed shapes, wavy edges."""

import math
from random import Random

from demo.drawing.canvas import Point


def rolling(random: Random, width: float, steps: int, roughness: float, octaves: int = 5) -> list[float]:
    """Heights between about -1 and 1 along a horizon; a higher roughness gives mountains, a lower one dunes."""
    heights = [0.0] * (steps + 1)
    reach, total = 1.0, 0.0
    for octave in range(octaves):
        turns = (2**octave) * (0.7 + random.random() * 0.6) * width
        shift = random.random() * math.tau
        bend = random.random() * math.tau
        for step in range(steps + 1):
            along = step / steps
            heights[step] += reach * math.sin(along * turns * math.tau + shift + 0.6 * math.sin(along * 3 + bend))
        total += reach
        reach *= roughness
    return [height / total for height in heights]


def blob(random: Random, x: float, y: float, radius: float, wobble: float = 0.25, lobes: int = 5) -> list[Point]:
    """A closed soft shape around a point."""
    shifts = [(random.random() * math.tau, random.uniform(0.4, 1.0)) for _ in range(lobes)]
    points: list[Point] = []
    for step in range(120):
        angle = step / 120 * math.tau
        swing = sum(share * math.sin((n + 1) * angle + shift) / (n + 1.5) for n, (shift, share) in enumerate(shifts))
        reach = radius * (1 + wobble * swing)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def leaf(x: float, y: float, length: float, width: float, angle: float) -> list[Point]:
    """A pointed leaf from its stem outwards."""
    sides: list[Point] = []
    for step in range(41):
        along = step / 40
        sides.append((along * length, width * math.sin(math.pi * along**0.8)))
    sides += [(along, -across) for along, across in reversed(sides[1:-1])]
    return turned(sides, angle, x, y)


def turned(points: list[Point], angle: float, x: float, y: float) -> list[Point]:
    """The shape rotated around its origin and moved there."""
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def smooth(points: list[Point], rounds: int = 3, closed: bool = False) -> list[Point]:
    """Corners cut until the line flows (Chaikin); an open line keeps its ends."""
    for _ in range(rounds):
        cut: list[Point] = [] if closed else [points[0]]
        following = points[1:] + points[:1] if closed else points[1:]
        for (ax, ay), (bx, by) in zip(points, following, strict=False):
            cut.append((ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25))
            cut.append((ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75))
        if not closed:
            cut.append(points[-1])
        points = cut
    return points
