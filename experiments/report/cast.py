"""The strategies of a comparison as the report shows them: title, colour, and who is compared with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.report.colours import DASHES, REFERENCE_DASH, hues, light
from experiments.report.formats import is_number, text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Side:
    """One strategy: its id, a key that is safe in a page, its title, colour and line."""

    id: str
    key: str
    title: str
    hue: str
    dash: str
    advocate: str = ""

    @property
    def colour(self) -> str:
        """Return the colour on a light page; charts are recoloured for a dark one."""
        return light(self.hue)


@dataclass(frozen=True)
class Cast:
    """All strategies of one comparison: the reference, the one in focus, and the others."""

    reference: Side
    focus: Side | None
    others: tuple[Side, ...]

    @classmethod
    def of(cls, comparison: Mapping[str, Any]) -> Cast:
        """Read the strategies; in focus is the leader, or else the one that differs most favourably."""
        arms = comparison.get("arms") or [{"id": "", "title": ""}]
        ids = [str(arm["id"]) for arm in arms]
        colours = hues(ids)
        reference = str(comparison.get("reference") or ids[0])
        challengers = [arm_id for arm_id in ids if arm_id != reference]
        sides = {
            arm_id: Side(
                arm_id,
                f"arm-{at}",
                text(arm.get("title")) or arm_id,
                colours[arm_id],
                REFERENCE_DASH if arm_id == reference else DASHES[challengers.index(arm_id) % len(DASHES)],
                text(arm.get("advocate")),
            )
            for at, (arm_id, arm) in enumerate(zip(ids, arms, strict=True))
        }
        focus = _in_focus(comparison, [sides[arm_id] for arm_id in challengers])
        others = tuple(sides[arm_id] for arm_id in challengers if sides[arm_id] is not focus)
        return cls(sides.get(reference, sides[ids[0]]), focus, others)

    @property
    def all(self) -> tuple[Side, ...]:
        """Return the reference first, then the one in focus, then the others."""
        return (self.reference, *self.challengers)

    @property
    def challengers(self) -> tuple[Side, ...]:
        """Return everyone but the reference."""
        return (self.focus, *self.others) if self.focus else self.others

    def title(self, arm: Any) -> str:
        """Return the title of a strategy by its id."""
        return next((side.title for side in self.all if side.id == arm), text(arm))


def primary(comparison: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the outcome the comparison is decided by, or the first one there is."""
    outcomes: list[Mapping[str, Any]] = comparison.get("outcomes") or []
    named = [outcome for outcome in outcomes if outcome.get("name") == comparison.get("primary", "value")]
    return (named or outcomes or [{}])[0]


def _in_focus(comparison: Mapping[str, Any], challengers: list[Side]) -> Side | None:
    leader = (comparison.get("against") or {}).get("leader")
    named = [side for side in challengers if side.id == leader]
    outcome = primary(comparison)
    sign = -1.0 if outcome.get("better") == "lower" else 1.0

    def advantage(side: Side) -> float:
        mean = ((outcome.get("contrasts") or {}).get(side.id) or {}).get("mean")
        return sign * float(mean) if is_number(mean) else float("-inf")

    return named[0] if named else max(challengers, key=advantage, default=None)
