"""The workbench on a machine whose disk is full as long as its data folder holds a file `full`.

    python -m tests.browser.full_disk serve --data FOLDER --port 8501

SQLite is told that it may take no further page, and answers as it does where the system has none.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from ebcd.cli import main

_FOLDER = Path(sys.argv[sys.argv.index("--data") + 1])


@event.listens_for(Engine, "begin")
def full(connection: Connection) -> None:
    """Before each transaction."""
    most = 1 if (_FOLDER / "full").exists() else 1_000_000_000
    connection.exec_driver_sql(f"PRAGMA max_page_count={most}")


if __name__ == "__main__":
    sys.exit(main())
