"""Act 5: each table places one envelope on six to eight measures; the results of all tables side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard import asking, cards, guesses
from dashboard.answers import Compared
from dashboard.house import House
from dashboard.page import Page, Shown, aria, data
from dashboard.pages.answer import counts
from dashboard.questions import Question
from dashboard.rooms import shown
from dashboard.rooms.measures import costs_of, question_of
from dashboard.rooms.rules import NotAllowedError, Room, Table, check_plan
from dashboard.rooms.web import HEARTBEAT_MS, Workshop
from dashboard.telling import Told
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.report import tiles
from experiments.report.formats import Scale, Scales
from experiments.report.tables import scale_of

BETWEEN = "+"       # of the measures of a plan in the address


def plan_of(house: House, view: View) -> tuple[str, ...]:
    """Return the measures in the address that there are."""
    costs = costs_of(house.scenario(view))
    return tuple(name for name in view.more.get("plan", "").split(BETWEEN) if name in costs)


def layout(house: House, view: View) -> Shown:
    """Return the envelope, the measures, and the places of the results."""
    scenario = house.scenario(view)
    costs = costs_of(scenario)
    if not costs:
        said = _("For this market nobody has worked out what measures cost.")
        return html.Div([html.H1(_("Our budget")), html.P(said, className="notice")], className="page")
    return html.Div([
        html.Section([
            html.P(_("Our budget"), className="overline"), html.H1(_("What would we do?")),
            html.P(_("One envelope for {firm}, eight measures. Each table places it as it thinks best; the worlds then "
                     "say what it brings against carrying on as before.", firm=scenario.firm), className="lead"),
        ], className="hero"),
        html.Section(_envelope(house, view, costs), className="card envelope"),
        asking.place() if plan_of(house, view) else None,
        html.Section(id="all-tables", children=_all_tables(house, view)),
        dcc.Interval(id="tables-pulse", interval=2 * HEARTBEAT_MS, disabled=house.rooms is None),
    ], className="page")


def _envelope(house: House, view: View, costs: Mapping[str, float]) -> list[Shown]:
    plan, scale = plan_of(house, view), money_of(house, view)
    total, spent = _share(house) * sum(costs.values()), sum(costs[name] for name in plan)
    chips: Any = [
        dmc.Chip([html.Span(shown.title_of(name)), html.Span(scale.level(costs[name]), className="cost")], value=name,
                 size="lg", variant="filled", color="dark")
        for name in shown.measures_of(costs)
    ]
    left = _("{spent} of {total} a year are placed.", spent=scale.level(spent), total=scale.level(total))
    bar = html.Div(html.I(className="room-bar", style={"width": f"{100 * spent / total:.0f}%"}), className="room-track")
    return [
        html.H2(_("Your envelope")), bar, html.P(left, **aria(live="polite")),
        html.Div(dmc.ChipGroup(chips, id="plan", multiple=True, value=list(plan)), className="taps", role="group",
                 **aria(label=_("Measures"))),
        html.P(id="plan-said", role="status", className="muted"),
        html.P(_("Costs of the first year at market prices: what the firm spends more, and which fees or rebates it "
                 "forgoes. Assumptions, like every lever's value."), className="muted"),
    ]


def money_of(house: House, view: View) -> Scale:
    """Return how costs are written: all in one unit, so that they are compared at a glance."""
    scenario = house.scenario(view)
    return Scales.of({"currency": spoken().text(scenario.market.currency)}).money(costs_of(scenario).values())


def _share(house: House) -> float:
    return house.rooms.store.room().envelope if house.rooms else Room().envelope


def question(house: House, view: View) -> Question | None:
    """Return what one's own plan is asked."""
    return asked(house, view, plan_of(house, view))


def asked(house: House, view: View, plan: Sequence[str]) -> Question | None:
    """Return what a plan is asked; None for one that is empty."""
    sizes = {"worlds": house.worlds, "customers": house.customers, "weeks": house.weeks}
    return question_of(house.scenario(view).name, plan, **sizes)


def answer(_house: House, _view: View, data: Compared) -> Shown:
    """Return what one's own plan brings."""
    told = Told.of(data.data)
    return html.Section([
        html.H2(_("Your plan against carrying on as before")),
        html.Div([_tile(one) for one in tiles.tiles(told.data, told.cast, told.side, told.scales)], className="tiles"),
    ], **aria(live="polite"))


