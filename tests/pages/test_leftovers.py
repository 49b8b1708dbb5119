"""Every text about a thousand random deals, in both languages: no field left open, no None, nothing that is no fact."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from influence._text import known_keys
from influence._text.phrases import _file
from influence.advise import review, schedule
from influence.errors import PlanningError
from influence.model import Deal
from influence.model.vocabulary import ACCESS_LABELS, FUNCTIONS, ROLES, SUPPORT_LABELS
from influence.pages.content import page_of
from influence.pages.seller_page import page_html, page_markdown
from influence.planning import Plan, plan
from influence.planning.lines import concern_name

LEFT = re.compile(r"\{\w*\}|\bNone\b|\bnan\b|<[\w.]+ object|\(\s*\)|\[\]|  ,|,\s*,|、、|：：|“”")
DEALS, PARTS = 1_000, 4


def maybe(rng: np.random.Generator, record: dict[str, Any], key: str, value: Any) -> None:
    if rng.random() < 0.6:
        record[key] = value


def random_deal(seed: int) -> Deal:
    """A deal with people, concerns, arguments, a log, sellers and a budget, each part there or not."""
    rng = np.random.default_rng(seed)
    names = [f"p{number}" for number in range(int(rng.integers(1, 7)))]
    people: dict[str, Any] = {}
    for number, name in enumerate(names):
        record: dict[str, Any] = {}
        maybe(rng, record, "name", f"Ms Q{number}" if seed % 2 else f"王{number}")
        maybe(rng, record, "title", "head of X")
        maybe(rng, record, "function", str(rng.choice(list(FUNCTIONS))))
        maybe(rng, record, "support", str(rng.choice(list(SUPPORT_LABELS))))
        maybe(rng, record, "access", str(rng.choice(list(ACCESS_LABELS))))
        maybe(rng, record, "concerns", {"price": {"weight": 0.8, "kind": "need", "why": ["w1", "w2"]}, "own": 0.4})
        if number and rng.random() < 0.7:
            record["reports_to"] = names[int(rng.integers(0, number))]
        if number == 0 or rng.random() < 0.15:
            record["roles"] = ["decision_maker" if number == 0 else str(rng.choice(list(ROLES)))]
        people[name] = record
    pairs = sorted({(str(one), str(two)) for one, two in rng.choice(names, (len(names), 2)) if one != two})
    deal: dict[str, Any] = {
        "language": "en" if seed % 2 else "zh",
        "organization": {"stakeholders": people, "ties": [{"from": one, "to": two} for one, two in pairs]},
        "arguments": {},
        "as_of": "2026-10-20",
    }
    for number in range(int(rng.integers(1, 4))):
        argument: dict[str, Any] = {"answers": {str(rng.choice(["price", "own", "stability"])): 0.7}}
        maybe(rng, argument, "claim", f"claim {number}")
        maybe(rng, argument, "name", f"argument {number}")
        maybe(rng, argument, "props", ["a sheet", "a sample"])
        deal["arguments"][f"a{number}"] = argument
    entry: dict[str, Any] = {"date": "2026-10-12", "with": [names[-1]], "hours": 1}
    maybe(rng, entry, "learned", ["a fact"])
    maybe(rng, entry, "next", "send it")
    maybe(rng, deal, "log", [entry])
    maybe(rng, deal, "budget", {"status": "to_arrange", "owner": names[-1]})
    maybe(rng, deal, "stage", str(rng.choice(["discovery", "evaluation", "closing"])))
    if rng.random() < 0.2:
        deal["sellers"] = {"s1": {"hours": 6}, "s2": {"hours": 4, "access": {names[0]: 0.5}}}
    return Deal.model_validate(deal)


def planned(deal: Deal) -> Plan | None:
    try:
        return plan(deal, method="greedy", worlds=64)
    except PlanningError as error:
        said = str(error)
    assert not LEFT.search(said)
    return None


@pytest.mark.parametrize("part", range(PARTS))
def test_no_text_about_random_deals_has_leftovers(part: int) -> None:
    made = 0
    for seed in range(part, DEALS, PARTS):
        deal = random_deal(seed)
        found = planned(deal)
        if found is None:
            continue
        made += 1
        texts = [str(found), str(schedule(found, start="2026-11-02")), str(review(deal, found))]
        for text in texts:
            assert not LEFT.search(text), (seed, LEFT.search(text), text)
    assert made > DEALS / PARTS * 0.9


@pytest.mark.parametrize("seed", range(24))
def test_no_page_about_random_deals_has_leftovers(seed: int) -> None:
    found = planned(random_deal(seed))
    assert found is not None
    page = page_of(found, "2026-11-02")
    text = page_markdown(page)
    assert not LEFT.search(text.replace("\\", "")), (LEFT.search(text), text)
    body = re.sub(r"<style>.*?</style>|<[^>]*>", "", page_html(page), flags=re.DOTALL)
    assert not LEFT.search(body), LEFT.search(body)


def test_every_fact_in_a_line_is_the_deals() -> None:
    """What is left of a line without the deal's own words is words of the templates, and nothing else."""
    fixed = {
        language: " ".join(
            template for key in known_keys(language) for template in [_file("plan", language).get(key, "")]
        )
        for language in ("en", "zh")
    }
    seen = 0
    for seed in range(200):
        deal = random_deal(seed)
        found = planned(deal)
        for line in (line for step in (found.steps if found else ()) for line in step.lines):
            seen += 1
            own = [
                deal.label(line.speaker),
                deal.label(line.listener),
                line.need or "",
                concern_name(deal, line.concern),
            ]
            own += [concern_name(deal, line.gain)] if line.gain else []
            own += [deal.arguments[line.argument].claim, deal.arguments[line.argument].name, line.argument]
            rest = line.text
            for text in sorted(filter(None, own), key=len, reverse=True):
                rest = rest.replace(text, "\0")
            for piece in re.split(r"[\0“”]+", rest):
                words = piece.strip(" ,;:()；：（）")
                known = fixed["zh" if deal.language == "zh" else "en"]
                assert all(word in known for word in re.split(r"[\s，,()（）:：;；]+", words)), (piece, line.text)
            if line.need:
                assert line.need in {"w1", "w2"}
    assert seen > 100
