"""Pages as people meet them: each opens, a guess is revealed, a lever changes the answer, a link restores a view."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.page import pages

SERIOUS = {"serious", "critical"}
COMPLETE = "() => { const a = document.querySelector('#answer'); return a && (a.hidden || a.className === 'answer'); }"
MOST_MS = 60_000
WIDTHS = (390, 1440)


def complete(page, path: str = "") -> None:
    """Wait until a page is there with its answer, not only asked for."""
    if path:
        page.goto(path)
    page.wait_for_selector("#content h1")
    page.wait_for_function(COMPLETE, timeout=MOST_MS)


@pytest.mark.parametrize("path", list(pages()))
def test_a_page_opens_without_an_error_or_a_serious_barrier_and_fits_a_phone(seen, path):
    complete(seen, path)
    found = Axe().run(seen).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in SERIOUS] == []
    for width in WIDTHS:
        seen.set_viewport_size({"width": width, "height": 800})
        seen.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_a_guess_is_revealed_beside_the_answer(seen):
    complete(seen, "/")
    for fieldset, words in (("Vertrauen", "höher"), ("Kündigungen", "gleich"), ("Ergebnis", "niedriger")):
        seen.get_by_role("group", name=fieldset).get_by_text(words, exact=True).click()
    expect(seen).to_have_url(re.compile(r"g\.trust=up&g\.churn=same&g\.result=down"))
    reveal = seen.get_by_role("link", name="Auflösen")
    expect(reveal).to_have_attribute("href", re.compile("g.result=down"))
    reveal.click()
    complete(seen)
    expect(seen.locator(".sentence")).to_contain_text("plausiblen Welten", timeout=MOST_MS)
    expect(seen.locator(".tile").first).to_contain_text("Ihr Tipp: höher")


def test_a_guess_is_not_lost_on_a_slow_way_to_the_server(seen):
    complete(seen, "/")
    slow = {"offline": False, "latency": 1_000, "downloadThroughput": -1, "uploadThroughput": -1}
    seen.context.new_cdp_session(seen).send("Network.emulateNetworkConditions", slow)
    for fieldset, words in (("Vertrauen", "höher"), ("Kündigungen", "gleich"), ("Ergebnis", "niedriger")):
        seen.get_by_role("group", name=fieldset).get_by_text(words, exact=True).click()
    seen.get_by_role("link", name="Auflösen").click()
    for tile, words in enumerate(("höher", "gleich", "niedriger")):
        expect(seen.locator(".tile").nth(tile)).to_contain_text(f"Ihr Tipp: {words}", timeout=MOST_MS)
    expect(seen).to_have_url(re.compile(r"/answer\?g\.trust=up&g\.churn=same&g\.result=down$"))


def test_another_strategy_brings_its_own_levers(seen):
    complete(seen, "/compare")
    seen.get_by_label("Strategie", exact=True).first.click()
    seen.get_by_role("option", name="Freundlicher Service").last.click()
    expect(seen).to_have_url(re.compile(r"/compare\?b=just_nice&a=product_centric$"))
    complete(seen)
    expect(seen.locator(".sentence")).to_contain_text("Freundlicher Service", timeout=MOST_MS)
    assert seen.locator(".is-changed").count() == 0


def test_a_lever_changes_the_answer_and_a_link_restores_it(seen):
    complete(seen, "/answer")
    figures = seen.locator(".tile-figure")
    before = figures.all_text_contents()
    slider = seen.get_by_role("slider").first
    slider.focus()
    for _ in range(6):
        slider.press("ArrowLeft")
    expect(seen).to_have_url(re.compile(r"b\.authority="))
    expect(figures).not_to_have_text(before, timeout=MOST_MS)
    complete(seen)
    moved, link = figures.all_text_contents(), seen.url
    seen.go_back()
    expect(figures).not_to_have_text(moved, timeout=MOST_MS)
    complete(seen, link)
    assert figures.all_text_contents() == moved
    seen.get_by_role("link", name="Zurück zur Strategie").click()
    expect(figures).to_have_text(before, timeout=MOST_MS)


def test_language_and_light_are_switched_and_kept(seen):
    complete(seen, "/answer?g.trust=up")
    assert seen.locator("html").get_attribute("lang") == "de"
    seen.get_by_role("link", name="EN", exact=True).click()
    complete(seen)
    assert "g.trust=up" in seen.url
    expect(seen.locator(".tile").first).to_contain_text("Your guess: higher")
    seen.get_by_role("link", name="Dark").click()
    complete(seen)
    assert seen.locator("html").get_attribute("data-mantine-color-scheme") == "dark"
    assert seen.locator("html").get_attribute("lang") == "en"


def test_the_browser_says_which_language(browser, address):
    for locale, lang in (("de-AT", "de"), ("fr-FR", "en")):
        context = browser.new_context(locale=locale, base_url=address)
        page = context.new_page()
        page.goto("/ladder")
        assert page.locator("html").get_attribute("lang") == lang
        context.close()


def test_numbers_of_a_chart_are_saved_as_german_excel_reads_them(seen):
    complete(seen, "/answer")
    with seen.expect_download() as started:
        seen.get_by_role("button", name="Zahlen (CSV)").last.click()
    text = started.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    head, first = text.decode("utf-8-sig").splitlines()[:2]
    assert head.startswith("Wann;Spartensteuerung, Punkte;")
    assert re.match(r"1\. Jahr, Winter \(Woche 12\);\d+,\d;\d+,\d;", first)


def test_a_chart_is_saved_as_a_picture(seen):
    complete(seen, "/answer")
    seen.wait_for_selector(".js-plotly-plot .main-svg")
    with seen.expect_download() as started:
        seen.get_by_role("button", name="Bild (PNG)").first.click()
    assert started.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_broken_file_is_refused_with_the_loaders_messages_and_a_sound_one_opens(seen):
    complete(seen, "/files")
    broken = {"name": "x.yaml", "mimeType": "application/yaml", "buffer": b"extends: mobile_telekom\nfirma: Alpha\n"}
    seen.locator("#upload input").set_input_files(broken)
    expect(seen.locator("#upload-said")).to_contain_text("mobile_telecom")
    sound = b"title: Mine\nextends: mobile_telecom\nfirm: Alpha\nstrategies: [just_nice, hybrid]\n"
    seen.locator("#upload input").set_input_files({"name": "y.yaml", "mimeType": "application/yaml", "buffer": sound})
    seen.get_by_role("link", name="Tippen und ansehen").click()
    expect(seen.locator("#content")).to_contain_text("Mensch und Maschine")


def test_the_market_plays_and_steps(seen):
    complete(seen, "/market")
    expect(seen.locator("#quarter")).to_have_text("1. Quartal von 2")
    seen.get_by_role("button", name="Ein Quartal weiter").click()
    expect(seen.locator("#quarter")).to_have_text("2. Quartal von 2")
    seen.get_by_role("button", name="Abspielen").click()
    expect(seen.locator("#quarter")).to_have_text("1. Quartal von 2")
    seen.get_by_role("button", name="Anhalten").click()


def test_a_page_that_fails_says_so_and_loads_again(seen, house, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(type(house), "question", lambda *_: 1 / 0)
        seen.goto("/answer")
        expect(seen.get_by_role("alert")).to_contain_text("schiefgegangen")
    seen.get_by_role("link", name="Neu laden").click()
    complete(seen)
    expect(seen.get_by_role("alert")).to_be_empty()
