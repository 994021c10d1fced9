"""What the checks of an experiment look at, and where mistakes are noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.scenario_errors import unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path as File

    from sim import Scenario
    from sim.scenario import Draft
    from sim.scenario_errors import Path, Problems
    from sim.yaml_located import Node


@dataclass
class Context:
    """What checks look at: the scenario as it stands with the settings, and where mistakes are noted."""

    problems: Problems
    draft: Draft | None = None
    settings: list[tuple[Path, Node]] = field(default_factory=list)
    scenario: Scenario | None = None
    homes: Mapping[str, File] = field(default_factory=dict)

    def note(self, node: Node, text: str) -> None:
        """Note a mistake where a value stands."""
        self.problems.add(node.at, node.path, text)

    def name(self, node: Node | None, what: str, names: Collection[str]) -> None:
        """Note that a value is none of some names."""
        if node is not None and isinstance(node.value, str) and node.value and names and node.value not in names:
            self.note(node, unknown(what, node.value, names))
