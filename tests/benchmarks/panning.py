"""How smoothly the interactive page of a large organization moves, and how large it is.

Usage: python -m tests.benchmarks.panning [--smoke] [--people 300]

Headless Chromium drags the picture to and fro; the time between frames is taken inside the page.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np

from influence.draw import influence_map, org_chart
from tests.benchmarks.pictures import company

DRAGS = 120
WATCH = """() => { window.frames_seen = []; let last = performance.now();
const tick = now => { window.frames_seen.push(now - last); last = now; requestAnimationFrame(tick) };
requestAnimationFrame(tick) }"""


def main() -> None:
    """Print one row for each view."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--people", type=int, default=300)
    options = parser.parse_args()
    people = 15 if options.smoke else options.people
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        print("playwright is not installed (extra [oracles]); nothing was measured")
        return
    if chromium is None:
        print("no Chromium is installed; nothing was measured")
        return
    deal = company(people)
    everybody = list(deal.organization)
    print("| view | people | kB | median frame, ms | 95 % of frames within, ms |")
    print("|---|---|---|---|---|")
    drawings = {"reporting lines": org_chart(deal), "who moves whom": influence_map(deal, people=everybody)}
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for view, drawing in drawings.items():
            file = drawing.save(Path(directory) / "page.html")
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(file.as_uri())
            page.mouse.move(640, 450)
            page.mouse.down()
            page.evaluate(WATCH)
            for number in range(DRAGS):
                page.mouse.move(640 + 200 * np.sin(number / 9), 450 + 150 * np.cos(number / 7))
            page.mouse.up()
            seen = np.array(page.evaluate("window.frames_seen"))[1:]
            size = file.stat().st_size / 1000
            figures = f"{np.median(seen):.1f} | {np.quantile(seen, 0.95):.1f}"
            print(f"| {view} | {people} | {size:.0f} | {figures} |", flush=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
