"""A room: who may steer, who may change what, and what a restart leaves."""

from __future__ import annotations

import stat
import threading
from types import SimpleNamespace

import pytest

from dashboard.house import House
from dashboard.pages.lives import sides
from dashboard.rooms.address import addresses, qr_code
from dashboard.rooms.measures import MEASURES, costs_of, levers_of, question_of
from dashboard.rooms.rules import GUESSES, MOST_TABLES, NotAllowedError
from dashboard.rooms.store import RoomStore
from dashboard.view import View
from sim import load

COSTS = dict.fromkeys(MEASURES, 1.0)    # of an envelope of .4 three of eight fit in


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.sqlite"


@pytest.fixture
def store(path):
    one = RoomStore(path)
    yield one
    one.close()


def refused(why: str):
    return pytest.raises(NotAllowedError, match=f"^{why}$")


def test_a_restart_keeps_room_secret_guesses_and_plans(path):
    before = RoomStore(path)
    token = before.join()
    before.guess(token, {"trust": "up", "year": "3"})
    before.open_table(token)
    before.place(token, ["offer", "people"], COSTS)
    room = before.steer(before.secret, revealed=True, levers=("bot_share",), follow="/answer?b.bot_share=0.5")
    secret = before.secret
    before.close()
    after = RoomStore(path)
    assert (after.secret, after.room()) == (secret, room)
    assert after.own_guess(token) == {"trust": "up", "year": "3"}
    assert after.distribution().counts["trust"] == {"up": 1, "same": 0, "down": 0}
    assert [(t.number, t.measures) for t in after.tables()] == [(1, ("people", "offer"))]
    after.close()


def test_only_the_secret_steers(store):
    token = store.join()
    for secret in (None, "", "wrong", token):
        with refused("secret"):
            store.steer(secret, revealed=True)
        with refused("secret"):
            store.close_table(secret, 1)
        with refused("secret"):
            store.begin_anew(secret)
    assert not store.room().revealed


def test_nobody_changes_another_tables_plan(store):
    one, other = store.join(), store.join()
    assert (store.open_table(one), store.open_table(other), store.open_table(one)) == (1, 2, 1)
    store.place(one, ["people"], COSTS)
    store.place(other, ["offer"], COSTS)
    for stranger in (None, "", "f" * 32):
        with refused("unknown"):
            store.place(stranger, ["records"], COSTS)
    without_a_table = store.join()
    with refused("unknown"):
        store.place(without_a_table, ["records"], COSTS)
    assert [table.measures for table in store.tables()] == [("people",), ("offer",)]


def test_tokens_are_not_kept_as_they_are_and_the_file_is_the_facilitators_alone(store, path):
    token = store.join()
    files = [path, *path.parent.glob("room.sqlite-*")]
    assert not any(token.encode() in file.read_bytes() for file in files)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_guesses_are_hidden_until_they_are_revealed(store):
    store.guess(store.join(), {"result": "down"})
    assert store.distribution() is None
    assert store.distribution(store.secret).total("result") == 1
    store.steer(store.secret, revealed=True, guessing=False)
    assert store.distribution().counts["result"]["down"] == 1
    with refused("closed"):
        store.guess(store.join(), {"result": "up"})


def test_a_second_guess_replaces_the_first(store):
    token = store.join()
    for answer in GUESSES["trust"]:
        store.guess(token, {"trust": answer})
    assert store.distribution(store.secret).counts["trust"] == {"up": 0, "same": 0, "down": 1}
    assert store.guessed == 1


@pytest.mark.parametrize("answers", [{"trust": "sideways"}, {"weather": "up"}])
def test_what_is_not_asked_cannot_be_guessed(store, answers):
    with refused("unknown"):
        store.guess(store.join(), answers)


def test_a_plan_keeps_the_envelope_and_stays_when_it_is_frozen(store):
    token = store.join()
    store.open_table(token)
    store.place(token, ["people", "fees", "offer"], COSTS)
    with refused("dear"):
        store.place(token, ["people", "fees", "offer", "records"], COSTS)
    store.steer(store.secret, frozen=True)
    with refused("frozen"):
        store.place(token, [], COSTS)
    assert len(store.table_of(token).measures) == 3


def test_tables_are_limited_and_a_freed_number_is_taken_again(store):
    tokens = [store.join() for _ in range(MOST_TABLES + 1)]
    assert [store.open_table(token) for token in tokens[:-1]] == list(range(1, MOST_TABLES + 1))
    with refused("full"):
        store.open_table(tokens[-1])
    store.close_table(store.secret, 2)
    assert store.open_table(tokens[-1]) == 2
    assert store.table_of(tokens[-1]).measures == ()


@pytest.mark.parametrize(
    "changes",
    [{"mirrored": True}, {"revealed": "yes"}, {"colour": "red"}, {"follow": "https://elsewhere.example/"},
     {"follow": "//elsewhere.example"}, {"envelope": 1.5}],
)
def test_what_is_no_setting_is_refused(store, changes):
    with pytest.raises(ValueError, match=r"setting|server|share"):
        store.steer(store.secret, **changes)


def test_left_and_right_are_drawn_per_room(store):
    drawn = {store.begin_anew(store.secret).mirrored for _ in range(40)}
    assert drawn == {True, False}


def test_a_room_swaps_what_stands_left_and_right_and_not_what_is_compared(store):
    house = House(None, rooms=SimpleNamespace(store=store))
    seen = {}
    while len(seen) < 2:
        mirrored = store.begin_anew(store.secret).mirrored
        seen[mirrored] = (house.strategies(View()), sides(house, ["a", "b"]))
    assert seen[False][0] == seen[True][0]
    assert (seen[False][1], seen[True][1]) == (["a", "b"], ["b", "a"])


def test_a_room_begun_anew_knows_nobody(store):
    token = store.join()
    store.guess(token, {"trust": "up"})
    store.begin_anew(store.secret)
    assert (store.knows(token), store.guessed, store.present) == (False, 0, 0)


def test_thirty_at_once_lose_nothing(store):
    tokens = [store.join() for _ in range(30)]
    threads = [threading.Thread(target=store.guess, args=(token, {"churn": "same"})) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.distribution(store.secret).counts["churn"]["same"] == 30


def test_measures_have_costs_in_every_market_and_an_envelope_of_two_fifths_leaves_a_choice():
    for market in ("mobile_telecom", "retail_banking", "energy_supply"):
        costs = costs_of(load(market))
        assert 6 <= len(costs) <= 8
        assert sum(sorted(costs.values())[:2]) < 0.4 * sum(costs.values())


def test_a_plan_is_asked_as_the_status_quo_with_its_levers():
    assert question_of("quotas_or_customers", []) is None
    question = question_of("quotas_or_customers", ["people", "fees"], worlds=24)
    assert [side.levers for side in question.sides] == [(), (("hidden_fees", 0.0), ("staffing", 1.15))]
    assert levers_of(["training"]) == {"training": 0.9, "autonomy": 0.6}


def test_only_this_machine_reaches_the_loopback():
    assert addresses("127.0.0.1", 8050) == () == addresses("localhost", 8050)
    assert addresses("192.0.2.7", 8050) == ("http://192.0.2.7:8050/",)


def test_a_qr_code_is_one_picture_without_any_address_of_others():
    picture = qr_code("http://192.0.2.7:8050/")
    assert picture.startswith("<svg")
    assert picture.count("http") == 1      # the name space
