"""What a market is fitted to: a table of statistics with values, tolerances and weights; mistakes at their place."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim import Scenario
from sim.metrics import METRICS
from sim.scenario_errors import Place, Problems, unknown
from sim.scenario_files import shown
from sim.scenario_models import Target

if TYPE_CHECKING:
    from sim.metrics.declared import Metric

COLUMNS = ("statistic", "value", "tolerance", "low", "high", "weight", "firm", "segments", "weeks", "unit", "source")
NEEDED = ("statistic",)
TOLERANCE, OF_CHURN = 0.10, 0.05        # relative, where none is given (users.md 2.1)
ACCEPTED = 2.0      # tolerances that a world may lie off and be accepted: assumption (a tolerance counts as one sd)
HANDED_IN = "targets"


@dataclass(frozen=True, slots=True)
class Statistic:
    """One figure that the fitted market must show: a target, and whose, when, how exactly, how much it counts.

    The value is what the target's metric shows, or its sum over that of the metric `per`, `times` a factor.
    """

    target: Target
    value: float
    tolerance: float
    weight: float = 1.0
    firm: str = ""
    weeks: tuple[int, int] | None = None
    per: str = ""
    times: float = 1.0

    @property
    def id(self) -> str:
        """Its name."""
        return self.target.id

    @property
    def band(self) -> tuple[float, float]:
        """What is accepted of it in a world."""
        return self.value - ACCEPTED * self.tolerance, self.value + ACCEPTED * self.tolerance

    @property
    def unit(self) -> str:
        """The unit of its metric."""
        return METRICS[self.target.metric].unit

    @property
    def window(self) -> slice:
        """The weeks that count."""
        return slice(None) if self.weeks is None else slice(self.weeks[0], self.weeks[1] + 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of a table and where it stands."""

    text: str
    place: Place


Row = Mapping[str, Cell]


def read_targets(targets: str | Path | pd.DataFrame, scenario: Scenario, weeks: int) -> list[Statistic]:
    """Read what a market is to be fitted to.

    Args:
        targets: a file of comma-separated values (or semicolons), or a table with the same columns.
        scenario: the market.
        weeks: how many weeks are simulated.

    Raises:
        ScenarioError: with every mistake, each by file, line and column.
    """
    problems = Problems()
    called = HANDED_IN if isinstance(targets, pd.DataFrame) else shown(Path(targets))
    text = targets.to_csv(index=False) if isinstance(targets, pd.DataFrame) else _text_of(Path(targets), problems)
    rows = list(_rows(text, called, problems))
    found: dict[str, Statistic] = {}
    for row in rows:
        one = _statistic(row, scenario, weeks, problems)
        if one is not None and one.id in found:
            problems.add(row["statistic"].place, ("statistic",), f"'{one.id}' is given twice")
        elif one is not None:
            found[one.id] = one
    if not rows and not problems:
        problems.add(Place(called), (), "holds no statistic")
    if problems:
        raise problems.error()
    return list(found.values())


def _text_of(path: Path, problems: Problems) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = "is not written in UTF-8" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        problems.add(Place(shown(path)), (), what if path.exists() else "there is no such file")
        return ""


def _rows(text: str, name: str, problems: Problems) -> Iterator[Row]:
    """Yield the rows of a table, each cell with its line and column."""
    numbered = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip() and line[0] != "#"]
    if not numbered:
        return
    mark = ";" if ";" in numbered[0][1] else ","
    heads = _cells(numbered[0][1], mark, name, numbered[0][0])
    if not _check_heads(heads, Place(name, numbered[0][0], 1), problems):
        return
    for number, line in numbered[1:]:
        cells = _cells(line, mark, name, number)
        if len(cells) > len(heads):
            text = f"{len(cells)} cells, but {len(heads)} columns; quote a text with '{mark}', write 0.05 for 0,05"
            problems.add(cells[len(heads)].place, (), text)
        else:
            cells += [Cell("", Place(name, number, len(line) + 1))] * (len(heads) - len(cells))
            yield {head.text: cell for head, cell in zip(heads, cells, strict=True)}


def _cells(line: str, mark: str, name: str, number: int) -> list[Cell]:
    """Part a line at a mark, quotes respected, and keep where each cell begins."""
    cells, start = list[Cell](), 0
    for text in next(csv.reader([line], delimiter=mark)):
        cells.append(Cell(text.strip(), Place(name, number, start + 1)))
        is_quoted = line[start : start + 1] == '"'
        start += len(text) + 1 + (2 + text.count('"') if is_quoted else 0)
    return cells


def _check_heads(heads: list[Cell], whole: Place, problems: Problems) -> bool:
    names = [head.text for head in heads]
    for at, head in enumerate(heads):
        if head.text not in COLUMNS:
            problems.add(head.place, (), unknown("column", head.text, COLUMNS))
        elif head.text in names[:at]:
            problems.add(head.place, (head.text,), "the column is there twice")
    for name in NEEDED:
        if name not in names:
            problems.add(whole, (name,), f"there is no column '{name}'; a table has {', '.join(COLUMNS)}")
    return not problems


