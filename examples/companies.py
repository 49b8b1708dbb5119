"""Made-up buyers of any size, in English or Chinese, to try pictures and plans on.

``python examples/companies.py 60 zh deal.yaml`` writes one as a deal file.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

import influence as inf

DEPARTMENTS = {
    "technical": ("Engineering", "技术部", {"compatibility": "high", "stability": "medium"}),
    "finance": ("Finance", "财务部", {"price": "high", "return": "medium"}),
    "user": ("Operations", "运营部", {"ease_of_use": "high", "service": "medium"}),
    "procurement": ("Procurement", "采购部", {"price": "high", "service": "low"}),
    "operations": ("Maintenance", "运维部", {"stability": "high", "service": "high"}),
    "security": ("Security", "安全部", {"security": "high", "stability": "medium"}),
}
RANKS = {
    "en": ("Director of {}", "Head of {}", "Manager, {}", "{} specialist"),
    "zh": ("{}总监", "{}主任", "{}经理", "{}专员"),
}
FIRST = {
    "en": "Ada Bruno Chloe David Elena Farid Grace Hugo Ingrid Jonas "
    "Karima Liam Maria Nadia Oscar Petra Quentin Rosa Samir Tilda",
    "zh": "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平",
}
LAST = {
    "en": "Andersen Becker Castellanos Dupont Eriksson Fischer Garcia Hoffmann Ivanova Jansen "
    "Kowalski Lindqvist Moreau Novak O'Brien Petrov Quirke Rossi Schwarzenberger Tanaka",
    "zh": "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 欧阳",
}
ARGUMENTS: dict[str, Any] = {
    "tco": {
        "claim": "Costs 18 % less over five years",
        "answers": {"price": 0.8, "return": 0.6},
        "props": ["cost sheet"],
        "prep": 2,
    },
    "pilot": {
        "claim": "Two years without a failure at a neighbour",
        "answers": {"stability": 0.8},
        "props": ["field report"],
        "prep": 1,
    },
    "adapters": {
        "claim": "Works with everything installed today",
        "answers": {"compatibility": 0.8},
        "props": ["test protocol"],
    },
    "training": {
        "claim": "Learned in an afternoon",
        "answers": {"ease_of_use": 0.7, "service": 0.4},
        "props": ["demonstration"],
    },
    "audit": {
        "claim": "Passed the audit of an independent laboratory",
        "answers": {"security": 0.8},
        "props": ["audit report"],
    },
}
ARGUMENTS_ZH: dict[str, dict[str, Any]] = {
    "tco": {"claim": "五年总拥有成本低 18%", "props": ["成本测算表"]},
    "pilot": {"claim": "邻省连续运行两年无故障", "props": ["现场运行报告"]},
    "adapters": {"claim": "与现有设备全部兼容", "props": ["测试记录"]},
    "training": {"claim": "半天即可学会", "props": ["现场演示"]},
    "audit": {"claim": "通过独立实验室审计", "props": ["审计报告"]},
}


def company(people: int, language: str = "en", seed: int = 0) -> inf.Deal:
    """Return a made-up deal with some people.

    Parameters
    ----------
    people : int
        How many, at least 3.
    language : {"en", "zh"}
        Of names and titles.
    seed : int
        Another seed makes another company.

    Returns
    -------
    influence.model.Deal
        One chief executive who decides, departments below, one and a half ties a person across them.
    """
    generator = np.random.default_rng(seed)
    stakeholders = {f"p{number:03}": _person(number, language, generator) for number in range(people)}
    finance = next((key for key, each in stakeholders.items() if each["function"] == "finance"), "p000")
    security = next((key for key, each in stakeholders.items() if each["function"] == "security"), None)
    told = ARGUMENTS_ZH if language == "zh" else {}
    arguments = {key: {**argument, **told.get(key, {})} for key, argument in ARGUMENTS.items()}
    return inf.Deal.model_validate(
        {
            "name": "Control room renewal" if language == "en" else "调度中心设备更新",
            "language": language,
            "as_of": "2026-10-30",
            "capacity": 24,
            "organization": {"stakeholders": stakeholders, "ties": _ties(people, generator)},
            "decision": {"deciders": {"p000": 1.0}, "vetoes": [security] if security else []},
            "budget": {"owner": finance},
            "arguments": arguments,
        }
    )


def _person(number: int, language: str, generator: np.random.Generator) -> dict[str, Any]:
    first = FIRST[language].split()[int(generator.integers(20))]
    last = LAST[language].split()[(7 * number) % 20]
    functions = list(DEPARTMENTS)
    function = functions[(number - 1) % len(functions)] if number else "executive"
    english, chinese, concerns = DEPARTMENTS.get(function, ("", "", {"stability": "high", "price": "medium"}))
    rank = 0 if number <= 6 else 1 if number <= 24 else 2 if number <= 90 else 3
    title = RANKS[language][rank].format(english if language == "en" else chinese)
    if number == 0:
        title = (
            "Chief executive officer and chair of the investment committee"
            if language == "en"
            else "总经理兼投资委员会主任"
        )
    record: dict[str, Any] = {
        "name": f"{first} {last}" if language == "en" else last + first,
        "title": title,
        "function": function,
        "concerns": dict(concerns),
        "support": str(
            generator.choice(["mentor", "supporter", "neutral", "neutral", "unknown", "non_supporter", "enemy"])
        ),
        "access": str(generator.choice(["none", "brief", "multiple", "in_depth", "unknown"])) if number else "none",
        "power": float(np.round(generator.beta(2, 2 + rank), 2)),
        "urgency": float(np.round(generator.beta(2, 2), 2)),
    }
    if number:
        record["reports_to"] = f"p{_superior(number):03}"
    return record


def _superior(number: int) -> int:
    """Return whom a person reports to: six below the first, then about three or four to each of their department."""
    return (
        0
        if number <= 6
        else (number - 7) // 18 * 6 + (number - 1) % 6 + 1
        if number <= 24
        else 7 + (number - 25) // 6 % 18
    )


def _ties(people: int, generator: np.random.Generator) -> list[dict[str, Any]]:
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < min(int(1.5 * people), people * (people - 1) // 2):
        one, other = (int(number) for number in generator.integers(0, people, size=2))
        if one != other:
            pairs.setdefault((one, other))
    kinds = ["influences"] * 14 + ["conflicts"]
    return [
        {
            "from": f"p{one:03}",
            "to": f"p{other:03}",
            "kind": str(generator.choice(kinds)),
            "strength": str(generator.choice(["weak", "moderate", "strong"])),
            "certainty": float(generator.choice([0.3, 0.7, 0.9])),
        }
        for one, other in pairs
    ]


if __name__ == "__main__":
    size, words, file = sys.argv[1:]
    inf.write_deal(company(int(size), words), file)
