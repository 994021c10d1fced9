"""The terminal: a comparison as an answer, a table and sentences, never wider than a hundred columns."""

from __future__ import annotations

import sys
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from experiments import money
from experiments.aligned import Column, table
from experiments.languages import _, marked, speaking_of
from experiments.phrases import spoken
from experiments.report.cast import primary
from experiments.report.formats import NOTHING, Scale, Scales, is_number, number, percent, span, text, unit_words, when
from experiments.report.glossary import RIVALS
from experiments.statistics import ENOUGH_WORLDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

WIDTH = 100
CAUSES_SHOWN = 8
BUDGETS = {
    "equal": marked("The same envelope for each, {envelope} of the status quo: campaigns, adverts, analysis and "
                    "innovation are raised or cut together to fit it"),
    "capped": marked("At most {envelope} of the status quo's envelope for each: beyond it, campaigns, adverts, "
                     "analysis and innovation are cut together"),
    "free": marked("Each spends what its levers cost"),
}


def terminal() -> Console:
    """Return a console on standard output: at most 100 columns, no colour where NO_COLOR or a pipe asks for none."""
    from rich.console import Console

    screen = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    screen.width = min(WIDTH, screen.width) if screen.is_terminal else WIDTH
    return screen


def show_comparison(screen: Console, comparison: Mapping[str, Any]) -> None:
    """Print the answer, the table and what belongs to it, in the language that is spoken."""
    with speaking_of(comparison.get("words")):
        _show_comparison(screen, comparison)


def _show_comparison(screen: Console, comparison: Mapping[str, Any]) -> None:
    names = titles(comparison)
    screen.print(text(comparison.get("question")) or text(comparison["title"]), style="bold")
    screen.print()
    if comparison["answer"].get("heading"):
        screen.print(text(comparison["answer"]["heading"]), style="bold")
    for sentence in (comparison["answer"]["headline"], *comparison["answer"]["sentences"]):
        show_line(screen, text(sentence))
    show_table(screen, *outcome_table(comparison, names))
    show_line(screen, legend(comparison, names))
    for heading, lines in sections(comparison, names):
        screen.print()
        screen.print(heading, style="bold")
        for line in lines:
            show_line(screen, line)


def show_line(screen: Console, line: str) -> None:
    """Print a line; where it is too long, what follows is indented beneath it."""
    indent = " " * (len(line) - len(line.lstrip()) + 2) if line.startswith((" ", "-")) else ""
    for part in wrap(line, screen.width, subsequent_indent=indent, break_on_hyphens=False):
        screen.out(part)


