"""What a page is: one file in `dashboard/pages/` that declares its address, title, layout, question and answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from dash import Dash

from dashboard.house import House
from dashboard.questions import Question
from dashboard.view import View

Shown = Any     # a Dash component, or a list of them; dash publishes no types
Door = Literal["", "workshop", "analyse"]


def aria(**names: str) -> dict[str, Any]:
    """Return attributes for those who listen to a page instead of seeing it: aria(label=…) is aria-label."""
    return {f"aria-{name}": words for name, words in names.items()}


def data(**names: str) -> dict[str, Any]:
    """Return attributes that the page's own script reads: data(save=…) is data-save."""
    return {f"data-{name}": words for name, words in names.items()}


def _asks_nothing(_house: House, _view: View) -> Question | None:
    return None


def _shows_nothing(_house: House, _view: View, _answer: Any) -> Shown:
    return None


def _listens_to_nothing(_app: Dash, _house: House) -> None:
    return None


@dataclass(frozen=True)
class Page:
    """A page.

    `title` is English and translated when it is shown; pages of one door stand in the order of their numbers.
    `layout` gives what is there at once. A page with a `question` has a place for its answer in the layout
    (`asking.place`); whenever the address changes it asks anew, and `answer` gives what is shown when the model has
    run. `first` gives what is shown before, of the part that has run (`State.first`), if anything. Controls whose id is
    `controls.setting(key)` write the address; a page that needs more registers callbacks.
    """

    path: str
    title: str
    layout: Callable[[House, View], Shown]
    door: Door = ""
    order: int = 0
    about: str = ""
    question: Callable[[House, View], Question | None] = _asks_nothing
    answer: Callable[[House, View, Any], Shown] = _shows_nothing
    first: Callable[[House, View, Any], Shown] = _shows_nothing
    callbacks: Callable[[Dash, House], None] = _listens_to_nothing


@cache
def pages() -> dict[str, Page]:
    """Return every page by its path: a file in `dashboard/pages/` with a PAGE is one."""
    from dashboard import pages as package

    found = [import_module(one.name) for one in iter_modules(package.__path__, f"{package.__name__}.")]
    listed = sorted((one.PAGE for one in found if hasattr(one, "PAGE")), key=lambda page: (page.door, page.order))
    return {page.path: page for page in listed}


def behind(door: Door) -> list[Page]:
    """Return the pages behind a door, in their order."""
    return [page for page in pages().values() if page.door == door]
