"""A market fitted to a company's own figures shows them, says where every value comes from, and what stays open."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
import yaml
from german import english_in
from small_market import write_small_market

from experiments.audit import reproduce
from experiments.company import fit_company, read_sheet
from experiments.company.forecast import forecast, statistics
from experiments.company.page import write_company
from experiments.company.settings import SETTINGS, Draft
from experiments.company.wanted import has_place, measures, wanted_of
from experiments.company.words import lines, say, sentences
from experiments.languages import voice
from experiments.phrases import speaking
from experiments.plan import problems_of_worlds
from goodwill import main
from sim import ScenarioError, load

FEW = {"evaluations": 20, "worlds": 6}
FIGURES = {
    "customers": 30_000, "price": 40, "margin": "40–60", "churn": 25, "gained": 7_500, "contacts_phone": "3–4",
    "cost_phone": 6, "campaigns": 2, "products": "1,2–1,4", "nps": 10, "commission": 5, "contract": 60, "discount": 8,
    "programme_year": 100_000, "tenure": 5, "contacts_written": 0.6, "cost_written": 4,
}


def written(folder, figures=FIGURES, months=24, name="ours.csv"):
    """A sheet as csv, with months beside it."""
    market = write_small_market(folder) / "small.yaml"
    rows = [f"market;{market}", *(f"{name};{value}" for name, value in figures.items())]
    (folder / name).write_text("id;Wert\n" + "\n".join(rows), encoding="utf-8")
    lines = ["Monat;Kunden zu Monatsbeginn;Neukunden;Abgänge;Umsatz in EUR"] + [
        f"{2023 + k // 12}-{k % 12 + 1:02d};30000;{600 + 10 * (k % 12)};{600 + 10 * (k % 12)};{1_200_000 + k}"
        for k in range(months)
    ]
    if months:
        (folder / f"{name.removesuffix('.csv')}-Monate.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / name


def quick(*arguments, **options):
    """Fit in this process, on an executor of one's own."""
    with ThreadPoolExecutor(1) as executor:
        return fit_company(*arguments, executor=executor, **FEW, **options)


