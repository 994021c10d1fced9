"""A room in the browser: a facilitator, three tables, a restart in between; and the offline file. No request leaves."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import time
from pathlib import Path

import waitress
from playwright.sync_api import expect

from dashboard import pack
from dashboard.app import create_app
from dashboard.commands.workshop import answer_of
from dashboard.house import House
from dashboard.jobs import Jobs
from dashboard.rooms.store import RoomStore
from dashboard.rooms.web import Workshop
from dashboard.view import View

SIZES = {"worlds": 2, "customers": 200, "weeks": 30}
TIMEOUT = 60_000


class Server:
    """A dashboard with a room, on a port of its own."""

    def __init__(self, jobs: Jobs, path: Path, port: int = 0) -> None:
        self.store = RoomStore(path)
        self.app = create_app(House(jobs, rooms=Workshop(self.store, ("http://192.0.2.7:8050/",)), **SIZES))
        self.server = waitress.create_server(self.app.server, host="127.0.0.1", port=port, threads=8)
        self.port = int(self.server.effective_port)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End as a process does: no connection stays open to what was."""
        self.server.task_dispatcher.shutdown()
        self.server.trigger.pull_trigger(self._hang_up)
        self.thread.join(5)
        assert not self.thread.is_alive()
        self.store.close()

    def _hang_up(self) -> None:
        """Close every connection in the thread that waits for them, never under its eyes."""
        for channel in list(self.server.active_channels.values()):
            channel.handle_close()
        self.server.close()


def page_of(browser, *, base="", locale="de-DE", **more):
    context = browser.new_context(locale=locale, viewport={"width": 1200, "height": 900}, **more)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    page.gone = []
    page.on("request", lambda request: page.gone.append(request.url) if base not in request.url else None)
    return page


def until(page, holds):
    """Wait, with the page alive, until something holds that no page shows."""
    end = time.monotonic() + TIMEOUT / 1000
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        page.wait_for_timeout(50)


def plans(server):
    return [len(one.measures) for one in server.store.tables()]


def test_a_room_with_a_facilitator_and_three_tables_survives_a_restart(jobs, browser, tmp_path):
    first = Server(jobs, tmp_path / "room.sqlite")
    base = f"http://127.0.0.1:{first.port}"
    lead = page_of(browser, base=base)
    lead.goto(f"{base}/lead/{first.store.secret}")
    expect(lead.locator(".room-switches")).to_be_visible(timeout=TIMEOUT)
    expect(lead.locator(".room-qr")).to_be_visible()
    lead.locator("#room-test").click()
    expect(lead.locator("#room-tested")).to_have_text(re.compile(r"✓ \d+ ms"), timeout=TIMEOUT)
    tables = [page_of(browser, base=base) for _ in range(3)]
    wanted = (["Service"], ["Kundendaten", "Angebot"], ["Entgelte"])
    for at, (page, words) in enumerate(zip(tables, wanted, strict=True)):
        page.goto(f"{base}/budget?g.trust=up&g.year=3")
        until(page, lambda n=at: first.store.guessed == n + 1)
        for count, word in enumerate(words, 1):
            page.locator(".envelope .taps label", has_text=word).click()
            until(page, lambda n=at, m=count: plans(first)[n:] == [m])
            expect(page).to_have_url(re.compile(r"plan=\w+" + r"%2B\w+" * (count - 1)), timeout=TIMEOUT)
    assert plans(first) == [1, 2, 1]
    expect(tables[0].locator("#all-tables table")).to_have_count(0)     # not before the facilitator closes the plans

    first.stop()
    second = Server(jobs, tmp_path / "room.sqlite", port=first.port)
    lead.reload()
    expect(lead.locator(".room-count")).to_contain_text("3 haben getippt", timeout=TIMEOUT)
    lead.locator("label", has_text="Pläne der Tische schließen").click()
    until(lead, lambda: second.store.room().frozen)
    shown = tables[0].locator("#all-tables tbody tr")
    expect(shown).to_have_count(3, timeout=TIMEOUT)
    expect(shown.nth(2)).to_contain_text("von 2 vorn", timeout=3 * TIMEOUT)
    tables[1].locator(".envelope .taps label", has_text="Service").click()
    expect(tables[1].locator("#plan-said")).to_contain_text("geschlossen", timeout=TIMEOUT)
    assert plans(second) == [1, 2, 1]

    lead.locator("label", has_text="Laptops folgen").click()
    until(lead, lambda: second.store.room().follow)
    lead.goto(f"{base}/take?g.trust=down&by=channel")
    own = re.compile(r"/take\?(?=.*by=channel)(?=.*g\.trust=up)(?=.*g\.year=3)(?=.*plan=\w+)")     # its guess, its plan
    expect(tables[2]).to_have_url(own, timeout=TIMEOUT)
    expect(tables[2].locator(".room-guesses, table").first).to_be_visible(timeout=3 * TIMEOUT)
    assert not [url for page in (lead, *tables) for url in page.gone if not url.startswith(("data:", "blob:"))]
    for page in (lead, *tables):
        page.context.close()
    second.stop()


def test_without_the_secret_nobody_sees_or_works_the_switches(jobs, browser, tmp_path):
    server = Server(jobs, tmp_path / "room.sqlite")
    base = f"http://127.0.0.1:{server.port}"
    guest = page_of(browser, base=base)
    assert guest.request.get(f"{base}/lead/{'0' * 32}").status == 404
    guest.goto(f"{base}/room")
    expect(guest.locator(".room-count")).to_be_visible(timeout=TIMEOUT)
    assert guest.locator(".room-switches").count() == 0
    answer = guest.evaluate("""async () => (await fetch("/_dash-update-component", {method: "POST",
      headers: {"Content-Type": "application/json"}, body: JSON.stringify({
        output: "room-said.children", outputs: {id: "room-said", property: "children"},
        inputs: [...["guessing", "revealed", "follow", "frozen"].map((key) => (
          {id: {key: key, type: "room-switch"}, property: "checked", value: true})),
          {id: "room-levers", property: "value", value: []}, {id: "room-envelope", property: "value", value: 0.4}],
        changedPropIds: ['{"key":"revealed","type":"room-switch"}.checked']})})).text()""")
    assert "Moderation" in answer
    assert not server.store.room().revealed
    server.stop()


def test_a_file_for_rooms_without_a_network_holds_everything(jobs, browser):
    house, view, folder = House(jobs, **SIZES), View(), Path(tempfile.mkdtemp())
    content = pack.work_out(
        house.question("compare", view), house.scenario(view), {"bot_share": house.base(view, "bot_share")}, 2,
        ask=lambda question: answer_of(jobs, question), tell=lambda _done, _total: None,
    )
    text = pack.page(content)
    assert len(text.encode()) < 6_000_000
    assert text.count("plotly.js v") <= 2
    (folder / "pack.html").write_text(text, encoding="utf-8")
    page = page_of(browser, base="file://", offline=True)
    page.goto(f"file://{folder}/pack.html")
    assert page.evaluate("document.documentElement.lang") == "de"
    page.locator("fieldset", has_text="Vertrauen").locator("button", has_text="höher").click()
    page.locator("button", has_text="Auflösen").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(2, timeout=TIMEOUT)
    before = page.locator(".tiles").inner_text()
    page.locator(".lever button[aria-pressed=false]").first.click()
    assert page.locator(".tiles").inner_text() != before
    page.locator("button", has_text="EN").click()
    expect(page.locator("h2", has_text="One person, two lives")).to_be_visible()
    assert page.locator(".life").count() == 2
    assert page.gone == []
    shutil.rmtree(folder)
