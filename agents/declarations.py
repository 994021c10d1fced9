"""Import this to have every lever, trait, uncertainty, column, route, line and department declared."""

from importlib import import_module
from pkgutil import iter_modules

import agents
from agents import customers


def _all(package: object) -> list[object]:
    """Import and return the modules of a package, in the order of their names."""
    found = iter_modules(package.__path__, f"{package.__name__}.")  # type: ignore[attr-defined]
    return [import_module(one.name) for one in sorted(found) if one.name != __name__]


THEMES = tuple(_all(customers))
_all(agents)
__all__ = ["THEMES"]
