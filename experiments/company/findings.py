"""What a fit to a sheet found, as one dictionary: figures beside what is simulated, and what the figures leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.company.declared import FIGURES, UNITS
from experiments.company.forecast import forecast
from experiments.company.wanted import CONTACTS, SPEND, Wanted, has_place
from experiments.statistics import spread
from sim.mechanisms import MECHANISMS

if TYPE_CHECKING:
    from experiments.calibration_targets import Statistic
    from experiments.company.settings import Draft
    from experiments.company.work import Made

ALL_CONTACTS = {"de": "Anfragen je Kunde, alle Kanäle", "en": "contacts per customer, all channels"}


def described(draft: Draft, made: Made) -> dict[str, Any]:
    """Return the result of a fit to a sheet."""
    market, sheet, months = draft.base.market, draft.sheet, draft.sheet.months
    columns = {one.id: made.crowd.shown[:, at] for at, one in enumerate(made.measured)}
    fitted = made.found.described(made.plan, made.crowd.shown[:, : len(made.plan.statistics)])
    ids = [one.id for one in made.measured]
    return {
        "name": made.plan.name, "sheet": sheet.file, "market": draft.base.name, "title": market.title,
        "currency": market.currency,
        "figures": [_figure(draft, one, made, columns) for one in made.measured if one.id in draft.wanted],
        "nothing": [_nothing(one) for one in draft.wanted.values() if one.id not in columns],
        "set": [_as_given(one.id, one.value, one.cell) for one in sheet.given.values()
                if one.figure.use == "set" and has_place(one.id, draft.base)],
        "unanswered": [
            _as_given(one.id, one.value, one.cell) | {"why": dict(one.figure.why or {})}
            for one in sheet.given.values() if one.figure.use == "unanswered"
        ] + _without_use(draft),
        "crowd": {"n": len(made.crowd.worlds), "drawn": made.crowd.drawn, "unmet": made.unmet},
        "fit": fitted, "untouched": _untouched(draft, fitted),
        "forecast": forecast(months, ids, made.crowd.shown) if months is not None and months.forecasts else None,
        "programme": _programme(draft, columns),
    }


def label(name: str) -> dict[str, str]:
    """Return what a figure is called, in both languages."""
    if name == CONTACTS:
        return ALL_CONTACTS
    return {"de": FIGURES[name].de[0], "en": FIGURES[name].en[0]}


def unit(name: str) -> dict[str, str]:
    """Return the unit of a figure, in both languages."""
    return dict(UNITS["contacts" if name == CONTACTS else FIGURES[name].unit])


def _figure(draft: Draft, one: Statistic, made: Made, columns: dict[str, Any]) -> dict[str, Any]:
    wanted, shown = draft.wanted[one.id], spread(columns[one.id])
    middle = shown["p50"]
    use = "fitted" if one.id in draft.fitted else FIGURES[one.id].use
    return {
        "id": one.id, "label": label(one.id), "unit": unit(one.id), "value": wanted.value, "cell": wanted.cell,
        "tolerance": wanted.tolerance, "beside": list(wanted.beside) if wanted.beside else None, **shown, "use": use,
        "within": bool(middle is not None and abs(middle - wanted.value) <= wanted.tolerance),
        "selects": one.id in {judged.id for judged in made.judged},
    }


def _nothing(one: Wanted) -> dict[str, Any]:
    return _as_given(one.id, one.value, one.cell)


def _as_given(name: str, value: float, cell: str) -> dict[str, Any]:
    return {"id": name, "label": label(name), "unit": unit(name), "value": value, "cell": cell}


def _without_use(draft: Draft) -> list[dict[str, Any]]:
    """Return figures that this market in particular has no place for: terms where no segment has one, or every one."""
    why = {"de": "in der Vorlage haben alle Segmente dieselbe Art von Vertrag",
           "en": "in the market taken all segments have the same kind of contract"}
    return [
        _as_given(one.id, one.value, one.cell) | {"why": why}
        for one in draft.sheet.given.values() if not has_place(one.id, draft.base)
    ]


def _untouched(draft: Draft, fitted: dict[str, Any]) -> list[dict[str, Any]]:
    """Return, by mechanism, how many uncertainties no figure speaks of, the largest first."""
    known = set(draft.tree(draft.start())["uncertainties"]) - set(fitted["uncertainties"])
    says = {name for name, one in fitted["uncertainties"].items() if one["state"] != "open"}
    open_ones = [name for name in draft.base.uncertainties if name not in known | says]
    found = [
        {"id": one.id, "title": dict(one.title), "n": len(set(one.doses) & set(open_ones))}
        for one in MECHANISMS.values()
    ]
    return sorted((one for one in found if one["n"]), key=lambda one: -one["n"])


def _programme(draft: Draft, columns: dict[str, Any]) -> dict[str, Any] | None:
    """Return what a planned programme costs a year, over the horizon, and relative to what is spent on such things."""
    sheet, years = draft.sheet, draft.base.market.horizon / 52
    yearly = (sheet.value("programme_year") or 0.0) + (sheet.value("programme_once") or 0.0) / years
    if yearly <= 0:
        return None
    spent = float(np.median(columns[SPEND])) * sheet.given["customers"].value
    return {"yearly": yearly, "years": years, "spent": spent, "envelope": round(1 + yearly / spent, 3)}
