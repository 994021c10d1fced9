"""What is measured of customers' data: how right, how willingly given."""

from __future__ import annotations

import numpy as np

from sim.history import Books, ratio
from sim.metrics.declared import metric


@metric("accuracy of customer data", "0..1", "higher")
def data_accuracy(b: Books) -> np.ndarray:
    """How right the records are, mean over customers."""
    return ratio(b["accuracy"], b["customers"])


@metric("consent", "share", "higher")
def consent_share(b: Books) -> np.ndarray:
    """Share of customers who agreed to the use of their data."""
    return ratio(b["consent"], b["customers"])


@metric("refuse contact", "share", "lower")
def opted_out(b: Books) -> np.ndarray:
    """Share of customers who refuse unasked contact."""
    return ratio(b["opted_out"], b["customers"])


@metric("privacy concern", "0..1", "lower")
def concern(b: Books) -> np.ndarray:
    """Mean privacy concern of customers."""
    return ratio(b["concern"], b["customers"])
