"""Mermaid's own parser reads what is written for it, and nothing that a deal says is markup there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from influence.io import load_example
from influence.io.exporting.graphs import mermaid_text
from influence.model import Deal

NASTY = [
    'q"uo`te',
    "<b>a</b>",
    "a]b[c",
    "x -->|y| z",
    "end",
    "a;b=c",
    "%% no comment",
    "click n1 javascript:x",
    "钱进",
    "#35;",
]
PARSER = """
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
const { window } = new JSDOM('');
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import('mermaid');
const found = [];
for (const text of JSON.parse(readFileSync(0, 'utf-8'))) {
  try {
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const people = [...db.getVertices().values()].map((each) => [each.id, each.text]);
    const ties = db.getEdges().map((each) => [each.start, each.end, each.text, each.stroke]);
    found.push({ people, ties });
  } catch (error) {
    found.push({ refused: String(error) });
  }
}
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with Mermaid as npm has it."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("npm and node are not installed; Mermaid is installed with them")
    place = tmp_path_factory.mktemp("mermaid")
    (place / "package.json").write_text('{"private": true, "type": "module"}', "utf-8")
    (place / "parse.mjs").write_text(PARSER, "utf-8")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "mermaid@11", "jsdom@26", "dompurify@3"]
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, timeout=240, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry does not answer")
    if done.returncode:
        pytest.skip(f"npm cannot install Mermaid: {done.stderr.decode()[-200:]}")
    return place


def parsed(place: Path, texts: list[str]) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", "parse.mjs"], cwd=place, input=json.dumps(texts).encode(), capture_output=True, check=True, timeout=120
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def label(text: str) -> str:
    """The text of a label: Mermaid keeps numbered characters in marks of its own until it draws."""
    return re.sub(r"ﬂ°°(\d+)¶ß", lambda number: chr(int(number[1])), text)


def test_mermaid_itself_reads_people_ties_and_conflicts(parser: Path) -> None:
    example = load_example("power_grid_en")
    people = {f"p{place}": {"name": name} for place, name in enumerate(NASTY)}
    ties = [{"from": "p0", "to": "p1", "strength": "strong"}, {"from": "p1", "to": "p2", "kind": "conflicts"}]
    nasty = Deal.model_validate({"organization": {"stakeholders": people, "ties": ties}})
    shown, hostile, broken = parsed(parser, [mermaid_text(example), mermaid_text(nasty), 'flowchart BT\n  n1["open'])
    assert [label(text) for _, text in shown["people"]] == [example.label(person) for person in example.organization]
    conflicts = [tie for tie in example.organization.ties if tie.kind == "conflicts"]
    assert sum(stroke == "dotted" for *_, stroke in shown["ties"]) == len(conflicts)
    assert len(shown["ties"]) >= len(example.organization.ties)
    assert [label(text) for _, text in hostile["people"]] == NASTY
    assert [(start, end, stroke) for start, end, _, stroke in hostile["ties"]] == [
        ("n1", "n2", "normal"),
        ("n2", "n3", "dotted"),
    ]
    assert "refused" in broken
