"""Many runs: plausible worlds, statistics, comparisons.

`compare` and `worlds` are the functions; their modules are reached by `from experiments.compare import …`.
"""

from experiments.compare import Comparison, compare
from experiments.worlds import worlds

__all__ = ["Comparison", "compare", "worlds"]
