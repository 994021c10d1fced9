"""What an address holds, and what visitors bring."""

from __future__ import annotations

import pytest
from dash import html, no_update

from dashboard import asking, taking
from dashboard.guesses import THINGS
from dashboard.house import House
from dashboard.questions import plan_of
from dashboard.uploads import Uploads
from dashboard.view import View
from dashboard.words import _, voice
from experiments.phrases import speaking
from sim import ScenarioError

SEARCH = "?scenario=story_1&a=just_nice&b=hybrid&b.bot_share=0.6&g.trust=up&g.year=3&by=channel"


def test_an_address_restores_a_view():
    view = View.of(SEARCH)
    assert view == View("story_1", ("just_nice", "hybrid"), (("bot_share", 0.6),), {"trust": "up", "year": "3"},
                        {"by": "channel"})
    assert View.of(view.search) == view


@pytest.mark.parametrize(
    "search", ["?b.bot_share=much", "?b.bot_share=nan", "?b.bot_share=1e99", "?a=just_nice", "?%zz", ""],
)
def test_what_an_address_cannot_mean_is_left_out(search):
    assert View.of(search) == View()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "UTF-8"),
        (b"x" * 300_000, "larger than 200 kB"),
        (b"extends: ../secret.yaml\n", "name what is shipped"),
        (b"extends: mobile_telekom\n", "did you mean 'mobile_telecom'"),
        (b"extends: mobile_telecom\nfirms:\n  Alpha: {strategy: /etc/passwd}\n", "line 3: name what is shipped"),
        (b"{'extends': &a [x, '~/y'], strategies: *a}", "name what is shipped"),
        (b"[" * 5_000, "nested|YAML|deep"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(content, said):
    with pytest.raises(ScenarioError, match=said):
        Uploads().keep(content)


def test_a_file_of_ones_own_is_found_by_the_name_it_got():
    uploads = Uploads()
    name = uploads.keep(b"title: Mine\nextends: mobile_telecom\nfirm: Alpha\n")
    assert uploads.find(name).title == "Mine"
    assert uploads.keep(b"title: Mine\nextends: mobile_telecom\nfirm: Alpha\n") == name


def played(house, view):
    """What a view asks to be played, whatever its strategies are called."""
    plan = plan_of(house.question("compare", view), house.uploads.find)
    scenario, levers = plan.design.scenario, [arm.levers for arm in plan.design.arms]
    return scenario.market, scenario.events, scenario.firms, plan.design.firm, plan.seed, levers


OWN = {
    "x.yaml": b"extends: newcomer_in_mobile\nseed: 3\nstrategies: [mine.yaml, hybrid]\n",
    "mine.yaml": b"title: Mine\nsignature: {candour: {value: 0.9, source: assumption}}\n",
}


@pytest.mark.parametrize("brought", [{}, OWN])
@pytest.mark.parametrize("levers", ["", "&b.bot_share=0.61&b.candour=0.3"])
def test_what_is_set_is_taken_along_and_brought_back_the_same(brought, levers):
    house = House(None)
    name = house.uploads.bring(brought) if brought else "newcomer_in_mobile"
    view = View.of(f"?scenario={name}&a=just_nice&b={'mine' if brought else 'hybrid'}{levers}")
    files = {file: text.encode() for file, text in taking.files(house, view).items()}
    again = house.uploads.bring(files)
    assert len(files) == 1 + bool(levers) + bool(brought)
    assert played(house, View(scenario=again)) == played(house, view)


def test_a_page_calls_things_as_the_trade_of_its_market_does():
    house = House(None)
    with speaking(voice("de")):
        for scenario, word in (("insurance", "Stornoquote pro Jahr"), ("mobile_telecom", "Kündigungen")):
            with house.speaking(View(scenario=scenario)):
                assert [_(THINGS["churn"]), _("Cancellations")] == [word, word]
        assert _("Cancellations") == "Kündigungen"


def test_files_brought_together_are_told_apart():
    house = House(None)
    with pytest.raises(ScenarioError, match="one scenario"):
        house.uploads.bring({"a.yaml": b"extends: mobile_telecom", "b.yaml": b"extends: mobile_telecom"})
    with pytest.raises(ScenarioError, match="name has letters"):
        house.uploads.bring({"a.yaml": b"extends: mobile_telecom", "../b.yaml": b"signature: {}"})


def test_charts_show_one_world_once_before_the_answer_and_no_word(house):
    shown, seen = "/answer?b.authority=0.33", []
    step = asking.asked(house, shown, "tab", look=0)
    while step[0]["open"]:
        seen.append(step)
        step = asking.seen(house, shown, step[0]["key"], look=1, has_first=step[0]["first"])
    drawn = [first for _, _, _, _, first in seen if first is not None and first is not no_update]
    assert len(drawn) == 1
    parts = list(drawn[0]._traverse())
    assert [part.children for part in parts if isinstance(part, html.Span)].count("One world, provisional") == 2
    assert not [part for part in parts if isinstance(part, html.P)]
    assert all(answer is no_update for _, answer, *_ in seen)
    assert step[1] is not None
    assert step[4] is None


def test_a_question_that_another_one_of_the_same_tab_overtook_is_asked_again(house):
    shown = "/answer?b.authority=0.31"
    key = asking.asked(house, shown, "tab", look=0)[0]["key"]
    asking.asked(house, "/answer?b.authority=0.32", "tab", look=0)
    assert house.jobs.look(key).status == asking.LOST
    assert asking.seen(house, shown, key, look=1)[0]["open"]
    assert asking.asked(house, shown, "tab", look=2)[0] == {"key": key, "look": 2, "open": True, "first": False}
    assert house.jobs.look(key).status != asking.LOST
    house.jobs.leave("tab")
