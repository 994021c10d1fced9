"""The board: money, claims, culture and its patience, the firm's picture of itself (M19, M20, M24, M26, M33)."""

from __future__ import annotations

from typing import NamedTuple

from agents.arithmetic import exp, log
from agents.books import line
from agents.customers.service import ABANDONED, BY_PERSON
from agents.customers.week import HEARD, HEARD_RATING
from agents.departments.base import Department
from agents.parameters import lever, uncertainty

uncertainty("culture_time", 104.0, plausible=(52.0, 208.0), bounds=(1.0, 520.0), unit="weeks", mechanism="M26", neutral=1.0,
            source="assumption (model.md: 26-260)", about="time constant of a change of culture under full commitment")  # fmt: skip
uncertainty("impatience", 0.05, plausible=(0.0, 0.15), bounds=(0.0, 1.0), unit="per quarter", mechanism="M26", neutral=0.0,
            source="assumption", about="commitment lost per quarter of profit at nothing instead of plan")  # fmt: skip
uncertainty("fit_decay", 0.01, plausible=(0.005, 0.015), bounds=(0.0, 0.1), unit="per week", mechanism="M33", neutral=0.0,
            source="assumption", about="how fast an untended offer falls behind moving needs")  # fmt: skip
uncertainty("innovation_return", 0.10, plausible=(0.05, 0.2), bounds=(0.0, 1.0), unit="elasticity", mechanism="M33", neutral=0.0,
            source="assumption", about="elasticity of the offer's fit in the money spent on innovation")  # fmt: skip

line("overhead", "overhead", kind="cost", variable=False)
line("innovation", "innovation", kind="cost", discretionary=True, variable=False)
line("change", "programme of change", kind="cost", discretionary=True, variable=False)
YEAR, QUARTER, MONTH = 52, 13, 4
QUICK, SLOW = 1.35, 1.1  # most by which the purse moves a month, in the first half-year and later: assumption
DROPPED_BELOW = 0.2
USUAL_FIT = 0.65  # of an offer tended as usual: assumption


