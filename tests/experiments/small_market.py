"""A small market and two strategies, as files: quick to run, with everything a comparison needs."""

from __future__ import annotations

from pathlib import Path

SMALL = """
# A small market for tests.
title: {en: Small market, de: Kleiner Markt}
about: Two firms share a small market.
market_size: {value: 60000, source: assumption}
firms:
  Alpha: {share: {value: 0.5, source: assumption}}
  Beta: {share: {value: 0.4, source: assumption}}
products:
  line:
    base: true
    price: {value: 20, source: assumption}
    cost: {value: 8, source: assumption}
    need: {value: 0.6, source: assumption}
  extra:
    price: {value: 5, source: assumption}
    cost: {value: 2, source: assumption}
    need: {value: 0.4, source: assumption}
segments:
  families: {share: {value: 0.7, source: assumption}, contract_weeks: {value: 52, source: assumption}}
  young: {share: {value: 0.3, source: assumption}, contract_weeks: {value: 0, source: assumption}}
warm_up: 14
horizon: 26
"""
CAREFUL = """
title: {en: Careful, de: Behutsam}
advocate: Fewer fees.
signature: {hidden_fees: {value: 0.0, source: assumption}}
"""
BOLD = """
title: {en: Bold, de: Forsch}
advocate: More contacts.
signature: {campaign_reach: {value: 0.05, source: assumption}}
"""


def write_small_market(folder: Path) -> Path:
    """Write the market and the strategies into a folder."""
    for name, text in (("small", SMALL), ("careful", CAREFUL), ("bold", BOLD)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