def _tile(tile: tiles.Tile) -> Shown:
    return html.Div([
        cards.hint(tile.label, tile.hint),
        html.P([html.B(tile.difference), html.Span(tile.unit)], className="tile-figure"), counts(tile),
    ], className="card tile")


def _all_tables(house: House, view: View) -> Shown:
    """Return every table's plan; with its results once the facilitator has closed the plans, to himself at once."""
    if house.rooms is None:
        return None
    workshop: Workshop = house.rooms
    tables, open_to_all = workshop.store.tables(), workshop.store.room().frozen
    if not (open_to_all or workshop.leads):
        said = _("The results of all tables are shown when the facilitator closes the plans.")
        return html.P(said, className="muted")
    return [html.H2(_("All tables")), results(house, view, tables)]


def results(house: House, view: View, tables: Sequence[Table]) -> Shown:
    """Return the tables side by side: plan, cost, trust, cancellations, result, worlds ahead."""
    costs, scale = costs_of(house.scenario(view)), money_of(house, view)
    heads = [_("Workshop table"), _("Measures"), _("Cost per year"), *(_(one) for one in guesses.THINGS.values()),
             _("Worlds")]
    rows = []
    for table in tables:
        spent = scale.level(sum(costs.get(name, 0.0) for name in table.measures))
        rows.append(html.Tr([
            html.Th(str(table.number), scope="row", **data(head=heads[0])),
            html.Td(shown.plan_words(table.measures), **data(head=heads[1])),
            *(html.Td(one, className="number", **data(head=head))
              for head, one in zip(heads[2:], (spent, *_figures(house, view, table)), strict=True)),
        ]))
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in heads]))
    every = html.Div(html.Table([head, html.Tbody(rows)]), className="table stacked plans", tabIndex=0,
                     role="region", **aria(label=_("All tables")))
    return cards.saved(every, "tables")


def _figures(house: House, view: View, table: Table) -> list[str]:
    """Return a table's results as they are by now; a table asks like anybody else."""
    wanted = asked(house, view, table.measures)
    if wanted is None:
        return ["–"] * 4
    state = house.jobs.look(house.jobs.ask(wanted, f"room/{house.name(view)}/{table.number}").key)
    if state.status != "done":
        return ["…"] * 4
    told = Told.of(state.answer.data)
    each = [guesses.outcome_of(told.data, thing) for thing in guesses.THINGS]
    found = [one["contrasts"][told.side.id] for one in each]
    said = [scale_of(one, told.scales).difference(gap["mean"]) for one, gap in zip(each, found, strict=True)]
    result = found[-1]
    return [*said, _("{ahead} of {n} ahead", ahead=result["ahead"], n=result["n"])]


def callbacks(app: Dash, house: House) -> None:
    """Let chips place the envelope, as far as it goes, and the tables' results come in."""

    @app.callback(
        Output("url", "search", allow_duplicate=True), Output("plan", "value"), Output("plan-said", "children"),
        Input("plan", "value"), State("url", "search"), prevent_initial_call=True,
    )
    def place(chosen: list[str] | None, search: str | None) -> Any:
        view = View.of(search)
        before = plan_of(house, view)
        if set(chosen or ()) == set(before):
            return no_update, no_update, no_update
        try:
            plan = placed(house, view, chosen or ())
        except NotAllowedError as refused:
            return no_update, list(before), shown.refusal(refused.why)
        return view.set([("plan", BETWEEN.join(plan))]).search, no_update, ""

    @app.callback(
        Output("all-tables", "children"), Input("tables-pulse", "n_intervals"), State("url", "search"),
        prevent_initial_call=True,
    )
    def come_in(_beat: int, search: str | None) -> Any:
        return _all_tables(house, View.of(search))


def placed(house: House, view: View, chosen: Sequence[str]) -> tuple[str, ...]:
    """Return a plan that fits into the envelope; in a room it is entered for one's own table.

    Raises:
        NotAllowedError: where it does not fit, or the facilitator has closed the plans.
    """
    costs = costs_of(house.scenario(view))
    if house.rooms is None or house.rooms.leads:
        return check_plan(chosen, costs, _share(house))
    workshop: Workshop = house.rooms
    workshop.store.open_table(workshop.token)
    return workshop.store.place(workshop.token, chosen, costs).measures


PAGE = Page(path="/budget", title=marked("Our budget"), layout=layout, door="workshop", order=6, question=question,
            answer=answer, callbacks=callbacks)
