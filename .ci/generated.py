"""Make what README and docs show of the shipped example, or check that it is up to date.

``python .ci/generated.py`` writes; with ``--check`` it compares and ends with 1 where something differs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pydantic import BaseModel

import influence as inf
from influence.draw import plan as draw_plan
from influence.draw.html_renderer import scene_to_svg
from influence.draw.style import LIGHT
from influence.model import Argument, Deal, Organization, Stakeholder, Tie
from influence.model.catalogue import CONCERN_NAMES, FUNCTION_CONCERNS
from influence.model.deal import Budget, Costs, Decision, LogEntry, Planning, Rival, Seller
from influence.model.organization import Concern, PersonalConcern

RECORDS: dict[str, type[BaseModel]] = {
    "the deal": Deal,
    "organization": Organization,
    "organization.stakeholders, by id": Stakeholder,
    "a person's concern": PersonalConcern,
    "organization.ties": Tie,
    "decision": Decision,
    "arguments, by id": Argument,
    "concerns, by id": Concern,
    "costs, in hours": Costs,
    "planning": Planning,
    "sellers, by id": Seller,
    "budget": Budget,
    "rivals, by id": Rival,
    "log": LogEntry,
}
"""Records of the deal file by where they stand."""
PROJECT = Path(__file__).resolve().parent.parent


def keys_table() -> str:
    """Return the keys of every record, with what is said of them."""
    lines = []
    for where, record in RECORDS.items():
        told = {
            field.alias or name: " ".join((field.description or "").split()).replace("``", "`").replace("|", "\\|")
            for name, field in record.model_fields.items()
        }
        lines += [f"### {where[0].upper()}{where[1:]}", ""]
        if any(told.values()):
            lines += ["| key | what it says |", "|---|---|"]
            lines += [f"| `{key}` | {words} |" for key, words in told.items() if words]
            lines.append("")
        lines += ["Further keys: " + ", ".join(f"`{key}`" for key, words in told.items() if not words) + ".", ""]
    return "\n".join(lines)


def concerns_table() -> str:
    """Return the concerns that come with the library."""
    whose = {
        concern: [function for function, own in FUNCTION_CONCERNS.items() if concern in own]
        for concern in CONCERN_NAMES
        if concern != "general"
    }
    rows = [
        f"| `{concern}` | {CONCERN_NAMES[concern][0]} | {CONCERN_NAMES[concern][1]} | {', '.join(functions)} |"
        for concern, functions in whose.items()
    ]
    return "\n".join(["| id | name | 名称 | assumed of the function |", "|---|---|---|---|", *rows, ""])


def between(text: str, mark: str, content: str) -> str:
    """Return a page with what stands between two comments replaced."""
    pattern = rf"(<!-- {mark} -->\n).*?(<!-- end of {mark} -->)"
    return re.sub(pattern, lambda found: f"{found[1]}\n{content}\n{found[2]}", text, count=1, flags=re.DOTALL)


def generated() -> dict[Path, str]:
    """Return the wanted content of every generated file."""
    plan = inf.plan(inf.load_example("power_grid_en"))
    readme = PROJECT / "README.md"
    text = readme.read_text("utf-8")
    shown = re.sub(r"```text\n.*?```", lambda _: f"```text\n{plan}\n```", text, count=1, flags=re.DOTALL)
    reference = PROJECT / "docs" / "reference" / "deal_file.md"
    keys = between(reference.read_text("utf-8"), "keys", keys_table())
    book = inf.schedule(plan, start="2026-11-02")
    chinese = inf.schedule(inf.plan(inf.load_example("power_grid")), start="2026-11-02")
    return {
        PROJECT / "docs" / "tutorial" / "book_en.txt": f"{book}\n",
        PROJECT / "docs" / "tutorial" / "book_zh.txt": f"{chinese}\n",
        readme: shown,
        reference: between(keys, "concerns", concerns_table()),
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
