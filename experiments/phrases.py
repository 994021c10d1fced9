"""Every sentence of an answer, in one place, and how its numbers are written; a catalogue can translate them.

No adjective praises or blames, no sentence says 100 % of anything that was drawn, and reasons for and against share
one form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

QUARTER, YEAR = 13, 52


def _(text: str) -> str:
    """Mark a text for translation where it stands; `Voice.say` translates it when it is spoken."""
    return text


SENTENCES = {
    "counts": _(
        "In {ahead} of {n} plausible worlds ‹{arm}› is ahead of ‹{reference}› in {outcome} after {time}, in "
        "{level} level, in {behind} behind."
    ),
    "central": _(
        "In the one world with the best value of every assumption, ‹{arm}› differs from ‹{reference}› in "
        "{outcome} by {mean} after {time}."
    ),
    "central.note": _("One world: a value, without interval and without a word for it."),
    "few": _(
        "In {n} plausible worlds, ‹{arm}› differs from ‹{reference}› in {outcome} by {mean} on average after "
        "{time}; ahead in {ahead}, level in {level}, behind in {behind}."
    ),
    "few.note": _("{n} worlds are too few for an interval or a word: at least 20 are needed."),
    "range": _("The mean difference is {mean}; in 8 of 10 worlds it lies between {p10} and {p90}."),
    "precision": _("Precision of the computation: the mean lies between {low} and {high} ({level} %)."),
    "lopsided": _("The differences are lopsided: read the range."),
    "share": _("Further worlds of this kind would put the share of worlds ahead between {low} and {high} (95 %)."),
    "share.all": _("Further worlds of this kind would put the share of worlds ahead at {low} or more (95 %)."),
    "share.none": _("Further worlds of this kind would put the share of worlds ahead at {high} or less (95 %)."),
    "higher": _("On average over the worlds, {outcome} is higher under ‹{arm}› than under ‹{reference}›."),
    "lower": _("On average over the worlds, {outcome} is lower under ‹{arm}› than under ‹{reference}›."),
    "margin": _("The difference exceeds the margin of relevance of {margin}."),
    "level": _(
        "‹{arm}› and ‹{reference}› do not differ in {outcome} by more than the margin of relevance of "
        "{margin}."
    ),
    "open": _(
        "Still open for ‹{arm}› against ‹{reference}› in {outcome}: about {likely} more worlds would likely "
        "settle it, at most {most}."
    ),
    "not_beaten": _("Not beaten in {outcome}: {arms}."),
    "first_year.costs": _("In the first year the profit of ‹{arm}› is {amount} lower than that of ‹{reference}›."),
    "first_year.adds": _("In the first year the profit of ‹{arm}› is {amount} higher than that of ‹{reference}›."),
    "break_even": _(
        "In the middle world the cumulated profit of ‹{arm}› stays ahead from {week} on; in {late} of {n} worlds "
        "it does not within {time}."
    ),
    "break_even.start": _(
        "In the middle world the cumulated profit of ‹{arm}› is never behind by more than the margin; in {late} of "
        "{n} worlds it is, and does not recover within {time}."
    ),
    "break_even.late": _(
        "In the middle world the cumulated profit of ‹{arm}› falls behind by more than the margin, or loses its "
        "lead, and does not recover within {time}; in {early} of {n} worlds it recovers or never falls so far behind."
    ),
    "deepest": _(
        "At its deepest it is {mean} behind on average, most often in {week}; in one world of ten {p10} or more."
    ),
    "trust.higher": _(
        "Under ‹{arm}› trust of the customers of week 0 ends {amount} higher; the largest single entry in that "
        "direction is ‹{cause}› ({part})."
    ),
    "trust.lower": _(
        "Under ‹{arm}› trust of the customers of week 0 ends {amount} lower; the largest single entry in that "
        "direction is ‹{cause}› ({part})."
    ),
    "condition": _(
        "‹{arm}› is ahead in {above} of {n_above} worlds with ‹{label}› above {cut}, in {below} of {n_below} "
        "below."
    ),
    "unequal": _("The strategies do not cost the same: {spending} over {time}."),
    "legal": _("‹{arm}› uses what law restricts: {levers}."),
    # money
    "unequal.heading": _("Not at equal cost"),
    "amount": _("‹{arm}› {amount}"),
    "spent": _("Spent on what the budget holds, over {time} in present value: {amounts}."),
    "spent.equal": _("That is the same money, within 2 %."),
    "given_up": _(
        "Margin given up against the prices, fees and discounts of the status quo, over {time} in present value (below "
        "0: more is taken): {amounts}."
    ),
    "half": _("half the money"),
    "whole": _("all of the money"),
    "more": _("half as much money again"),
    "envelope": _(
        "With {money}, ‹{arm}› is ahead of ‹{reference}› with the same in {outcome} in {ahead} of {n} worlds, level in "
        "{level}, behind in {behind}; the mean difference is {mean} (8 of 10 worlds: {p10} to {p90})."
    ),
    "envelope.unequal": _("Not at equal cost: {amounts}."),
    "envelope.short": _("With {money}, ‹{arm}› differs from ‹{reference}› with the same in {outcome} by {mean}."),
    "envelope.turns": _("Which of the two is ahead in more worlds depends on the money."),
    "envelope.stays": _("With each of the three, ‹{arm}› is ahead in more worlds than it is behind."),
    "envelope.kept": _(
        "Spending does not follow all the way, as people in service are not cut with it. With half the money, of what "
        "is spent with all of it: {shares}."
    ),
    "share.of": _("‹{arm}› {share} %"),
    "tuned": _(
        "Each at its best, ‹{arm}› is ahead of ‹{reference}› in {outcome} in {ahead} of {n} worlds, level in {level}, "
        "behind in {behind}; the mean difference is {mean} (8 of 10 worlds: {p10} to {p90})."
    ),
    "tuned.short": _("Each at its best, ‹{arm}› differs from ‹{reference}› in {outcome} by {mean}."),
    "tuned.presets": _(
        "As they come, the mean difference is {mean}, ahead in {ahead}, level in {level}, behind in {behind}."
    ),
    "tuned.presets.short": _("As they come, the mean difference is {mean}."),
    "tuned.how": _(
        "Every strategy was tuned by {evaluations} evaluations of its own levers within what is plausible, within one "
        "envelope, in {worlds} other worlds with {customers} people each."
    ),
    "tuned.sides": _("No lever was moved to the other side of today's value."),
    "tuned.gain": _("Tuning brought ‹{arm}› {searched} where it was tuned, {judged} in the worlds it is judged in."),
    "tuned.curse": _("Who picks the best of many picks luck too: believe the second figure."),
    "tuned.crossed": _(
        "Tuned, ‹{arm}› moves {k} of its {n} levers to the other side of today's value than the strategy as it comes, "
        "such as: {levers}."
    ),
    "reason.worlds": _("In {ahead} of {n} plausible worlds ‹{arm}› is ahead in {outcome}."),
    "reason.outcome": _("{label}: {amount} in favour of ‹{arm}› (ahead in {ahead} of {n} worlds)."),
    "reason.line": _("{label}: {amount} in favour of ‹{arm}› over {time}."),
    "reason.first_year": _("Profit of the first year: {amount} in favour of ‹{arm}›."),
    "reason.segment": _("Segment ‹{segment}›: {label} {amount} in favour of ‹{arm}›."),
    "reason.worst": _("World {world}, its most favourable: {outcome} {amount} in favour of ‹{arm}›."),
    "reason.assumed": _("{assumed} of {numbers} numbers behind this answer are assumptions."),
    "preliminary": _(
        "preliminary, {done} of {total} worlds: {outcome} {differences} for ‹{arm}› against ‹{reference}›"
    ),
    "week": _("year {year}, {quarter} (week {week})"),
    "years": _("{n} years"),
    "year": _("one year"),
    "weeks": _("{n} weeks"),
    "billion": _("{x} billion {currency}"),
    "million": _("{x} million {currency}"),
    "thousand": _("{x} thousand {currency}"),
    "money": _("{x} {currency}"),
    "points": _("{x} points"),
    "people": _("{x} people"),
    "percent": _("{x} %"),
    "and": _(" and "),
}

QUARTERS = (_("quarter 1"), _("quarter 2"), _("quarter 3"), _("quarter 4"))


@dataclass(frozen=True, slots=True)
class Voice:
    """A language: how texts are translated and how numbers are written."""

    language: str = "en"
    translate: Callable[[str], str] = str
    decimal: str = "."
    thousands: str = ","

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the catalogue with its values."""
        return self.translate(SENTENCES[key]).format(**values)

    def text(self, value: str | Mapping[str, str] | None) -> str:
        """Return a text that may be given as {en, de}, in this language or else in the first there is."""
        if value is None or isinstance(value, str):
            return self.translate(value) if value else ""
        return value.get(self.language) or next(iter(value.values()), "")

    def number(self, x: float, digits: int = 0, *, signed: bool = False) -> str:
        """Return a number with this language's signs; minus is the typographic one."""
        rounded = round(x, digits) + 0.0
        plain = f"{abs(rounded):,.{digits}f}".translate({ord(","): self.thousands, ord("."): self.decimal})
        sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + plain

    def figure(self, x: float) -> str:
        """Return a number of any size with three digits."""
        return f"{x:.3g}".replace("-", "−").replace(".", self.decimal)

    def percent(self, share: float) -> str:
        """Return a share of worlds in per cent, never 0 or 100."""
        return self.say("percent", x=self.number(min(99.0, max(1.0, 100 * share))))

    def money(self, x: float, currency: str, *, signed: bool = False) -> str:
        """Return an amount of money in the largest fitting unit."""
        for size, key in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")):
            if abs(x) >= size:
                return self.say(key, x=self.number(x / size, 1, signed=signed), currency=self.text(currency))
        return self.say("money", x=self.number(x, signed=signed), currency=self.text(currency))

    def amount(self, kind: str, x: float, currency: str, *, signed: bool = False) -> str:
        """Return a difference of an outcome by its kind: money, points of 100, or people."""
        if kind == "money":
            return self.money(x, currency, signed=signed)
        if kind == "count":
            return self.say("people", x=self.number(x, signed=signed))
        return self.say("points", x=self.number(100 * x, 1, signed=signed))

    def week(self, week: int) -> str:
        """Return a week as year and quarter, which German calls by its season."""
        quarter = self.quarters()[week % YEAR // QUARTER]
        return self.say("week", year=week // YEAR + 1, quarter=quarter, week=week)

    def quarters(self) -> list[str]:
        """Return the names of a year's quarters."""
        return [self.translate(name) for name in QUARTERS]

    def duration(self, weeks: int) -> str:
        """Return a horizon in years where it is whole years, else in weeks."""
        if weeks % YEAR:
            return self.say("weeks", n=weeks)
        return self.say("year") if weeks == YEAR else self.say("years", n=weeks // YEAR)


ENGLISH = Voice()
_SPOKEN = ContextVar("spoken", default=ENGLISH)


def spoken() -> Voice:
    """Return the voice in which the pages of this thread are written: English, if nobody has said otherwise."""
    return _SPOKEN.get()


@contextmanager
def speaking(voice: Voice) -> Iterator[None]:
    """Let everything that is written meanwhile, charts and tables of reports included, be written in a voice."""
    token = _SPOKEN.set(voice)
    try:
        yield
    finally:
        _SPOKEN.reset(token)
