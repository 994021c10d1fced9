"""The claims' report: one page of HTML from the verdicts down to every world, which asks nothing of any network."""

from __future__ import annotations

from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.languages import voice as voice_of
from experiments.report.claims_words import METHOD, say
from experiments.report.colours import palette
from experiments.report.formats import is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from experiments.phrases import Voice

OUTCOMES = (("hit", 1), ("level", 0), ("opposite", -1), ("none", None))
WIDTH, ROW, TOP = 600.0, 14.0, 4.0      # of a strip of dots, in its own units
MARGINS_SHOWN = 12.0                    # a strip reaches no further than this many margins: assumption
HUES = ("blue", "orange", "violet", "cyan", "magenta", "gold")


def write_claims_report(data: Mapping[str, Any], path: str | PathLike[str]) -> Path:
    """Write the report of the claims of one call and return its path."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(data), encoding="utf-8")
    return target


def page(data: Mapping[str, Any]) -> str:
    """Return the whole report as HTML."""
    return _environment().get_template("claims.html").render(context(data))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("experiments.report", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )


def context(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything the template shows."""
    voice = voice_of(data["language"])
    folder = resources.files("experiments.report")
    style = "\n".join((folder / name).read_text(encoding="utf-8") for name in ("style.css", "claims.css"))
    return {
        "say": partial(say, voice), "language": data["language"], "setting": _setting(data, voice),
        "claims": [_claim(one, data, voice) for one in data["claims"]], "method": [voice.text(said) for said in METHOD],
        "facts": _facts(data, voice), "version": data["provenance"]["version"], "palette": palette(), "style": style,
    }


def _setting(data: Mapping[str, Any], voice: Voice) -> str:
    return say(
        voice, "setting", claims=len(data["claims"]), worlds=data["worlds_per_market"],
        markets=", ".join(data["markets"].values()), customers=voice.number(data["customers"]),
    )


def _facts(data: Mapping[str, Any], voice: Voice) -> list[tuple[str, str]]:
    origin = data["provenance"]
    known = [(key, str(origin[key])) for key in ("version", "created", "seconds", "code")]
    facts = [(say(voice, f"fact_{key}"), value.replace("T", " ")) for key, value in known]
    facts.insert(1, (say(voice, "fact_seed"), str(data["seed"])))
    return facts + [
        (say(voice, "fact_market", market=data["markets"][name]), digest) for name, digest in origin["markets"].items()
    ]


def _claim(one: Mapping[str, Any], data: Mapping[str, Any], voice: Voice) -> dict[str, Any]:
    markets = data["markets"]
    here = list(dict.fromkeys(row["market"] for row in one["worlds"]))
    verdict = one["verdict"]
    is_counted = "hits" in verdict
    return {
        **{key: one[key] for key in ("id", "text", "source", "interested", "note", "quantifier", "file", "digest")},
        "label": verdict["label"], "sentence": verdict["sentence"], "tags": one["tags"], "checks": one["checks"],
        "word": verdict["word"], "first": _first(one, voice), "luck": one["luck_said"],
        "bar": _bar(one["worlds"], voice) if is_counted else None,
        "markets": [
            (markets[name], _bar([row for row in one["worlds"] if row["market"] == name], voice)) for name in here
        ] if is_counted else [],
        "groups": _groups(one, data, here, voice),
        "arms": one["arms"], "conditions": ", ".join(c["label"] for c in one["conditions"]),
        "ranking": _ranking(verdict.get("ranking"), voice),
        "table": _table(one, markets, voice) if is_counted else None,
    }


def _first(one: Mapping[str, Any], voice: Voice) -> str:
    from experiments.claims.phrases import say as said

    first = one["first"]
    return said(voice, "before", n=first["hits"]["n"], word=first["label"]) if first else ""


def _bar(rows: Sequence[Mapping[str, Any]], voice: Voice) -> dict[str, Any]:
    """Return counts of worlds as a bar of four parts."""
    counts = {name: sum(row["outcome"] == value for row in rows) for name, value in OUTCOMES}
    total = len(rows) or 1
    known = total - counts["none"]
    label = say(
        voice, "bar", k=counts["hit"], n=known, level=counts["level"], opposite=counts["opposite"],
        none=counts["none"],
    )
    parts = [(name, count, round(100 * count / total, 2)) for name, count in counts.items() if count]
    return {"parts": parts, "label": label, "k": counts["hit"], "n": known}


def _groups(
    one: Mapping[str, Any], data: Mapping[str, Any], markets: Sequence[str], voice: Voice,
) -> list[dict[str, Any]]:
    """Return the contrasts by what they are for."""
    found = []
    for group in ("applies", "hit", "opposite", "also"):
        several = [_contrast(each, data, markets, voice) for each in one["contrasts"] if each["group"] == group]
        if several:
            found.append({"name": group, "contrasts": several})
    return found


