"""The treasury: a firm that owes more than its credit for two quarters leaves the market (M23)."""

from __future__ import annotations

from agents.compiled import rule, step
from agents.departments.base import Department, yearly_revenue
from agents.offices import remember
from agents.parameters import uncertainty

NO_LIMIT = 100.0
uncertainty("credit", 1.0, plausible=(0.5, 2.0), bounds=(0.0, NO_LIMIT), unit="years of revenue", mechanism="M23", neutral=NO_LIMIT,
            source="assumption", about="losses since week 0 that owners and banks bear, over a year's revenue; 100: any")  # fmt: skip

QUARTER = 13
PATIENCE = 2.0  # quarters beyond the credit until the firm is closed (model.md 5)


remember(short=0.0)


@rule
def is_short(gained, endowment, credit, revenue):
    """Whether what a firm has gained (below 0: lost) goes beyond its means; is_short(-2, .5, 1, 1) is true."""
    return gained < -(endowment + credit * revenue)


class Treasury(Department):
    """The department that counts what is left: last to speak in a week."""

    name = "treasury"
    rank = 10

    @staticmethod
    @step
    def close_week(firm, market):
        """Once a quarter, compare losses since the start with the means; twice beyond them in a row, the firm closes."""
        memory, credit = firm.memory, market.nature.credit
        if market.week % QUARTER != QUARTER - 1 or market.week < 0 or credit >= NO_LIMIT:
            return
        gained = memory.cash - memory.ground
        short = is_short(gained, memory.endowment, credit, yearly_revenue(firm))
        memory.short = memory.short + 1.0 if short else 0.0
        if memory.short >= PATIENCE:
            memory.leaving = 1.0  # next week is its last
