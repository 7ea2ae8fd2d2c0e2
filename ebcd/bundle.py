"""Where the material that comes with the program lies: pages, models and the sample study.

In a checkout it lies beside the package; in an installed wheel inside it, under `_bundle/`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def bundled(name: str) -> Path:
    """The folder or file `name` (`pages`, `models`, `sample_transcripts`), wherever it lies.

    Raises FileNotFoundError where the installation is incomplete.
    """
    for root in (_PACKAGE / "_bundle", _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name} is missing from this installation of EBCD Workbench")
