"""Controls made from declarations: what they set stands in the address, and the page follows the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

import agents.declarations  # noqa: F401  the import fills the registries
from agents.parameters import LEVERS
from dashboard.house import House
from dashboard.page import Shown
from dashboard.view import LEVER, View
from dashboard.words import _
from experiments.phrases import spoken
from experiments.report.formats import capital, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agents.parameters import Lever, Uncertainty
    from sim import Scenario

STEPS = 20      # positions of a slider


def setting(key: str, usual: str = "") -> dict[str, str]:
    """Return the id of a control that sets a key of the address; what is usual is left out of it."""
    return {"type": "set", "key": key, "usual": usual}


def lever(house: House, view: View, name: str) -> Shown:
    """Return a lever as a question, a slider between what its ends mean, and what the strategy does by itself."""
    declared, base = LEVERS[name], house.base(view, name)
    changed = view.lever(name)
    now = base if changed is None else changed
    question = _(declared.question)
    return html.Div([
        html.P(question, className="lever-question"),
        slider(declared, base, now, label=question),
        html.Div([html.Span(_(declared.anchors[0])), html.Span(_(declared.anchors[1]))], className="anchors"),
        html.P(_legal(declared), className="legal") if declared.legal else None,
    ], className="lever" + (" is-changed" if changed is not None else ""))


def _legal(declared: Lever) -> str:
    return _("Restricted by law: {legal}", legal=_(declared.legal))


def slider(declared: Lever, base: float, now: float, *, label: str) -> Shown:
    """Return the slider of a lever over what is plausible, a mark at the strategy's own value."""
    low, high = min(declared.plausible[0], base, now), max(declared.plausible[1], base, now)
    return dmc.Slider(
        id=setting(LEVER + declared.name, f"{base:g}"), min=low, max=high, step=(high - low) / STEPS, value=now,
        updatemode="mouseup", thumbLabel=f"{label} ({unit(declared)})", marks=[{"value": base}], size="sm",
        precision=4, label={"function": "rounded"}, color="dark",
    )


def unit(declared: Lever | Uncertainty) -> str:
    """Return a unit in words."""
    return _("0 to 1") if declared.unit == "0..1" else _(declared.unit)


def department(name: str) -> str:
    """Return what a department is called."""
    return capital(_(name).replace("_", " ")).replace("Cx ", "CX ")


def value_words(declared: Lever, value: float) -> str:
    """Return a value with its unit; a share in per cent."""
    if declared.unit == "share":
        return f"{plain(round(100 * value, 2))} %"
    return f"{plain(round(value, 4))} {unit(declared)}"


def taps(key: str, label: str, options: Sequence[tuple[str, str]], value: str | None) -> Shown:
    """Return a question with a few answers, one of which is tapped."""
    chips = [dmc.Chip(words, value=name, size="lg", variant="filled", color="dark") for name, words in options]
    group: Any = dmc.ChipGroup(chips, id=setting(key), value=value, multiple=False)
    return html.Fieldset([html.Legend(label), html.Div(group, className="taps")])


def choice(key: str, label: str, options: Sequence[tuple[str, str]], value: str, *, usual: str) -> Shown:
    """Return a list of which one is chosen; what is usual is left out of the address."""
    data = [{"value": name, "label": words} for name, words in options]
    return dmc.Select(id=setting(key, usual), label=label, data=data, value=value, allowDeselect=False)


def strategy_titles(scenario: Scenario) -> dict[str, str]:
    """Return the titles of the shipped strategies and of the scenario's own in the language that is spoken."""
    from dashboard.house import strategies
    from sim.scenario import load_strategy

    every = {name: load_strategy(name) for name in strategies()} | scenario.presets
    return {name: spoken().text(one.title) for name, one in every.items()}