@pytest.fixture(scope="module", name="sheet")
def _sheet(tmp_path_factory):
    return written(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module", name="fit")
def _fit(sheet):
    return quick(sheet, sheet.parent / "out")


def draft_of(sheet):
    read = read_sheet(sheet)
    base = load(read.market)
    return Draft(read, base, wanted_of(read, base))


# the market -----------------------------------------------------------------------------------------------------------


def test_the_sheet_goes_into_the_market_with_its_cells_as_sources(sheet):
    draft = draft_of(sheet)
    tree = draft.tree(draft.start())
    firm = draft.base.firm
    assert tree["market_size"]["value"] == round(30_000 / draft.base.market.firms[firm].share)
    assert tree["discount_rate"] == {"value": 0.08, "source": "own figure, ours.csv: B15 (discount rate)"}
    assert tree["uncertainties"]["wage"]["value"] == pytest.approx(6 * 60 / 8)
    assert tree["uncertainties"]["usual_tenure"]["plausible"] == [234, 286]
    assert tree["segments"]["families"]["share"]["value"] == 0.6
    assert sum(one["share"]["value"] for one in tree["segments"].values()) == 1


def test_shares_that_do_not_fit_are_told_at_their_cell(tmp_path):
    draft = draft_of(written(tmp_path, FIGURES | {"market_size": 100_000, "rival_1": 80}))
    with pytest.raises(ScenarioError, match=r"ours\.csv: B21: rival_1: shares add up to 110 %, your own \(30 %\)"):
        draft.tree(draft.start())


def test_every_setting_moves_towards_its_figure():
    for one in SETTINGS:
        less, same, more = (one.rule(0.5, 2.0, shown) for shown in (1.5, 2.0, 3.0))
        assert same == pytest.approx(0.5), one
        assert (less - same) * (same - more) > 0, f"{one.name}: more and less move it to different sides"


def test_a_figure_of_terms_needs_segments_with_terms():
    banking, telecom = load("retail_banking"), load("mobile_telecom")
    assert [has_place(name, banking) for name in ("churn", "churn_term", "churn_free", "contract")] == [
        True, False, True, False]
    assert all(has_place(name, telecom) for name in ("churn_term", "churn_free", "contract", "term"))


def test_every_wanted_figure_can_be_measured(tmp_path):
    every = FIGURES | {"cac": 60, "sales": 0.2, "fees": 1, "contacts_self": 0.2, "contacts_branch": 0.1, "bot": 20,
                       "fcr": 70, "wait": 1, "lost_calls": 5, "staff": 20, "turnover_staff": 30, "complaints": 90,
                       "churn_term": 20, "churn_free": 30}
    draft = draft_of(written(tmp_path, every))
    assert set(draft.wanted) <= set(measures(draft.wanted, 1.0))
    assert {one.id for one in draft.statistics(draft.wanted)} == set(draft.wanted)


# the fit --------------------------------------------------------------------------------------------------------------


def test_the_fitted_market_shows_the_figures(fit):
    shown = fit.table.set_index("id")
    for name in ("churn", "price", "margin", "contacts", "products"):
        assert shown.loc[name, "within"], shown.loc[name]
    lost = np.mean([600 + 10 * (k % 12) for k in range(16)])
    assert shown.loc["churn", "value"] == pytest.approx(1200 * lost / 30_000), "the months stand above the cell"


def test_the_market_file_can_be_read_and_every_value_says_where_it_comes_from(fit):
    market = load(fit.file)
    own = yaml.safe_load(fit.file.read_text(encoding="utf-8"))
    assert market.market.products["line"].price == pytest.approx(own["products"]["line"]["price"]["value"])
    for name, one in own["uncertainties"].items():
        assert one["source"], name
        assert one["plausible"][0] <= one["value"] <= one["plausible"][1]
    assert own["targets"][0]["source"] == "own figure, ours-Monate.csv!D2:D17"
    assert set(fit.data["fit"]["uncertainties"]) == {"inertia", "routine_hazard", "dropping"}


def test_accepted_worlds_show_what_selects_them_and_can_be_compared(fit):
    assert list(fit.worlds["world"]) == list(range(1, len(fit.worlds) + 1))
    assert problems_of_worlds(load(fit.file), fit.worlds) == []
    shown = pd.read_parquet(fit.file.parent.parent / "shown.parquet")
    for one in fit.data["figures"]:
        if one["selects"]:
            assert ((shown[one["id"]] - one["value"]).abs() <= 2 * one["tolerance"] + 1e-9).all(), one["id"]


def test_a_fit_goes_on_where_it_ended_with_the_same_result(fit, sheet):
    shutil.copytree(fit.file.parent.parent / "store", sheet.parent / "again" / "store")
    told = []
    again = quick(sheet, sheet.parent / "again", on_progress=lambda done, _total: told.append(done))
    assert again.market == fit.market
    pd.testing.assert_frame_equal(again.worlds, fit.worlds)
    assert len(told) < 10, "nothing was run again: finished runs are counted at once"


def test_a_fit_is_run_again_from_its_manifest_alone(fit, sheet, monkeypatch):
    moved = sheet.rename(sheet.with_suffix(".away"))
    with ThreadPoolExecutor(1) as executor:
        again = reproduce(fit.file.parent.parent, executor=executor)
    moved.rename(sheet)
    assert [(row["table"], row["state"]) for row in again.rows] == [
        ("worlds", "equal"), ("shown", "equal"), ("candidates", "equal"),
    ]
    monkeypatch.setattr("experiments.audit.again.load", lambda _market, *, sets: load("energy_supply", sets=sets))
    with pytest.raises(ScenarioError, match="the market 'small' that the sheet names is another one here"):
        reproduce(fit.file.parent.parent)


def test_a_finished_market_is_not_replaced(fit, sheet):
    with pytest.raises(ScenarioError, match="is there already and is not replaced"):
        quick(sheet, fit.file.parent.parent)


# the forecast ---------------------------------------------------------------------------------------------------------


def test_a_forecast_is_worlds_beside_the_same_as_last_year(sheet):
    months = read_sheet(sheet).months
    ids = [one.id for one in statistics(months)]
    rates = {"gained": 0.02, "lost": 0.02, "revenue": 40.0, "contacts": 0.25, "campaigns": 0.1}
    shown = np.array([[rates[name.split("_")[2]] for name in ids]] * 3)
    found = forecast(months, ids, shown)
    assert found["months"][0] == "2024-05"
    assert list(found["series"]) == ["customers", "gained", "lost", "revenue"], "what was not given is not forecast"
    assert [one["p50"] for one in found["series"]["lost"]["worlds"]] == pytest.approx([600.0] * 8)
    truth = np.array([600 + 10 * k for k in range(4, 12)])
    assert found["series"]["lost"]["error"] == pytest.approx(np.abs(600 - truth).mean() / truth.mean())
    assert found["series"]["lost"]["naive_error"] == 0, "each year is like the one before"
    shown[:, [name.endswith("gained") for name in ids]] = 0.03
    grown = forecast(months, ids, shown)["series"]["customers"]["worlds"]
    assert [one["p50"] for one in grown] == pytest.approx([30_000 * 1.01**k for k in range(8)])


# words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_says_what_fits_and_what_the_figures_leave_open(fit, tmp_path, language):
    with speaking(voice(language)):
        page = write_company(fit.data, tmp_path / "page.html").read_text(encoding="utf-8")
        said, shown, silent = sentences(fit.data), list(lines(fit.data)), say("silent")
    figures = fit.data["figures"]
    assert f"{sum(one['within'] for one in figures)} " in said[0]
    assert f" {len(figures)} " in said[0]
    assert silent in page
    assert language == "en" or english_in(page) == []
    assert "NPS" in page
    assert {"de": "beim NPS des Modells", "en": "of the model"}[language] in page
    assert any(("Vorhersage von 8" if language == "de" else "Forecast of 8") in one for one in said)
    assert any("budget.envelope=" in one for one in shown)


# the command ----------------------------------------------------------------------------------------------------------


def run(*words):
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return left.value.code


def test_a_sheet_with_mistakes_leaves_nothing_behind(tmp_path, capsys):
    sheet = written(tmp_path, FIGURES | {"churn": "viel", "price": -1}, months=0)
    before = sorted(tmp_path.iterdir())
    assert run("company", "fit", sheet, "--out", tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "B4: price: muss zwischen 0,1 und 100000 EUR pro Monat liegen, nicht bei -1" in told
    assert "B6: churn: muss eine Zahl sein, da steht 'viel'" in told
    assert sorted(tmp_path.iterdir()) == before


def test_new_writes_a_sheet_and_says_where(tmp_path, capsys):
    assert run("company", "new", tmp_path / "ours.xlsx", "--market", "mobile_telecom") == 0
    path = tmp_path / "ours.xlsx"
    assert capsys.readouterr().out == f"Blatt: {path}\nweiter mit: goodwill company fit {path}\n"
    assert run("company", "new", tmp_path / "ours.xlsx", "--market", "mobile_telecom") == 2


def test_compare_takes_a_table_of_worlds(tmp_path, capsys):
    assert run("compare", "mobile_telecom", "--worlds", tmp_path / "worlds.parquet") == 2
    assert "there is no file" in capsys.readouterr().err
