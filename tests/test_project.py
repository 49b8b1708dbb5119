"""What holds for the project as a whole."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import influence
from influence._text import fields_of, known_keys
from influence._text.phrases import _file
from influence.io.examples import example_names

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = sorted((PROJECT / "src").rglob("*.py"))


def modules() -> list[ModuleType]:
    names = [info.name for info in pkgutil.walk_packages(influence.__path__, "influence.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def test_everything_exported_exists_and_nothing_else() -> None:
    for name in influence.__all__:
        assert getattr(influence, name) is not None
    for module in modules():
        for name in getattr(module, "__all__", []):
            assert hasattr(module, name), f"{module.__name__}.{name}"
    with pytest.raises(AttributeError):
        _ = influence.nothing_of_the_kind


def test_no_module_has_the_name_of_an_exported_function() -> None:
    for package in [influence, *modules()]:
        if hasattr(package, "__path__"):
            inside = {info.name for info in pkgutil.iter_modules(package.__path__)}
            functions = {
                name for name in getattr(package, "__all__", []) if not isinstance(getattr(package, name), ModuleType)
            }
            assert not inside & functions, package.__name__


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "networkx", "matplotlib", "pydantic")
    script = f"import sys, influence; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_files_are_short_and_nothing_is_left_behind() -> None:
    for file in SOURCES:
        text = file.read_text("utf-8")
        assert text.count("\n") <= 500, file
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", text), file
        assert not re.search(r"type: ignore(?!\[[\w, -]+\]  # \w)", text), file
        assert not re.search(r"noqa(?!: [A-Z0-9, ]+ \()", text), file


def test_both_languages_know_the_same_sentences() -> None:
    assert known_keys("en") == known_keys("zh")
    for key in known_keys("en"):
        english, chinese = (_file(key.partition(".")[0], language)[key] for language in ("en", "zh"))
        assert fields_of(english) == fields_of(chinese), key


def test_the_shipped_examples_are_those_that_can_be_read_on_disk() -> None:
    inside = PROJECT / "src" / "influence" / "io" / "examples"
    for name in example_names():
        assert (PROJECT / "examples" / f"{name}.yaml").read_bytes() == (inside / f"{name}.yaml").read_bytes()


def test_the_changelog_names_the_version() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version == influence.__version__
    assert f"## [{version}]" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


def test_the_readme_shows_what_the_demo_prints() -> None:
    done = subprocess.run([sys.executable, "-m", "influence", "demo"], check=True, capture_output=True, text=True)
    readme = (PROJECT / "README.md").read_text("utf-8")
    shown = re.search(r"```text\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == done.stdout.strip()


def test_every_public_name_has_an_example() -> None:
    rooms = ("influence", *(f"influence.{room}" for room in influence._ROOMS), "influence.pages")
    for room in rooms:
        module = importlib.import_module(room)
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isclass(value) or inspect.isfunction(value):
                assert ">>> " in (value.__doc__ or ""), f"{room}.{name}"
