"""Charts and verdicts of the pages, tried without a browser."""

from __future__ import annotations

import pytest
from dash.development.base_component import Component

from agents.parameters import UNCERTAINTIES
from dashboard import figures, happenings
from dashboard.house import House
from dashboard.pages import bench
from dashboard.view import View
from dashboard.words import voice
from experiments.claims import try_claims
from experiments.claims.record import record, recorded
from experiments.phrases import speaking
from experiments.report.cast import Side
from experiments.report.colours import DARK, LIGHT
from experiments.report.figures import config, dressed
from experiments.report.formats import Scale
from sim.events import KINDS

SIDES = (Side("a", "arm-0", "Quotas", "orange", "dash"), Side("b", "arm-1", "Customers", "blue", "solid"))
MILLIONS = Scale(1e-6, 1, "million EUR", "million EUR")


def test_every_world_is_a_dot_of_whoever_is_ahead_in_it():
    points = [(1.0, 10.0, 3e6), (2.0, 20.0, -4e6), (3.0, 30.0, 0.5e6), (4.0, 40.0, -1e6)]
    drawn = figures.worlds_map(points, ("x", "y"), (2.5, 25.0), sides=SIDES, margin=1e6, scale=MILLIONS)
    found = {trace.name: list(trace.x) for trace in drawn.data}
    assert found == {"Customers ahead": [1.0], "level": [3.0, 4.0], "Quotas ahead": [2.0]}
    assert [(shape.x0, shape.y0) for shape in drawn.layout.shapes] == [(2.5, 0), (0, 25.0)]


def test_a_chart_is_drawn_in_the_pages_light_and_language():
    line = {"type": "scatter", "y": [1], "line": {"color": LIGHT["axis"]}, "marker": {"color": LIGHT["page"]}}
    drawn = dressed([line], {}, 200)
    with speaking(voice("de")):
        found = figures.in_light(drawn, "dark")
    assert found["data"][0]["line"]["color"] == DARK["axis"]
    assert found["layout"]["separators"] == ",."
    assert found["data"][0]["marker"]["color"] == DARK["panel"]        # a chart lies on a card
    assert figures.in_light(drawn, "light")["data"][0]["line"]["color"] == LIGHT["axis"]


def test_a_long_title_of_an_axis_is_written_in_lines_that_a_phone_has_room_for():
    words = "points of 100 (the axis is cut: it does not begin at 0)"
    drawn = figures.in_light(dressed([{"y": [1]}], {"xaxis": {"title": {"text": words}}}, 200), "light")
    lines = drawn["layout"]["xaxis"]["title"]["text"].split("<br>")
    assert " ".join(lines) == words
    assert max(map(len, lines)) <= figures.TITLE_LENGTH["x"]


def test_no_chart_offers_to_send_anything_anywhere():
    assert (config()["showSendToCloud"], config()["plotlyServerURL"], config()["displayModeBar"]) == (False, "", False)


EVENTS = (
    ("price", {"change": -0.05}, "Beta ändert die Preise: −5,0 %."),
    ("levers", {"levers": {"bot_share": 0.5}}, "Beta ändert, was es tut: Anfragen, die zuerst ein Bot annimmt, 50 %."),
    ("regulation", {"at_most": {"bot_share": 0.5}, "at_least": {}},
     "Eine Regel begrenzt, was alle Unternehmen dürfen: Anfragen, die zuerst ein Bot annimmt, höchstens 50 %."),
    ("disclosure", {"size": 0.5}, "Was Beta verschwiegen hat, wird bekannt."),
    ("strategy", {"levers": {"bot_share": 0.5}, "budget": "equal", "envelope": 1.0},
     "Beta übernimmt eine andere Strategie."),
)


@pytest.mark.parametrize(("kind", "what", "said"), EVENTS)
def test_an_event_is_told_in_a_sentence(kind, what, said):
    with speaking(voice("de")):
        assert happenings.sentence({"week": 5, "kind": kind, "firm": "Beta", "what": what}) == said


def test_every_kind_of_event_has_its_sentence():
    assert set(happenings.TOLD) == set(KINDS)
    name = next(iter(UNCERTAINTIES))
    with speaking(voice("de")):
        said = happenings.sentence({"kind": "uncertainty", "firm": "", "what": {"name": name, "value": 0.5}})
        everybody = happenings.sentence({"kind": "renewal", "firm": "", "what": {"occasion": 0.3}})
    assert name not in said
    assert everybody == "Verträge bei allen Unternehmen laufen auf einmal aus, und Kunden sehen sich um."


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    return record(try_claims(["C22"], worlds=3, customers=300, workers=1, home=folder), folder / "record.json")


def words(part: object) -> str:
    """Everything that a part of a page says."""
    if isinstance(part, Component):
        return words(getattr(part, "children", None))
    return " ".join(map(words, part)) if isinstance(part, list | tuple) else str(part or "")


def test_a_claims_verdict_is_shown_only_after_a_guess(kept, monkeypatch):
    monkeypatch.setattr(House, "verdicts", lambda _self: recorded(kept))
    house = House(None)
    label = recorded(kept)["de"]["claims"][0]["verdict"]["label"]
    with speaking(voice("de")):
        before, after = words(bench.layout(house, View())), words(bench.layout(house, View(more={"c.C22": "yes"})))
    assert label not in before
    assert label in after
    assert "Ihr Tipp: trifft zu" in after


def test_a_verdict_on_a_claim_whose_file_has_changed_is_left_out(kept, tmp_path):
    text = kept.read_text(encoding="utf-8")
    digest = recorded(kept)["en"]["claims"][0]["digest"]
    other = tmp_path / "record.json"
    other.write_text(text.replace(digest, "0" * 64), encoding="utf-8")
    assert recorded(other)["en"]["claims"] == []
    assert recorded(tmp_path / "none.json") is None
