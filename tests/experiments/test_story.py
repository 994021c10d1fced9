"""One customer's story: lives with the same luck, the week they part, the whole cohort beside them, both languages."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from small_market import write_small_market

import agents.declarations  # noqa: F401  # fills the registries
from agents.books import MOVES, ROUTES, Route
from experiments.languages import LANGUAGES, voice
from experiments.report.story import command, page, write_story
from experiments.story import CELLS, divergence, shares, story, unshared
from experiments.story_text import lines
from experiments.story_words import (
    CAUSES,
    STEPS,
    TEXTS,
    cause_label,
    cause_sentence,
    move_sentence,
    say,
    week_words,
)
from experiments.telling import document, rows
from sim import Market, ScenarioError, load

VOICES = {language: voice(language) for language in LANGUAGES}
ENGLISH_ONLY = re.compile(r"\b(they|their|the|with|and|of|their|customer)\b", re.IGNORECASE)
PRAISE = re.compile(r"\b(great|excellent|best|honest|fair|terrible|poor|worst|schlimm|toll|ehrlich)\b", re.IGNORECASE)


HARSH = """
title: {en: Harsh, de: Rau}
advocate: More income this year.
signature:
  hidden_fees: {value: 0.2, source: assumption}
  refusal: {value: 0.8, source: assumption}
  barrier: {value: 0.9, source: assumption}
  price_rise: {value: 0.1, source: assumption}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = write_small_market(tmp_path_factory.mktemp("story"))
    (target / "harsh.yaml").write_text(HARSH, encoding="utf-8")
    return target


def tell(folder, customer="auto", arms=("careful", "harsh"), **options):
    paths = ["status_quo" if arm == "status_quo" else str(folder / f"{arm}.yaml") for arm in arms]
    return story(load(folder / "small.yaml", sets=["customers=600", "weeks=60"]), customer, paths, **options)


@pytest.fixture(scope="module")
def found(folder):
    return tell(folder)


# --- lives ------------------------------------------------------------------------------------------------------------


def test_a_life_is_the_one_of_the_run(folder):
    told = tell(folder, 17)
    market = Market(told.design.scenario, rng=told.seed)
    market.warm_up()
    market.adopt("Alpha", told.design.arms[1].levers, budget=told.design.mode, envelope=told.design.envelope)
    market.run()
    life = told.people[0].lives[1]
    names = [*told.design.scenario.market.firms, ""]
    assert life.provider == names[market.person(17).provider]
    for place, firm in enumerate(names[:-1]):
        assert life.trust_by_week(firm, 60)[-1] == pytest.approx(market.person(17).trust[place], abs=1e-9)
        own = life.events[(life.events["firm"] == firm) & (life.events["kind"] == "touch")]
        assert life.trust_start[firm] + own["change"].sum() == pytest.approx(market.person(17).trust[place], abs=1e-9)
        if len(own):
            assert own["trust"].iloc[-1] == pytest.approx(market.person(17).trust[place], abs=1e-9)
    market.close()


def test_the_provider_at_the_end_is_where_the_moves_lead(found):
    for person in found.people:
        for life in person.lives:
            gone = life.events[life.events["cause"].isin(["left", "joined"])]
            last = gone.iloc[-1] if len(gone) else None
            end = person.provider if last is None else last["firm"] if last["cause"] == "joined" else last["detail"]
            assert life.provider == end


def test_who_leaves_and_who_joins_is_told_of_the_own_firm_alone(found):
    firm, told = found.design.firm, document(found)
    for person, one in zip(found.people, told["people"], strict=True):
        for life in person.lives:
            moves = life.events[life.events["cause"].isin(["left", "joined"]) & (life.events["firm"] == firm)]
            last = moves.iloc[-1]["cause"] if len(moves) else None
            if last is not None:
                assert (life.provider == firm) == (last == "joined")
            counted = one["lives"][life.arm.id]
            assert len(counted["leaves"]) + len(counted["joins"]) == len(moves)


def test_the_same_story_is_told_twice(folder, found):
    assert json.dumps(document(tell(folder))) == json.dumps(document(found))


def test_who_is_chosen_is_told_the_same_when_asked_for(folder, found):
    row = found.people[0].row
    asked = tell(folder, row)
    assert asked.people[0].why == "asked"
    assert asked.counts == found.counts
    for one, other in zip(asked.people[0].lives, found.people[0].lives, strict=True):
        pd.testing.assert_frame_equal(one.events, other.events)