def show_table(screen: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table between two empty lines."""
    for line in ("", *table(columns, rows, screen.width), ""):
        screen.out(line)


def titles(comparison: Mapping[str, Any]) -> dict[str, str]:
    """Return the shown name of every arm."""
    return {arm["id"]: text(arm.get("title")) or arm["id"] for arm in comparison["arms"]}


def contrasted(comparison: Mapping[str, Any]) -> list[str]:
    """Return the arms that are set against the reference."""
    return [arm["id"] for arm in comparison["arms"] if arm["id"] != comparison["reference"]]


def outcome_table(comparison: Mapping[str, Any], names: Mapping[str, str]) -> tuple[list[Column], list[list[str]]]:
    """Return outcome × arm: the reference's level, difference ± precision, range over worlds, counts, state."""
    others = contrasted(comparison)
    several = len(others) > 1
    columns = [
        Column(_("outcome"), is_right=False, gives_way=True),
        Column(names[comparison["reference"]]),
        *([Column(_("against it"), is_right=False, gives_way=True)] if several else []),
        Column(_("mean difference") if several else _("difference:") + f"\n{names[others[0]]}"),
        Column(_("8 of 10 worlds")),
        Column(_("ahead · level · behind")),
        Column(_("state"), is_right=False),
    ]
    return columns, [row for outcome in comparison["outcomes"] for row in outcome_rows(outcome, comparison, names)]


def outcome_rows(
    outcome: Mapping[str, Any], comparison: Mapping[str, Any], names: Mapping[str, str],
) -> Iterator[list[str]]:
    """Yield one row for each arm; the outcome and the reference's level stand in the first."""
    contrasts = outcome["contrasts"]
    numbers = [value for one in contrasts.values() for value in (one["mean"], one["p10"], one["p90"])]
    scale = Scales.of(comparison).of_kind(outcome["kind"], numbers, text(outcome["unit"]))
    unit = f" ({scale.unit})" if scale.unit else ""
    first = [text(outcome["label"]) + unit, scale.level(outcome["arms"][comparison["reference"]]["mean"], unit=False)]
    for place, arm in enumerate(contrasted(comparison)):
        one = contrasts[arm]
        difference = scale.difference(one["mean"], unit=False) + precision(one, scale)
        counts = " · ".join(number(one[key], 0) for key in ("ahead", "level_count", "behind"))
        between = between_ends(one, scale)
        arms = [names[arm]] if len(contrasts) > 1 else []
        yield [*(first if place == 0 else ["", ""]), *arms, difference, between, counts, state(one)]


def between_ends(row: Mapping[str, Any], scale: Scale) -> str:
    """Return the range over 8 of 10 worlds, or a dash where there are too few for one."""
    if row.get("n") == 1 or not (is_number(row["p10"]) and is_number(row["p90"])):
        return NOTHING
    return f"{scale.difference(row['p10'], unit=False)} … {scale.difference(row['p90'], unit=False)}"


def precision(contrast: Mapping[str, Any], scale: Scale) -> str:
    """Return how exactly the mean difference is known: ± half an interval, or its ends where it is lopsided."""
    low, high, mean = contrast["low"], contrast["high"], contrast["mean"]
    if not (is_number(low) and is_number(high)):
        return ""
    if contrast.get("lopsided") or abs((high - mean) - (mean - low)) > 0.02 * (high - low):
        return f" [{scale.difference(low, unit=False)}; {scale.difference(high, unit=False)}]"
    return f" ± {scale.level((high - low) / 2, unit=False)}"


def state(contrast: Mapping[str, Any]) -> str:
    """Return the state in a word, as seen from the arm; a star where it is beyond the margin."""
    beyond = contrast.get("at_least_margin") and contrast["state"] in {"better", "worse"}
    return text(contrast["state"]) + (" *" if beyond else "")


def legend(comparison: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return what the table's columns mean."""
    return _(
        "{firm} over {time}; differences from {reference}. "
        "± (or two ends in brackets): precision of the mean, 95 %. 8 of 10 worlds: from the 10 % to the 90 % point. "
        "Ahead, level, behind: worlds, by the outcome's margin. *: the mean is beyond the margin as well. Money is the "
        "whole firm's over the horizon, in present value; value is profit and the change of customer equity.",
        firm=comparison["firm"], time=span(comparison["weeks"]), reference=names[comparison["reference"]],
    )


def sections(comparison: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Return what stands below the table, heading and lines; a section without lines is left out."""
    others = contrasted(comparison)
    every = [
        (_("When it pays"), [line for arm in others for line in break_even(comparison, arm, names)]),
        (_("Why trust differs"), [line for arm in others for line in causes(comparison, arm, names)]),
        *reasons(comparison, names),
        (_("Worlds still needed"), worlds_needed(comparison, names)),
        (_("Budget"), budget(comparison)),
        (_("With less and with more money"), money.result_against_spend(comparison, spoken())),
        (_("Each at its best"), money.at_their_best(comparison, spoken())),
        (_("Ground"), ground(comparison)),
    ]
    return [(heading, lines) for heading, lines in every if lines]


def reasons(comparison: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Return what speaks for and against the leader, or for both sides where nobody leads."""
    leader = comparison["against"]["leader"]
    named = f"‹{names[leader]}›" if leader in names else ""
    against = _("What speaks against {arm}", arm=named) if named else _("What speaks for either")
    headings = (("for", _("What speaks for {arm}", arm=named)), ("against", against))
    return [
        (heading, [f"- {text(reason)}" for reason in comparison[side]["reasons"]])
        for side, heading in headings
        if comparison.get(side)
    ]


def break_even(comparison: Mapping[str, Any], arm: str, names: Mapping[str, str]) -> list[str]:
    """Say in how many worlds, and when, the cumulated result of an arm stays ahead of the reference's."""
    one = comparison["break_even"].get(arm)
    if not one:
        return []
    horizon = span(one["horizon"])
    scale = Scales.of(comparison).money([one["deepest"]["mean"], one["deepest"]["p10"]])
    if comparison["worlds"]["central"]:
        deepest = scale.difference(one["deepest"]["mean"])
        return [f"{names[arm]}: {ahead_for_good(one, horizon)}", "  " + _("deepest point {mean}", mean=deepest)]
    counts = {key: one[key] for key in ("n", "recovers", "never_behind", "lead_lost", "not_within")}
    ends = {key: scale.difference(one["deepest"][key]) for key in ("mean", "p10")}
    return [
        _("{arm}, of {n} worlds: {recovers} recover, {never_behind} never behind by more than the margin, {lead_lost} "
          "ahead but not to the end, {not_within} not within {time}", arm=names[arm], time=horizon, **counts),
        f"  {ahead_for_good(one, horizon)}",
        "  " + _("deepest point {mean} on average, {p10} in the worst tenth", **ends),
    ]


def ahead_for_good(one: Mapping[str, Any], horizon: str) -> str:
    """Say from which week on the middle world stays ahead, and how exactly that is known."""
    late = _("later than {span}", span=horizon)

    def written(week: Any) -> str:
        return late if not is_number(week) else when(week) if week else _("the start")

    low, high = written(one["median_low"]), written(one["median_high"])
    exact = "; 95 %: " + _("{low} to {high}", low=low, high=high) if is_number(one["median_low"]) else ""
    middle = " (" + _("the middle world") + exact + ")" if one["n"] > 1 else ""
    if one["median_week"] == 0:
        return _("never behind by more than the margin") + middle
    if is_number(one["median_week"]):
        return _("ahead for good from {week}", week=when(one["median_week"])) + middle
    return _("not ahead for good within {time}", time=horizon) + middle


def causes(comparison: Mapping[str, Any], arm: str, names: Mapping[str, str]) -> list[str]:
    """Return the largest differences in what moved the trust of the customers of week 0, in points of 100."""
    rows = comparison["trust"]["causes"].get(arm) or []
    scale, end = Scale(100.0, 1, "", ""), comparison["trust"]["end"]
    if end[arm] is None or end[comparison["reference"]] is None:  # a firm without customers in week 0
        return []
    total = scale.difference(end[arm] - end[comparison["reference"]])
    lines = [_("{arm}: {total} points at the end, of which", arm=names[arm], total=total)] if rows else []
    for row in rows[:CAUSES_SHOWN]:
        moved = scale.difference(row["difference"])
        where = text(row["department"]).replace("_", " ")
        spread = "" if comparison["worlds"]["central"] else f"; {between_ends(row, scale)}"
        lines.append(f"  {moved:>6}  {text(row['label'])} ({where}{spread})")
    rest = scale.difference(sum(row["difference"] for row in rows[CAUSES_SHOWN:]))
    if len(rows) > CAUSES_SHOWN:
        lines.append(f"  {rest:>6}  " + _("{n} further causes", n=len(rows) - CAUSES_SHOWN))
    return lines + taken_out(comparison["trust"].get("removed") or {}, arm, scale)


def taken_out(removed: Mapping[str, Any], arm: str, scale: Scale) -> list[str]:
    """Return what is booked under the largest mechanisms, beside how much smaller the difference is without each."""
    if removed.get("arm") != arm:
        return []
    n = removed["worlds"]
    again = _("{n} worlds again", n=n) if n > 1 else _("1 world again")
    lines = ["  " + _("taken out, {again}; booked, and by how much the difference shrinks:", again=again)]
    for row in removed["rows"]:
        booked, gone = (scale.difference(row[key]["mean"]) for key in ("booked", "without"))
        spread = f"; {between_ends(row['without'], scale)}" if n > 1 else ""
        lines.append(f"  {booked:>6} {gone:>6}  {text(row['titles'])} ({row['mechanism']}{spread})")
    return lines


def worlds_needed(comparison: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Say for every open outcome how many more worlds would probably settle it."""
    lines = []
    for outcome in comparison["outcomes"]:
        for arm in contrasted(comparison):
            more = outcome["contrasts"][arm].get("more_worlds")
            if more:
                likely, most = (number(x, 0) for x in more)
                lines.append(_("{outcome}, {arm}: about {likely} more, at most {most}", likely=likely, most=most,
                               outcome=text(outcome["label"]), arm=names[arm]))
    if not lines and comparison["worlds"]["n"] < ENOUGH_WORLDS:
        return [_("At least {enough} worlds are needed to judge; these are {n}.",
                  enough=ENOUGH_WORLDS, n=comparison["worlds"]["n"])]
    return lines or [_("None: no outcome is open.")]


def budget(comparison: Mapping[str, Any]) -> list[str]:
    """Say what each arm may spend, what it spent and gave up, and how its plans were stretched to fit."""
    plan = comparison["budget"]
    mode = _(BUDGETS.get(plan["mode"], plan["mode"]), envelope=percent(plan.get("envelope")))
    lines = [f"{mode}.", *money.spending(comparison, spoken())]
    if plan["mode"] != "free" and plan.get("purse"):
        names = titles(comparison)
        share = ", ".join(f"{names[arm]} {100 * value:.0f} %" for arm, value in plan["purse"].items())
        lines.append(_("To keep to it, campaigns, adverts, analytics and innovation run at, of plan: {share}.",
                       share=share))
    return lines


def ground(comparison: Mapping[str, Any]) -> list[str]:
    """Say on what the answer stands: worlds drawn, assumptions, seed."""
    worlds, assumptions = comparison["worlds"], comparison["assumptions"]
    luck = (worlds.get("luck_share") or {}).get(comparison["primary"])
    drawn = _("{n} worlds with seed {seed}, of {tried} drawn, fit the market's facts",
              n=worlds["n"], seed=comparison["seed"], tried=worlds["tried"])
    is_known = is_number(luck) and worlds["n"] >= ENOUGH_WORLDS
    share = _("; luck makes up {share} of the spread in {outcome}",
              share=percent(luck), outcome=text(primary(comparison)["label"])) if is_known else ""
    if worlds["central"]:
        drawn = _("One world, every assumption at its central value")
    counts = {"assumed": assumptions["assumed"], "numbers": assumptions["numbers"]}
    return [*setting(comparison), drawn + share + ".", _("{assumed} of {numbers} numbers are assumptions.", **counts)]


def setting(comparison: Mapping[str, Any]) -> list[str]:
    """Say what was asked for beyond the usual: rivals that react, mechanisms left out, strategies long in place."""
    lines = []
    if comparison["rivals"] != "fixed":
        does = text(RIVALS.get(comparison["rivals"], comparison["rivals"]))
        lines.append(_("Rivals {does}.", does=does))
    if comparison["without"]:
        lines.append(_("Left out of the market: {mechanisms}.", mechanisms=", ".join(comparison["without"])))
    if comparison.get("established"):
        lines.append(_("The strategies are in force long before the first week: the change to them is not compared."))
    return lines


def show_run(screen: Console, document: Mapping[str, Any]) -> None:
    """Print how every firm of a scenario ends; over several replications the mean, and the least and the most."""
    n = document["replications"]
    several = _(", mean of {n} runs (least … most)", n=n) if n > 1 else ""
    head = _("{scenario}: {time}, seed {seed}", scenario=document["scenario"], time=span(document["weeks"]),
             seed=document["seed"])
    screen.print(head + several, style="bold")
    columns = [Column("", is_right=False, gives_way=True), *(Column(firm) for firm in document["firms"])]
    rows = []
    for name, metric in document["metrics"].items():
        unit = unit_words(metric["unit"], document["currency"])
        label = text(metric["label"]) + (f" ({unit})" if unit else "")
        label += _(", whole run") if metric["over"] == "run" else ""
        cells = [shown(one[name], spread=document["replications"] > 1) for one in document["firms"].values()]
        rows.append([label, *cells])
    show_table(screen, columns, rows)


def shown(summary: Mapping[str, Any], *, spread: bool) -> str:
    """Write a number of any size with about three significant digits, with its range below if there is one."""

    def written(value: Any) -> str:
        if not is_number(value):
            return NOTHING
        size = abs(value)
        if size >= 1e6:
            return _("{x} m", x=number(value / 1e6, 1))
        return number(value, 0 if size >= 100 else 1 if size >= 10 else 3)

    if not spread:
        return written(summary["mean"])
    return f"{written(summary['mean'])}\n({written(summary['low'])} … {written(summary['high'])})"
