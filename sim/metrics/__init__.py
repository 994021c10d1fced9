"""What is measured: one function per metric, a theme per file; a file here is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

import agents.declarations  # noqa: F401  # fills the registries
from sim.metrics.declared import METRICS, Metric, metric

for _found in iter_modules(__path__, f"{__name__}."):
    import_module(_found.name)

__all__ = ["METRICS", "Metric", "metric"]
