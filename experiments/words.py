"""The answer in words, made from the data of a comparison alone: the headline and the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.phrases import ENGLISH, YEAR, Voice
from experiments.statistics import ENOUGH_WORLDS

Data = Mapping[str, Any]
NOTHING_IN_POINTS = 0.0005     # less is 0.0 points of 100


def title_of(data: Data, arm: str, voice: Voice) -> str:
    """Return an arm's title in the voice's language."""
    entry = next(a for a in data["arms"] if a["id"] == arm)
    return voice.text(entry.get("titles") or entry["title"])


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def outcome_of(data: Data, name: str) -> Any:
    """Return the entry of an outcome."""
    return next(entry for entry in data["outcomes"] if entry["name"] == name)


def primary(data: Data) -> Any:
    """Return the entry of the primary outcome."""
    return outcome_of(data, data["primary"])


def sign_of(outcome: Mapping[str, Any]) -> int:
    """Return +1 where higher is better, −1 where lower is."""
    return 1 if outcome["better"] == "higher" else -1


def leader(data: Data) -> str | None:
    """Return the arm that alone is not beaten in the primary outcome, or None: too few worlds, level, or open."""
    unbeaten = data["ranking"]["not_beaten"]
    return unbeaten[0] if data["worlds"]["n"] >= ENOUGH_WORLDS and len(unbeaten) == 1 else None


def main_arm(data: Data) -> str:
    """Return the arm the answer is about: the leader, or the best mean beside the reference."""
    first, outcome = leader(data), primary(data)
    if first is not None and first != data["reference"]:
        return first
    means = {str(arm): sign_of(outcome) * row["mean"] for arm, row in outcome["contrasts"].items()}
    return max(means, key=means.__getitem__)


def _common(data: Data, arm: str, voice: Voice) -> dict[str, str]:
    return {
        "arm": title_of(data, arm, voice), "reference": title_of(data, data["reference"], voice),
        "outcome": voice.text(primary(data)["label"]), "time": voice.duration(data["weeks"]),
    }


def headline(data: Data, arm: str, voice: Voice = ENGLISH) -> str:
    """Return the first sentence: in how many plausible worlds the arm is ahead, level, behind; or the bare value."""
    outcome, common = primary(data), _common(data, arm, voice)
    row, n = outcome["contrasts"][arm], data["worlds"]["n"]
    mean = voice.amount(outcome["kind"], row["mean"], data["currency"], signed=True)
    if data["worlds"]["central"]:
        return voice.say("central", mean=mean, **common)
    counts = {"n": n, "ahead": row["ahead"], "level": row["level_count"], "behind": row["behind"]}
    if n < ENOUGH_WORLDS:
        return voice.say("few", mean=mean, **counts, **common)
    return voice.say("counts", **counts, **common)


def state_sentences(data: Data, arm: str, voice: Voice = ENGLISH) -> list[str]:
    """Return what may be said about the primary outcome: the range, how exactly the mean is known, and the word."""
    outcome, common = primary(data), _common(data, arm, voice)
    row, n = outcome["contrasts"][arm], data["worlds"]["n"]
    if n < ENOUGH_WORLDS:
        return [voice.say("central.note") if data["worlds"]["central"] else voice.say("few.note", n=n)]

    def amount(key: str) -> str:
        return voice.amount(outcome["kind"], row[key], data["currency"], signed=True)

    said = [voice.say("range", mean=amount("mean"), p10=amount("p10"), p90=amount("p90")), _share(row, n, voice)]
    level = voice.number(100 * row["level"], 0 if row["level"] <= 0.95 else 1)
    said.append(voice.say("precision", low=amount("low"), high=amount("high"), level=level))
    if row["lopsided"]:
        said.append(voice.say("lopsided"))
    return said + _word(outcome, row, common, voice=voice, currency=data["currency"])


def _share(row: Mapping[str, Any], n: int, voice: Voice) -> str:
    key = "share.all" if row["ahead"] == n else "share.none" if row["ahead"] == 0 else "share"
    return voice.say(key, low=voice.percent(row["ahead_low"]), high=voice.percent(row["ahead_high"]))


def _word(
    outcome: Mapping[str, Any], row: Mapping[str, Any], common: dict[str, str], *, voice: Voice, currency: str,
) -> list[str]:
    margin = voice.amount(outcome["kind"], outcome["margin"], currency)
    if row["state"] == "level":
        return [voice.say("level", margin=margin, **common)]
    if row["state"] == "open":
        likely, most = row["more_worlds"] or (None, None)
        return [voice.say("open", likely=likely, most=most, **common)] if likely else []
    said = [voice.say("higher" if row["mean"] > 0 else "lower", **common)]
    return [*said, voice.say("margin", margin=margin)] if row["at_least_margin"] else said


def money_sentences(data: Data, arm: str, voice: Voice = ENGLISH) -> list[str]:
    """Return when the arm pays: the first year, from when on it stays ahead, the deepest point."""
    entry, currency, common = data["break_even"][arm], data["currency"], _common(data, arm, voice)
    said, first = [], first_year(data, arm)
    if first is not None and abs(first) >= 1:
        key = "first_year.costs" if first < 0 else "first_year.adds"
        said.append(voice.say(key, amount=voice.money(abs(first), currency), **common))
    if entry["n"] >= ENOUGH_WORLDS:
        said.append(_break_even(entry, common["arm"], voice))
        deepest = entry["deepest"]
        if deepest["week"] is not None:
            low, week = voice.money(-deepest["p10"], currency), voice.week(deepest["week"])
            said.append(voice.say("deepest", mean=voice.money(-deepest["mean"], currency), p10=low, week=week))
    return said


def _break_even(entry: Mapping[str, Any], arm: str, voice: Voice) -> str:
    early, n, middle = entry["never_behind"] + entry["recovers"], entry["n"], entry["median_week"]
    time = voice.duration(entry["horizon"])
    if middle is None:
        return voice.say("break_even.late", arm=arm, early=early, n=n, time=time)
    if middle == 0:
        return voice.say("break_even.start", arm=arm, late=n - early, n=n, time=time)
    return voice.say("break_even", arm=arm, week=voice.week(middle), late=n - early, n=n, time=time)


def first_year(data: Data, arm: str) -> float | None:
    """Return the mean difference of the first year's discounted profit, if the horizon has a whole year."""
    curve = data["weekly"]["metrics"]["cumulated_profit"]["differences"][arm]["mean"]
    return float(curve[YEAR - 1]) if len(curve) >= YEAR else None