# --- divergence -------------------------------------------------------------------------------------------------------


def events(*lived):
    names = ["week", "kind", "firm", "cause", "detail", "quality", "change"]
    return pd.DataFrame([dict(zip(names, event, strict=True)) for event in lived], columns=names)


HELPED = (3, "touch", "Alpha", "helped", "", 0.8, 0.01)
FEE = (9, "touch", "Alpha", "hidden_fee", "", 0.0, -0.1)
BOUGHT = (9, "move", "Alpha", "bought", "extra", float("nan"), 0.0)


def test_lives_part_in_the_first_week_in_which_something_differs_by_hand():
    assert divergence(events(HELPED, FEE), events(HELPED, FEE)) is None
    assert divergence(events(HELPED, FEE), events(HELPED)) == 9
    assert divergence(events(HELPED), events(FEE)) == 3
    assert divergence(events(HELPED, BOUGHT), events(HELPED, (*BOUGHT[:4], "line", *BOUGHT[5:]))) == 9
    assert divergence(events(), events(FEE)) == 9
    assert divergence(events(), events()) is None


def test_the_same_felt_otherwise_parts_lives_if_one_would_notice():
    assert divergence(events(HELPED), events((*HELPED[:5], 0.805, 0.0105))) is None
    assert divergence(events(HELPED), events((*HELPED[:5], 0.79, 0.01))) == 3
    assert divergence(events(HELPED), events((*HELPED[:5], 0.8, 0.012))) == 3


def test_what_only_one_life_has_is_found_whatever_the_order():
    alone, other = unshared(events(FEE, BOUGHT), events(BOUGHT), 9)
    assert [event["cause"] for event in alone] == ["hidden_fee"]
    assert other == []
    assert divergence(events(FEE, BOUGHT), events(BOUGHT, FEE)) is None


def test_before_lives_part_they_share_every_event(found):
    for person in found.people:
        one, other = (life.events[life.events["week"] < person.divergence] for life in person.lives)
        names = ["week", "kind", "firm", "cause", "detail"]
        assert one[names].to_numpy().tolist() == other[names].to_numpy().tolist()
        assert any(unshared(*(life.events for life in person.lives), person.divergence))


