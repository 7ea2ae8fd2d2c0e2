"""A PostgreSQL server of the tests' own: the machine's programs, a folder and a socket."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def programs() -> Path:
    """The folder with `initdb` and `pg_ctl`, wherever the machine keeps it."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not kept:
        raise RuntimeError(
            "The tests need PostgreSQL's server programs: on Debian “apt-get install postgresql”."
        )
    return kept[-1].parent


def _as_postgres() -> dict[str, object]:
    """PostgreSQL refuses to run as root: step down to its own user there."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server() -> Iterator[str]:
    """A server on the loopback while the block runs; yields its address."""
    given = os.environ.get("EBCD_TEST_POSTGRES")
    if given:
        yield given.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="ebcd-postgres-", ignore_cleanup_errors=True) as folder:
        yield from _serving(Path(folder) / "data")


def _serving(data: Path) -> Iterator[str]:
    stepping_down = _as_postgres()
    data.mkdir(mode=0o700)
    if stepping_down:
        data.parent.chmod(0o755)
        os.chown(data, int(str(stepping_down["user"])), int(str(stepping_down["group"])))
    bin_folder = programs()
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/", **stepping_down}
    subprocess.run(  # type: ignore[call-overload]
        [bin_folder / "initdb", "-D", data, "-U", "ebcd", "-A", "trust", "-E", "UTF8", "-N"], **run
    )
    port = _free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data} "
    options += "-c fsync=off -c full_page_writes=off -c max_connections=60"
    command = [bin_folder / "pg_ctl", "-D", data, "-l", data / "server.log", "-w"]
    subprocess.run([*command, "-o", options, "start"], **run)  # type: ignore[call-overload]
    try:
        yield f"postgresql://ebcd@127.0.0.1:{port}"
    finally:
        subprocess.run(  # type: ignore[call-overload]
            [*command, "-m", "immediate", "stop"], **run
        )


def fresh_database(server: str) -> str:
    """Make an empty database on `server`; returns its address."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return f"{server}/{name}"


_EMPTIED = """
DO $$
DECLARE
  each record;
  filled boolean;
  names text := '';
BEGIN
  FOR each IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', each.tablename) INTO filled;
    IF filled THEN
      names := names || CASE names WHEN '' THEN '' ELSE ', ' END || quote_ident(each.tablename);
    END IF;
  END LOOP;
  IF names <> '' THEN
    EXECUTE 'TRUNCATE ' || names || ' CASCADE';
  END IF;
END $$
"""


def emptied(address: str) -> None:
    """Take every row out of a database of ours.

    Its numbers go on, so that nothing that was kept by number in memory is taken for another.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_EMPTIED)
