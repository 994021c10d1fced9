"""What a view shows as files: a scenario, and the strategy whose levers are moved; brought back, they say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from sim.scenario_files import SHIPPED

if TYPE_CHECKING:
    from dashboard.house import House
    from dashboard.view import View

CHANGED = {"en": "changed", "de": "geändert"}
HEAD = "# Taken along from goodwill's pages. Bring both files back together, or: goodwill compare {name}\n"
ALONE = "# Taken along from goodwill's pages. Bring it back there, or: goodwill compare {name}\n"


def files(house: House, view: View) -> dict[str, str]:
    """Return the texts of a view by the names of their files, the scenario first.

    Empty where no file could say the same: the scenario lies on this computer alone, or fixes a lever that is moved.
    """
    name, scenario = house.name(view), house.scenario(view)
    brought, changes = house.uploads.files(name), dict(house.changes(view))
    fixed = scenario.firms[scenario.firm].levers if scenario.firm in scenario.firms else {}
    if brought is None or changes.keys() & fixed.keys():
        return {}
    (main, written), *beside = brought.items() or [("", f"extends: {name}\n")]
    reference, strategy = house.strategies(view)
    found = dict(beside)
    arms = [_named(one, found) for one in (reference, strategy)]
    if changes:
        own = f"{strategy}_changed"
        found[f"{own}.yaml"] = _written(_moved(_strategy(strategy, found), changes))
        arms[1] = f"{own}.yaml"
    main = f"{name}_changed.yaml"
    head = (HEAD if found else ALONE).format(name=main)
    return {main: head + _written({**yaml.safe_load(written), "strategies": arms}), **found}


def _named(strategy: str, beside: dict[str, str]) -> str:
    """Return how a scenario's file names a strategy: by its file, if it lies beside."""
    return next((file for file in beside if file.rpartition(".")[0] == strategy), strategy)


def _strategy(name: str, beside: dict[str, str]) -> dict[str, Any]:
    file = _named(name, beside)
    text = beside[file] if file in beside else (SHIPPED / "strategies" / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _moved(strategy: dict[str, Any], changes: dict[str, float]) -> dict[str, Any]:
    title, signature = strategy["title"], strategy["signature"]
    words = title if isinstance(title, dict) else dict.fromkeys(CHANGED, title)
    moved = {lever: {"value": float(f"{value:.6g}"), "source": "assumption"} for lever, value in changes.items()}
    return {
        **strategy, "title": {language: f"{word}, {CHANGED[language]}" for language, word in words.items()},
        "signature": {**signature, **moved},
    }


def _written(tree: dict[str, Any]) -> str:
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=110)
