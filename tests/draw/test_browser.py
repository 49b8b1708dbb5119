"""Pictures in a real browser: no request, no error, nothing hostile runs, and the controls do what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from influence.draw import DARK, influence_map, org_chart
from influence.draw import plan as draw_plan
from influence.io import load_example
from influence.model import Deal
from influence.planning import plan

HOSTILE = "</title></svg><img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


def hostile_deal() -> Deal:
    deal = load_example("power_grid_en")
    people = {person: {"name": f"{HOSTILE}{person}", "title": HOSTILE} for person in deal.organization}
    return deal.what_if(people).replace(name=HOSTILE)


def opened(browser: Any, file: Path, width: int) -> tuple[Any, list[str]]:
    """Open a file and return the page and what it said and asked for."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: None if request.url == file.as_uri() else heard.append(request.url))
    page.goto(file.as_uri())
    return page, heard


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("kind", ["html", "svg"])
@pytest.mark.parametrize("name", ["power_grid", "hostile"])
def test_pictures_open_without_request_or_error(browser: Any, tmp_path: Path, name: str, kind: str, width: int) -> None:
    deal = hostile_deal() if name == "hostile" else load_example(name)
    drawings = {"org": org_chart(deal), "map": influence_map(deal, style=DARK), "plan": draw_plan(plan(deal))}
    for view, drawing in drawings.items():
        page, heard = opened(browser, drawing.save(tmp_path / f"{view}.{kind}"), width)
        assert heard == []
        assert page.title() != "broken"
        assert page.evaluate("document.getElementsByTagName('img').length") == 0
        if kind == "html":
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator("g.card").count() == len(drawing.scene.cards())
        page.close()


def test_search_concerns_and_uncertain_ties(browser: Any, tmp_path: Path) -> None:
    deal = load_example("power_grid_en")
    drawing = influence_map(deal)
    page, heard = opened(browser, drawing.save(tmp_path / "map.html"), 1280)
    page.fill("#find", "wu ping")
    assert page.locator("g.card.found").count() == 1
    theme = drawing.scene.themes[0]
    page.select_option("#theme", label=theme.name)
    keys = {card.key for card in drawing.scene.cards()}
    assert page.locator("g.card:not(.faded)").count() == len(keys & theme.keys)
    page.select_option("#theme", "")
    assert page.locator(".faded").count() == 0
    thin = sum(bool(getattr(item, "dash", ())) and "→" in getattr(item, "key", "") for item in drawing.scene.items)
    assert thin > 0
    page.click("#thin")
    assert page.locator(".uncertain.hidden").count() == thin
    assert heard == []
    page.close()


def test_the_map_is_moved_and_zoomed_by_mouse_and_keys(browser: Any, tmp_path: Path) -> None:
    page, heard = opened(browser, org_chart(load_example("power_grid")).save(tmp_path / "org.html"), 1280)

    def view() -> list[float]:
        box: list[float] = page.evaluate(
            "(b=>[b.x,b.y,b.width,b.height])(document.querySelector('svg').viewBox.baseVal)"
        )
        return box

    start = view()
    assert page.locator("html").get_attribute("lang") == "zh"
    page.mouse.move(600, 500)
    page.mouse.down()
    page.mouse.move(500, 450)
    page.mouse.up()
    dragged = view()
    assert dragged[0] > start[0]
    assert dragged[1] > start[1]
    page.mouse.wheel(0, -100)
    assert view()[2] < dragged[2]
    page.keyboard.press("Tab")
    page.locator("svg").focus()
    page.keyboard.press("0")
    assert view() == start
    page.keyboard.press("ArrowRight")
    assert view()[0] > start[0]
    assert heard == []
    page.close()


def test_two_fingers_zoom_and_one_moves(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(org_chart(load_example("power_grid")).save(tmp_path / "org.html").as_uri())
    touch = context.new_cdp_session(page)

    def fingers(kind: str, *places: tuple[int, int]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def view() -> tuple[float, float]:
        box = page.evaluate("(b=>[b.x,b.width])(document.querySelector('svg').viewBox.baseVal)")
        return box[0], box[1]

    _, wide = view()
    fingers("touchStart", (180, 400), (220, 400))
    fingers("touchMove", (100, 400), (300, 400))
    fingers("touchEnd")
    left, zoomed = view()
    assert zoomed < 0.5 * wide
    fingers("touchStart", (200, 400))
    fingers("touchMove", (150, 400))
    fingers("touchEnd")
    moved, same = view()
    assert moved > left
    assert same == zoomed
    context.close()