def trust_sentence(data: Data, arm: str, voice: Voice = ENGLISH) -> list[str]:
    """Return by how much trust of the cohort ends higher or lower, and the cause that most of it is booked to."""
    causes, end = data["trust"]["causes"][arm], data["trust"]["end"]
    if end[arm] is None or end[data["reference"]] is None:  # a firm without customers in week 0
        return []
    gap = end[arm] - end[data["reference"]]
    along = [row for row in causes if row["difference"] * gap > 0]
    if not along or abs(gap) < NOTHING_IN_POINTS:
        return []
    part, named = voice.amount("points", along[0]["difference"], "", signed=True), {"arm": title_of(data, arm, voice)}
    key, amount = ("trust.higher" if gap > 0 else "trust.lower"), voice.amount("points", abs(gap), "")
    return [voice.say(key, amount=amount, cause=voice.text(along[0]["label"]), part=part, **named)]


def condition_sentences(data: Data, voice: Voice = ENGLISH) -> list[str]:
    """Return the first two conditions that separate the worlds in which the arm is ahead."""
    return [
        voice.say(
            "condition", arm=title_of(data, row["arm"], voice), label=voice.text(row["label"]),
            cut=voice.figure(row["cut"]), above=row["above"]["ahead"], n_above=row["above"]["worlds"],
            below=row["below"]["ahead"], n_below=row["below"]["worlds"],
        )
        for row in data["conditions"][:2]
    ]


def legal_sentences(data: Data, arm: str, voice: Voice = ENGLISH) -> list[str]:
    """Return, first of all sentences, what the arm does that law restricts."""
    entry = next(a for a in data["arms"] if a["id"] == arm)
    used = [f"{voice.text(e['about'])} ({voice.text(e['legal'])})" for e in entry["levers"].values() if e.get("legal")]
    return [voice.say("legal", arm=title_of(data, arm, voice), levers="; ".join(used))] if used else []


def heading(data: Data, voice: Voice = ENGLISH) -> str:
    """Return what stands above results whose strategies do not cost the same; nothing where they do."""
    return "" if data["budget"]["equal_cost"] else voice.say("unequal.heading")


def cost_sentence(data: Data, voice: Voice = ENGLISH) -> list[str]:
    """Return what each strategy spends where they do not cost the same."""
    budget = data["budget"]
    if budget["equal_cost"]:
        return []
    spent = {title_of(data, arm, voice): voice.money(x, data["currency"]) for arm, x in budget["realised"].items()}
    each = ", ".join(f"‹{title}› {amount}" for title, amount in spent.items())
    return [voice.say("unequal", spending=each, time=voice.duration(data["weeks"]))]


def answer(data: Data, voice: Voice = ENGLISH) -> dict[str, Any]:
    """Return headline and sentences of a comparison."""
    arm, first = main_arm(data), leader(data)
    said = legal_sentences(data, first, voice) if first else []
    said += cost_sentence(data, voice) + state_sentences(data, arm, voice)
    others = [other for other in primary(data)["contrasts"] if other != arm]
    said += [headline(data, other, voice) for other in others]
    if others and data["worlds"]["n"] >= ENOUGH_WORLDS:
        titles = ", ".join(f"‹{title_of(data, a, voice)}›" for a in data["ranking"]["not_beaten"])
        said.append(voice.say("not_beaten", outcome=voice.text(primary(data)["label"]), arms=titles))
    said += money_sentences(data, arm, voice) + trust_sentence(data, arm, voice)
    said += condition_sentences(data, voice)
    return {"heading": heading(data, voice), "headline": headline(data, arm, voice), "sentences": said}


def preliminary(data: Data, voice: Voice = ENGLISH) -> str:
    """Return the line shown while worlds still run: bare values of the first ones.

    Args:
        data: done, total, outcome, kind, currency, differences, arm, reference.
        voice: the language.
    """
    each = [voice.amount(data["kind"], x, data["currency"], signed=True) for x in data["differences"]]
    names = {key: voice.text(data[key]) for key in ("outcome", "arm", "reference")}
    counts = {"done": data["done"], "total": data["total"]}
    return voice.say("preliminary", differences=voice.say("and").join(each), **counts, **names)