def _statistic(row: Row, scenario: Scenario, weeks: int, problems: Problems) -> Statistic | None:
    """Read one row; None, with the mistakes noted, if it cannot be used."""
    row = {name: row.get(name, Cell("", row["statistic"].place)) for name in COLUMNS}
    named = {target.id: target for target in scenario.market.targets}
    asked, firm = row["statistic"].text, row["firm"].text
    known = named.get(asked)
    if known is None and asked not in METRICS:
        problems.add(row["statistic"].place, ("statistic",), unknown("statistic", asked, [*METRICS, *named]))
        return None
    metric = known.metric if known is not None else asked
    segments = tuple(re.findall(r"[^\s+]+", row["segments"].text)) or (known.segments if known is not None else ())
    window = _window(row["weeks"], weeks, problems)
    _check_whose(row, segments, scenario, METRICS[metric], problems=problems)
    size = _sized(row, known, metric, problems)
    if size is None:
        return None
    value, tolerance, weight = size
    target = Target(
        id=_named(asked, row), metric=metric, segments=segments, low=value - tolerance, high=value + tolerance,
        accept=(value - ACCEPTED * tolerance, value + ACCEPTED * tolerance),
        source=row["source"].text or (known.source if known is not None else "") or "assumption: as given",
    )
    return Statistic(target, value, tolerance, weight, firm, window)


def _check_whose(
    row: Row, segments: tuple[str, ...], scenario: Scenario, metric: Metric, *, problems: Problems,
) -> None:
    """Note names that there are not, and a unit that is another."""
    market, firm, unit = scenario.market, row["firm"].text, row["unit"].text
    for name in segments:
        if name not in market.segments:
            problems.add(row["segments"].place, ("segments",), unknown("segment", name, market.segments))
    if segments and not metric.by_segment:
        text = f"'{metric.name}' is known of whole firms only; leave the segments out"
        problems.add(row["segments"].place, ("segments",), text)
    if firm and firm not in market.firms:
        problems.add(row["firm"].place, ("firm",), unknown("firm", firm, market.firms))
    right = metric.unit.replace("currency", market.currency)
    if unit not in {"", metric.unit, right}:
        text = f"{metric.name} is measured in '{right}', not in '{unit}'; give the value so"
        problems.add(row["unit"].place, ("unit",), text)


def _named(asked: str, row: Row) -> str:
    parts = [re.sub(r"[\s+]+", "_", row[name].text) for name in ("firm", "segments", "weeks")]
    return "_".join([asked, *filter(None, parts)])


def _number(cell: Cell, name: str, problems: Problems) -> float | None:
    if not cell.text:
        return None
    try:
        value = float(cell.text)
    except ValueError:
        point = re.fullmatch(r"([-+]?[0-9]+),([0-9]+)", cell.text)
        share = re.fullmatch(r"([-+]?[0-9.]+) ?%", cell.text)
        hint = f"; write {point[1]}.{point[2]}" if point else f"; write {float(share[1]) / 100:g}" if share else ""
        problems.add(cell.place, (name,), f"must be a number, found '{cell.text}'{hint}")
        return None
    if not math.isfinite(value):
        problems.add(cell.place, (name,), f"must be a finite number, found '{cell.text}'")
        return None
    return value


def _sized(
    row: Row, known: Target | None, metric: str, problems: Problems,
) -> tuple[float, float, float] | None:
    """Return the value, the tolerance and the weight that a row gives: in so many words, by its ends, or as usual."""
    numbers = {name: _number(row[name], name, problems) for name in ("value", "tolerance", "low", "high", "weight")}
    if any(row[name].text and numbers[name] is None for name in numbers):
        return None
    value, tolerance, low, high = (numbers[name] for name in ("value", "tolerance", "low", "high"))
    weight = 1.0 if numbers["weight"] is None else numbers["weight"]
    if known is not None and value is None and low is None and high is None:
        low, high = known.low, known.high
    mistake = _mistake(value, tolerance, low, high)
    if mistake is None and low is not None and high is not None:
        value, tolerance = (low + high) / 2 if value is None else value, (high - low) / 2
    elif mistake is None and value is not None and tolerance is None:
        tolerance = (OF_CHURN if metric.startswith("churn") else TOLERANCE) * abs(value)
    if mistake is None and tolerance is not None and tolerance <= 0:
        mistake = "tolerance", f"must be above 0, not {tolerance:g}"
    if mistake is None and weight <= 0:
        mistake = "weight", f"must be above 0, not {weight:g}"
    if mistake is not None:
        problems.add(row[mistake[0]].place, mistake[:1], mistake[1])
    return None if mistake is not None or value is None or tolerance is None else (value, tolerance, weight)


def _mistake(
    value: float | None, tolerance: float | None, low: float | None, high: float | None,
) -> tuple[str, str] | None:
    """Return the column in which a row contradicts itself or lacks something, and what to do."""
    if (low is None) != (high is None):
        return "low" if low is None else "high", "'low' and 'high' go together"
    if low is None or high is None:
        return ("value", "a value is missing, or 'low' and 'high'") if value is None else None
    if tolerance is not None:
        return "tolerance", "give either a tolerance or 'low' and 'high'"
    return None if low < high else ("low", f"must lie below 'high', and {low:g} does not lie below {high:g}")


def _window(cell: Cell, weeks: int, problems: Problems) -> tuple[int, int] | None:
    if not cell.text:
        return None
    found = re.fullmatch(r"([0-9]+) ?[-–] ?([0-9]+)", cell.text)
    if found is None or not int(found[1]) <= int(found[2]) < weeks:
        text = f"must be first–last of the weeks 0 to {weeks - 1}, as in 0-{min(25, weeks - 1)}, found '{cell.text}'"
        problems.add(cell.place, ("weeks",), text)
        return None
    return int(found[1]), int(found[2])
