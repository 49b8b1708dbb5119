"""Make what README and docs show of the shipped example, or check that it is up to date.

``python .ci/generated.py`` writes; with ``--check`` it compares and ends with 1 where something differs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import influence as inf
from influence.draw import plan as draw_plan
from influence.draw.html_renderer import scene_to_svg
from influence.draw.style import LIGHT

PROJECT = Path(__file__).resolve().parent.parent


def generated() -> dict[Path, str]:
    """Return the wanted content of every generated file."""
    plan = inf.plan(inf.load_example("power_grid_en"))
    readme = PROJECT / "README.md"
    text = readme.read_text("utf-8")
    shown = re.sub(r"```text\n.*?```", lambda _: f"```text\n{plan}\n```", text, count=1, flags=re.DOTALL)
    book = inf.schedule(plan, start="2026-11-02")
    chinese = inf.schedule(inf.plan(inf.load_example("power_grid")), start="2026-11-02")
    return {
        PROJECT / "docs" / "tutorial" / "book_en.txt": f"{book}\n",
        PROJECT / "docs" / "tutorial" / "book_zh.txt": f"{chinese}\n",
        readme: shown,
        PROJECT / "docs" / "pictures" / "plan.svg": scene_to_svg(draw_plan(plan).scene, LIGHT) + "\n",
    }


def main() -> int:
    """Write or check, and return the exit code."""
    wanted = generated()
    if "--check" not in sys.argv[1:]:
        for path, content in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return 0
    stale = [path for path, content in wanted.items() if not path.exists() or path.read_text("utf-8") != content]
    for path in stale:
        print(f"{path.relative_to(PROJECT)} is not what .ci/generated.py makes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
