"""Many runs: plausible worlds, statistics, comparisons.

`batch`, `compare` and `worlds` are the functions; their modules are reached by `from experiments.compare import …`.
"""

from experiments.batch import batch
from experiments.batch_tables import Batch
from experiments.compare import Comparison, compare
from experiments.worlds import worlds

__all__ = ["Batch", "Comparison", "batch", "compare", "worlds"]