class Board(Department):
    """The board."""

    name = "board"
    rank = 9

    advertising = lever(0.006, unit="share per week", low=0.0, high=0.2, neutral=0.0, mechanism="M01", scaled=True,
                        plausible=(0.0, 0.02), anchors=("no adverts", "one in fifty strangers reached each week"),
                        about="other firms' customers reached by adverts in a week", question="How much do we advertise?",
                        source="assumption (G08)", cost="advert each")  # fmt: skip
    promise = lever(0.1, unit="0..1", low=0.0, high=1.0, neutral=0.0, mechanism="M20",
                    plausible=(0.0, 0.6), anchors=("say what we are", "promise far more than is usual"),
                    about="how much better than usual the firm says it is", question="What do we promise?", source="assumption",
                    cost="free: words; disappointment follows")  # fmt: skip
    innovation = lever(1.0, unit="× usual", low=0.0, high=3.0, neutral=1.0, mechanism="M33", scaled=True,
                       plausible=(0.5, 1.6), anchors=("half the usual work on the offer", "half as much again"),
                       about="work on keeping the offer fit for needs that move", question="How much do we renew our offer?",
                       source="assumption", cost="innovation")  # fmt: skip
    overhead_level = lever(1.0, unit="× usual", low=0.3, high=3.0, neutral=1.0, mechanism="M24",
                           plausible=(0.7, 1.4), anchors=("a lean head office", "two fifths more than usual"),
                           about="rent, processes, administration and strategy meetings", question="How much do we spend on ourselves?",
                           source="assumption", cost="overhead")  # fmt: skip
    commitment = lever(0.8, unit="0..1", low=0.0, high=1.0, neutral=1.0, mechanism="M26",
                       plausible=(0.3, 1.0), anchors=("a project among others", "the board's first concern"),
                       about="leadership's commitment to a change when it starts", question="How serious is the board?",
                       source="assumption", cost="programme of change")  # fmt: skip
    candour = lever(0.3, unit="0..1", low=0.0, high=1.0, neutral=1.0, mechanism="M19", lag="culture",
                    plausible=(0.0, 1.0), anchors=("bad news never arrives", "bad news arrives at once"),
                    about="how far bad news reaches the board", question="Who tells the emperor?", source="assumption", cost="free: courage")  # fmt: skip

    class Terms(NamedTuple):
        """What customers meet of the board."""

        present: float
        advertising: float
        promise: float
        standing: float  # pull of the size at the start, logit

    def plan(self) -> Terms:
        """Publish; share the purse out anew each month."""
        memory = self.firm.memory
        if memory["envelope"] > 0.0 and memory["budget_weeks"] > 0.0 and self.model.week % MONTH == 0:
            self.share_out()
        stays = memory["present"] - memory["leaving"]
        return self.Terms(present=stays, advertising=self.advertising * stays, promise=self.promise,
                          standing=self.model.nature["standing_pull"] * memory["standing"])

    def share_out(self) -> None:
        """Steer the purse so that spending follows the envelope: the same money, differently spent."""
        memory = self.firm.memory
        rate = memory["rate"]
        left = memory["envelope"] * (memory["budget_weeks"] + YEAR) - memory["spent"]
        if memory["start_up"] > 0.0:  # an entrant's envelope grows with its customers
            left = memory["envelope"] * YEAR + memory["granted"] - memory["spent"]
        most = QUICK if memory["budget_weeks"] < YEAR / 2 else SLOW
        step = min(most, max(1.0 / most, left / (YEAR * rate))) if rate > 0.0 else 1.0
        memory["purse"] = min(1.0 if memory["capped"] > 0.0 else 5.0, max(0.05, memory["purse"] * step))

    def close_week(self) -> None:
        """Pay overhead, innovation and change; let culture move; judge each quarter."""
        firm, memory, nature = self.firm, self.firm.memory, self.model.nature
        base = firm.customers
        firm.pay("overhead", -base * nature["overhead"] * self.overhead_level)
        firm.pay("innovation", -base * nature["innovation_cost"] * self.innovation)
        gain = nature["fit_decay"] * (USUAL_FIT * self.yield_of_innovation() - memory["fit"])
        memory["fit"] = min(1.0, max(0.0, memory["fit"] + gain))
        if memory["culture"] < 1.0:
            self.change_culture(base)
        self.keep_budget()
        memory["quarter"] = memory.get("quarter", 0.0) + self.model.profit_of_week(firm)
        if self.model.week % QUARTER == QUARTER - 1:
            self.judge_quarter()

    def yield_of_innovation(self) -> float:
        """Return the fit that innovation sustains, relative to the usual: x^r, with diminishing returns r."""
        if self.innovation <= 0.0:
            return 0.0
        return float(exp(self.model.nature["innovation_return"] * log(self.innovation)))

    def change_culture(self, base: float) -> None:
        """Culture follows commitment: c <- c + [L (1 - c) - (1 - L) c] / tau, at a cost."""
        memory, nature = self.firm.memory, self.model.nature
        c, commitment = memory["culture"], memory["commitment"]
        memory["culture"] = c + (commitment * (1.0 - c) - (1.0 - commitment) * c) / nature["culture_time"]
        self.firm.pay("change", -base * nature["change_cost"] * commitment * (1.0 - c))

    def keep_budget(self) -> None:
        """Add the week's discretionary spending to what counts against the envelope."""
        memory = self.firm.memory
        spent = self.model.discretionary_of_week(self.firm)
        memory["rate"] = memory.get("rate", spent) + (spent - memory.get("rate", spent)) / QUARTER
        memory["spent"] += spent
        memory["budget_weeks"] += 1.0
        if memory["start_up"] > 0.0:  # an entrant: start-up money, and what incumbents spend per customer
            memory["envelope"] = memory["start_up"] + memory["per_head"] * self.firm.customers
            memory["granted"] += memory["envelope"]

    def judge_quarter(self) -> None:
        """Compare profit with plan: impatience wears commitment down; look into the mirror."""
        memory = self.firm.memory
        profit, memory["quarter"] = memory["quarter"], 0.0
        if memory["culture"] < 1.0 and memory["plan"] > 0.0:
            short = max(0.0, 1.0 - profit / memory["plan"])
            memory["commitment"] = max(0.0, memory["commitment"] - self.model.nature["impatience"] * short)
            if memory["commitment"] < DROPPED_BELOW:
                self.firm.drop_change()
        memory["last_quarter"] = profit
        self.look_into_mirror()

    def look_into_mirror(self) -> None:
        """The firm's rating of itself: own targets or customers' answers; bad news passes as far as candour goes (M19)."""
        firm, memory = self.firm, self.firm.memory
        sold = [d.memory.get("reached", 1.0) for d in firm.departments if d.name == "product"]
        answered = 1.0 - firm.of(ABANDONED) / max(1.0, firm.of(BY_PERSON))
        plan = memory["plan"]
        earned = min(1.0, max(0.0, memory["last_quarter"] / plan)) if plan > 0.0 else 1.0
        own = (sum(sold) / len(sold) + answered + earned) / 3.0
        heard = firm.of(HEARD_RATING) / firm.of(HEARD) if firm.of(HEARD) > 0.0 else own
        rating = own + firm.lived["measurement"] * (heard - own)
        gap = rating - memory["self_image"]
        memory["self_image"] += max(0.0, gap) + self.candour * min(0.0, gap)
