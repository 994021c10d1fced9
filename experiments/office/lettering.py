"""How much room text takes: lines of a paragraph and the largest size that fits a box, estimated without any font.

Widths are those of Arial, which Liberation Sans shares and Calibri stays below, in parts of the size of the letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

POINTS_PER_INCH = 72
LINE = 1.2                  # height of a line in sizes of its letters
BETWEEN = 0.4               # room after a paragraph in sizes of its letters
SMALLEST, LARGEST = 14, 28  # points: what can be read in a meeting room, and a title
WIDTHS = {
    "ijl'|": 0.22, " .,:;!ftI/\\\u00a0[]·": 0.28, "r()-`‹›„“": 0.34, "ckvxyszJ": 0.5, "m": 0.84, "w": 0.72,
    "MW%": 0.9, "ABEKPSVXY&": 0.67, "CDHNRUÄÜ": 0.73, "GOQÖ": 0.78, "FTZL": 0.61, "—→": 1.0,
}  # fmt: skip
OTHER = 0.556               # digits and most small letters
WIDTH_OF = {letter: width for letters, width in WIDTHS.items() for letter in letters}


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide: left, top, width, height, in inches."""

    left: float
    top: float
    width: float
    height: float


def width_of(text: str, size: float) -> float:
    """Return how wide a text is, in inches.

    Args:
        text: without line breaks.
        size: of the letters, in points.
    """
    return sum(WIDTH_OF.get(letter, OTHER) for letter in text) * size / POINTS_PER_INCH


def lines_of(text: str, size: float, width: float) -> int:
    """Return into how many lines a paragraph breaks; a word wider than the line breaks anywhere."""
    lines, used, space = 1, 0.0, width_of(" ", size)
    for word in text.split(" "):
        wide = width_of(word, size)
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        lines += int(wide // width)
        used += wide % width + (space if used else 0.0)
    return lines


def height_of(paragraphs: Sequence[str], size: float, width: float) -> float:
    """Return how high paragraphs are, in inches, with the room between them."""
    lines = sum(lines_of(one, size, width) for one in paragraphs)
    return (lines * LINE + max(0, len(paragraphs) - 1) * BETWEEN) * size / POINTS_PER_INCH


def fitted(paragraphs: Sequence[str], box: Box, largest: int) -> tuple[list[str], int]:
    """Return paragraphs and the largest size at which they fit; what does not fit at 14 points is cut, and shows it.

    Args:
        paragraphs: without line breaks.
        box: the room there is.
        largest: the size wanted, in points.
    """
    for size in range(largest, SMALLEST, -1):
        if height_of(paragraphs, size, box.width) <= box.height:
            return list(paragraphs), size
    kept = list(paragraphs)
    while height_of(kept, SMALLEST, box.width) > box.height:
        last = kept.pop().removesuffix(" …").rpartition(" ")[0]
        kept += [f"{last} …"] if last else []
        if not kept:
            break
    return kept, SMALLEST
