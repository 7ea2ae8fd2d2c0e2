"""Makes sure of what the tests need beside Python: a browser, PostgreSQL, fonts.

Debian's headless shell of Chromium is taken where it can be had: it needs a fifth of the work. Else
an installed Chrome, Chromium or Edge, else Debian's Chromium, else Playwright's own. PostgreSQL's
server programs are the machine's, or Debian's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.browser.conftest import SHELL, found_browser
from tests.postgres import programs


def _debian() -> bool:
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def _install(*packages: str, needed: bool = True) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(packages)} …", flush=True)
    subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False)
    subprocess.run(
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages],
        env=quiet,
        check=needed,
        stdout=subprocess.DEVNULL,
        stderr=None if needed else subprocess.DEVNULL,
    )


def _fonts() -> bool:
    if shutil.which("fc-list") is None:
        return os.name != "posix" or sys.platform == "darwin"
    return bool(subprocess.run(["fc-list"], capture_output=True, check=False).stdout.strip())


def _has_postgres() -> bool:
    try:
        programs()
    except RuntimeError:
        return bool(os.environ.get("EBCD_TEST_POSTGRES"))
    return True


def main() -> int:
    """Install what is missing; returns 1 with a sentence where it cannot be had."""
    wanted = []
    if shutil.which(SHELL) is None and _debian():
        _install(SHELL, needed=False)
    if found_browser() is None:
        wanted.append("chromium")
    if not _has_postgres():
        wanted.append("postgresql")
    if not _fonts():
        wanted.append("fonts-dejavu-core")
    if wanted and _debian():
        _install(*wanted)
    if found_browser() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    if not _has_postgres():
        print(
            "The tests need PostgreSQL's server programs (initdb, pg_ctl): install PostgreSQL, or "
            "name a server that may be used with EBCD_TEST_POSTGRES=postgresql://…",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
