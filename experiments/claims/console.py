"""The terminal: verdicts as a table, each with its sentence and what has to be said beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from experiments.aligned import Column
from experiments.claims.phrases import say
from experiments.console import show_line, show_table
from experiments.languages import voice as voice_of

if TYPE_CHECKING:
    from rich.console import Console

    from experiments.phrases import Voice


def show_claims(screen: Console, data: Mapping[str, Any]) -> None:
    """Print a line per claim, and below what every verdict rests on."""
    voice = voice_of(data["language"])
    columns = [
        Column("", is_right=False), Column(say(voice, "head.claim"), is_right=False, gives_way=True),
        Column(say(voice, "head.verdict"), is_right=False, gives_way=True), Column(say(voice, "head.worlds")),
    ]
    show_table(screen, columns, [_row(one) for one in data["claims"]])
    for one in data["claims"]:
        screen.print(f"{one['id']}  {one['verdict']['label']}", style="bold")
        for line in _lines(one, voice):
            show_line(screen, line)
    show_line(screen, say(voice, "foot", worlds=data["worlds_per_market"], markets=", ".join(data["markets"].values()),
                          customers=voice.number(data["customers"]), seed=data["seed"]))


def _row(one: Mapping[str, Any]) -> list[str]:
    verdict = one["verdict"]
    hits = verdict.get("hits")
    label = "; ".join([verdict["label"], *(tag.partition(":")[0] for tag in one["tags"])])
    return [one["id"], one["text"], label, f"{hits['k']}/{hits['n']}" if hits else f"{verdict['ranking']['n']}"]


def _lines(one: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    """Yield the verdict's sentence, the counts by market, and every check."""
    verdict = one["verdict"]
    yield f"  {verdict['sentence']}"
    if one["first"]:
        yield f"  {say(voice, 'before', n=one['first']['hits']['n'], word=one['first']['label'])}"
    if one["luck_said"]:
        yield f"  {one['luck_said']}"
    if "markets" in verdict:
        yield "  " + "; ".join(f"{each['title']} {each['k']}/{each['n']}" for each in verdict["markets"].values())
    for check in one["checks"]:
        title = "" if check["kind"] == "bounds" else f" ({check['title']})"
        yield f"  {check['heading']}{title}: {check['sentence']}"
    if one["interested"]:
        yield f"  {one['source']}: {one['interested']}"
