"""The report: one page that asks nothing of any network, says everything in words, and survives what it is given."""

from __future__ import annotations

import colorsys
import json
import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from comparison_by_hand import HOSTILE, IDS, comparison, hostile, outcome

from experiments.report import colours, figures, formats, rows, write_report
from experiments.report.cast import Cast
from experiments.report.chapter import break_even
from experiments.report.charts import steps
from experiments.report.page import page
from experiments.report.tiles import strip, tiles
from experiments.report.words import WORDS, say


class Page(HTMLParser):
    """What a browser would find in a page, script texts and styles apart."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        raw = {"script": self.scripts, "style": self.styles}
        raw.get(self.cdata_elem or "", self.words).append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def charts(self) -> dict[str, Any]:
        return json.loads(self.scripts[0])["figures"]

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in tags]


@cache
def shown(arms: int = 2, n: int = 40) -> Page:
    return Page(page(comparison(arms, n=n)))


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def against(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_report_is_one_file_small_enough_to_mail(tmp_path):
    written = write_report(comparison(), tmp_path / "new" / "report.html")
    assert written == tmp_path / "new" / "report.html"
    assert [found.name for found in written.parent.iterdir()] == ["report.html"]
    assert written.stat().st_size < 6e6


def test_eleven_strategies_over_five_years_still_fit(tmp_path):
    assert write_report(comparison(11, weeks=260), tmp_path / "r.html").stat().st_size < 6e6


def test_the_page_refers_to_nothing_outside_itself():
    for tag, attributes in shown().tags:
        assert not {"src", "srcset", "data", "action", "poster"} & set(attributes), tag
        assert attributes.get("href", "#").startswith("#")
        assert tag not in {"link", "iframe", "object", "embed", "base"}
    assert not re.search(r"url\(|@import|https?:", " ".join(shown().styles))
    policies = [meta["content"] for meta in shown().all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policies[0].startswith("default-src 'none';")


def test_plotly_is_there_once():
    assert len(shown().scripts) == 3
    assert sum(len(script) > 1e6 for script in shown().scripts) == 1


def test_no_chart_offers_to_send_anything_away():
    settings = json.loads(shown().scripts[0])["config"]
    assert settings == figures.config()
    assert (settings["showSendToCloud"], settings["displaylogo"], settings["plotlyServerURL"]) == (False, False, "")


def test_headings_descend_one_by_one_and_there_is_one_title():
    levels = [int(tag[1]) for tag, _ in shown(3).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(later - level <= 1 for level, later in pairwise(levels))


@pytest.mark.parametrize("arms", [2, 11])
def test_ids_are_unique_and_every_label_points_to_one(arms):
    ids = [attributes["id"] for _, attributes in shown(arms).tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = [attributes["aria-labelledby"] for _, attributes in shown(arms).tags if "aria-labelledby" in attributes]
    assert set(pointed) <= set(ids)


def test_every_chart_is_drawn_from_data_and_has_a_caption_a_description_and_a_table():
    plots = [attributes for attributes in shown().all("div") if "data-chart" in attributes]
    assert {plot["data-chart"] for plot in plots} == set(shown().charts)
    assert all(plot["aria-label"] for plot in plots)
    assert len(shown().all("figure")) == len(shown().all("figcaption")) == len(plots)
    assert len(shown().all("table")) >= len(plots)


def test_landmarks_are_there():
    assert [len(shown().all(tag)) for tag in ("main", "nav", "header", "footer")] == [1, 1, 1, 1]


def test_the_answer_and_what_speaks_against_it_have_the_same_size():
    html = page(comparison())
    assert '<p class="large">It costs.</p>' in html
    assert '<p class="large">One.</p>' in html


def test_hostile_texts_stay_texts():
    found = Page(page(hostile(comparison(3))))
    assert len(found.scripts) == 3
    assert found.all("img") == []
    assert HOSTILE in found.text
    charts = json.dumps(found.charts)
    assert "<a " not in charts
    assert "%{x}" not in charts
    assert "&lt;script" in charts


@pytest.mark.parametrize("arms", range(2, 12))
def test_two_to_eleven_strategies_render(arms):
    titles = [arm["title"] for arm in comparison(arms)["arms"]]
    assert all(title in shown(arms).text for title in titles)
    assert (WORDS["ranking"] in shown(arms).text) == (arms > 2)


def test_one_central_world_gets_no_interval_and_no_word():
    found = shown(2, 1)
    assert say("central_title") in found.text
    assert say("state_better") + "," not in found.text
    assert not [one for one in found.all("span") if one.get("class", "").startswith("strip")]
    assert all("8 of 10" not in str(trace.get("name")) for chart in found.charts.values() for trace in chart["data"])


@pytest.mark.parametrize("part", sorted(comparison()))
def test_a_missing_part_is_left_out_and_the_rest_is_shown(part):
    assert "<h1>" in page({key: value for key, value in comparison().items() if key != part})


def test_a_comparison_of_which_nothing_is_known_is_still_a_page():
    assert say("answer_none") in page(dict.fromkeys(comparison()))
    assert say("answer_none") in page({})


def test_unequal_cost_is_said_before_the_figures():
    told = comparison()
    told["budget"]["equal_cost"] = False
    text = Page(page(told)).text
    assert text.index(say("unequal_title")) < text.index(told["answer"]["headline"])
    assert say("unequal_title") not in shown().text


def test_result_against_spend_is_drawn_over_what_was_spent_with_a_band_over_worlds():
    traces = shown().charts["envelopes"]["data"]
    lines = [t for t in traces if t.get("mode") == "lines+markers+text"]
    assert [t["x"] for t in lines] == [[20, 40, 60]] * 2, "millions, as in the comparison by hand"
    assert [t["text"] for t in lines] == [["½", "1", "1½"]] * 2
    assert [t["y"] for t in traces if t.get("fill") == "tonexty"] == [[5, 5, 5]] * 2


def test_presets_and_tuned_strategies_stand_side_by_side():
    found = shown()
    dots = next(t for t in found.charts["tuned"]["data"] if t.get("mode") == "markers")
    assert dots["x"] == [32, 2], "both as they come, then each at its best"
    assert say("best_of", at=73, n=200) in found.text
    assert say("best_changes", arm="Customer Centric") in found.text


def test_levels_are_lines_and_the_band_belongs_to_the_difference():
    traces = shown().charts["weekly-trust-cohort-arm-1"]["data"]
    upper, lower = ([t for t in traces if (t.get("yaxis") == "y2") is below] for below in (False, True))
    assert [(t["mode"], t.get("fill")) for t in upper] == [("lines", None)] * 2
    assert [t["name"] for t in lower if t.get("fill")] == [
        say("legend_margin", margin="2.0\u00a0points"), say("legend_difference_range"),
    ]  # fmt: skip


def test_trust_is_drawn_from_0_to_100():
    assert shown().charts["weekly-trust-cohort-arm-1"]["layout"]["yaxis"]["range"] == [0, 100]


def test_the_waterfall_adds_up_and_says_that_its_axis_is_cut():
    chart = shown().charts["trust-arm-1"]
    bars = [t for t in chart["data"] if t["type"] == "bar"]
    ends = {row: base + x for t in bars for row, base, x in zip(t["y"], t["base"], t["x"], strict=True)}
    # by hand: 47 points, then +5, +3, +1, −1 (differences .05, .03, .01, −.01)
    assert {row: round(end, 6) for row, end in sorted(ends.items())} == {1: 52, 2: 55, 3: 56, 4: 55}
    assert chart["data"][-1]["x"] == [47, 55]
    assert chart["layout"]["xaxis"]["title"]["text"] == say("axis_trust_cut")


def test_trust_can_be_grouped_without_a_script_and_each_grouping_adds_up():
    chosen = [one for one in shown().all("input") if one.get("type") == "radio"]
    assert [one["id"] for one in chosen] == [
        f"by-trust{by}-arm-1" for by in ("", "-department", "-channel", "-actor", "-segment")
    ]
    assert [one["id"] for one in chosen if "checked" in one] == ["by-trust-arm-1"]
    assert {one["for"] for one in shown().all("label")} == {one["id"] for one in chosen}
    assert len([one for one in shown().all("div") if one.get("class") == "pane"]) == 5
    chart = shown().charts["trust-segment-arm-1"]
    assert chart["data"][-1]["x"] == [47, 55]    # by hand: 47 points, then +5 and +3


def test_every_year_of_trust_adds_up_on_the_page():
    assert say("years_lead") in shown().text
    assert re.search(r"Trust at the start 50\.00 Fees \+2\.00 Trust at the end 52\.00", shown().text)


def test_what_is_booked_stands_beside_what_goes_without_it():
    chart = shown().charts["removed-arm-1"]
    marks = next(trace for trace in chart["data"] if trace.get("mode") == "markers")
    assert marks["x"] == pytest.approx([2.0, 3.5])
    assert say("removed_why") in shown().text
    assert say("removed_kept", causes="Weather") in shown().text
    alone = shown(3).charts
    assert "removed-arm-2" in alone    # the arm that was run again
    assert "removed-arm-1" not in alone
    central = Page(page(comparison(2, n=1))).charts["removed-arm-1"]
    assert not [trace for trace in central["data"] if trace.get("name") == say("legend_range")]


def test_small_steps_are_put_together_and_nothing_is_lost():
    lines = comparison()["bridge"][IDS[1]]
    drawn = steps(lines, "further_lines")
    assert drawn[-1].label == say("further_lines", n=9)
    assert sum(step.size for step in drawn) == pytest.approx(sum(line["difference"] for line in lines))


def test_a_strategy_has_one_colour_in_all_charts_and_it_is_its_usual_one():
    assert list(colours.hues(["customer_centric", "product_centric"]).values()) == ["blue", "orange"]
    assert list(colours.hues(["mine", "customer_centric", "yours"]).values()) == ["orange", "blue", "violet"]
    for key, chart in shown(4).charts.items():
        lines = [t for t in chart["data"] if t.get("name") in {arm["title"] for arm in comparison(4)["arms"]}]
        for trace in lines:
            side = next(side for side in Cast.of(comparison(4)).all if side.title == trace["name"])
            assert trace["line"]["color"] == side.colour, key


def test_eleven_strategies_have_eleven_colours():
    assert len(set(colours.hues(IDS).values())) == len(IDS) == 11
    assert len(set(colours.hues([f"mine {k}" for k in range(11)]).values())) == 11
    assert len(set(colours.hues(["status_quo", "tech_only"]).values())) == 2  # both would be slate


@pytest.mark.parametrize(("scheme", "which"), [(colours.LIGHT, 0), (colours.DARK, 1)])
def test_texts_and_lines_can_be_read_and_no_strategy_is_green_or_red(scheme, which):
    for ground in ("page", "panel", "notice"):
        assert against(scheme["ink"], scheme[ground]) >= 4.5
    assert against(scheme["muted"], scheme["panel"]) >= 4.5
    for pair in colours.HUES.values():
        assert against(pair[which], scheme["panel"]) >= 3
        hue, _, saturation = colorsys.rgb_to_hls(*(int(pair[which][at : at + 2], 16) / 255 for at in (1, 3, 5)))
        assert saturation < 0.2 or not (hue * 360 < 15 or hue * 360 > 345 or 75 < hue * 360 < 165)


def test_translucent_colours_have_dark_counterparts_too():
    assert colours.dark(colours.LIGHT["ink"]) == colours.DARK["ink"]
    assert colours.dark("rgba(29,98,173,0.28)") == "rgba(125,180,242,0.28)"
    assert colours.dark("rgba(0,0,0,0)") == "rgba(0,0,0,0)"


@pytest.mark.parametrize(
    ("week", "words"),
    [(0, "year 1, quarter 1 (week 0)"), (143, "year 3, quarter 4 (week 143)"), (156, "year 4, quarter 1 (week 156)")],
)
def test_weeks_are_years_and_quarters(week, words):
    assert formats.when(week) == words
    assert formats.when(None) == formats.NOTHING


def test_money_is_in_millions_or_thousands_of_the_firm():
    told = comparison()
    assert formats.Scales.of(told).money([3.2e7]).difference(3.2e7) == "+32.0\u00a0million EUR"
    told["outcomes"][0] = outcome("value", "money", list(IDS[:2]), size=3.2e4)
    assert formats.Scales.of(told).money([3.2e4]).difference(-3.2e4) == "−32.0\u00a0thousand EUR"


def test_a_share_of_worlds_is_never_said_to_be_certain():
    told = comparison()
    all_ahead = {"ahead": 40, "level_count": 0, "behind": 0, "ahead_low": 0.912, "ahead_high": 1.0}
    told["outcomes"][0]["contrasts"][IDS[1]] |= all_ahead
    cast = Cast.of(told)
    shown_tiles = tiles(told, cast, cast.challengers[0], formats.Scales.of(told))
    assert shown_tiles[2].counts.interval == say("ahead_at_least", low="91\u00a0%")
    assert [tile.name for tile in shown_tiles] == ["trust_cohort", "churn_year", "value"]


def test_precision_and_range_are_placed_on_one_line_by_hand():
    # from 0 to 10, air of 6 %: the line runs from −0.6 to 10.6
    found = strip({"mean": 5.0, "low": 4.0, "high": 6.0, "p10": 1.0, "p90": 10.0}, None, formats.Scale(1, 1, "", ""))
    assert (found.zero, found.mean) == (5.36, 50.0)
    assert (found.interval, found.worlds, found.margin) == ((41.07, 17.86), (14.29, 80.35), None)


def test_worlds_that_never_break_even_are_counted_and_a_late_end_is_said():
    told = comparison()
    cast = Cast.of(told)
    found = break_even(told, cast.challengers[0], formats.Scales.of(told))
    assert [part.count for part, _ in found.parts] == [1, 33, 1, 5]
    assert say("even_later", span="one year") in found.sentences[1]
    assert "34 of 40" in found.sentences[2]


def test_an_end_without_numbers_is_no_interval():
    assert rows.pair(1, None) is None
    assert rows.pair(float("nan"), 1) is None
