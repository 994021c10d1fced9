"""Arms and contrasts in words: what each arm does, what is compared, over which weeks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from experiments.claims import formulas
from experiments.claims.labels import LABELS
from experiments.claims.models import Arm, Claim, Conduct, Contrast, Neutral, Situation
from experiments.claims.phrases import say
from experiments.phrases import YEAR, Voice
from experiments.words import capital
from sim.metrics import METRICS
from sim.scenario import load_strategy
from sim.scenario_events import STATUS_QUO

SIGNS = str.maketrans({"-": "−", "*": "·"})


def title_of(claim: Claim, arm: str, voice: Voice) -> str:
    """Return the name of an arm: its own, or that of its strategy."""
    one = claim.arms[arm]
    if one.title:
        return capital(voice.text(one.title))
    strategy = _strategy(one, claim.given)
    return capital(say(voice, "does.quo")) if strategy == STATUS_QUO else voice.text(load_strategy(strategy).title)


def _strategy(one: Arm, given: Situation) -> str:
    return one.strategy if "strategy" in one.model_fields_set else given.strategy


def what_it_does(claim: Claim, arm: str, voice: Voice) -> list[str]:
    """Return, line by line, what an arm does beyond the status quo, what all arms share included."""
    own, given = claim.arms[arm], claim.given
    lines = [_named(_strategy(own, given), voice, week=own.week or given.week)]
    lines += _values(voice, "does.levers", "levers", {**given.levers, **own.levers})
    for rivals in filter(None, [own.rivals or given.rivals]):
        lines.append(say(voice, "does.rivals", what=_conduct(rivals, voice)))
    lines += [
        say(voice, "does.other", firm=firm, what=_conduct(one, voice))
        for firm, one in {**given.others, **own.others}.items()
    ]
    lines += _values(voice, "does.nature", "what", {**given.nature, **own.nature})
    lines += _values(voice, "does.people", "what", {**given.people, **own.people})
    for one in (given.before, own.before):
        lines += _values(voice, "does.before", "what", {**one.levers, **one.nature, **one.traits})
    if given.off or own.off:
        lines.append(say(voice, "does.off", what=", ".join((*given.off, *own.off))))
    return lines + [_event(one, voice) for one in (*given.events, *own.events)]


def _named(strategy: str, voice: Voice, *, week: int = 0) -> str:
    name = say(voice, "does.quo") if strategy == STATUS_QUO else voice.text(load_strategy(strategy).title)
    text = name if strategy == STATUS_QUO else say(voice, "does.strategy", name=name)
    return f"{text}, {say(voice, 'does.from', week=week)}" if week else text


def _conduct(one: Conduct, voice: Voice) -> str:
    levers = _values(voice, "does.levers", "levers", one.levers)
    return "; ".join([_named(one.strategy, voice, week=one.week), *levers])


def _values(voice: Voice, key: str, slot: str, values: Mapping[str, float]) -> list[str]:
    if not values:
        return []
    return [say(voice, key, **{slot: ", ".join(f"{name} {voice.figure(value)}" for name, value in values.items())})]


def _event(event: Any, voice: Voice) -> str:
    facts = event.model_dump(mode="json", exclude={"week", "kind", "firm"}, exclude_defaults=True)
    words = ", ".join(f"{name} {_plain(value)}" for name, value in facts.items())
    firm = f" ({event.firm})" if getattr(event, "firm", None) else ""
    return say(voice, "does.event", week=event.week, what=f"{event.kind}{firm}: {words}")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {_plain(entry)}" for name, entry in value.items())
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def neutral_title(one: Neutral | None, voice: Voice) -> str:
    """Return what a check takes out, in words."""
    return voice.text(one.title) if one else ""


def measure_label(text: str, voice: Voice) -> str:
    """Return a formula with the metrics' own names in it."""
    if text in LABELS:
        return voice.text(LABELS[text])
    if text in METRICS:
        return voice.text(METRICS[text].label)
    labels = {}
    for name in formulas.names(text):
        rest = name.partition(".")[2] or name
        labels[name] = voice.text(METRICS[rest].label) if rest in METRICS else rest.replace("_", " ")
    return _with_names(text, labels)


def _with_names(formula: str, labels: Mapping[str, str]) -> str:
    """Return a formula with words for its names and typographic signs; signs within words stay."""
    return re.sub(r"[A-Za-z_][\w.]*", lambda found: f"‹{labels[found[0]]}›", formula.translate(SIGNS))


def arms_label(one: Contrast, titles: Mapping[str, str]) -> str:
    """Return a formula of arms with their titles in it."""
    return _with_names(one.of, titles)


def window_label(text: str, weeks: int, voice: Voice) -> str:
    """Return a window in words."""
    first, last = formulas.window(text, weeks)
    kind = text.split(maxsplit=1)[0]
    if kind == "all":
        whole = say(voice, "years", years=weeks // YEAR) if weeks % YEAR == 0 else say(voice, "weeks", n=weeks)
        return say(voice, "window.all", years=whole)
    if kind == "end":
        return say(voice, "window.end")
    if kind == "year":
        return say(voice, "window.year", n=first // YEAR + 1)
    if kind == "years":
        return say(voice, "window.years", a=first // YEAR + 1, b=last // YEAR + 1)
    return say(voice, f"window.{kind}", n=first, a=first, b=last)


def parts(claim: Claim) -> Iterator[tuple[str, Contrast]]:
    """Yield every contrast with what it is for: applies, hit, opposite or also."""
    for group, several in (
        ("applies", claim.applies), ("hit", claim.hit), ("opposite", claim.opposite), ("also", claim.also),
    ):
        for one in several:
            yield group, one
