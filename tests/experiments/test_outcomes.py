"""What one run says: parts sum to the whole."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.trial import Arm, Design, Task, run_world
from experiments.worlds import central_world


def test_the_segments_revenue_sums_to_the_firms(scenario):
    selling = {"campaign_reach": 0.2, "pressure": 1.0}   # so that sales are found out, and refunded
    design = Design(scenario, (Arm("selling", "Selling", "", selling),), "Alpha")
    run = run_world(Task(design, central_world(scenario, 7)))
    arm, refunds = run.arms[0], run.lines.index("refunds")
    assert arm.money[:, refunds].sum() < 0
    assert np.sum(arm.segments["revenue"]) == pytest.approx(arm.of("revenue"))
