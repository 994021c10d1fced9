"""The words of slides and workbook that the report does not have, by key, so that a catalogue can translate them."""

from __future__ import annotations

from dataclasses import replace

from experiments.languages import sayer
from experiments.phrases import QUARTERS, SENTENCES, Voice

WORDS: dict[str, str] = {
    # time and money for a board: quarters, not weeks
    "quarter": "year {year}, {quarter}",
    "year": "Year {n}",
    "when": "Year",
    "quarter_head": "Quarter",
    "trust_higher": (
        "Under ‹{arm}› trust of the customers of the first week ends {amount} higher; the largest single entry in that "
        "direction is ‹{cause}› ({part})."
    ),
    "trust_lower": (
        "Under ‹{arm}› trust of the customers of the first week ends {amount} lower; the largest single entry in that "
        "direction is ‹{cause}› ({part})."
    ),
    # slides
    "compared": "Compared: {arms}.",
    "foot": "goodwill {version} · {worlds} · {date}",
    "foot_worlds": "{n} plausible worlds",
    "foot_central": "one central world",
    "counts_caption": "Number of worlds in which ‹{arm}› is ahead, level or behind",
    "result_caption": "Result added up, {arm} minus {reference}, {unit}",
    "result_note": "Profit only, discounted, without what customers are worth later.",
    "mean": "mean of the worlds",
    "upper": "8 of 10 worlds, upper end",
    "lower": "8 of 10 worlds, lower end",
    "trust_title": "How trust unfolds",
    "trust_caption": "Trust of the customers of the first week, points of 100",
    "trust_end": (
        "At the end ‹{arm}› stands at {level}, ‹{reference}› at {other} points of 100: a difference of {difference}, "
        "in 8 of 10 worlds {range}."
    ),
    "trust_end_central": (
        "At the end ‹{arm}› stands at {level}, ‹{reference}› at {other} points of 100: a difference of {difference}."
    ),
    "trust_who": "Counted are the customers of the first week, wherever they are now.",
    "trust_nobody": "The firm has no customers in the first week; so there is no trust of theirs to follow.",
    "causes_caption": "Trust at the end, {unit} (the bars do not begin at 0)",
    "causes_base": "the bar begins at",
    "causes_ends": "trust at the end",
    "removed_caption": "Difference in trust, {unit}",
    "removed_booked": "as booked",
    "removed_without": "gone without it ({n} worlds)",
    "removed_note": (
        "Booked says through which meeting trust changed; beside it stands how much of the difference goes if the "
        "mechanism is taken out of the market."
    ),
    "booked_note": "Booked says through which meeting trust changed, not what would happen without it.",
    "flips_caption": "Number of the {n} worlds, result added up",
    "flips_conditions": "What parts the worlds",
    "in_favour": "In favour of ‹{arm}›",
    "against_leader": "What speaks against ‹{arm}›",
    "for_leader": "What speaks for ‹{arm}›",
    "cost": "Budget over {time}",
    "sources_title": "Assumptions and provenance",
    "sources_caption": "Where the {n} numbers of the computation come from",
    "no_forecast": "A simulation is an argument worked out, not a forecast.",
    "seed": "Seed",
    "date": "Computed on",
    "version": "Version of goodwill",
    "people": "Simulated people",
    "horizon": "Horizon",
    "worlds": "Worlds",
    "fingerprint": "Fingerprint of the result",
    # workbook
    "sheet_answer": "Answer",
    "sheet_outcomes": "Outcomes",
    "sheet_three": "Three figures",
    "sheet_result": "Result",
    "sheet_trust": "Trust",
    "sheet_causes": "Causes of trust",
    "sheet_waterfall": "Waterfall of trust",
    "sheet_removed": "Without it",
    "sheet_flips": "Worlds ahead",
    "sheet_conditions": "Conditions",
    "sheet_budget": "Budget",
    "sheet_sources": "Sources",
    "sheet_inputs": "Inputs",
    "sheet_provenance": "Provenance",
    "what": "What",
    "words": "Words",
    "cause": "Cause",
    "department": "Department",
    "channel": "Channel",
    "actor": "By",
    "mechanism": "Mechanism",
    "outcome": "Outcome",
    "unit": "Unit",
    "strategy": "Strategy",
    "difference": "Difference",
    "low": "Precision, from",
    "high": "Precision, to",
    "p10": "8 of 10 worlds, from",
    "p90": "8 of 10 worlds, to",
    "margin": "Margin",
    "state": "State",
    "condition": "Uncertain number",
    "confirmed": "Confirmed",
    "cut": "Cut",
    "above": "Ahead above the cut",
    "above_of": "of worlds above",
    "below": "Ahead below the cut",
    "below_of": "of worlds below",
    "spent": "Spent, present value, {unit}",
    "forgone": "Margin given up, present value, {unit}",
    "purse": "Budget factor",
    "source_kind": "Kind of source",
    "count": "Numbers",
    "path": "Path",
    "meaning": "Meaning",
    "value": "Value",
    "plausible_low": "Plausible, from",
    "plausible_high": "Plausible, to",
    "source": "Source",
    "place": "Set in",
    "default": "default of the program",
    "model_lean": "Predisposition of the model",
}
CURRENCIES = {"de": {"EUR": "€"}}


say = sayer(WORDS)


def board(voice: Voice) -> Voice:
    """Return a voice as boards are spoken to: quarters where others hear weeks, the sign of the currency."""
    instead = {
        SENTENCES["week"]: WORDS["quarter"], SENTENCES["trust.higher"]: WORDS["trust_higher"],
        SENTENCES["trust.lower"]: WORDS["trust_lower"],
    }
    signs = {name: f"Q{k}" for k, name in enumerate(QUARTERS, start=1)}     # as the charts call them
    signs |= CURRENCIES.get(voice.language, {})
    return replace(voice, translate=lambda text: signs.get(text) or voice.translate(instead.get(text, text)))
