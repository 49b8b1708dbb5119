"""The page in a real browser: no request, no error, nothing hostile runs, readable on a telephone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from influence.draw import influence_map
from influence.errors import FileAccessError
from influence.io import load_example
from influence.model import Deal
from influence.pages import report
from influence.planning import plan

HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


def hostile_deal() -> Deal:
    deal = load_example("power_grid_en")
    people = {person: {"name": f"{HOSTILE}{person}", "title": HOSTILE} for person in deal.organization}
    return deal.what_if(people).replace(name=HOSTILE)


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", ["power_grid", "power_grid_en", "hostile"])
def test_the_page_opens_without_request_or_error(browser: Any, tmp_path: Path, name: str, width: int) -> None:
    deal = hostile_deal() if name == "hostile" else load_example(name)
    chosen = plan(deal)
    file = report(chosen, tmp_path / "page.html", start="2026-11-02")
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert said == []
    assert asked == [file.as_uri()]
    assert page.title() != "broken"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    text = page.inner_text("body")
    for step in chosen.steps:
        assert step.argument in text
    page.close()


@pytest.mark.parametrize("start", [None, "2026-11-02"])
@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_the_page_of_ten_people_prints_on_two_sheets(
    browser: Any, tmp_path: Path, name: str, start: str | None
) -> None:
    file = report(plan(load_example(name)), tmp_path / "page.html", start=start)
    page = browser.new_page()
    page.goto(file.as_uri())
    content = page.pdf(format="A4", prefer_css_page_size=True)
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") + content.count(b"/Type /Page/") <= 2
    page.close()


def test_the_interactive_map_moves_finds_and_asks_for_nothing(browser: Any, tmp_path: Path) -> None:
    file = influence_map(hostile_deal()).save(tmp_path / "map.html")
    page = browser.new_page(viewport={"width": 400, "height": 700})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    box = "document.querySelector('svg').viewBox.baseVal.width"
    before = page.evaluate(box)
    page.click("#in")
    assert page.evaluate(box) < before
    page.fill("#find", "zheng")
    assert page.locator(".card.found").count() == 1
    page.click("#all")
    assert page.evaluate(box) == before
    assert said == []
    assert asked == [file.as_uri()]
    assert page.title() != "broken"
    page.close()


def test_markdown_holds_the_same_answer_and_no_markup_of_the_deals(tmp_path: Path) -> None:
    text = report(plan(hostile_deal()), tmp_path / "page.md").read_text("utf-8")
    assert "<script>" not in text
    assert "\\<script\\>" in text
    with pytest.raises(FileAccessError, match=r"\.html or \.md"):
        report(plan(load_example("power_grid")), tmp_path / "page.doc")
