"""Numbers as people write them, in German or English; what can be read in two ways is refused, not guessed."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[\s\u00a0\u2009\u202f']")
_UNIT = re.compile(r"%|€|EUR\b", re.IGNORECASE)
_PLAIN = re.compile(r"[-+]?\d+")
_GROUPED = r"[-+]?[1-9]\d{{0,2}}(?:{0}\d{{3}})+"
_RANGE = re.compile(r"(?P<low>[^–-]+?)\s*(?:–|-|\bbis\b|\bto\b)\s*(?P<high>[^–-]+)")


def number(text: str) -> float:
    """Return the number that a text says.

    Raises:
        ValueError: if it says none, or may say two.
    """
    bare = _SPACE.sub("", _UNIT.sub("", text)).replace("−", "-")
    for decimal, group in ((",", "."), (".", ",")):
        whole, found, part = bare.rpartition(decimal)
        grouped = re.compile(_GROUPED.format(re.escape(group)))
        if found and part.isascii() and part.isdecimal() and (_PLAIN.fullmatch(whole) or grouped.fullmatch(whole)):
            _refuse_ambiguous(text, whole, part, is_single=bare.count(group) == 0)
            return float(whole.replace(group, "") + "." + part)
        if grouped.fullmatch(bare) and bare.count(group) > 1:
            return float(bare.replace(group, ""))
    if not (_PLAIN.fullmatch(bare) and bare.isascii()):
        raise ValueError(f"must be a number, found '{text.strip()[:40]}'")
    return float(bare)


def _refuse_ambiguous(text: str, whole: str, part: str, *, is_single: bool) -> None:
    if is_single and len(part) == 3 and re.fullmatch(r"[-+]?[1-9]\d{0,2}", whole):
        hint = f"write {whole}{part}, or {whole}.{part}0"
        raise ValueError(f"'{text.strip()}' may mean {whole}{part} or {whole}.{part}; {hint}")


def span(text: str) -> tuple[float, float | None, float | None]:
    """Return a number, or the middle and the ends of a range such as 12–15.

    Raises:
        ValueError: if it is neither, or the range runs backwards.
    """
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return number(text), None, None
    low, high = number(found["low"]), number(found["high"])
    if not low < high:
        raise ValueError(f"a range runs from the lower to the higher end, found '{text.strip()}'")
    return (low + high) / 2, low, high
