"""Exports read back by each format's own reader; what a deal says is inert in all of them; round trips lose nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence.cli.main import main
from influence.errors import DealError, FileAccessError
from influence.graph import anonymize, from_networkx, to_networkx
from influence.io import (
    deal_text,
    load_example,
    parse_deal,
    read_deal,
    read_people,
    write_deal,
    write_export,
    write_results,
)
from influence.io.exporting.graphs import dot_text, gexf_text, graphml_text, mermaid_text, node_link_text
from influence.io.exporting.tables import markdown_text, people_csv, ties_csv
from influence.io.workbook.writing import workbook_bytes
from influence.model import Deal
from influence.planning import plan

NASTY = [
    "=1+1",
    "+cmd",
    "-2",
    "@x",
    "\tx",
    'q"uo`te',
    "<b>a</b>",
    "a]b[c",
    "x -->|y| z",
    "end",
    "a;b=c",
    "_x0041_",
    "钱\n进",
    "007",
]
text = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
number = st.one_of(
    st.sampled_from([0.0, 0.25, 1.0]),
    st.builds(lambda value: {"value": value, "range": [0.0, 1.0], "sources": ["us"]}, st.sampled_from([0.2, 0.5])),
)


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    """Deals with nasty texts, ranges, sources, chains of whys, a budget, sellers and a log, each there or not."""
    people: dict[str, Any] = {}
    for person in ["wu", "zhao", "li"][: draw(st.integers(1, 3))]:
        record: dict[str, Any] = {"name": draw(text), "title": draw(text), "refs": {"hubspot": draw(text)}}
        optional = {
            "support": st.one_of(st.sampled_from(["mentor", "unknown"]), number),
            "access": st.sampled_from(["brief", 0.4]),
            "roles": st.just(["user", "influencer"]),
            "concerns": st.dictionaries(
                st.sampled_from(["price", "own one", "terms"]),
                st.one_of(
                    st.just({"weight": 0.4, "range": [0.2, 0.9]}),
                    st.just(0.3),
                    st.just("high"),
                    st.just({"weight": 0.4, "kind": "want", "why": ["a;b", "c"]}),
                ),
            ),
            "email": text,
            "notes": text,
        }
        for key, values in optional.items():
            if draw(st.booleans()):
                record[key] = draw(values)
        people[person] = record
    deal: dict[str, Any] = {"organization": {"stakeholders": people}, "name": draw(text)}
    if len(people) > 1 and draw(st.booleans()):
        tie = {"from": "wu", "to": "zhao", "strength": draw(st.sampled_from(["strong", 0.3])), "sources": ["us", "wu"]}
        deal["organization"]["ties"] = [tie, {"from": "zhao", "to": "wu", "kind": "conflicts", "notes": draw(text)}]
    if draw(st.booleans()):
        deal["arguments"] = {"tco": {"claim": draw(text), "answers": {"price": draw(number)}, "props": [draw(text)]}}
    if draw(st.booleans()):
        deal |= {"capacity": 8.0, "as_of": "2026-10-12", "budget": {"status": "to_arrange", "owner": "wu"}}
    if draw(st.booleans()):
        deal["log"] = [{"date": "2026-10-01", "with": ["wu"], "learned": [draw(text)]}]
    return Deal.model_validate(deal)


def same(one: Deal, two: Deal) -> bool:
    return one.model_dump() == two.model_dump() and list(one.organization) == list(two.organization)


@settings(max_examples=60, deadline=None)
@given(deals())
def test_yaml_json_and_node_link_give_the_same_deal(deal: Deal) -> None:
    assert same(parse_deal(deal_text(deal)), deal)
    assert same(parse_deal(deal_text(deal, ".json"), ending=".json"), deal)
    graph: Any = nx.node_link_graph(json.loads(node_link_text(deal)), edges="edges")
    assert same(from_networkx(graph), deal)


@settings(max_examples=60, deadline=None)
@given(deals())
def test_a_workbook_gives_the_same_deal_and_holds_no_formula(
    tmp_path_factory: pytest.TempPathFactory, deal: Deal
) -> None:
    file = tmp_path_factory.mktemp("book") / "deal.xlsx"
    write_deal(deal, file)
    assert same(read_deal(file), deal)
    assert file.read_bytes() == workbook_bytes(deal)
    book = openpyxl.load_workbook(file)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@settings(max_examples=60, deadline=None)
@given(deals())
def test_tables_and_graphs_are_read_back_by_their_own_readers(deal: Deal) -> None:
    people = list(csv.DictReader(io.StringIO(people_csv(deal), newline="")))
    assert [row["id"] for row in people] == list(deal.organization)
    for row, record in zip(people, deal.organization.stakeholders.values(), strict=True):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in (row["name"], row["title"]))
        assert row["name"] in (record.name, "'" + record.name)
        assert row["title"] in (record.title, "'" + record.title)
    assert len(list(csv.reader(io.StringIO(ties_csv(deal))))) == 1 + len(deal.organization.ties)
    rich = to_networkx(deal)
    for found in (nx.parse_graphml(graphml_text(deal)), nx.read_gexf(io.BytesIO(gexf_text(deal).encode()))):
        assert sorted(found.nodes) == sorted(rich.nodes)
        assert sorted(found.edges) == sorted(rich.edges)
    lines = mermaid_text(deal).splitlines()
    assert all(
        re.fullmatch(r'flowchart BT|  n\d+\["[^"]*"\]|  n\d+ (-->\|\d\.\d\d\||-\. conflict \.-) n\d+', line)
        for line in lines
    )
    rows = [line for line in markdown_text(deal).splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} <= {11, 7, 4}
    assert "<b>" not in markdown_text(deal).replace("\\<", "")


@settings(max_examples=30, deadline=None)
@given(deals())
def test_dot_is_read_back_by_pydot(deal: Deal) -> None:
    pydot = pytest.importorskip("pydot", reason="pydot is in the extra [dot]")
    with warnings.catch_warnings():
        # pydot's own parser calls what its dependency has renamed
        warnings.simplefilter("ignore", DeprecationWarning)
        (graph,) = pydot.graph_from_dot_data(dot_text(deal))
    assert sorted(node.get_name().strip('"') for node in graph.get_nodes() if node.get_name() != "node") == sorted(
        deal.organization
    )


def test_dot_is_accepted_by_graphviz() -> None:
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed")
    people = {f"p{place}": {"name": name} for place, name in enumerate(NASTY)}
    made = dot_text(Deal.model_validate({"organization": {"stakeholders": people}}))
    done = subprocess.run(["dot", "-Tsvg"], input=made.encode(), capture_output=True, check=True)
    assert b"&lt;b&gt;a&lt;/b&gt;" in done.stdout


def originals(deal: Deal) -> set[str]:
    """Every text of a deal that somebody wrote, and every id of a person."""

    def texts(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set().union(*map(texts, value.values()))
        if isinstance(value, list):
            return set().union(*map(texts, value))
        return {value} if isinstance(value, str) else set()

    data = deal.model_dump(mode="json", by_alias=True, exclude_unset=True)
    free = [
        data.get("name"),
        data["organization"].get("name"),
        data.get("log"),
        data.get("arguments"),
        data.get("notes"),
    ]
    found = texts([part for part in free if part])
    for person, record in data["organization"]["stakeholders"].items():
        found |= {person} | texts(
            [record.get(key) for key in ("name", "title", "department", "email", "notes", "sources")]
        )
    public = {"us", "outside", "discovery", "evaluation", "proposal", "negotiation", "closing"}
    return {each for each in found if len(each) > 3 and each not in public and not each.startswith("2026-")}


@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_no_original_text_is_in_any_export_of_an_anonymous_deal(tmp_path: Path, name: str) -> None:
    deal = load_example(name)
    hidden = anonymize(deal)
    endings = [".yaml", ".json", ".nodelink.json", ".graphml", ".gexf", ".dot", ".mmd", ".md", ".csv", ".xlsx"]
    files = [file for ending in endings for file in write_export(hidden, tmp_path / f"map{ending}")]
    files += [
        write_results(plan(hidden), tmp_path / "plan.xlsx"),
        write_results(plan(hidden), tmp_path / "x.hubspot.csv"),
    ]
    for file in files:
        content = file.read_bytes()
        if file.suffix == ".xlsx":
            book = openpyxl.load_workbook(file)
            content = "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row).encode()
        # the address of GraphML's own schema is no text of the deal
        text_of_file = content.decode("utf-8").replace("graphml.graphdrawing.org", "")
        leaked = [each for each in originals(deal) if each in text_of_file]
        assert leaked == []
    assert plan(hidden).value == pytest.approx(plan(deal).value, abs=1e-12)


def test_a_workbook_says_sheet_and_cell_of_everything_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "deal.xlsx"
    write_deal(load_example("power_grid_en"), file)
    book = openpyxl.load_workbook(file)
    people = book["People"]
    column = {str(cell.value): cell.column_letter for cell in people[1]}
    people[f"{column['support']}3"] = "suporter"
    people[f"{column['reports to']}4"] = "nobody"
    people["Z1"] = "shoe size"
    people["A5"] = people["A4"].value
    book["Ties"]["D2"] = 7
    book["Details"]["B4"] = "{broken"
    book["Decision"]["A20"] = "mood"
    book.create_sheet("Peple")
    book.save(file)
    with pytest.raises(DealError) as error:
        read_deal(file)
    said = "\n".join(map(str, error.value.problems))
    for part in (
        f"People!{column['support']}3",
        "People!Z1",
        "People!A5",
        "Ties!D2",
        "Details!B4",
        "Decision!A20",
        "Peple!A1",
    ):
        assert f"deal.xlsx:{part}: " in said, (part, said)
    assert "supporter" in said


def test_a_new_workbook_is_filled_in_and_planned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deal.xlsx"
    assert main(["new", str(file)]) == 0
    assert main(["plan", str(file)]) == 0
    book = openpyxl.load_workbook(file)
    assert {sheet.title for sheet in book} == {"People", "Ties", "Arguments", "Decision", "Details"}
    assert book["People"].freeze_panes == "B2"
    assert len(book["People"].data_validations.dataValidation) == 3
    assert any(cell.comment for cell in book["People"][1])
    capsys.readouterr()
    assert main(["convert", str(file), str(tmp_path / "deal.docx")]) == 2
    assert ".graphml" in capsys.readouterr().err
    assert main(["plan", str(file), "-o", str(tmp_path / "plan.xlsx")]) == 0
    assert "plan" in openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames
    with pytest.raises(FileAccessError, match="ending"):
        write_results(plan(load_example("power_grid")), tmp_path / "plan.pptx")


plain_text = st.one_of(
    st.sampled_from([each for each in NASTY if each.strip() == each] + ["'=1", "''", "Engineer"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip),
)


@st.composite
def deals_of_two_tables(draw: st.DrawFn) -> Deal:
    """Deals that say nothing but what the two tables have columns for."""
    people: dict[str, Any] = {}
    for person in ["wu", "a-b", "ab", "=li", "7"][: draw(st.integers(1, 5))]:
        optional = {
            "name": plain_text,
            "title": plain_text,
            "department": plain_text,
            "email": st.sampled_from(["a@x.example", "b@x.example"]),
            "function": st.sampled_from(["finance", "other"]),
            "roles": st.lists(st.sampled_from(["user", "economic_buyer", "decision_maker", "other"]), unique=True),
            "support": st.sampled_from(["mentor", "unknown", -0.25, 0.123456789]),
            "access": st.sampled_from(["in_depth", "none", 0.4]),
            "reports_to": st.sampled_from(list(people)) if people else st.nothing(),
        }
        record = {key: draw(values) for key, values in optional.items() if not values.is_empty and draw(st.booleans())}
        # an empty cell says nothing, as a field that is not there
        people[person] = {key: value for key, value in record.items() if value not in ("", [])}
    ends = [(one, other) for one in people for other in people if one != other]
    ties = []
    for source, target in draw(st.lists(st.sampled_from(ends), unique=True, max_size=4)) if ends else []:
        tie = {"from": source, "to": target, "kind": draw(st.sampled_from(["influences", "conflicts"]))}
        optional = {
            "strength": st.sampled_from(["strong", "weak", 0.123456789]),
            "certainty": st.sampled_from([0.0, 0.8]),
            "sources": st.lists(st.sampled_from(["us", "outside", *people]), min_size=1, unique=True),
        }
        ties.append(tie | {key: draw(values) for key, values in optional.items() if draw(st.booleans())})
    return Deal.model_validate({"organization": {"stakeholders": people, "ties": ties}})


@settings(max_examples=120, deadline=None)
@given(deals_of_two_tables())
def test_two_tables_give_the_same_deal(tmp_path_factory: pytest.TempPathFactory, deal: Deal) -> None:
    people, ties = write_export(deal, tmp_path_factory.mktemp("tables") / "people.csv")
    found = read_people(people, ties)
    assert same(found.deal, deal)
    assert found.counts == {"kept": len(deal.organization) + len(deal.organization.ties), "merged": 0, "refused": 0}
    assert all(row.remarks == () for row in found.rows)


def test_an_id_that_stands_twice_in_our_own_table_is_refused(tmp_path: Path) -> None:
    people, _ = write_export(load_example("power_grid_en"), tmp_path / "people.csv")
    text = people.read_text("utf-8")
    people.write_text(f"{text}WU,,,,,,,,,\nus,,,,,,,,,\n,Nobody,,,,,,,,\n", "utf-8")
    found = read_people(people)
    assert found.counts == {"kept": 10, "merged": 0, "refused": 3}
    assert [row.remarks[-1] for row in found.rows[-3:]] == [
        "the id 'WU' stands above already",
        "the id 'us' is reserved",
        "no id",
    ]


KEPT = {
    ".graphml": {"name", "title", "department", "function", "roles", "reports_to", "support", "access"},
    ".gexf": {"name", "title", "department", "function", "roles", "reports_to", "support", "access"},
    ".dot": {"name", "title"},
    ".csv": {"name", "title", "department", "email", "function", "roles", "reports_to", "support", "access"},
}
"""What the page on formats says to come back of a person."""


@pytest.mark.parametrize("ending", sorted(KEPT))
@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_a_format_loses_what_the_page_says_and_no_more(tmp_path: Path, name: str, ending: str) -> None:
    if ending == ".dot":
        pytest.importorskip("pydot", reason="pydot is in the extra [dot]")
    example = load_example(name)
    deal = example.what_if(wu={"department": 'Grid "7"', "title": "a\\b"})
    first, *more = write_export(deal, tmp_path / f"map{ending}")
    back = read_people(first, more).deal
    assert list(back.organization) == list(deal.organization)
    for person, record in deal.organization.stakeholders.items():
        for field in type(record).model_fields:
            given, found = getattr(record, field), getattr(back.organization[person], field)
            if field in KEPT[ending]:
                assert found == given, (person, field)
            else:
                assert not found, (person, field)
    stated = {(tie.source, tie.target, tie.kind) for tie in deal.organization.ties}
    found_ties = {(tie.source, tie.target, tie.kind) for tie in back.organization.ties}
    assert stated <= found_ties
    # in DOT the lines of report are ties like others
    assert ending == ".dot" or stated == found_ties
    if ending != ".dot":
        labels = {(tie.source, tie.target): tie.strength for tie in deal.organization.ties if tie.kind == "influences"}
        again = {(tie.source, tie.target): tie.strength for tie in back.organization.ties if tie.kind == "influences"}
        assert again == labels
    assert not back.arguments
    assert not back.concerns
