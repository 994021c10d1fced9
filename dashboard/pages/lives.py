"""Act 2: one person under both strategies: where the lives part, what happens in each, and how many fare alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard import asking, cards, figures
from dashboard.house import House
from dashboard.page import Page, Shown
from dashboard.questions import Question
from dashboard.view import View
from dashboard.words import _, marked
from experiments.phrases import spoken
from experiments.report.colours import hues
from experiments.story import AUTO, CANDIDATES, CELLS, Story
from experiments.telling import document

Data = Mapping[str, Any]


def layout(_house: House, _view: View) -> Shown:
    """Return the question and the place of the answer."""
    head = cards.hero(_("Whom does it concern?"), _("One person, two lives"))
    return html.Div([head, asking.place()], className="page")


def question(house: House, view: View) -> Question:
    """Return what the page asks."""
    return house.question("story", view, person=view.more.get("person", AUTO))


def answer(house: House, view: View, story: Story) -> Shown:
    """Return the person, the two lives side by side, and the table of all customers."""
    told = document(story, spoken())
    if not told["people"]:
        return [html.P(_("Nobody could be found to tell of."), className="notice")]
    at = 1 if view.more.get("who") == "2" and len(told["people"]) > 1 else 0
    person = told["people"][at]
    colours = hues([arm["id"] for arm in told["strategies"]])
    chart = figures.lives(person, told, colours)
    return [
        html.Div(choices(told, view, at), className="choices"),
        html.Section([html.P(one) for one in (*person["about"], person["divergence"])], className="sentence"),
        html.Section(sides(house, _parting(person, colours)), className="pair"),
        html.Section(cards.graph(chart)),
        html.Section(
            sides(house, [_life(arm, life, colours) for arm, life in person["lives"].items()]), className="pair",
        ),
        html.Section([fourfold(told), html.Ul([html.Li(note) for note in told["notes"]], className="muted")],
                     className="pair"),
    ]


def choices(told: Data, view: View, at: int) -> list[Shown]:
    """Return links to the example, the counter-example, and other people."""
    links = [
        dcc.Link(f"{person['role']}: {person['cell']}" if person["cell"] else person["role"],
                 href="/lives" + view.set([("who", str(k + 1) if k else "")]).search,
                 className="choice" + (" is-here" if k == at else ""))
        for k, person in enumerate(told["people"])
    ]
    number = view.more.get("person", AUTO).partition(":")[2]
    following = int(number) % (2 * CANDIDATES) + 1 if number.isdecimal() else 2
    other = view.set([("person", f"{AUTO}:{following}"), ("who", "")])
    return [*links, dcc.Link(_("Somebody else"), href="/lives" + other.search, className="choice")]


def sides(house: House, both: list[Shown]) -> list[Shown]:
    """Return what stands left and right, as this room has it."""
    return both[::-1] if house.mirrored else both


def _parting(person: Data, colours: Mapping[str, str]) -> list[Shown]:
    return [
        html.Div([html.H3(person["lives"][arm]["title"]), html.P(words)], className=f"card life hue-{colours[arm]}")
        for arm, words in person["parting"].items()
    ]


def _life(arm: str, life: Data, colours: Mapping[str, str]) -> Shown:
    years = [
        html.Details([
            html.Summary(period["title"]),
            html.Ol([_entry(entry) for entry in period["entries"]], className="timeline"),
            html.P(period["also"], className="muted") if period["also"] else None,
        ], open=at == 0)
        for at, period in enumerate(life["periods"])
    ]
    return html.Div([html.H3(life["title"]), html.P(life["end"], className="end"), *years],
                    className=f"card life hue-{colours[arm]}")


def _entry(entry: Data) -> Shown:
    return html.Li([
        html.Span(entry["when"], className="when"),
        html.Span([entry["text"], " ", html.Span(" ".join(filter(None, (entry["felt"], entry["trust"]))),
                                                 className="muted")]),
    ], className="is-shared" if entry["shared"] else "")


def fourfold(told: Data) -> Shown:
    """Return who stays and who leaves under both strategies, in per cent of the customers of the first week."""
    first, second = told["strategies"]
    cells = told["fourfold"]["cells"]
    heads = (_("stays"), _("leaves"))
    rows = [
        html.Tr([html.Th(f"‹{first['title']}›: {word}", scope="row"),
                 *(html.Td(html.B(cells[name]["shown"]), title=cells[name]["label"])
                   for name in CELLS[2 * k : 2 * k + 2])])
        for k, word in enumerate(heads)
    ]
    top = html.Tr([html.Td(), *(html.Th(f"‹{second['title']}›: {word}", scope="col") for word in heads)])
    return html.Div(
        [
            html.Table(
                [html.Caption(told["fourfold"]["caption"]), html.Thead(top), html.Tbody(rows)], className="fourfold"
            ),
        ],
        className="card",
    )


PAGE = Page(path="/lives", title=marked("Two lives"), layout=layout, door="workshop", order=3, question=question,
            answer=answer)
