"""The validation in its smoke size, and one number of each of its tables by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from influence.advise import questions
from influence.graph import deal_arrays
from influence.model import InformantTable
from influence.planning import plan
from influence.planning.deal_plan import planning_objective
from influence.planning.possible_deals import possible_deals
from influence.planning.problem import PlanningOptions, build_problem
from influence.propagate.draws import OpenFact
from tests.validation import coverage, emission_standards, krackhardt, leaders, plans, rank
from tests.validation import questions as asking
from tests.validation.__main__ import PAGE, STUDIES, main
from tests.validation.made_up import CASES, as_stated, made_up, tell
from tests.validation.pictures import PICTURE, calibration_points, coverage_points, draw_calibration
from tests.validation.tables import Table, written_into


def rows(data: Path, *parts: str) -> list[dict[str, str]]:
    with data.joinpath(*parts).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def accounts(data: Path) -> set[tuple[int, int, int]]:
    told = rows(data, "krackhardt_hightech", "css_advice.csv")
    return {(int(row["perceiver"]), int(row["source"]), int(row["target"])) for row in told}


@pytest.mark.parametrize("name", STUDIES)
def test_each_study_makes_tables_that_have_a_place_in_the_docs(name: str, data_directory: Path) -> None:
    tables = STUDIES[name](data_directory, True, 0)
    assert tables
    for table in tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert "nan" not in table.markdown()
    page = written_into(PAGE.read_text("utf-8"), tables)
    assert all(table.markdown() in page for table in tables)


def test_the_command_prints_what_it_is_asked_for(data_directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(data_directory), "--smoke", "--only", "emission_standards"]) == 0
    assert "Emission standards" in capsys.readouterr().out
    assert main([str(data_directory / "nothing"), "--smoke"]) == 2


def test_the_picture_shows_the_tables_of_the_page(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    points = calibration_points(page)
    assert set(points) == {1, 2, 3, 5}
    # the bins of one column hold all ordered pairs of 21 people, up to rounding of the means
    assert all(sum(count for _, _, count in row) == pytest.approx(420, abs=3) for row in points.values())
    assert all(0 < half < most < 1 for _, half, most in coverage_points(page))
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    draw_calibration(page, first)
    draw_calibration(page, second)
    assert first.read_bytes() == second.read_bytes()
    assert "5 asked" in PICTURE.read_text("utf-8")


def test_a_table_without_a_place_is_an_error() -> None:
    table = Table("new", "New", ("a",), (("1",),), "Note.")
    with pytest.raises(ValueError, match="no place for the table new"):
        written_into("<!-- table old -->\n<!-- end -->", [table])


def test_the_same_seed_gives_the_same_tables(data_directory: Path) -> None:
    first, second = (leaders.study(data_directory, True, 3) for _ in range(2))
    assert first == second


def test_brier_scores_of_one_informant_by_hand(data_directory: Path) -> None:
    """Manager 5's account alone: 0.55 or 0.209 where an outsider, 0.68 or 0.60 where a party, 0.209 for any no."""
    said, total, plain = accounts(data_directory), 0.0, 0.0
    for source in range(1, 22):
        for target in range(1, 22):
            if source == target:
                continue
            real = (source, source, target) in said and (target, source, target) in said
            yes = (5, source, target) in said
            chance = (0.68 if source == 5 else 0.60 if target == 5 else 0.55) if yes else 0.209
            total += (chance - real) ** 2
            plain += (yes - real) ** 2
    known = krackhardt.accounts_of(data_directory)
    table = InformantTable()
    assert krackhardt.brier(krackhardt.predictions(known, [4], table), known.real) == pytest.approx(total / 420)
    share = known.reports[[4]].mean(axis=0)
    assert krackhardt.brier(krackhardt.RULES["share of yes"](share, known.real), known.real) == pytest.approx(
        plain / 420
    )


