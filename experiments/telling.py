"""A story as a document: sentences by year, the fourfold table, notes; the same for terminal, page, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from agents.books import ROUTES
from experiments.margins import margin_of
from experiments.phrases import ENGLISH, YEAR, Voice
from experiments.story import Life, Person, Story, unshared
from experiments.story_words import cause_label, cause_sentence, move_sentence, say, week_words

BY_CAUSE = {route.cause: route for route in ROUTES}
WORTH_A_SENTENCE = 0.005    # change of trust from which a touchpoint gets a sentence of its own: assumption
MOST_SENTENCES = 8          # touchpoints told singly per year, the largest; the others are summed up: assumption
NAMED = 4                   # causes that a summary names, the most frequent
TWIN = ["week", "kind", "firm", "cause", "detail"]      # what makes an event of two lives the same one
SILENT = {"joined"}         # said by the sentence of leaving, where both are in one week


def document(story: Story, voice: Voice = ENGLISH) -> dict[str, Any]:
    """Return everything that is told of a story, in words and in numbers that JSON can hold."""
    scenario, design = story.design.scenario, story.design
    titles = {arm.id: voice.text(arm.title) for arm in design.arms}
    facts = {
        "firm": design.firm, "market": voice.text(scenario.market.title) or scenario.name, "weeks": scenario.weeks,
        "seed": story.seed, "people": voice.number(scenario.customers),
    }
    return {
        "language": voice.language, "scenario": scenario.name, "market": facts["market"], "firm": design.firm,
        "seed": story.seed, "weeks": scenario.weeks, "customers": scenario.customers,
        "headline": say("headline_two" if len(titles) > 1 else "headline_one", voice),
        "setting": say("setting", voice, **facts),
        "strategies": [{"id": arm, "title": title} for arm, title in titles.items()],
        "cohort": story.cohort, "fourfold": _table(story, titles, voice), "notes": _notes(story, titles, voice),
        "people": [_person(person, number, story, voice) for number, person in enumerate(story.people)],
    }


def rows(story: Story, voice: Voice = ENGLISH) -> Iterator[dict[str, Any]]:
    """Yield a row per event of every life."""
    titles = _titles(story, voice)
    for person in story.people:
        for life in person.lives:
            for event in life.events.to_dict("records"):
                numbers = {key: event[key] for key in ("quality", "change", "trust")}
                yield {
                    "customer": person.row, "strategy": life.arm.id, "divergence_week": person.divergence,
                    **{key: event[key] for key in ("week", "order", "kind", "firm", "cause")},
                    **{key: event[key] for key in ("department", "channel", "actor", "detail")},
                    **{key: None if pd.isna(x) else float(x) for key, x in numbers.items()},
                    "sentence": _sentence(event, titles, voice),
                }


def _titles(story: Story, voice: Voice) -> dict[str, str]:
    """Return the titles of the products, which events know by their names."""
    products = story.design.scenario.market.products
    return {name: voice.text(spec.title) or name.replace("_", " ") for name, spec in products.items()}


def _notes(story: Story, titles: Mapping[str, str], voice: Voice) -> list[str]:
    notes = [say("luck", voice), *_spent(story, titles, voice)] if len(titles) > 1 else []
    chosen = [person for person in story.people if person.why != "asked"]
    if len(chosen) == 2:
        notes.append(say("selected", voice))
    elif chosen and chosen[0].why == "stayed_stayed":
        notes.append(say("farthest", voice))
    elif chosen:
        notes.append(say("selected_one", voice))
    if not (chosen and chosen[0].why == "stayed_stayed"):
        notes += [say("empty", voice, cell=_cell(cell, titles, voice)) for cell in story.empty]
    return notes


def _spent(story: Story, titles: Mapping[str, str], voice: Voice) -> list[str]:
    """Return what the firm spends in each life, headed where that is not the same money."""
    if len(story.spent) != len(titles):
        return []
    currency, reference = voice.text(story.design.scenario.market.currency), story.spent[0]
    margin = margin_of("spend", reference=reference)
    key = "spent" if all(abs(one - reference) <= margin for one in story.spent) else "spent_unequal"
    each = zip(titles.values(), story.spent, strict=True)
    listed = ", ".join(f"‹{title}› {voice.number(spent / 1e6, 1)}" for title, spent in each)
    return [say(key, voice, firm=story.design.firm, currency=currency, amounts=listed)]


def _cell(cell: str, titles: Mapping[str, str], voice: Voice) -> str:
    keys = {"stayed": "stays_under", "left": "leaves_under"}
    parts = [say(keys[part], voice, arm=arm) for part, arm in zip(cell.split("_"), titles.values(), strict=True)]
    return say("and", voice).join(parts) if voice.language == "en" else ", ".join(parts)


def _table(story: Story, titles: Mapping[str, str], voice: Voice) -> dict[str, Any]:
    shares = story.shares
    return {
        "caption": say("table", voice, n=voice.number(story.cohort), firm=story.design.firm),
        "cells": {
            cell: {
                "count": count, "per_cent": shares[cell], "label": _cell(cell, titles, voice),
                "shown": say("percent", voice, x=voice.number(shares[cell], 1)),
            }
            for cell, count in story.counts.items()
        },
    }


def _person(person: Person, number: int, story: Story, voice: Voice) -> dict[str, Any]:
    firm, weeks = story.design.firm, story.design.scenario.weeks
    ours = {"firm": firm, "weeks": weeks}
    part = person.divergence
    at = voice.week(part) if part is not None else ""
    two, told = len(person.lives) == 2, _Teller(story, voice)
    meets = "" if not two else say("never", voice, **ours) if part is None else (
        say("same_until", voice, week=at) if part > 0 else say("differ_at_once", voice)
    )
    until = (weeks if part is None else part) if two else 0
    return {
        "customer": person.row, "why": person.why, "name": say("person", voice, row=person.row),
        "role": say("asked" if person.why == "asked" else ("example", "counter")[min(number, 1)], voice),
        "cell": "" if person.why == "asked" else _cell(person.why, _arms(story, voice), voice),
        "about": told.about(person), "divergence_week": part if two else None, "divergence": meets,
        "parting": told.parting(person) if two else {},
        "both": list(told.periods(person.lives[0], 0, until)),
        "lives": {
            life.arm.id: {
                "title": voice.text(life.arm.title), "end": told.end(life), "provider": life.provider,
                "trust": [round(x, 6) for x in life.trust_by_week(firm, weeks)],
                "leaves": _weeks(life, "left", firm), "joins": _weeks(life, "joined", firm),
                "periods": list(told.periods(life, until, weeks, beside=other)), "events": _events(life),
            }
            for life, other in zip(person.lives, _others(person), strict=True)
        },
    }


def _weeks(life: Life, cause: str, firm: str) -> list[int]:
    """Return the weeks in which one leaves the firm that is told of, or joins it; not those of its rivals."""
    events = life.events
    return [int(week) for week in events.loc[(events["cause"] == cause) & (events["firm"] == firm), "week"]]


def _others(person: Person) -> list[Life | None]:
    """Return beside each life the other one, if there is one."""
    return [person.lives[1], person.lives[0]] if len(person.lives) == 2 else [None]


def _arms(story: Story, voice: Voice) -> dict[str, str]:
    return {arm.id: voice.text(arm.title) for arm in story.design.arms}


def _events(life: Life) -> list[dict[str, Any]]:
    return [
        {str(key): None if not isinstance(x, str) and pd.isna(x) else x for key, x in event.items()}
        for event in life.events.to_dict("records")
    ]


def _sentence(event: Mapping[Any, Any], titles: Mapping[str, str], voice: Voice) -> str:
    firm = str(event["firm"])
    if event["kind"] == "move":
        detail = str(event["detail"])
        return move_sentence(str(event["cause"]), firm, titles.get(detail, detail), voice)
    return cause_sentence(BY_CAUSE[str(event["cause"])], firm, voice)


class _Teller:
    """The sentences of one story in one language."""

    def __init__(self, story: Story, voice: Voice) -> None:
        self.story, self.voice, self.titles = story, voice, _titles(story, voice)
        self.firm = story.design.firm

    def about(self, person: Person) -> list[str]:
        """Return who the person is at the start."""
        voice, scenario = self.voice, self.story.design.scenario
        segment = voice.text(scenario.market.segments[person.segment].title) or person.segment.replace("_", " ")
        named = {"person": say("person", voice, row=person.row), "segment": segment}
        if not person.provider:
            return [say("about_none", voice, **named), say("not_ours", voice, firm=self.firm)]
        held = [self.titles[name] for name in person.products]
        first = say(
            "about", voice, firm=person.provider, tenure=self._tenure(person.tenure),
            products=self._listed(held) if held else say("nothing", voice),
            trust=self._points(person.lives[0].trust_start[person.provider]), **named,
        )
        return [first] if person.provider == self.firm else [first, say("not_ours", voice, firm=self.firm)]

    def _listed(self, names: list[str]) -> str:
        return say("and", self.voice).join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]

    def _tenure(self, weeks: int) -> str:
        years = weeks // YEAR
        if years:
            return say("one_year", self.voice) if years == 1 else say("years", self.voice, n=years)
        return say("one_week", self.voice) if weeks == 1 else say("weeks", self.voice, n=weeks)

    def _points(self, share: float, *, signed: bool = False) -> str:
        return self.voice.number(100.0 * share, 1, signed=signed)

    def end(self, life: Life) -> str:
        """Return where a life ends."""
        key = "end_none" if not life.provider else "end_here" if life.provider == self.firm else "end_elsewhere"
        trust = life.trust_by_week(self.firm, self.story.design.scenario.weeks)[-1]
        return say(key, self.voice, firm=self.firm, provider=life.provider, trust=self._points(trust))

    def parting(self, person: Person) -> dict[str, str]:
        """Return per life what happens first where the lives part."""
        week = person.divergence
        if week is None:
            return {}
        told = {}
        first, second = (life.events for life in person.lives)
        for life, events in zip(person.lives, unshared(first, second, week), strict=True):
            told[life.arm.id] = " ".join(self._happened(event) for event in events) or say("nothing_then", self.voice)
        return told

    def _happened(self, event: Mapping[Any, Any]) -> str:
        felt = "" if event["kind"] == "move" else " " + self._felt(event)
        return _sentence(event, self.titles, self.voice) + felt

    def _felt(self, event: Mapping[Any, Any]) -> str:
        return say("felt", self.voice, x=self.voice.number(100.0 * event["quality"]))

    def periods(
        self, life: Life, start: int, stop: int, *, beside: Life | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the years (or parts of one) from a week up to another, each with its sentences.

        An entry is `shared` where the life beside has the same event in the same week.
        """
        twins = frozenset(() if beside is None else map(tuple, beside.events[TWIN].to_numpy().tolist()))
        at = start
        while at < stop:
            year = at // YEAR
            end = min((year + 1) * YEAR, stop)
            events = life.events[(life.events["week"] >= at) & (life.events["week"] < end)]
            entries, also = self._told(events, twins)
            yield {
                "year": year + 1, "title": self._title(at, end, year), "from": at, "to": end - 1, "entries": entries,
                "also": also or ("" if entries else say("quiet", self.voice)),
            }
            at = end

    def _title(self, start: int, end: int, year: int) -> str:
        whole = year * YEAR == start
        key = "year" if whole and end in {(year + 1) * YEAR, self.story.design.scenario.weeks} else (
            "part_of_year" if whole else "rest_of_year"
        )
        return say(key, self.voice, year=year + 1, week=end - 1 if whole else start)

    def _told(self, events: pd.DataFrame, twins: frozenset[tuple[Any, ...]]) -> tuple[list[dict[str, Any]], str]:
        """Return the sentences of a period, and one that sums up the rest."""
        near = events["firm"].isin({self.firm, *events.loc[events["kind"] == "move", "firm"], *self._providers(events)})
        touch, large = events["kind"] == "touch", events["change"].abs() >= WORTH_A_SENTENCE
        ordinary = events["cause"].isin({"time", "product_in_use"})
        worth = events[touch & near & large & ~ordinary]
        single = worth.loc[worth["change"].abs().sort_values(ascending=False, kind="stable").index[:MOST_SENTENCES]]
        chosen = events.loc[sorted([*single.index, *events.index[~touch]])]
        rest = events[touch & ~events.index.isin(single.index)]
        is_near = near.loc[rest.index]
        return list(self._entries(chosen, twins)), self._also(rest[is_near], rest[~is_near])

    def _providers(self, events: pd.DataFrame) -> set[str]:
        """Return the firms one has real dealings with in a period: whose product is used."""
        return set(events.loc[events["cause"] == "product_in_use", "firm"])

    def _entries(self, events: pd.DataFrame, twins: frozenset[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
        leaving = set(events.loc[events["cause"] == "left", "week"])
        for event in events.to_dict("records"):
            is_move = event["kind"] == "move"
            if is_move and event["cause"] in SILENT and event["week"] in leaving:
                continue
            entry = {
                "week": int(event["week"]), "when": week_words(int(event["week"]), self.voice),
                "kind": event["kind"], "cause": event["cause"],
                "text": _sentence(event, self.titles, self.voice), "felt": "", "trust": "",
                "shared": tuple(event[name] for name in TWIN) in twins,
            }
            if not is_move:
                entry["felt"] = self._felt(event)
                change = self._points(event["change"], signed=True)
                level = self._points(event["trust"])
                entry["trust"] = say("trust", self.voice, firm=event["firm"], change=change, level=level)
            yield entry

    def _also(self, near: pd.DataFrame, far: pd.DataFrame) -> str:
        items, groups = [], near.groupby("cause", sort=False)["change"].agg(["size", "sum"])
        ordered = groups.sort_values("size", ascending=False, kind="stable")
        named = len(ordered) if len(ordered) == NAMED + 1 else NAMED
        for cause, row in ordered.iloc[:named].iterrows():
            n, label = int(row["size"]), cause_label(BY_CAUSE[str(cause)], self.voice)
            change = self._points(float(row["sum"]), signed=True)
            items.append(say("also_once" if n == 1 else "also_item", self.voice, label=label, n=n, change=change))
        left = ordered.iloc[named:]
        if len(left):
            n, change = int(left["size"].sum()), self._points(float(left["sum"].sum()), signed=True)
            items.append(say("also_more", self.voice, n=n, change=change))
        if len(far):
            items.append(say("elsewhere", self.voice, n=len(far)))
        return say("also", self.voice, items="; ".join(items)) if items else ""
