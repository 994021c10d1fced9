"""Figures that are no courses: outcomes, causes of trust, what was taken out, conditions, budget, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.office import inputs as behind
from experiments.office.sheets import COUNT, PERCENT, Cell, Column, Sheet, counted, form, points
from experiments.office.words import say
from experiments.report.charts import steps
from experiments.report.formats import capital, text
from experiments.report.glossary import HEADS
from experiments.report.tables import judged, scale_of
from experiments.report.words import say as report
from experiments.words import primary
from sim.scenario_trees import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from experiments.report.cast import Side
    from experiments.told import Told
    from experiments.trial import Design

STEPS = 9           # of the waterfall on a slide, the last one being all smaller causes: assumption
SPREAD = ("mean", "low", "high", "p10", "p90")
HEADS_OF_SPREAD = ("difference", "low", "high", "p10", "p90", "margin")
ENTRY = ("reference", "arm", "difference", "p10", "p90")
KINDS = ("booked", "without")
EXACT = "General"   # the format of inputs: as many decimals as they have


def three_outcomes(told: Told) -> list[Mapping[str, Any]]:
    """Return trust of the cohort, churn per year, and the result: what decides, or profit where that is no money."""
    named = {outcome["name"]: outcome for outcome in told.data["outcomes"]}
    decides = primary(told.data)
    money = decides if decides["kind"] == "money" else named.get("profit")
    return [one for one in (named.get("trust_cohort"), named.get("churn_year"), money) if one]


def outcome_label(outcome: Mapping[str, Any]) -> str:
    """Return what an outcome is called."""
    return capital(text(outcome.get("label") or outcome["name"]))


def three(told: Told) -> Sheet:
    """Return of trust, churn and the result: worlds ahead, level and behind; levels, difference and range."""
    chosen = three_outcomes(told)
    rows = tuple(_figure(told, outcome) for outcome in chosen)
    heads = (told.cast.reference.title, told.side.title, say("difference"), say("p10"), say("p90"))
    columns = (
        Column(say("outcome"), width=32), *counted(told), Column(say("unit"), width=14),
        *(Column(head, EXACT, 24) for head in heads),
    )
    return Sheet(say("sheet_three"), columns, rows, tuple(form(scale_of(one, told.scales)) for one in chosen))


def _figure(told: Told, outcome: Mapping[str, Any]) -> tuple[Cell, ...]:
    scale, row = scale_of(outcome, told.scales), outcome["contrasts"][told.side.id]
    levels = [outcome["arms"][side.id]["mean"] for side in (told.cast.reference, told.side)]
    sizes = [scale.shown(x) for x in (*levels, row["mean"], row.get("p10"), row.get("p90"))]
    counts = (row.get(key) for key in ("ahead", "level_count", "behind"))
    return (outcome_label(outcome), *counts, scale.unit, *sizes)


def outcomes(told: Told) -> Sheet:
    """Return every outcome of every strategy against the reference, each row in the unit of its outcome."""
    pairs = [(outcome, side) for outcome in told.data["outcomes"] for side in told.cast.challengers]
    rows = tuple(_outcome(told, outcome, side) for outcome, side in pairs)
    forms = tuple(form(scale_of(outcome, told.scales)) for outcome, _ in pairs)
    columns = (
        Column(say("outcome"), width=32), Column(say("unit"), width=14), Column(say("strategy"), width=26),
        *(Column(head, EXACT, 24) for head in (told.cast.reference.title, text(HEADS["with_it"]))),
        *(Column(say(key), EXACT, 22) for key in HEADS_OF_SPREAD),
        *(Column(text(HEADS[key]), COUNT, 10) for key in ("ahead", "level", "behind")), Column(say("state"), width=34),
    )
    return Sheet(say("sheet_outcomes"), columns, rows, forms)


def _outcome(told: Told, outcome: Mapping[str, Any], side: Side) -> tuple[Cell, ...]:
    scale, row = scale_of(outcome, told.scales), outcome["contrasts"].get(side.id) or {}
    levels = [(outcome["arms"].get(arm.id) or {}).get("mean") for arm in (told.cast.reference, side)]
    sizes = (*levels, *(row.get(key) for key in SPREAD), outcome["margin"])
    return (
        outcome_label(outcome), scale.unit, side.title, *(scale.shown(x) for x in sizes),
        *(row.get(key) for key in ("ahead", "level_count", "behind")),
        judged(row.get("state"), at_least_margin=bool(row.get("at_least_margin"))),
    )


def causes(told: Told) -> Sheet:
    """Return all entries of the trust ledger, the largest first."""
    found, scale = told.data["trust"]["causes"].get(told.side.id) or [], points(told)
    signed = form(scale, signed=True)
    wordy = [Column(say(key), width=width) for key, width in
             (("cause", 50), ("department", 22), ("channel", 22), ("actor", 14))]
    heads = (told.cast.reference.title, told.side.title, say("difference"), say("p10"), say("p90"))
    rows = tuple(
        (
            capital(text(row["label"])), *(_named(row.get(key)) for key in ("department", "channel", "actor")),
            *(scale.shown(row.get(key)) for key in ENTRY),
        )
        for row in found
    )
    return Sheet(say("sheet_causes"), (*wordy, *(Column(head, signed, 22) for head in heads)), rows)


def _named(x: object) -> str:
    """Return the name of a department, channel or actor; nothing where there is none."""
    words = text(x).replace("_", " ")
    return "" if words == "none" else words


def waterfall(told: Told) -> Sheet | None:
    """Return the steps from the reference's trust at the end to the strategy's, as stacked bars need them.

    A row holds the name, up to where the bar is empty, and its length in one of three columns: an end, more with the
    strategy, more with the reference. None where the firm has no customers in the first week.
    """
    ledger, scale = told.data["trust"], points(told)
    start, end = (ledger["end"].get(side.id) for side in (told.cast.reference, told.side))
    entries = ledger["causes"].get(told.side.id) or []
    if not entries or start is None or end is None:
        return None
    rows: list[tuple[Cell, ...]] = [(told.cast.reference.title, 0.0, scale.shown(start), None, None)]
    level = float(start)
    for step in steps(entries, "further", STEPS):
        size = scale.shown(abs(step.size))
        bars = (size, None) if step.size >= 0 else (None, size)
        rows.append((step.label, scale.shown(min(level, level + step.size)), None, *bars))
        level += step.size
    rows.append((told.side.title, 0.0, scale.shown(end), None, None))
    more = [report("legend_favours", arm=side.title) for side in (told.side, told.cast.reference)]
    heads = (say("causes_base"), say("causes_ends"), *more)
    return Sheet(
        say("sheet_waterfall"), (Column(say("cause"), width=50), *(Column(one, form(scale), 28) for one in heads)),
        tuple(rows),
    )


def removed(told: Told) -> Sheet | None:
    """Return per mechanism what is booked under it and what goes with it; None where nothing was taken out."""
    found, scale = told.data["trust"].get("removed") or {}, points(told)
    if found.get("arm") != told.side.id or not found.get("rows"):
        return None
    names = (say("removed_booked"), say("removed_without", n=found["worlds"]))
    heads = [*names, *(f"{name}, {say(end)}" for name in names for end in ("p10", "p90"))]
    keys = [("booked", "mean"), ("without", "mean"), *((kind, end) for kind in KINDS for end in ("p10", "p90"))]
    rows = tuple(
        (capital(text(row["titles"])), *(scale.shown(row[kind].get(key)) for kind, key in keys))
        for row in found["rows"]
    )
    columns = (Column(say("mechanism"), width=40), *(Column(head, form(scale, signed=True), 34) for head in heads))
    return Sheet(say("sheet_removed"), columns, rows)


def conditions(told: Told) -> Sheet:
    """Return the uncertain numbers that part the worlds, confirmed ones first, with the counts on both sides."""
    listed = [(row, "yes") for row in told.data["conditions"]] + [(row, "no") for row in told.data["leads"]]
    rows = tuple(
        (
            capital(text(row["label"])), told.cast.title(row["arm"]), report(kept), row["cut"],
            *(row[end][key] for end in ("above", "below") for key in ("ahead", "worlds")),
        )
        for row, kept in listed
    )
    heads = ("above", "above_of", "below", "below_of")
    columns = (
        Column(say("condition"), width=70), Column(say("strategy"), width=24), Column(say("confirmed"), width=12),
        Column(say("cut"), EXACT, 12), *(Column(say(key), COUNT, 22) for key in heads),
    )
    return Sheet(say("sheet_conditions"), columns, rows)


def budget(told: Told) -> Sheet:
    """Return what each strategy spent, which revenue it gave up, and how full its purse was."""
    found = told.data["budget"]
    scale = told.scales.money([*found["realised"].values(), *found["forgone"].values()])
    rows = tuple(
        (
            side.title, scale.shown(found["realised"].get(side.id)), scale.shown(found["forgone"].get(side.id)),
            found["purse"].get(side.id),
        )
        for side in told.cast.all
    )
    columns = (
        Column(say("strategy"), width=28), Column(say("spent", unit=scale.unit), form(scale), 36),
        Column(say("forgone", unit=scale.unit), form(scale), 44), Column(say("purse"), PERCENT, 12),
    )
    return Sheet(say("sheet_budget"), columns, rows)


def sources(design: Design) -> Sheet:
    """Return how many numbers behind the comparison are of each kind."""
    rows = tuple((report(f"backed_{kind}"), n) for kind, n in behind.counts(design).items())
    return Sheet(say("sheet_sources"), (Column(say("source_kind"), width=34), Column(say("count"), COUNT)), rows)


def every_input(design: Design) -> Sheet:
    """Return every number behind the comparison, with its source and the place that set it."""
    rows = tuple(
        (
            one.path, capital(text(one.about)), one.value, text(one.unit), *(one.plausible or (None, None)),
            report(f"backed_{one.kind}"), one.source, say("default") if one.place == DEFAULT.short else one.place,
        )
        for one in behind.inputs(design)
    )
    heads = (("path", "", 52), ("meaning", "", 60), ("value", EXACT, 12), ("unit", "", 22),
             ("plausible_low", EXACT, 16), ("plausible_high", EXACT, 16), ("source_kind", "", 28),
             ("source", "", 60), ("place", "", 44))
    columns = tuple(Column(say(key), shown, width) for key, shown, width in heads)
    return Sheet(say("sheet_inputs"), columns, rows)
