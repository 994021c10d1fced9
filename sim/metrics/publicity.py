"""What is measured of what becomes public: wrongs, voice, news, firms in the market."""

from __future__ import annotations

import numpy as np

from sim.history import YEAR, Books, ratio, window
from sim.metrics.declared import metric


@metric("concealed wrongs", "per customer", "lower", by_segment=False)
def concealed_wrongs(b: Books) -> np.ndarray:
    """Wrongs that nobody knows of yet, counted in sales beyond the need, per customer; the firm does not count them."""
    return ratio(b.state("wrongs"), b["customers"])


@metric("attention of press and consumer bodies", "× without complaints", "", by_segment=False)
def voice(b: Books) -> np.ndarray:
    """Attention of third parties to the firm, raised by complaints."""
    return b.state("voice")


@metric("bad news", "sizes, 52 weeks", "lower", by_segment=False)
def publicity(b: Books) -> np.ndarray:
    """Sizes (0..1) of the scandals and cases that became public in the last 52 weeks, added."""
    return window(b.state("publicity"), YEAR)


@metric("heard bad news", "people", "lower")
def news_heard(b: Books) -> np.ndarray:
    """People whom bad news of the firm reached in the week."""
    return b["news_heard"]


@metric("in the market", "0 or 1", "", by_segment=False)
def present(b: Books) -> np.ndarray:
    """Whether the firm is in the market at the end of the week."""
    return b.state("present")


@metric("quarters beyond the credit", "quarters", "lower", by_segment=False)
def beyond_credit(b: Books) -> np.ndarray:
    """Quarters in a row at whose end the firm's losses since week 0 went beyond its means; after two it leaves."""
    return b.state("short")


@metric("firms in the market", "firms", "", by_segment=False)
def firms_present(b: Books) -> np.ndarray:
    """Firms in the market at the end of the week; the same for every firm."""
    there = b.state("present")
    return np.asarray(np.repeat(there.sum(axis=1, keepdims=True), there.shape[1], axis=1))
