"""What is wrong with a measure of an experiment: names, windows, keys that do not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.outcomes import BY_NAME
from sim.metrics import METRICS
from sim.scenario_trees import number, reach

if TYPE_CHECKING:
    from experiments.experiment_context import Context
    from sim.yaml_located import Node


def check_measure(node: Node, context: Context) -> None:
    """Note everything that is wrong with a measure."""
    outcome, metric, scenario = reach(node, "outcome"), reach(node, "metric"), context.scenario
    if node.is_mapping and (outcome is None) == (metric is None):
        text = "has both 'outcome' and 'metric'; keep one" if outcome else "needs 'outcome' or 'metric'"
        context.problems.add(node.key_place, node.path, text)
    context.name(outcome, "outcome", BY_NAME)
    context.name(metric, "metric", METRICS)
    if outcome is not None:
        for key in {"firm", "segment", "window", "take"} & node.mapping.keys():
            context.note(node.mapping[key], f"'{key}' belongs to a metric; an outcome has its own")
    if scenario is not None:
        context.name(reach(node, "firm"), "firm", scenario.market.firms)
        context.name(reach(node, "segment"), "segment", scenario.market.segments)
    segment = reach(node, "segment")
    known = METRICS.get(str(metric.value)) if metric is not None else None
    if segment is not None and known is not None and not known.by_segment:
        context.note(segment, f"'{known.name}' is known of whole firms only; leave 'segment' out")
    _check_window(node, context)


def _check_window(node: Node, context: Context) -> None:
    window = reach(node, "window")
    ends = [number(end) for end in (window.items if window is not None else [])]
    if window is None or context.scenario is None or len(ends) != 2 or ends[0] is None or ends[1] is None:
        return
    weeks = context.scenario.weeks
    first, last = (end if end >= 0 else weeks + end for end in (ends[0], ends[1]))
    if not 0 <= first < weeks or not 0 <= last < weeks:
        context.note(window, f"reaches outside the {weeks} weeks simulated: from 0 to {weeks - 1}")
    elif first > last:
        context.note(window, f"[{ends[0]:g}, {ends[1]:g}] runs backwards")
