"""An address of its own for the phones in the room, at which nothing of the team answers."""

from __future__ import annotations

import argparse
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from ebcd.errors import BadInput
from ebcd.web.room_only import ADDRESS, HOSTS


@dataclass(frozen=True)
class RoomAddress:
    """Where the room's server listens. `address`: as phones open it."""

    host: str
    port: int
    address: str


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of the commands that start the workbench."""
    command.add_argument(
        "--ballots-on",
        metavar="HOST:PORT",
        help="a second address for the phones in the room, where only ballots answer",
    )
    command.add_argument(
        "--ballots-host",
        metavar="NAME",
        action="append",
        default=[],
        help="a name of this server at which only ballots answer (behind a proxy)",
    )


def settle(chosen: argparse.Namespace, own_address: Callable[[], str]) -> RoomAddress | None:
    """Where the room's server is to listen, or None. Raises BadInput where it cannot.

    The address is kept for the pages, which print it on cards.
    """
    if chosen.ballots_host:
        os.environ[HOSTS] = ",".join(chosen.ballots_host)
    if chosen.ballots_on is None:
        return None
    host, colon, port = chosen.ballots_on.rpartition(":")
    host = host.strip("[]")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput("Write --ballots-on as HOST:PORT, such as 0.0.0.0:8080.")
    if int(port) == chosen.port:
        raise BadInput("The team's pages use this port: choose another for --ballots-on.")
    check_free(host, int(port), "--ballots-on")
    name = own_address() if host in ("0.0.0.0", "::") else host
    known = RoomAddress(host, int(port), f"http://{name}:{port}")
    os.environ.setdefault(ADDRESS, known.address)
    return known


def check_free(host: str, port: int, option: str) -> None:
    """Raise BadInput where nothing can listen there. `option`: what chooses another place."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadInput(
                f"{host}:{port} cannot be used ({error.strerror}): stop what runs there, or "
                f"choose another with {option}."
            ) from None


def serve(room: RoomAddress) -> None:
    """Start the room's server beside the team's, in this process, with an event loop of its own."""
    import uvicorn

    config = uvicorn.Config(
        "workbench:room_app",
        factory=True,
        host=room.host,
        port=room.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    threading.Thread(target=uvicorn.Server(config).run, daemon=True, name="room").start()
