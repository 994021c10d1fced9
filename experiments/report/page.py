"""The page: everything of a comparison put into one HTML file that asks nothing of any network."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from experiments.languages import speaking_of
from experiments.phrases import SENTENCES, spoken
from experiments.report import charts, money, tables
from experiments.report.audit import audit
from experiments.report.cast import Cast, primary
from experiments.report.chapter import chapter, conditions, losses
from experiments.report.colours import LIGHT, dark, palette
from experiments.report.facts import facts, predisposition
from experiments.report.figures import STYLE, config
from experiments.report.formats import Scales, is_number, number, percent, span, text
from experiments.report.glossary import HINTS, METHOD, TERMS
from experiments.report.words import WORDS, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from experiments.report.chapter import Chapter
    from experiments.report.charts import Chart

FEW_ARMS = 2             # more of them make no question that can be read
COLOURS_IN_A_CHART = re.compile(r"#[0-9a-f]{6}|rgba\([^)]*\)")


def write(comparison: Mapping[str, Any], path: str | PathLike[str]) -> Path:
    """Write the report and return its path."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(comparison), encoding="utf-8")
    return target


def page(comparison: Mapping[str, Any]) -> str:
    """Return the whole report as HTML, in the language that is spoken."""
    with speaking_of(comparison.get("words")):
        return environment().get_template("page.html").render(context(comparison))


