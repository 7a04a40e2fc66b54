"""The sizes in which readers meet pictures: a fixed few, so that nobody can ask a server for a million renditions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from .models import Picture


@dataclass(frozen=True)
class Size:
    """A named size. ``height`` is None where the picture keeps its own proportions."""

    name: str
    width: int
    height: int | None = None

    @property
    def filter_spec(self) -> str:
        shape = f"fill-{self.width}x{self.height}" if self.height else f"width-{self.width}"
        return f"{shape}|format-webp"


SIZES = {
    size.name: size
    for size in (
        Size("row", 480, 360),
        Size("card", 640, 360),
        Size("small", 480),
        Size("medium", 960),
        Size("large", 1600),
    )
}


@dataclass(frozen=True)
class ShownPicture:
    """What a template needs to draw a picture: address, size in pixels, words for those who cannot see it."""

    url: str
    width: int
    height: int
    alt: str
    srcset: str = ""


def address(picture: "Picture", size: Size) -> str:
    return reverse("library:picture", args=[picture.key, size.name])


def shown_at(picture: "Picture", size: Size, *, alt: str) -> ShownPicture:
    if size.height:
        return ShownPicture(address(picture, size), size.width, size.height, alt)
    # Willow never enlarges: a small original is shown at its own width.
    width = min(size.width, picture.width)
    height = max(1, round(picture.height * width / picture.width))
    steps = [step for step in (SIZES["small"], SIZES["medium"], SIZES["large"]) if step.width <= size.width]
    srcset = ", ".join(f"{address(picture, step)} {min(step.width, picture.width)}w" for step in steps)
    return ShownPicture(address(picture, size), width, height, alt, srcset)