def test_base_rates_by_hand(data_directory: Path) -> None:
    """129 advice and 51 friendship ties of 420 are confirmed by both parties."""
    brier, _, friendship = krackhardt.study(data_directory, True, 0)
    place = brier.columns.index("base rate")
    assert {row[place] for row in brier.rows} == {f"{129 / 420 * (1 - 129 / 420):.3f}"}
    assert {row[place] for row in friendship.rows} == {f"{51 / 420 * (1 - 51 / 420):.3f}"}


def test_the_estimated_table_of_all_accounts_is_the_stated_one(data_directory: Path) -> None:
    found = krackhardt.estimated_table(krackhardt.accounts_of(data_directory))
    stated = InformantTable()
    for row, expected in zip(found.rows, stated.rows, strict=True):
        assert row == pytest.approx(expected, abs=6e-4)
    for name in ("listener", "adviser", "listener_and_outsider", "adviser_and_outsider", "listener_denied"):
        assert getattr(found, name) == pytest.approx(getattr(stated, name), abs=6e-3)


def test_the_left_out_do_not_count(data_directory: Path) -> None:
    """P(real | one outsider says so), by hand over everybody but managers 3 and 8."""
    said = accounts(data_directory)
    kept = [person for person in range(1, 22) if person not in (3, 8)]
    told = [(p, s, t) for p, s, t in said if s != t and {p, s, t} <= set(kept) and p not in (s, t)]
    real = [(s, s, t) in said and (t, s, t) in said for _, s, t in told]
    found = krackhardt.estimated_table(krackhardt.accounts_of(data_directory), frozenset({2, 7}))
    assert found.rows[0][1] == pytest.approx(sum(real) / len(real))


def test_a_calibration_cell_by_hand() -> None:
    said, real = np.array([0.10, 0.15, 0.90]), np.array([False, True, True])
    assert krackhardt._bin(said, real, 1, 0) == "0.12 → 0.50 (2)"
    assert krackhardt._bin(said, real, 1, 2) == "–"


def test_the_presidents_advisers_by_hand(data_directory: Path) -> None:
    said = accounts(data_directory)
    wanted = [t for t in range(1, 22) if t != 7 and (7, 7, t) in said and (t, 7, t) in said]
    named, found, _ = leaders.study(data_directory, True, 0)
    president = next(row for row in named.rows if row[0] == "president 7")
    assert president[1] == ", ".join(map(str, wanted))
    assert all(0.0 <= float(cell.split()[0]) <= 1.0 for row in found.rows for cell in row[1:])


def test_accuracy_of_in_degree_by_hand(data_directory: Path) -> None:
    """Thurman's office: of two people of different depth in the chart, who has more people to talk to."""
    superior = {r["id"]: r["reports_to"] for r in rows(data_directory, "small_offices", "thurman_reports_to.csv")}
    talks = {(r["source"], r["target"]) for r in rows(data_directory, "small_offices", "thurman_multiplex.csv")}
    people = sorted({*superior, *superior.values()})

    def depth(person: str) -> int:
        return 0 if person not in superior else 1 + depth(superior[person])

    degree = {person: sum(pair[1] == person for pair in talks) for person in people}
    pairs = [(one, other) for one in people for other in people if depth(one) < depth(other)]
    share = sum(1.0 if degree[a] > degree[b] else 0.5 if degree[a] == degree[b] else 0.0 for a, b in pairs) / len(pairs)
    table, differences = rank.study(data_directory, True, 0)
    row = next(row for row in table.rows if row[0].startswith("Thurman"))
    assert row[table.columns.index("in-degree")].split()[0] == f"{share:.2f}"
    less = next(row for row in differences.rows if row[0].startswith("Thurman"))[1].split()[0]
    assert float(less) == pytest.approx(float(row[2].split()[0]) - share, abs=0.011)