@cache
def environment() -> Environment:
    """Return the templates of all reports that hold charts."""
    found = Environment(
        loader=PackageLoader("experiments.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(say=say, hint=lambda key: text(HINTS[key]), dark=dark, spoken=spoken)
    return found


def context(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything the template shows."""
    cast, scales = Cast.of(comparison), Scales.of(comparison)
    chapters = [chapter(comparison, cast, side, scales) for side in cast.challengers]
    several = len(chapters) > 1
    ranked = charts.ranking(comparison, cast, scales) if several else None
    spend, best = money.spend(comparison, cast, scales), money.at_best(comparison, cast, scales)
    drawn = [chart for one in chapters for chart in one.charts] + ([ranked] if ranked else [])
    drawn += [one.chart for one in (spend, best) if one]
    shown = _frame(comparison) | {
        "cast": cast,
        "several": several,
        "notices": _notices(comparison, cast, scales),
        "focus": chapters[0] if cast.focus else None,
        "chapters": chapters[1:],
        "ranking": {"chart": ranked, "table": tables.ranking_table(comparison, cast, scales)} if several else None,
        "conditions": conditions(comparison, cast),
        "leads": conditions(comparison, cast, "leads")[:2],
        "losses": losses(comparison, cast, scales),
        "outcomes": tables.outcome_table(comparison, cast, scales),
        "changed": [(side, tables.levers_table(_levers(comparison, side.id))) for side in cast.all],
        "audit": audit(comparison, cast, scales),
        "budget": {"words": _budget(comparison), "table": tables.budget_table(comparison, cast, scales),
                   "parts": money.parts_table(comparison, cast, scales)},
        "spend": spend,
        "best": best,
    }
    return shown | {"sections": _sections(shown)} | assets(drawn)


def _is_central(comparison: Mapping[str, Any]) -> bool:
    worlds = comparison.get("worlds") or {}
    return bool(worlds.get("central")) or worlds.get("n") == 1


def _frame(comparison: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "central": _is_central(comparison),
        "head": _head(comparison),
        "answer": _answer(comparison),
        "assumptions": _assumptions(comparison),
        "facts": facts(comparison),
        "method": [text(sentence) for sentence in METHOD],
        "terms": [(text(name), text(hint)) for name, hint in TERMS.items()],
    }


def _asked(comparison: Mapping[str, Any]) -> str:
    """Return the question that a comparison answers where its scenario asks none: a market's name asks nothing."""
    arms = [text(arm.get("title")) for arm in comparison.get("arms") or []]
    firm = text(comparison.get("firm"))
    return say("question_by_itself", firm=firm, arms=say("or").join(arms)) if firm and len(arms) == FEW_ARMS else ""


def _head(comparison: Mapping[str, Any]) -> dict[str, Any]:
    title, question = text(comparison.get("title")), text(comparison.get("question")) or _asked(comparison)
    key = "setting_central" if _is_central(comparison) else "setting"
    setting = say(
        key,
        firm=text(comparison.get("firm")),
        market=text(comparison.get("market_title") or comparison.get("market")),
        span=span(comparison.get("weeks")),
        n=number((comparison.get("worlds") or {}).get("n"), 0),
    )
    return {
        "title": title or question,
        "question": question or title,
        "overline": title if question else "",
        "story": [part for part in text(comparison.get("story")).split("\n\n") if part.strip()],
        "decision": text(comparison.get("decision")),
        "guess": text(comparison.get("guess")),
        "setting": setting,
        "primary": text(primary(comparison).get("label")),
        "version": text((comparison.get("provenance") or {}).get("version")),
    }


def _answer(comparison: Mapping[str, Any]) -> dict[str, Any]:
    answer, against = comparison.get("answer") or {}, comparison.get("against") or {}
    reasons = [text(reason) for reason in against.get("reasons") or []]
    sentences = [text(sentence) for sentence in answer.get("sentences") or []]
    large = max(2, len(reasons) - 1)  # beside the headline: about as much is said for the answer as against it
    favour = comparison.get("for") or against.get("for") or {}
    return {
        "headline": text(answer.get("headline")),
        "sentences": sentences[:large],
        "more": sentences[large:],
        "title": say("against") if against.get("leader") or not reasons else say("either"),
        "against": reasons,
        "reasons": [text(reason) for reason in favour.get("reasons") or []],
    }


def _notices(comparison: Mapping[str, Any], cast: Cast, scales: Scales) -> list[dict[str, str]]:
    notices = []
    if _is_central(comparison):
        notices.append({"title": say("central_title"), "words": say("central_note")})
    budget = comparison.get("budget") or {}
    if budget.get("equal_cost") is False:
        realised = budget.get("realised") or {}
        scale = scales.money(realised.values())
        spent = ", ".join(f"{side.title} {scale.level(realised.get(side.id))}" for side in cast.all)
        notices.append({"title": say("unequal_title"), "words": say("unequal_note", spent=spent)})
    return notices


def _levers(comparison: Mapping[str, Any], arm_id: str) -> Mapping[str, Any]:
    found = [arm.get("levers") or {} for arm in comparison.get("arms") or [] if str(arm.get("id")) == arm_id]
    return found[0] if found else {}


def _budget(comparison: Mapping[str, Any]) -> str:
    budget = comparison.get("budget") or {}
    key = f"budget_{budget.get('mode')}"
    return say(key, envelope=percent(budget.get("envelope"))) if key in WORDS else ""


def _assumptions(comparison: Mapping[str, Any]) -> dict[str, Any]:
    found = comparison.get("assumptions") or {}
    n, assumed = found.get("numbers"), found.get("assumed")
    words = say("assumptions_unknown")
    if is_number(n) and is_number(assumed):
        words = say("assumptions_count", assumed=number(assumed, 0), numbers=number(n, 0))
    return {"words": f"{words} {predisposition(comparison)}".strip(), "table": tables.assumptions_table(found)}


def _sections(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    focus: Chapter | None = shown["focus"]
    is_there = {
        "answer": True,
        "tiles": focus,
        "ranking": shown["ranking"],
        "time": focus and focus.over_time,
        "pays": focus and (focus.ahead or focus.break_even),
        "trust": focus and focus.trust,
        "bridge": focus and focus.bridge,
        "segments": focus and focus.segments,
        "conditions": not shown["central"],
        "losses": shown["losses"],
        "outcomes": shown["outcomes"].rows,
        "chapters": shown["chapters"],
        "changed": True,
        "money": shown["budget"]["words"] or shown["budget"]["table"].rows,
        "assumptions": True,
        "method": True,
        "audit": shown["audit"],
    }
    return [("figures" if name == "tiles" else name, say(name)) for name, there in is_there.items() if there]


def assets(drawn: Iterable[Chart]) -> dict[str, str]:
    """Return what a page with charts holds: style, colours, scripts, and the charts' data."""
    voice = spoken()
    data = {
        "config": config(), "when": voice.translate(SENTENCES["week"]), "quarters": voice.quarters(),
        "separators": voice.decimal + voice.thousands, "ink": LIGHT["ink"], "template": {"layout": STYLE},
    }
    data["figures"] = {chart.key: _undressed(chart) for chart in drawn}
    written = json.dumps(data, separators=(",", ":"))
    pairs = {colour: dark(colour) for colour in sorted(set(COLOURS_IN_A_CHART.findall(written)))}
    folder = resources.files("experiments.report")
    return {
        "palette": palette(),
        "style": (folder / "style.css").read_text(encoding="utf-8"),
        "script": (folder / "charts.js").read_text(encoding="utf-8"),
        "plotly": get_plotlyjs(),
        "payload": _inert(f'{written[:-1]},"dark":{json.dumps(pairs)}}}'),
    }


def _undressed(chart: Chart) -> dict[str, Any]:
    """Return a chart's data without the style that all charts share, which the page holds once."""
    data: dict[str, Any] = chart.figure.to_dict()
    del data["layout"]["template"]
    return data


def _inert(data: str) -> str:
    """Return JSON that cannot end the element that holds it, whatever its texts say."""
    return data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
