"""The calibration of tie certainties and intervals as a picture, drawn from the tables of the page."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["PICTURE", "calibration_points", "coverage_points", "draw_calibration"]

PICTURE = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures" / "calibration.svg"
CELL = re.compile(r"([\d.]+) → ([\d.]+) \((\d+)\)")
ASKED = (1, 2, 3, 5)
PROMISED = (0.5, 0.9)
Points = list[tuple[float, float, int]]


def _rows(page: str, name: str) -> list[list[str]]:
    """Return the cells of a table of the page, without its head."""
    text = page.split(f"<!-- table {name} -->")[1].split("<!-- end -->")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def calibration_points(page: str) -> dict[int, Points]:
    """Return, by number of people asked, what was said, how often it was so, and of how many pairs.

    The columns are those of tables estimated without the people who are asked.
    """
    rows = _rows(page, "krackhardt_calibration")
    found: dict[int, Points] = {}
    for number, asked in enumerate(ASKED):
        cells = (CELL.fullmatch(row[2 + 2 * number]) for row in rows)
        found[asked] = [(float(cell[1]), float(cell[2]), int(cell[3])) for cell in cells if cell]
    return found


def coverage_points(page: str) -> list[tuple[str, float, float]]:
    """Return, for each way to make the map, how often the truth lay in the 50 % and in the 90 % interval."""
    return [(row[0], float(row[1]), float(row[2])) for row in _rows(page, "coverage")]


def draw_calibration(page: str, target: Path) -> None:
    """Write the picture; the same page gives the same bytes with one version of matplotlib."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "calibration", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(9.6, 4.4), layout="constrained")
        ties, intervals = figure.subplots(1, 2)
        for axes in (ties, intervals):
            axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, linestyle="--")
            axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
            axes.spines[["top", "right"]].set_visible(False)
        for (asked, points), marker in zip(calibration_points(page).items(), "osD^", strict=True):
            said, real, _ = zip(*points, strict=True)
            ties.plot(said, real, marker=marker, linewidth=1, label=f"{asked} asked")
        ties.set(title="Is the tie real?", xlabel="probability said", ylabel="share that was real")
        ties.legend(frameon=False, loc="upper left")
        for (name, half, most), marker in zip(coverage_points(page), "osD^v", strict=True):
            intervals.plot(PROMISED, (half, most), marker=marker, linewidth=1, label=name.split(": ")[-1])
        intervals.set(title="Is the truth inside?", xlabel="interval promises", ylabel="share of deals inside")
        intervals.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, -0.62), fontsize=7)
        figure.savefig(target, format="svg", metadata={"Date": None})
    # matplotlib ends path lines with blanks
    target.write_text("\n".join(line.rstrip() for line in target.read_text("utf-8").splitlines()) + "\n", "utf-8")
