"""The room's memory: one SQLite file that survives a restart. No names, no times, no addresses of devices.

A participant is a random token in his browser; the file holds the token's hash alone, and what was entered under it. A
table is a token that took a number. The facilitator's secret lies in the file, which only the facilitator's account may
read, because it is printed again after a restart.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dashboard.rooms.rules import (
    MOST_TABLES,
    Distribution,
    NotAllowedError,
    Room,
    Table,
    check_guess,
    check_plan,
    check_settings,
)

TABLES = """
CREATE TABLE IF NOT EXISTS room (one INTEGER PRIMARY KEY CHECK (one = 1), secret TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS participant (token TEXT PRIMARY KEY, number INTEGER UNIQUE);
CREATE TABLE IF NOT EXISTS guess (
    token TEXT NOT NULL REFERENCES participant ON DELETE CASCADE, thing TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (token, thing)
);
CREATE TABLE IF NOT EXISTS choice (
    token TEXT NOT NULL REFERENCES participant ON DELETE CASCADE, measure TEXT NOT NULL, PRIMARY KEY (token, measure)
);
"""
TOKEN_BYTES = 16
MOST_PARTICIPANTS = 500
PATIENCE_MS = 5_000


def new_token() -> str:
    """Return a token that nobody can guess; it is no draw of the model."""
    return os.urandom(TOKEN_BYTES).hex()


def hashed(token: str) -> str:
    """Return how a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


class RoomStore:
    """One room in one file. All methods may be called from any thread.

    Args:
        path: the file; what it holds already goes on.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._lock = threading.Lock()
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA foreign_keys = ON")
        self._base.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        self._base.executescript(TABLES)
        with self._writing() as base:
            if base.execute("SELECT 1 FROM room").fetchone() is None:
                self._open(base, new_token())

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing."""
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def _ask(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            return self._base.execute(query, values).fetchall()

    @staticmethod
    def _open(base: sqlite3.Connection, secret: str) -> None:
        room = Room(mirrored=bool(os.urandom(1)[0] & 1))
        base.execute("INSERT INTO room VALUES (1, ?, ?)", (secret, json.dumps(asdict(room))))

    # the facilitator ----------------------------------------------------------------------------

    @property
    def secret(self) -> str:
        """The facilitator's secret."""
        return str(self._ask("SELECT secret FROM room")[0][0])

    def is_facilitator(self, secret: str | None) -> bool:
        """Return whether somebody holds the facilitator's secret."""
        return hmac.compare_digest((secret or "").encode(), self.secret.encode())

    def room(self) -> Room:
        """Return what is set."""
        return self._room(self._ask("SELECT state FROM room")[0][0])

    @staticmethod
    def _room(text: str) -> Room:
        state = json.loads(text)
        return Room(**{**state, "levers": tuple(state["levers"])})

    def steer(self, secret: str | None, **changes: object) -> Room:
        """Change what is set.

        Raises:
            NotAllowedError: without the secret.
            ValueError: for settings that a room does not have.
        """
        if not self.is_facilitator(secret):
            raise NotAllowedError("secret")
        check_settings(changes)
        with self._writing() as base:
            before = self._room(base.execute("SELECT state FROM room").fetchone()[0])
            after = replace(before, **changes)  # type: ignore[arg-type]  # checked above
            base.execute("UPDATE room SET state = ?", (json.dumps(asdict(after)),))
        return after

    def begin_anew(self, secret: str | None) -> Room:
        """Forget everybody and everything but the secret; left and right are drawn anew.

        Raises:
            NotAllowedError: without the secret.
        """
        if not self.is_facilitator(secret):
            raise NotAllowedError("secret")
        with self._writing() as base:
            base.execute("DELETE FROM participant")
            base.execute("DELETE FROM room")
            self._open(base, str(secret))
        return self.room()

    # participants -------------------------------------------------------------------------------

    def join(self) -> str:
        """Return a new participant's token.

        Raises:
            NotAllowedError: full.
        """
        token = new_token()
        with self._writing() as base:
            if base.execute("SELECT COUNT(*) FROM participant").fetchone()[0] >= MOST_PARTICIPANTS:
                raise NotAllowedError("full")
            base.execute("INSERT INTO participant VALUES (?, NULL)", (hashed(token),))
        return token

    def knows(self, token: str | None) -> bool:
        """Return whether a token belongs to this room."""
        return bool(self._ask("SELECT 1 FROM participant WHERE token = ?", hashed(token or "")))

    @property
    def present(self) -> int:
        """How many have joined."""
        return int(self._ask("SELECT COUNT(*) FROM participant")[0][0])

    def guess(self, token: str | None, answers: Mapping[str, str]) -> None:
        """Enter guesses, replacing one's own earlier ones.

        Raises:
            NotAllowedError: unknown, or closed.
        """
        check_guess(answers)
        if not self.room().guessing:
            raise NotAllowedError("closed")
        with self._writing() as base:
            known = self._known(base, token)
            rows = [(known, thing, answer) for thing, answer in answers.items()]
            base.executemany("INSERT OR REPLACE INTO guess VALUES (?, ?, ?)", rows)

    def own_guess(self, token: str | None) -> dict[str, str]:
        """Return what one has guessed."""
        rows = self._ask("SELECT thing, answer FROM guess WHERE token = ?", hashed(token or ""))
        return {row[0]: row[1] for row in rows}

    def distribution(self, secret: str | None = None) -> Distribution | None:
        """Return how the room guessed; None before it is revealed, but for the facilitator."""
        if not self.room().revealed and not self.is_facilitator(secret):
            return None
        return Distribution.of((row[0], row[1]) for row in self._ask("SELECT thing, answer FROM guess"))

    @property
    def guessed(self) -> int:
        """How many have guessed something."""
        return int(self._ask("SELECT COUNT(DISTINCT token) FROM guess")[0][0])

    # tables -------------------------------------------------------------------------------------

    def open_table(self, token: str | None) -> int:
        """Return the number of one's table, the next free one if one has none yet.

        Raises:
            NotAllowedError: unknown, or full.
        """
        with self._writing() as base:
            known = self._known(base, token)
            number = base.execute("SELECT number FROM participant WHERE token = ?", (known,)).fetchone()[0]
            if number is not None:
                return int(number)
            taken = {row[0] for row in base.execute("SELECT number FROM participant WHERE number IS NOT NULL")}
            free = next((n for n in range(1, MOST_TABLES + 1) if n not in taken), None)
            if free is None:
                raise NotAllowedError("full")
            base.execute("UPDATE participant SET number = ? WHERE token = ?", (free, known))
        return free

    def place(self, token: str | None, measures: Iterable[str], costs: Mapping[str, float]) -> Table:
        """Replace the plan of one's own table.

        Raises:
            NotAllowedError: unknown, frozen, or dear.
        """
        room = self.room()
        chosen = check_plan(measures, costs, room.envelope)
        if room.frozen:
            raise NotAllowedError("frozen")
        with self._writing() as base:
            known = self._known(base, token)
            number = base.execute("SELECT number FROM participant WHERE token = ?", (known,)).fetchone()[0]
            if number is None:
                raise NotAllowedError("unknown")
            base.execute("DELETE FROM choice WHERE token = ?", (known,))
            base.executemany("INSERT INTO choice VALUES (?, ?)", [(known, name) for name in chosen])
        return Table(int(number), chosen)

    def table_of(self, token: str | None) -> Table | None:
        """Return one's own table."""
        rows = self._ask("SELECT number FROM participant WHERE token = ?", hashed(token or ""))
        number = rows[0][0] if rows else None
        return next((table for table in self.tables() if table.number == number), None)

    def tables(self) -> tuple[Table, ...]:
        """Return every table with its plan, by number."""
        rows = self._ask(
            "SELECT number, measure FROM participant LEFT JOIN choice USING (token) WHERE number IS NOT NULL "
            "ORDER BY number, choice.rowid"
        )
        plans: dict[int, tuple[str, ...]] = {}
        for number, measure in rows:
            plans[int(number)] = (*plans.get(int(number), ()), *((measure,) if measure else ()))
        return tuple(Table(number, plan) for number, plan in plans.items())

    def close_table(self, secret: str | None, number: int) -> None:
        """Free a table's number, so that somebody else may take it, the plan going with it.

        Raises:
            NotAllowedError: without the secret.
        """
        if not self.is_facilitator(secret):
            raise NotAllowedError("secret")
        with self._writing() as base:
            base.execute("DELETE FROM choice WHERE token = (SELECT token FROM participant WHERE number = ?)", (number,))
            base.execute("UPDATE participant SET number = NULL WHERE number = ?", (number,))

    @staticmethod
    def _known(base: sqlite3.Connection, token: str | None) -> str:
        """Return the hash of a token of this room."""
        known = hashed(token or "")
        if base.execute("SELECT 1 FROM participant WHERE token = ?", (known,)).fetchone() is None:
            raise NotAllowedError("unknown")
        return known
