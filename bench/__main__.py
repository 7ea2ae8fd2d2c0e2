"""`python -m bench` runs every measurement; `python -m bench imports start` some of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

SHARED = ("__init__", "__main__", "made", "naive_desk", "serving", "taguette")


def main() -> int:
    """Run the named measurements, or all."""
    there = sorted(
        path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in SHARED
    )
    chosen = sys.argv[1:] or there
    for name in chosen:
        if name not in there:
            print(f"There is no measurement {name}: choose from {', '.join(there)}.")
            return 2
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