def test_where_the_ten_states_settle_by_hand(data_directory: Path) -> None:
    states = rows(data_directory, "bdm_emission_standards", "actors.csv")
    position = [float(row["position"]) for row in states]
    power = [float(row["capability"]) for row in states]
    said = [float(row["capability"]) * float(row["salience"]) for row in states]
    stand = [(each - 7.0) / 3.0 for each in position]
    opinion = list(stand)
    for _ in range(200):
        opinion = [
            (stand[v] + sum(0.6 * said[u] / (sum(said) - said[v]) * opinion[u] for u in range(len(states)) if u != v))
            / 1.6
            for v in range(len(states))
        ]
    settled = 7.0 + 3.0 * sum(p * x for p, x in zip(power, opinion, strict=True)) / sum(power)
    (table,) = emission_standards.study(data_directory, True, 0)
    found = {row[0]: row[1] for row in table.rows}
    assert found["where opinions settle, ties from capability × salience"] == f"{settled:.2f}"
    assert found["mean position"] == f"{sum(position) / 10:.2f}"
    weighted = sum(p * s for p, s in zip(position, said, strict=True)) / sum(said)
    assert found["mean, weighted by capability × salience"] == f"{weighted:.2f}"


def test_coverage_by_hand() -> None:
    draws = np.tile(np.arange(59.0), (4, 1))
    assert coverage.covers(draws, np.array([1.9, 2.0, 56.0, 56.1]), coverage.TAIL["90"]) == (0.25, 0.5, 0.25)


def test_a_calibrated_truth_is_covered_as_often_as_it_should_be() -> None:
    values = np.random.default_rng(1).random((4_000, 60))
    for tail, share in ((coverage.TAIL["50"], 0.5), (coverage.TAIL["90"], 0.9)):
        assert coverage.covers(values[:, :59], values[:, 59], tail)[1] == pytest.approx(share, abs=0.02)


def test_informants_are_as_often_right_as_the_model_says() -> None:
    """The right label in 0.8 of cases, and in 0.2 of cases one that happens to be right as often as it is drawn."""
    generator = np.random.default_rng(0)
    says = [tell("access", 0.6, generator) for _ in range(4_000)]
    assert says.count("multiple") / 4_000 == pytest.approx(0.8 + 0.2 * 0.3 / 0.9, abs=0.03)


def test_the_truth_as_stated_leaves_what_is_told() -> None:
    made = made_up(8, np.random.default_rng(2))
    again = as_stated(made, np.random.default_rng(3))
    assert again.map(CASES[0]) == made.map(CASES[0])
    assert again.deal != made.deal
    assert again.truth["access", ("p0",)] == 0.0


def test_the_first_question_is_the_one_that_the_library_lists() -> None:
    deal = made_up(6, np.random.default_rng(12), door=True).map(asking.CASE)
    found = possible_deals(deal, PlanningOptions(), None, rng=0)
    chosen = asking.chosen_facts(deal, found, np.random.default_rng(0))
    listed = questions(deal, 1).questions
    assert chosen["first of questions"] == (listed[0].fact if listed else None)


def test_an_answer_is_written_down() -> None:
    made = made_up(8, np.random.default_rng(4))
    pair = next(iter(made.reports))
    answer, told = asking.with_answer(made, OpenFact("tie", pair), np.random.default_rng(0))
    new = set(told.reports[pair]) - set(made.reports[pair])
    assert [told.reports[pair][who] for who in new] == [answer == "yes"]
    label, told = asking.with_answer(made, OpenFact("support", ("p3",)), np.random.default_rng(0))
    assert told.told["support", ("p3",)] == label


def test_meeting_the_boss_is_what_the_plan_shows_beside_itself() -> None:
    deal = made_up(8, np.random.default_rng(5), door=True).map(plans.CASE)
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = planning_objective(deal, arrays, problem, "cascade", 1_024, 0)
    order = plans.orders(deal, arrays, problem, np.random.default_rng(0))["meet the boss"]
    pairs = plans.down_the_list(problem, objective, order)
    named = {(arrays.facts.people[who], arrays.facts.arguments[what]) for who, what in pairs}
    direct = next(each for each in plan(deal, method="greedy").alternatives if each.kind == "direct")
    assert named == set(direct.equip)
    assert objective.value(pairs) == pytest.approx(direct.value)
