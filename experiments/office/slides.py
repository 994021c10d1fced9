"""Eight slides for a board paper: question, answer, result, trust, its causes, when it flips, dissent, provenance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from experiments.office import charts, findings, sheets
from experiments.office.charts import Frame, Series
from experiments.office.lettering import SMALLEST, Box
from experiments.office.sealed import for_the_board, moment_of
from experiments.office.stage import EDGE, HEAD, INNER, LEVEL, MUTED, REFERENCE, STRATEGY, Deck, Look, Slide
from experiments.office.words import say
from experiments.phrases import spoken
from experiments.reasons import opponent, weigh
from experiments.report.facts import predisposition
from experiments.report.formats import number, span, text
from experiments.report.tables import budget_table, scale_of
from experiments.report.tiles import Tile, tile
from experiments.report.words import say as report
from experiments.told import Told
from experiments.words import condition_sentences, cost_sentence, money_sentences, trust_sentence

if TYPE_CHECKING:
    from datetime import datetime

    from experiments.compare import Comparison
    from experiments.trial import Design

TOP, FLOOR, GAP = 1.25, 6.85, 0.3   # inches: where the content of a slide begins and ends, and between its parts
LEAD, BODY = 18, 16                 # points: of sentences above a chart, and of those beside one
SHOWN = 5                           # strategies in the table of the budget: the reference, the one in focus, the next
DIGITS = 12                         # of a fingerprint, enough to tell results apart
COUNTED = (Series(1, STRATEGY), Series(2, LEVEL), Series(3, REFERENCE))
QUARTERLY = (Series(2, STRATEGY), Series(3, LEVEL), Series(4, REFERENCE))
BOLD, QUIET, POINTS = Look(bold=True), Look(colour=MUTED), Look(bullets=True)


@dataclass(frozen=True)
class Paper:
    """A board paper under way: its slides, the comparison in words, its design, the line at the foot of each slide."""

    deck: Deck
    told: Told
    design: Design
    date: str
    foot: str

    def slide(self, title: str) -> Slide:
        """Return a new slide."""
        return self.deck.slide(title, self.foot)

    def lead(self, slide: Slide, sentences: list[str], height: float = 1.15) -> None:
        """Put sentences above the charts of a slide."""
        self.deck.words(slide, sentences, Box(EDGE, TOP, INNER, height), size=LEAD)


def slides(comparison: Comparison) -> bytes:
    """Return the slides as a file; equal comparisons give equal bytes."""
    return for_the_board(comparison, _built)


def _built(comparison: Comparison, moment: datetime) -> bytes:
    paper = paper_of(comparison)
    for build in SLIDES:
        build(paper)
    return paper.deck.written(title_of(paper.told), moment)


def paper_of(comparison: Comparison) -> Paper:
    """Return a paper without any slide."""
    told, provenance = Told.of(comparison.data), comparison.data["provenance"]
    language, n = spoken().language, told.data["worlds"]["n"]
    date = format_date(moment_of(provenance), "long", locale=language)
    worlds = say("foot_central") if told.data["worlds"]["central"] else say("foot_worlds", n=number(n, 0))
    foot = say("foot", version=provenance["version"], worlds=worlds, date=date)
    deck = Deck.of(language, strategy=told.side.colour, reference=told.cast.reference.colour)
    return Paper(deck, told, comparison.everything.design, date, foot)


def title_of(told: Told) -> str:
    """Return the title of the comparison."""
    return text(told.data["texts"]["title"]) or report("document")


def question(paper: Paper) -> None:
    """Build slide 1: the question, the decision, what is compared."""
    told, slide, words = paper.told, paper.slide(title_of(paper.told)), paper.deck.words
    texts, titles = told.data["texts"], [side.title for side in told.cast.all]
    asked = text(texts["question"]) or report(
        "question_by_itself", firm=told.data["firm"], arms=report("or").join(titles)
    )
    words(slide, [asked], Box(EDGE, 1.5, INNER, 2.0), size=28)
    if decision := text(texts["decision"]):
        words(slide, [report("decision")], Box(EDGE, 3.7, INNER, 0.35), size=LEAD, look=QUIET)
        words(slide, [decision], Box(EDGE, 4.05, INNER, 0.9), size=22)
    marked = [f"{told.cast.reference.title} ({report('is_reference')})", *titles[1:]]
    key = "setting_central" if told.data["worlds"]["central"] else "setting"
    setting = report(
        key, firm=told.data["firm"], market=text(told.data["texts"]["market_title"]), span=span(told.data["weeks"]),
        n=number(told.data["worlds"]["n"], 0),
    )
    words(slide, [say("compared", arms=", ".join(marked)), f"{setting}."], Box(EDGE, 5.3, INNER, 1.4), size=LEAD)


def answer(paper: Paper) -> None:
    """Build slide 2: the answer in two sentences, three figures, and in how many worlds they are ahead."""
    told, slide = paper.told, paper.slide(report("answer"))
    said = told.sentences()
    paper.deck.words(slide, said, Box(EDGE, TOP, INNER, 1.55), size=LEAD)
    chosen, n = findings.three_outcomes(told), told.data["worlds"]["n"]
    width = (INNER - GAP * (len(chosen) - 1)) / len(chosen)
    for at, outcome in enumerate(chosen):
        one = tile(
            outcome, told.cast, told.side, scale_of(outcome, told.scales), label=findings.outcome_label(outcome),
            hint="", n=n,
        )
        _card(paper, slide, one, Box(EDGE + at * (width + GAP), 2.95, width, 1.75))
    if n > 1:
        caption = say("counts_caption", arm=told.side.title)
        frame = Frame(slide, Box(EDGE, 4.8, INNER, FLOOR - 4.8), caption, " ".join([caption, *said]))
        charts.stacked(frame, findings.three(told), COUNTED, upright=False)


def _card(paper: Paper, slide: Slide, one: Tile, box: Box) -> None:
    """Put one figure on a quiet ground: its name, the difference, both levels, the range over worlds."""
    words, left, width = paper.deck.words, box.left + 0.15, box.width - 0.3
    paper.deck.panel(slide, box)
    words(slide, [one.label], Box(left, box.top + 0.08, width, 0.28), size=BODY, look=QUIET)
    words(slide, [f"{one.difference} {one.unit}"], Box(left, box.top + 0.38, width, 0.44), size=24, look=BOLD)
    about = [one.levels, f"{report('legend_step_range')}: {one.range}"] if one.strip else [one.levels]
    words(slide, about, Box(left, box.top + 0.86, width, 0.86), size=SMALLEST)


def result(paper: Paper) -> None:
    """Build slide 3: the difference of the cumulated result by quarter, with the range over worlds."""
    told, slide = paper.told, paper.slide(report("pays"))
    said = [*money_sentences(told.data, told.side.id, spoken()), say("result_note")]
    paper.lead(slide, said, 1.75)
    named = {"arm": told.side.title, "reference": told.cast.reference.title, "unit": sheets.result_scale(told).unit}
    caption = say("result_caption", **named)
    edges = (Series(3, STRATEGY, 1.25, dashed=True), Series(4, STRATEGY, 1.25, dashed=True))
    sheet = sheets.result(told)
    frame = Frame(slide, Box(EDGE, 3.1, INNER, FLOOR - 3.1), caption, " ".join([caption, *said]))
    charts.lines(frame, sheet, [Series(2, STRATEGY), *edges][: len(sheet.columns) - 2])


def trust(paper: Paper) -> None:
    """Build slide 4: the trust of both strategies by quarter."""
    told, slide = paper.told, paper.slide(say("trust_title"))
    metric, scale = told.data["weekly"]["metrics"]["trust_cohort"], sheets.points(told)
    ends = {side.id: metric["levels"][side.id][-1] for side in (told.side, told.cast.reference)}
    if None in ends.values():
        paper.lead(slide, [say("trust_nobody")])
        return
    gap = metric["differences"][told.side.id]
    key = "trust_end" if told.data["worlds"]["n"] > 1 else "trust_end_central"
    said = say(
        key, arm=told.side.title, reference=told.cast.reference.title, difference=scale.difference(gap["mean"][-1]),
        level=scale.level(ends[told.side.id], unit=False), range=scale.between(gap["p10"][-1], gap["p90"][-1]),
        other=scale.level(ends[told.cast.reference.id], unit=False),
    )
    paper.lead(slide, [said, say("trust_who")])
    caption = say("trust_caption")
    frame = Frame(slide, Box(EDGE, 2.55, INNER, FLOOR - 2.55), caption, f"{caption}. {said}")
    charts.lines(frame, sheets.trust(told), [Series(3, STRATEGY), Series(2, REFERENCE, dashed=True)], (0, 100))


def why(paper: Paper) -> None:
    """Build slide 5: why trust moved, booked by cause, and beside it what goes without the largest causes."""
    told, slide = paper.told, paper.slide(report("trust"))
    steps, without = findings.waterfall(told), findings.removed(told)
    said = trust_sentence(told.data, told.side.id, spoken())
    if steps is None:
        paper.lead(slide, [say("trust_nobody")])
        return
    paper.lead(slide, [*said, say("removed_note" if without else "booked_note")], 1.3)
    unit = sheets.points(told).unit_of_difference
    caption = say("causes_caption", unit=unit)
    width, top = 7.3 if without else INNER, 2.6
    series = (Series(1, None), Series(2, LEVEL), Series(3, STRATEGY), Series(4, REFERENCE))
    frame = Frame(slide, Box(EDGE, top, width, FLOOR - top), caption, " ".join([caption, *said]))
    charts.waterfall(frame, steps, series)
    if without:
        caption = say("removed_caption", unit=unit)
        box = Box(EDGE + width + GAP, top, INNER - width - GAP, FLOOR - top)
        charts.bars(
            Frame(slide, box, caption, f"{caption}. {say('removed_note')}"), without,
            (Series(1, STRATEGY), Series(2, LEVEL)),
        )


def flips(paper: Paper) -> None:
    """Build slide 6: in how many worlds the result is ahead by quarter, and the conditions that part the worlds."""
    told, slide, words = paper.told, paper.slide(report("conditions")), paper.deck.words
    sheet, n = sheets.flips(told), told.data["worlds"]["n"]
    if sheet is None:
        paper.lead(slide, [report("central_note")])
        return
    said = condition_sentences(told.data, spoken())
    if not said:
        traces = condition_sentences({**told.data, "conditions": told.data["leads"]}, spoken())
        said = [report("conditions_none"), *([f"{report('leads')}:", *traces] if traces else [])]
    caption, width = say("flips_caption", n=number(n, 0)), 7.6
    frame = Frame(slide, Box(EDGE, TOP, width, FLOOR - TOP), caption, f"{caption}. {' '.join(said)}")
    charts.stacked(frame, sheet, QUARTERLY, upright=True)
    left, room = EDGE + width + GAP, INNER - width - GAP
    words(slide, [say("flips_conditions")], Box(left, TOP, room, 0.35), size=LEAD, look=BOLD)
    words(slide, said, Box(left, TOP + 0.5, room, FLOOR - TOP - 0.5), size=BODY)


def dissent(paper: Paper) -> None:
    """Build slide 7: as many reasons against the leader as for it, and what each strategy spends."""
    told, words, voice = paper.told, paper.deck.words, spoken()
    weighed = weigh(told.data, voice)
    leader, reasons = weighed["against"]["leader"], weighed["against"]["reasons"]
    slide = paper.slide(report("against") if leader else report("either"))
    if leader:
        heads = [say(key, arm=told.cast.title(leader)) for key in ("against_leader", "for_leader")]
        columns = [reasons, weighed["for"]["reasons"]]
    else:
        half = (len(reasons) + 1) // 2
        sides = (opponent(told.data, told.side.id), told.side.id)
        heads = [say("in_favour", arm=told.cast.title(side)) for side in sides]
        columns = [reasons[:half], reasons[half:]]
    width = (INNER - GAP) / 2
    for at, (head, column) in enumerate(zip(heads, columns, strict=True)):
        if column:
            left = EDGE + at * (width + GAP)
            words(slide, [head], Box(left, TOP, width, 0.35), size=BODY, look=BOLD)
            words(slide, column, Box(left, TOP + 0.45, width, 2.6), size=BODY, look=POINTS)
    _costs(paper, slide)


def _costs(paper: Paper, slide: Slide) -> None:
    """Put the table of the budget at the foot of a slide."""
    told, top = paper.told, 4.5
    table = budget_table(told.data, told.cast, told.scales)
    rows = [tuple(column.head for column in table.columns), *table.rows[:SHOWN]]
    title = say("cost", time=span(told.data["weeks"]))
    paper.deck.words(slide, [title], Box(EDGE, top, INNER, 0.35), size=LEAD, look=BOLD)
    heads = ", ".join(rows[0])
    height = min(HEAD + 0.36 * (len(rows) - 1), FLOOR - top - 0.4)
    box = Box(EDGE, top + 0.4, INNER, height)
    paper.deck.table(slide, rows, box, widths=(3.2, 3.2, 4.3, INNER - 10.7), words=f"{title}: {heads}.")
    said = cost_sentence(told.data, spoken())
    if said and box.top + height + 0.5 < FLOOR:
        paper.deck.words(slide, said, Box(EDGE, box.top + height + 0.1, INNER, 0.5), size=SMALLEST)


def rests(paper: Paper) -> None:
    """Build slide 8: how many numbers are own figures, published facts and assumptions; how it was computed."""
    told, slide, words = paper.told, paper.slide(say("sources_title")), paper.deck.words
    sheet = findings.sources(paper.design)
    total, width = sum(sheet.column(1)), 7.0
    caption = say("sources_caption", n=number(total, 0))
    counted = ", ".join(f"{kind} {number(n, 0)}" for kind, n in sheet.rows)
    frame = Frame(slide, Box(EDGE, TOP, width, 4.6), caption, f"{caption}: {counted}.")
    charts.bars(frame, sheet, (Series(1, STRATEGY),))
    left = EDGE + width + GAP
    listed = [f"{name}: {value}" for name, value in _facts(told, paper.date)]
    words(slide, listed, Box(left, TOP + 0.1, INNER - width - GAP, 4.5), size=BODY)
    last = [one for one in (predisposition(told.data), say("no_forecast")) if one]
    words(slide, last, Box(EDGE, 5.95, INNER, 0.9), size=SMALLEST)


def _facts(told: Told, date: str) -> list[tuple[str, Any]]:
    data, provenance = told.data, told.data["provenance"]
    people = {"part": number(data["customers"], 0), "whole": number(data["market_size"], 0)}
    worlds = {"n": number(data["worlds"]["n"], 0), "tried": number(data["worlds"]["tried"], 0)}
    return [
        (say("date"), date), (say("version"), provenance["version"]), (say("seed"), provenance["seed"]),
        (say("worlds"), report("fact_worlds", **worlds)), (say("people"), report("fact_people", **people)),
        (say("horizon"), span(data["weeks"])), (say("fingerprint"), provenance["result_digest"][:DIGITS]),
    ]


SLIDES: tuple[Callable[[Paper], None], ...] = (question, answer, result, trust, why, flips, dissent, rests)
