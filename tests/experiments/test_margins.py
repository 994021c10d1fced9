"""Relevance margins: one file, no metric twice, the sizes of the rules."""

from __future__ import annotations

import pytest

from experiments import margins as module
from experiments.margins import margin_of, margins


def test_margins_are_those_of_the_rules():
    assert margin_of("trust") == 0.02
    assert margin_of("churn_year", reference=0.18) == pytest.approx(0.009)
    assert margin_of("customers", reference=1_200_000) == pytest.approx(12_000)
    assert margin_of("value", revenue=1e9, reference=5.0) == pytest.approx(1e7)
    assert margin_of("nps") == 3
    assert margin_of("wait") == 0.5
    assert margin_of("first_contact_resolution") == 0.02
    assert margin_of("sales_per_contact", reference=0.5) == pytest.approx(0.01)
    assert margin_of("break_even") == 13


def test_every_margin_says_that_it_is_an_assumption():
    assert all("assumption" in margin.source for margin in margins().values())


def test_an_unknown_metric_is_named_with_those_there_are():
    with pytest.raises(LookupError, match="no margin for 'trst'; there are break_even, cash"):
        margin_of("trst")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: {by: absolute, size: 1, source: s, metrics: [x, x]}", "a: 'x' has two margins; keep one"),
        ("a: {by: magic, size: 1, source: s, metrics: [x]}", "a.by: 'magic' is none of absolute, reference, revenue"),
    ],
)
def test_a_wrong_margin_file_is_refused(text, message, tmp_path, monkeypatch):
    file = tmp_path / "margins.yaml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "FILE", file)
    with pytest.raises(ValueError, match=message):
        margins.__wrapped__()
