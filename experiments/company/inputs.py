"""What a sheet says of the market itself, as the tree of a market file: each value with its cell as its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agents.parameters import TRAITS, UNCERTAINTIES
from experiments.calibration_targets import TOLERANCE
from experiments.company.declared import FIGURES
from experiments.company.sheet import Sheet
from experiments.company.wanted import Wanted, segments_of
from sim import Scenario, ScenarioError

WHOLE = 0.99        # share of all people that providers may have together, so that somebody is without: assumption
WEEKS_PER_MONTH, WEEKS_PER_YEAR = 52 / 12, 52
RIVALS = [f"rival_{k}" for k in range(1, 7)]
Tree = dict[str, Any]


def market_tree(sheet: Sheet, base: Scenario, settings: Mapping[str, float], cells: Mapping[str, Wanted]) -> Tree:
    """Return what differs from the market that is taken as a base.

    Args:
        sheet: the company's sheet.
        base: the market that everything else comes from.
        settings: values tried out so far, by name (settings.py).
        cells: the figures they were tried out for.
    """
    tree: Tree = {**_size(sheet, base), **_products(base, settings, cells)}
    tree["segments"] = _segments(sheet, base, settings, cells)
    levers = {name[6:]: _tried(x, cells, name) for name, x in settings.items() if name.startswith("lever.")}
    if levers:
        tree["status_quo"] = {"levers": levers}
    if "discount" in sheet.given:
        tree["discount_rate"] = _own(sheet, "discount", sheet.given["discount"].value / 100)
    tree["uncertainties"] = _known(sheet, base) | {
        name[6:]: _moved(name, x, base, cells) for name, x in settings.items() if name.startswith("world.")
    }
    return {key: value for key, value in tree.items() if value}


def _cell(sheet: Sheet, name: str) -> str:
    return f"own figure, {sheet.file}: {sheet.given[name].cell} ({FIGURES[name].label('en')})"


def _own(sheet: Sheet, name: str, value: float) -> Tree:
    return {"value": _short(value), "source": _cell(sheet, name)}


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _tried(value: float, cells: Mapping[str, Wanted], name: str) -> Tree:
    one = cells[name]
    source = f"assumption: tried out until the status quo shows {one.id} of {one.cell}"
    return {"value": _short(value), "source": source}


def _size(sheet: Sheet, base: Scenario) -> Tree:
    """Return the size of the market and the shares of its firms."""
    firms, customers = base.market.firms, sheet.given["customers"].value
    size = sheet.value("market_size")
    own = firms[base.firm].share if size is None else customers / size
    others = sorted((name for name in firms if name != base.firm and not firms[name].enters_later),
                    key=lambda name: -firms[name].share)
    given = {key: sheet.given[key].value / 100 for key in RIVALS if key in sheet.given}
    _check_shares(sheet, own, given)
    shares = _rivals(sheet, given, others)
    rest = others[len(given):]
    left = min(WHOLE, sum(one.share for one in firms.values())) - own - sum(given.values())
    whole = sum(firms[name].share for name in rest)
    for name in rest:
        share = max(left, 0.01) * firms[name].share / whole
        shares[name] = {"value": _short(share), "source": "assumption: what is left, shared out as in the market taken"}
    over = f"{_cell(sheet, 'customers')} over {sheet.given['market_size'].cell}" if size else ""
    mine = {"value": _short(own), "source": over or f"assumption: as in {base.name}"}
    people = customers / own if size is None else size
    source = f"{_cell(sheet, 'customers')} over the share" if size is None else _cell(sheet, "market_size")
    return {
        "market_size": {"value": round(people), "source": source},
        "firms": {name: {"share": share} for name, share in {base.firm: mine, **shares}.items()},
    }


def _rivals(sheet: Sheet, given: Mapping[str, float], others: Sequence[str]) -> Tree:
    """Return the shares given by the rivals that the market has; the last of them stands for all that are left."""
    shares = {name: _own(sheet, key, share) for name, (key, share) in zip(others, given.items(), strict=False)}
    if others and (beyond := list(given)[len(others):]):
        last = shares[others[-1]]
        last["value"] = _short(last["value"] + sum(given[key] for key in beyond))
        cells = ", ".join(sheet.given[key].cell for key in beyond)
        last["source"] += f", with {cells}: the market taken has {len(others)} rivals"
    return shares


def _check_shares(sheet: Sheet, own: float, given: Mapping[str, float]) -> None:
    """Look whether shares fit into the market.

    Raises:
        ScenarioError: at the cell of the figure that does not.
    """
    together = own + sum(given.values())
    name = list(given)[-1] if given else "market_size"
    if together > WHOLE or own >= WHOLE:
        text = f"{name}: shares add up to {100 * together:.3g} %, your own ({100 * own:.3g} %) included; at most 99 %"
        raise ScenarioError([f"{sheet.file}: {sheet.given[name].cell}: {text}"])


def _products(base: Scenario, settings: Mapping[str, float], cells: Mapping[str, Wanted]) -> Tree:
    price, delivery = settings.get("scale", 1.0), settings.get("delivery", 1.0)
    how = f"assumption: {base.name}'s price list, scaled to {cells['scale'].cell}" if "scale" in cells else "assumption"
    cost = f"assumption: {base.name}'s costs, scaled to {cells['delivery'].cell}" if "delivery" in cells else how
    return {"products": {
        name: {
            "price": {"value": _short(price * one.price), "source": how},
            "cost": {"value": _short(price * delivery * one.cost), "source": cost},
        }
        for name, one in base.market.products.items()
    }}


def _segments(sheet: Sheet, base: Scenario, settings: Mapping[str, float], cells: Mapping[str, Wanted]) -> Tree:
    """Return shares and terms of segments, and how hard it is to switch where churn by term was given."""
    market, tree = base.market, {name: dict[str, Any]() for name in base.market.segments}
    bound, free = segments_of(base, term=True), segments_of(base, term=False)
    if "contract" in sheet.given and bound and free:
        share = sheet.given["contract"].value / 100
        for names, part in ((bound, share), (free, 1 - share)):
            whole = sum(market.segments[name].share for name in names)
            for name in names:
                tree[name]["share"] = _own(sheet, "contract", part * market.segments[name].share / whole)
        _close(tree)
    for name in bound if "term" in sheet.given else ():
        tree[name]["contract_weeks"] = _own(sheet, "term", round(sheet.given["term"].value * WEEKS_PER_MONTH))
    for names, setting in ((bound, "switching.term"), (free, "switching.free")):
        for name in names if setting in settings else ():
            spec = market.segments[name].traits.get("switching_cost")
            value, spread = (spec.value, spec.spread) if spec else (TRAITS["switching_cost"].default, 0.0)
            found = _tried(value + settings[setting], cells, setting)
            tree[name]["traits"] = {"switching_cost": found | ({"spread": spread} if spread else {})}
    return {name: one for name, one in tree.items() if one}


def _close(tree: Tree) -> None:
    """Let shares add up to 1 to the last digit."""
    *others, last = tree.values()
    last["share"]["value"] = round(1 - sum(one["share"]["value"] for one in others), 12)


def _known(sheet: Sheet, base: Scenario) -> Tree:
    """Return the uncertainties that a figure says directly, with the range given or the usual tolerance."""
    minutes, phone = base.uncertainties["minutes_per_call"][0], sheet.given["cost_phone"].value
    factors = {
        "cost_phone": ("wage", 60 / minutes), "cost_written": ("written_work", 1 / phone),
        "cost_self": ("self_contact", 1.0), "cost_bot": ("bot_contact", 1.0),
        "tenure": ("usual_tenure", WEEKS_PER_YEAR),
    }
    found = {}
    for name, (uncertainty, factor) in factors.items():
        if name in sheet.given:
            one = sheet.given[name]
            ends = one.low or (1 - TOLERANCE) * one.value, one.high or (1 + TOLERANCE) * one.value
            value, low, high = (_within(uncertainty, factor * x) for x in (one.value, *ends))
            found[uncertainty] = {"value": value, "plausible": [low, high], "source": _cell(sheet, name)}
    return found


def _within(uncertainty: str, value: float) -> float:
    low, high = UNCERTAINTIES[uncertainty].bounds
    return _short(min(max(value, low), high))


def _moved(key: str, value: float, base: Scenario, cells: Mapping[str, Wanted]) -> Tree:
    """Return an uncertainty moved as a whole: its plausible range keeps its width round the value tried out."""
    name = key.removeprefix("world.")
    return _tried(value, cells, key) | {"plausible": [_within(name, x) for x in moved(name, value, base)]}


def moved(name: str, value: float, base: Scenario) -> tuple[float, float]:
    """Return the plausible range of an uncertainty whose best value has moved: in proportion; of a logit, as far."""
    before, (low, high) = base.uncertainties[name]
    if UNCERTAINTIES[name].unit == "logit" or before <= 0:
        return low + value - before, high + value - before
    return low * value / before, high * value / before
