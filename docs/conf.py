"""How the documentation is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import influence

project = "influence"
author = "the influence authors"
copyright = "2026, the influence authors"
release = version = influence.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_title = "influence"
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nitpicky = False
autodoc_typehints = "none"
myst_enable_extensions = ["colon_fence", "dollarmath"]

# the notebook of the examples is a page of the tutorial and is executed like all others
shutil.copyfile(
    Path(__file__).parent.parent / "examples" / "deal_strategy.ipynb",
    Path(__file__).parent / "tutorial" / "deal_strategy.ipynb",
)