def _contrast(
    each: Mapping[str, Any], data: Mapping[str, Any], markets: Sequence[str], voice: Voice,
) -> dict[str, Any]:
    def number(value: Any, *, signed: bool = True) -> str:
        return written(value, each["kind"], voice, currency=data["currency"], signed=signed)

    numbers = say(
        voice, "middle", mean=number(each["mean"]), low=number(each["p10"]), high=number(each["p90"]),
        margin=number(each["margin"], signed=False),
    )
    return {
        **{key: each[key] for key in ("label", "window", "of", "k", "n", "says")}, "numbers": numbers,
        "strip": _strip(each, markets), "titles": [data["markets"][name] for name in markets],
    }


def written(value: Any, kind: str, voice: Voice, *, currency: str = "EUR", signed: bool = True) -> str:
    """Write a contrast's number: millions, points of 100, per cent a year, or three digits."""
    if not is_number(value):
        return "–"
    if kind == "money":
        return say(voice, "in_money", x=voice.number(value / 1e6, 1, signed=signed), currency=voice.text(currency))
    if kind == "points":
        return say(voice, "in_points", x=voice.number(100 * value, 1, signed=signed))
    if kind == "rate":
        return say(voice, "in_rate", x=voice.number(5200 * value, 2, signed=signed))
    sign = "+" if signed and value > 0 else ""
    return sign + voice.figure(value)


def _strip(each: Mapping[str, Any], markets: Sequence[str]) -> dict[str, Any]:
    """Return every world as a dot, one row per market; values count in margins, without one in the largest."""
    points = [p for p in each["points"] if is_number(p["value"]) and is_number(p["margin"])]
    unit = [p["margin"] for p in points if p["margin"] > 0]
    largest = max((abs(p["value"]) for p in points), default=1.0) or 1.0

    def scaled(point: Mapping[str, Any]) -> float:
        return float(point["value"] / (point["margin"] if unit and point["margin"] > 0 else largest))

    sizes = [abs(scaled(p)) for p in points]
    reach = min(MARGINS_SHOWN, max(2.0, *sizes)) if unit and sizes else 1.0
    dots = [
        {
            "x": round(WIDTH / 2 * (1 + min(1.0, max(-1.0, scaled(p) / reach)) * 0.97), 1),
            "y": TOP + ROW * (markets.index(p["market"]) + 0.5), "hue": HUES[markets.index(p["market"]) % len(HUES)],
            "is_out": abs(scaled(p)) > reach,
        } for p in points
    ]
    half = WIDTH / 2 * 0.97 / reach if unit else 0.0
    return {
        "dots": dots, "width": WIDTH, "height": 2 * TOP + ROW * len(markets), "zero": WIDTH / 2,
        "left": round(WIDTH / 2 - half, 1), "band": round(2 * half, 1),
    }


def _ranking(ranking: Mapping[str, Any] | None, voice: Voice) -> dict[str, Any] | None:
    if ranking is None:
        return None
    names = sorted(ranking["best"], key=lambda arm: -ranking["best"][arm])
    rows = [
        (
            ranking["titles"][arm], voice.number(ranking["best"][arm] * ranking["n"], 0),
            *("✓" if arm in ranking["not_beaten"][market] else "" for market in ranking["markets"]),
        )
        for arm in names
    ]
    return {"rows": rows, "n": ranking["n"], "markets": list(ranking["markets"].values())}


def _table(one: Mapping[str, Any], markets: Mapping[str, str], voice: Voice) -> dict[str, Any]:
    """Return every world with its seed, what it says, and each arm's value in each contrast."""
    heads = [
        (f"{each['label']}, {each['window']}: {_title(one, arm)}")
        for each, arm in _columns(one)
    ]
    rows = []
    for row in one["worlds"]:
        numbers = [
            voice.figure(value) if is_number(value) else "–"
            for values in row["values"] for value in values.values()
        ]
        rows.append((
            markets[row["market"]], str(row["world"]), str(row["draw"]), str(row["seed"]),
            say(voice, f"outcome_{row['outcome']}"), *numbers,
        ))
    first = [say(voice, key) for key in ("market", "world", "draw", "seed", "says")]
    return {"heads": [*first, *heads], "rows": rows}


def _columns(one: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str]]:
    first = one["worlds"][0]["values"] if one["worlds"] else []
    return [(each, arm) for each, values in zip(one["contrasts"], first, strict=False) for arm in values]


def _title(one: Mapping[str, Any], arm: str) -> str:
    return next(str(each["title"]) for each in one["arms"] if each["name"] == arm)
