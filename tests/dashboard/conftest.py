"""One dashboard for all page tests: a small market, few worlds, a browser that reaches nothing but this server."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
import waitress

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "experiments"))
from small_market import write_small_market

from dashboard.app import create_app
from dashboard.house import House
from dashboard.jobs import Jobs
from dashboard.uploads import Uploads
from dashboard.view import View
from sim import load

QUOTAS = """
title: {en: Small quotas, de: Kleine Quoten}
question: {en: "What happens if quotas go?", de: "Was passiert, wenn Quoten fallen?"}
story: {en: "Two firms share a small market.", de: "Zwei Unternehmen teilen sich einen kleinen Markt."}
extends: small.yaml
firm: Alpha
strategies: [product_centric, customer_centric]
"""
WORLDS, CUSTOMERS = 4, 300


@pytest.fixture(scope="session")
def opening(tmp_path_factory) -> Path:
    path = write_small_market(tmp_path_factory.mktemp("market")) / "small_quotas.yaml"
    path.write_text(QUOTAS, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def uploads(opening):
    found = Uploads()
    found.add(load(opening))
    return found


@pytest.fixture(scope="session")
def jobs(uploads, tmp_path_factory):
    """One pool for all servers of a session, its rules compiled: that takes minutes where nothing is kept yet."""
    pool = Jobs(1, tmp_path_factory.mktemp("answers"), find=uploads.find)
    try:
        ticket = pool.ask(House(pool, uploads=uploads, **sizes(uploads)).question("compare", View()), "first")
        while pool.look(ticket.key).status in {"waiting", "running"}:
            time.sleep(0.1)
        yield pool
    finally:
        pool.close()


def sizes(uploads):
    return {"opening": uploads.names()[0], "worlds": WORLDS, "flip_worlds": WORLDS, "customers": CUSTOMERS}


@pytest.fixture(scope="session")
def house(jobs, uploads):
    return House(jobs, uploads=uploads, **sizes(uploads))


@pytest.fixture(scope="session")
def address(house):
    server = waitress.create_server(create_app(house).server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"

    def hang_up():
        """In the thread that waits for connections, never under its eyes."""
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()

    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(hang_up)
    thread.join(5)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def browser_context_args(address):
    return {"base_url": address, "locale": "de-DE", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session")
def one_browser(browser, browser_context_args):
    """A browser that has loaded what all pages share."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def seen(one_browser, address):
    """A page, and everything that must not happen on it: errors, and requests that leave this computer."""
    one_browser.clear_cookies()
    page, wrong = one_browser.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    here = (address, "data:", "blob:")
    page.on("request", lambda sent: None if sent.url.startswith(here) else wrong.append(sent.url))
    page.wrong = wrong
    yield page
    page.close()
    assert wrong == []
