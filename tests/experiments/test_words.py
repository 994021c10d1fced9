"""The answer in words: what may be said, in which form, and what never."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from experiments import phrases, reasons, words
from experiments.assembly import assemble
from experiments.phrases import ENGLISH, SENTENCES, Voice
from experiments.statistics import scattered

GERMAN = Voice("de", decimal=",", thousands=".")
PRAISE = re.compile(r"\b(good|great|excellent|clear|impressive|strong|weak|poor|bad|superior|proves?)\b", re.IGNORECASE)


def gains(share, n=40):
    """Worlds in which arm 1 gains in the given share and loses in the others."""
    size = 100 + 50 * scattered(1, n)
    return np.column_stack([np.zeros(n), np.where(np.arange(n) < share * n, size, -size / 2)])


def said(data):
    answer = data["answer"]
    return [answer["headline"], *answer["sentences"], *data["for"]["reasons"], *data["against"]["reasons"]]


def test_the_headline_counts_worlds(make):
    data = assemble(*make(gains(0.85)))
    assert data["answer"]["headline"] == (
        "In 34 of 40 plausible worlds ‹Arm 1› is ahead of ‹Arm 0› in value after 2 years, in 0 level, in 6 behind."
    )
    share = "Further worlds of this kind would put the share of worlds ahead between 70 % and 94 % (95 %)."
    assert share in data["answer"]["sentences"]


@pytest.mark.parametrize("share", [1.0, 0.0, 0.85, 0.5])
def test_no_sentence_says_100_percent_probability_or_praise(make, share):
    data = assemble(*make(gains(share)))
    for sentence in said(data):
        assert not re.search(r"\b100(\.0)? %|probab|\b0 %", sentence), sentence
        assert not PRAISE.search(sentence), sentence


def test_all_worlds_ahead_is_a_share_of_91_percent_or_more(make):
    data = assemble(*make(gains(1.0)))
    assert "share of worlds ahead at 91 % or more" in " ".join(data["answer"]["sentences"])
    data = assemble(*make(gains(0.0)))
    assert "share of worlds ahead at 9 % or less" in " ".join(data["answer"]["sentences"])


def test_level_arms_are_said_not_to_differ(make):
    data = assemble(*make(gains(1.0) / 1_000))
    assert data["outcomes"][0]["contrasts"]["arm1"]["state"] == "level"
    assert "‹Arm 1› and ‹Arm 0› do not differ in value by more than the margin" in " ".join(data["answer"]["sentences"])


def test_an_open_state_says_how_many_more_worlds_it_takes(make):
    data = assemble(*make(gains(0.45)))
    row = data["outcomes"][0]["contrasts"]["arm1"]
    assert row["state"] == "open"
    likely, most = row["more_worlds"]
    assert f"about {likely} more worlds would likely settle it, at most {most}" in " ".join(data["answer"]["sentences"])


def test_fewer_than_twenty_worlds_get_values_and_no_word(make):
    data = assemble(*make(gains(1.0, 8)))
    assert data["answer"]["headline"].startswith("In 8 plausible worlds, ‹Arm 1› differs from ‹Arm 0› in value by +")
    assert data["answer"]["sentences"][0] == "8 worlds are too few for an interval or a word: at least 20 are needed."
    assert data["for"]["leader"] is None
    assert not any("higher under" in sentence for sentence in said(data))


def test_the_central_world_is_a_value(make):
    data = assemble(*make(gains(1.0, 1), worlds="central"))
    assert data["answer"]["headline"].startswith("In the one world with the best value of every assumption")
    assert data["answer"]["sentences"][0] == "One world: a value, without interval and without a word for it."


@pytest.mark.parametrize("share", [1.0, 0.85, 0.5, 0.0])
def test_reasons_for_and_against_are_equally_many(make, share):
    data = assemble(*make(gains(share)))
    pro, contra = data["for"]["reasons"], data["against"]["reasons"]
    assert contra
    if data["for"]["leader"]:
        assert len(pro) == len(contra) or (not pro or len(contra) == 1)
    else:
        assert len(contra) % 2 == 0 or "assumptions" in contra[0]


def test_reasons_swap_sides_with_the_arms(make):
    data = assemble(*make(gains(0.85)))
    mirrored = assemble(*make(gains(0.85)[:, ::-1]))
    other = {"Arm 0": "Arm 1", "Arm 1": "Arm 0"}

    def swapped(sentence):
        return re.sub(r"Arm [01]", lambda match: other[match[0]], sentence)

    forward = reasons.reasons(data, "arm1", "arm0")
    backward = [swapped(sentence) for sentence in reasons.reasons(mirrored, "arm0", "arm1")]
    assert forward
    assert sorted(forward) == sorted(backward)    # their order follows the margins, and those the reference


def test_the_leader_alone_is_not_beaten(make):
    assert words.leader(assemble(*make(gains(1.0)))) == "arm1"
    assert words.leader(assemble(*make(gains(0.0)))) == "arm0"
    assert words.leader(assemble(*make(gains(0.45)))) is None


def test_several_arms_are_a_set_and_no_order(make):
    both = np.column_stack([np.zeros(40), 100 + scattered(3, 40), 100 + scattered(4, 40)])
    data = assemble(*make(both))
    assert data["ranking"]["not_beaten"] == ["arm1", "arm2"]
    assert "Not beaten in value: ‹Arm 1›, ‹Arm 2›." in data["answer"]["sentences"]


def test_every_sentence_is_used_and_none_is_written_elsewhere():
    folder = Path(phrases.__file__).parent
    files = ("phrases.py", "words.py", "reasons.py", "money.py")
    code = "".join((folder / name).read_text(encoding="utf-8") for name in files)
    unused = [key for key in SENTENCES if len(re.findall(rf'"{re.escape(key)}"', code)) < 2]
    assert unused == []


def test_numbers_follow_the_language():
    assert ENGLISH.money(-1_234_567.0, "EUR", signed=True) == "−1.2 million EUR"
    assert ENGLISH.money(2.5e9, "EUR") == "2.5 billion EUR"
    assert ENGLISH.money(812.4, "EUR", signed=True) == "+812 EUR"
    assert ENGLISH.amount("points", 0.0612, "EUR") == "6.1 points"
    assert ENGLISH.amount("count", -1200, "EUR", signed=True) == "−1,200 people"
    assert ENGLISH.number(-0.0001, 1, signed=True) == "0.0"
    assert GERMAN.number(1234.56, 1) == "1.234,6"
    assert (ENGLISH.figure(0.07512), GERMAN.figure(-0.5)) == ("0.0751", "−0,5")
    assert ENGLISH.week(143) == "year 3, quarter 4 (week 143)"
    assert [ENGLISH.duration(w) for w in (52, 260, 30)] == ["one year", "5 years", "30 weeks"]
    assert (ENGLISH.percent(1.0), ENGLISH.percent(0.0)) == ("99 %", "1 %")


def test_texts_come_in_the_language_that_is_asked_for(make):
    data = assemble(*make(gains(1.0)), voice=GERMAN)
    assert "‹Arm 1 (de)›" in data["answer"]["headline"]
    assert data["market_title"] == "Kleiner Markt"
    assert words.answer(data)["headline"].count("‹Arm 1›") == 1
    assert GERMAN.text({"en": "only English"}) == "only English"
    assert GERMAN.text(None) == ""


def test_what_law_restricts_is_said_first(make):
    runs, plan, found = make(gains(1.0))
    data = assemble(runs, plan, found)
    lever = {"about": "addresses are sold", "legal": "needs consent"}
    arms = [{**arm, "levers": {"address_sales": lever}} if arm["id"] == "arm1" else arm for arm in data["arms"]]
    sentences = words.answer({**data, "arms": arms})["sentences"]
    assert sentences[0] == "‹Arm 1› uses what law restricts: addresses are sold (needs consent)."


def test_unequal_cost_is_told(make):
    data = assemble(*make(gains(1.0)))
    budget = {**data["budget"], "equal_cost": False, "realised": {"arm0": 1e6, "arm1": 2e6}}
    assert words.cost_sentence({**data, "budget": budget}) == [
        "The strategies do not cost the same: ‹Arm 0› 1.0 million EUR, ‹Arm 1› 2.0 million EUR over 2 years."
    ]


def test_the_preliminary_line_has_bare_values():
    facts = {
        "done": 2, "total": 40, "outcome": "value", "kind": "money", "differences": [3.14e6, -4e6], "currency": "EUR",
        "arm": "B", "reference": "A",
    }
    assert words.preliminary(facts) == (
        "preliminary, 2 of 40 worlds: value +3.1 million EUR and −4.0 million EUR for ‹B› against ‹A›"
    )
