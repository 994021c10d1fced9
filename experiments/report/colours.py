"""Colours of the report, for light and dark pages: every strategy keeps its own, none is green or red."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Text tokens keep a contrast of at least 4.5 to 1 on `page` and on `panel`, lines at least 3 to 1; a test works it out.
LIGHT = {
    "page": "#ffffff",
    "panel": "#f5f7f9",
    "ink": "#18212b",
    "muted": "#56616e",
    "rule": "#d9dfe5",
    "grid": "#e7ebef",
    "axis": "#8b96a3",
    "level": "#b9c2cc",
    "ribbon": "#d4dbe2",
    "notice": "#fff6e3",
    "notice_rule": "#b98a1d",
}
DARK = {
    "page": "#11161c",
    "panel": "#19202a",
    "ink": "#e8edf2",
    "muted": "#a3afbc",
    "rule": "#313b47",
    "grid": "#28313c",
    "axis": "#6d7986",
    "level": "#566270",
    "ribbon": "#36414d",
    "notice": "#2a2415",
    "notice_rule": "#d3a94a",
}

HUES = {
    "blue": ("#1d62ad", "#7db4f2"),
    "orange": ("#b35309", "#f3a04f"),
    "violet": ("#7345ab", "#bd9cf0"),
    "cyan": ("#0b7689", "#5fcbdd"),
    "magenta": ("#ae3b8e", "#f08fd2"),
    "gold": ("#866600", "#dcc04a"),
    "slate": ("#4f5f70", "#b3c1cf"),
    "indigo": ("#4445b8", "#a5a8ff"),
    "brown": ("#7a4b2d", "#d6a784"),
    "sky": ("#2680bd", "#93d6ff"),
    "plum": ("#84506f", "#dcabc8"),
}
REFERENCE_DASH = "dash"
DASHES = ("solid", "dot", "dashdot", "longdash", "longdashdot")

CHANGED = "+"       # ends the id of a strategy some of whose levers were moved

# A shipped strategy has the same colour in every report.
PRESETS = {
    "product_centric": "orange",
    "customer_centric": "blue",
    "just_nice": "gold",
    "lip_service": "magenta",
    "bot_first": "cyan",
    "data_harvester": "brown",
    "loyalty_card": "plum",
    "tech_only": "slate",
    "human_touch": "violet",
    "transparent_dialogue": "sky",
    "hybrid": "indigo",
    "status_quo": "slate",
}


def hues(arms: Sequence[str]) -> dict[str, str]:
    """Give each arm a hue of its own: shipped strategies (moved or not) their usual one, others the next free one."""
    given: dict[str, str] = {}
    for arm in arms:
        usual = PRESETS.get(arm.rstrip(CHANGED))
        if usual is not None and usual not in given.values():
            given[arm] = usual
    free = [hue for hue in HUES if hue not in given.values()]
    for arm in arms:
        if arm not in given:
            given[arm] = free.pop(0) if free else "slate"
    return {arm: given[arm] for arm in arms}


def light(hue: str) -> str:
    """Return the hue's colour on a light page."""
    return HUES[hue][0]


def faint(colour: str, opacity: float) -> str:
    """Return a translucent form of a colour, as charts understand it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def dark(colour: str, *, ground: str = "page") -> str:
    """Return the counterpart on a dark page of a colour of a light one, however translucent; on a card, white is the
    card's colour, `panel`.
    """
    counterparts = {LIGHT[name]: DARK[name] for name in LIGHT} | dict(HUES.values()) | {LIGHT["page"]: DARK[ground]}
    if not colour.startswith("rgba("):
        return counterparts.get(colour, colour)
    red, green, blue, opacity = colour[5:-1].split(",")
    solid = f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
    return faint(counterparts[solid], float(opacity)) if solid in counterparts else colour


def palette() -> str:
    """Return all colours as properties of a style sheet, for light pages, for dark ones, and for paper."""
    day = LIGHT | {f"hue-{hue}": pair[0] for hue, pair in HUES.items()}
    night = DARK | {f"hue-{hue}": pair[1] for hue, pair in HUES.items()}
    light_rules = "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in day.items())
    dark_rules = "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in night.items())
    classes = "".join(f".hue-{hue}{{--hue:var(--hue-{hue})}}" for hue in HUES)
    return (
        f":root{{{light_rules}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark_rules}}}}}\n"
        f":root.on-paper{{{light_rules}}}\n{classes}"
    )