def test_equal_levers_make_equal_lives(folder):
    same = folder / "same.yaml"
    same.write_text((folder / "careful.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    told = tell(folder, arms=("careful", "same"))
    assert told.counts["stayed_left"] == told.counts["left_stayed"] == 0
    assert told.people[0].why == "stayed_stayed"
    assert told.people[0].divergence is None
    said = document(told)
    assert say("never", VOICES["en"], weeks=60) == said["people"][0]["divergence"]
    assert say("farthest", VOICES["en"]) in said["notes"]
    assert said["people"][0]["parting"] == {}
    assert "▶" in "\n".join(lines(said))
    assert page(said)


# --- the cohort -------------------------------------------------------------------------------------------------------


def test_the_four_cells_are_the_whole_cohort(found):
    assert tuple(found.counts) == CELLS
    assert sum(found.counts.values()) == found.cohort > 200
    assert round(sum(found.shares.values()), 6) == 100
    assert found.counts["stayed_left"] > 0
    assert found.counts["left_stayed"] > 0


@pytest.mark.parametrize("counts", [(1, 1, 1, 0), (382, 15, 34, 212), (0, 0, 0, 7), (1, 2, 3, 1)])
def test_what_is_shown_sums_to_100(counts):
    shown = shares(dict(zip(CELLS, counts, strict=True)))
    assert round(sum(shown.values()), 6) == 100
    for cell, count in zip(CELLS, counts, strict=True):
        assert shown[cell] == pytest.approx(100 * count / sum(counts), abs=0.1)


def test_nobody_has_no_shares():
    assert set(shares(dict.fromkeys(CELLS, 0)).values()) == {0.0}


def test_auto_takes_one_and_a_counter_example_and_alternates(folder, found):
    cells = [person.why for person in found.people]
    assert sorted(cells) == ["left_stayed", "stayed_left"]
    second = [person.why for person in tell(folder, "auto:2").people]
    assert second == cells[::-1]
    third = tell(folder, "auto:3")
    assert [person.why for person in third.people] == cells
    assert third.people[0].row != found.people[0].row
    other_seed = tell(folder, seed=found.seed + 1)
    assert [person.why for person in other_seed.people] == cells[::-1]
    for person in found.people:
        assert person.stayed("Alpha") == tuple(part == "stayed" for part in person.why.split("_"))
    assert say("selected", VOICES["en"]) in document(found)["notes"]


def test_a_cell_without_anybody_is_said(folder):
    told = tell(folder, arms=("careful", "bold"))
    assert 0 in (told.counts["stayed_left"], told.counts["left_stayed"])
    notes = document(told)["notes"]
    assert len(told.people) == 1
    assert say("selected_one", VOICES["en"]) in notes
    assert [note for note in notes if note.startswith("Nobody of the cohort: ")]


def test_under_one_strategy_there_are_two_numbers_and_nothing_parts(folder):
    told = tell(folder, arms=("bold",))
    assert set(told.counts) == {"stayed", "left"}
    assert sorted(person.why for person in told.people) == ["left", "stayed"]
    said = document(told, VOICES["de"])
    assert said["headline"] == "Eine Person, ein Leben"
    assert {person["divergence"] for person in said["people"]} == {""}
    assert all(len(person["lives"]) == 1 for person in said["people"])
    assert "‹Forsch›" not in said["notes"][0]
    assert page(said).count('class="life-of"') == 2
    assert max(map(len, lines(said))) <= 100


def test_a_person_who_is_no_customer_of_the_firm_is_told_too(folder, found):
    state_of = {person.row: person for person in tell(folder, 599).people}
    strangers = [row for row in range(560, 600) if tell_provider(folder, row) != "Alpha"][:1]
    assert 599 in state_of
    told = document(tell(folder, strangers[0]))
    assert say("not_ours", VOICES["en"], firm="Alpha") in told["people"][0]["about"]
    assert told["cohort"] == found.cohort


def tell_provider(folder, row):
    market = Market(load(folder / "small.yaml", sets=["customers=600", "weeks=60"]))
    market.warm_up()
    provider = market.person(row).provider
    market.close()
    return [*market.spec.market.firms, ""][provider]


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.cause)
def test_every_declared_cause_gives_a_sentence(route, language):
    said = cause_sentence(route, "Alpha", VOICES[language])
    assert said.endswith(".")
    assert "{" not in said
    assert said[0].isupper()
    assert cause_label(route, VOICES[language])
    if language == "de":
        assert not ENGLISH_ONLY.search(said), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
@pytest.mark.parametrize("detail", ["Beta", ""])
def test_every_declared_move_gives_a_sentence(move, language, detail):
    said = move_sentence(move.name, "Alpha", detail, VOICES[language])
    assert said.endswith(".")
    assert "{" not in said
    if language == "de":
        assert not ENGLISH_ONLY.search(said), said


def test_a_cause_that_nobody_wrote_a_sentence_for_gets_one_from_its_declaration():
    route = Route("rain", "rain on the parade", "data_office", "phone", "firm's bot", "M13")
    english, german = (cause_sentence(route, "Alpha", VOICES[language]) for language in ("en", "de"))
    assert "rain on the parade" in english
    assert "department data office, channel phone, by firm's bot" in english
    assert "Bereich Datenstelle, Kanal Telefon, durch Bot des Unternehmens" in german
    assert "rain" not in german
    assert move_sentence("dances", "Alpha", "", VOICES["de"]) == "Sie tut etwas bei Alpha: ‹dances›."


def test_sentences_are_written_for_nothing_that_is_not_declared():
    assert set(CAUSES) <= {route.cause for route in ROUTES}
    assert set(STEPS) <= {move.name for move in MOVES}


def test_no_sentence_praises_or_blames():
    said = [text for entry in CAUSES.values() for text in entry.values()]
    said += [text for entry in STEPS.values() for one in (entry, entry.get("alone", {})) for text in one.values()]
    said = [text for text in said if isinstance(text, str)]
    said += [voice.translate(text) for text in TEXTS.values() for voice in VOICES.values() if "best value" not in text]
    assert [text for text in said if PRAISE.search(text)] == []


def test_weeks_are_told_as_in_each_country():
    assert [one.week(143) for one in VOICES.values()] == ["year 3, quarter 4 (week 143)", "3. Jahr, Herbst (Woche 143)"]
    assert [week_words(143, one) for one in VOICES.values()] == ["Q4, week 143", "Herbst, Woche 143"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_is_told_in_one_language_with_its_numbers(found, language):
    told = document(found, VOICES[language])
    text = "\n".join(lines(told))
    decimal = re.search(r"\d([.,])\d\s%", text)
    assert decimal.group(1) == {"en": ".", "de": ","}[language]
    if language == "de":
        spoken = " ".join(e["text"] for p in told["people"] for life in p["lives"].values() for y in life["periods"]
                          for e in y["entries"])
        assert not re.search(r"\b(they|their|customer)\b", spoken, re.IGNORECASE)
    assert told["fourfold"]["caption"] in text.replace("\n", " ")
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_sentences_of_a_year_lose_no_change_of_trust(found):
    told = document(found)
    for person, one in zip(found.people, told["people"], strict=True):
        for life in person.lives:
            periods = [*one["both"], *one["lives"][life.arm.id]["periods"]]
            weeks = [week for period in periods for week in range(period["from"], period["to"] + 1)]
            assert weeks == list(range(60))
            singles = sum(1 for p in periods for e in p["entries"] if e["kind"] == "touch")
            assert singles < len(life.events)
            assert sum(1 for p in periods for e in p["entries"]) > 0


def test_an_event_in_both_lives_is_marked_in_both(found):
    for person in document(found)["people"]:
        marked = [
            {(e["week"], e["text"]) for period in life["periods"] for e in period["entries"] if e["shared"]}
            for life in person["lives"].values()
        ]
        every = [
            {(e["week"], e["text"]) for period in life["periods"] for e in period["entries"]}
            for life in person["lives"].values()
        ]
        assert marked[0] & every[1] <= marked[1]
        assert every[0] & every[1] <= marked[0]


def test_rows_hold_every_event_with_its_sentence(found):
    listed = list(rows(found, VOICES["de"]))
    assert len(listed) == sum(len(life.events) for person in found.people for life in person.lives)
    assert all(row["sentence"].endswith(".") for row in listed)
    assert {row["kind"] for row in listed} == {"touch", "move"}
    json.dumps(listed, allow_nan=False)
    json.dumps(document(found), allow_nan=False)


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_file_that_asks_nothing_of_any_network(found, language, tmp_path):
    target = write_story(document(found, VOICES[language]), tmp_path / "new" / "story.html")
    html = target.read_text(encoding="utf-8")
    assert len(html) < 400_000
    assert "<script" not in html
    assert not re.search(r"https?:|url\(|@import|\ssrc=", html)
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('class="life-of two"') == 2
    assert all(f"{share:.1f}".replace(".", {"en": ".", "de": ","}[language]) in html for share in found.shares.values())


def test_hostile_titles_stay_texts(found):
    told = document(found)
    told["strategies"][0]["title"] = "<script>alert(1)</script>"
    told["people"][0]["about"] = ["<img src=x>"]
    assert "<script" not in page(told)
    assert "<img" not in page(told)


def test_the_command_on_the_page_tells_the_same_person_again(found):
    words = command(document(found)).split()
    assert words[:3] == ["goodwill", "story", "small"]
    assert words[words.index("--customer") + 1] == str(found.people[0].row)
    assert words[words.index("--customers") + 1] == "600"


# --- messages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("customer", "message"),
    [
        ("600", "customer: there is no 600; 600 people are simulated: 0 to 599"),
        ("-3", "customer: '-3' is neither a number nor 'auto'"),
        ("Anna", "customer: 'Anna' is neither a number nor 'auto'"),
        ("auto:0", "customer: 'auto:0': there are auto:1 to auto:14"),
        ("auto:99", "customer: 'auto:99': there are auto:1 to auto:14"),
    ],
)
def test_a_customer_that_there_is_not_is_refused(folder, customer, message):
    with pytest.raises(ScenarioError, match=re.escape(message)):
        tell(folder, customer)


def test_strategies_that_make_no_story_are_refused(folder):
    with pytest.raises(ScenarioError, match=r"'.*bold.yaml' is given twice; two lives need two different ones"):
        tell(folder, arms=("bold", "bold"))
    with pytest.raises(ScenarioError, match=r"strategies: a story has one or two lives, not 3 \("):
        tell(folder, arms=("bold", "careful", "status_quo"))
    with pytest.raises(ScenarioError, match="firm: unknown firm 'Alpa'; did you mean 'Alpha'"):
        tell(folder, firm="Alpa")
