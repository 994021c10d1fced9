"""What happens: scenarios, the market week by week, its ledgers, metrics and results."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.market import Market
    from sim.scenario import Scenario, load
    from sim.scenario_errors import ScenarioError

__all__ = ["Market", "Scenario", "ScenarioError", "load"]
_ROOMS = {
    "Market": "sim.market", "Scenario": "sim.scenario", "load": "sim.scenario", "ScenarioError": "sim.scenario_errors",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use: Mesa takes a second."""
    if name in _ROOMS:
        from importlib import import_module

        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")
