"""Commands that start the workbench and look after its accounts."""

from __future__ import annotations

import argparse
import getpass
import os
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

from ebcd.acts import accounts
from ebcd.acts.access import Actor, Role, command_line
from ebcd.acts.study import my_studies
from ebcd.cli import room_address
from ebcd.cli.reading import place, study_place
from ebcd.errors import BadInput
from ebcd.store.workbench import Workbench, default_folder, served_workbench

DEMO_FOLDER = "demo"


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], every: argparse.ArgumentParser
) -> None:
    """Add this module's commands."""
    for name, text in (
        ("serve", "start the workbench"),
        ("demo", "start the workbench on a copy of the sample study"),
    ):
        command = commands.add_parser(name, parents=[every], help=text)
        command.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for the whole network")
        command.add_argument("--port", type=int, default=8501)
        command.add_argument(
            "--recordings",
            metavar="DIR",
            help="recordings may be taken from DIR/<number of the study> (or EBCD_RECORDINGS)",
        )
        room_address.add_options(command)
        command.add_argument("--open", action="store_true", help="open the browser as well")
        command.set_defaults(run=_serve if name == "serve" else _demo)

    user = commands.add_parser("user", help="accounts")
    acts = user.add_subparsers(dest="act", metavar="ACT", required=True)
    add = acts.add_parser("add", parents=[every], help="add an account; prints a sign-in link")
    add.add_argument("name")
    add.add_argument("--display", default="", help="the name that colleagues see")
    add.add_argument("--admin", action="store_true", help="may administer the server")
    add.set_defaults(run=_add)
    listed = acts.add_parser("list", parents=[every], help="list the accounts")
    listed.set_defaults(run=_list)
    role = acts.add_parser("role", parents=[every], help="give a role in the study of --study")
    role.add_argument("name")
    role.add_argument("role", choices=[*Role, "none"])
    role.set_defaults(run=_role)
    password = acts.add_parser("password", parents=[every], help="set a password, typed or piped")
    password.add_argument("name")
    password.set_defaults(run=_password)
    disable = acts.add_parser("disable", parents=[every], help="close an account")
    disable.add_argument("name")
    disable.add_argument("--undo", action="store_true", help="open it again")
    disable.set_defaults(run=_disable)
    link = acts.add_parser("link", parents=[every], help="make a one-time sign-in link")
    link.add_argument("name")
    link.set_defaults(run=_link)


def _serve(chosen: argparse.Namespace) -> None:
    _open_recordings(chosen.recordings)
    workbench = served_workbench()
    admin = command_line()
    address = _address(chosen)
    room = room_address.settle(chosen, _own_address)
    if not accounts.every_account(workbench, admin):
        lead = accounts.add_account(workbench, admin, _first_name(), "Administrator", is_admin=True)
        _say(f"First start: open this link to sign in.\n\n  {_link_to(workbench, lead, address)}\n")
    else:
        _say(f"EBCD Workbench: {address}")
    _run(chosen, address, room=room)


def _open_recordings(folder: str | None) -> None:
    """Let studies take recordings from a folder. Raises BadInput where there is none."""
    if folder is None:
        return
    if not Path(folder).is_dir():
        raise BadInput(f"{folder} is no folder: make it, or choose another with --recordings.")
    os.environ["EBCD_RECORDINGS"] = str(Path(folder).resolve())


def _demo(chosen: argparse.Namespace) -> None:
    """The sample study lies in a folder of its own, so that it never mixes with a real one.

    The assistant begins to learn from it at once, in the background.
    """
    from ebcd.acts import assistant
    from ebcd.acts.sample import load_sample

    if chosen.data is None and "EBCD_DATA" not in os.environ:
        os.environ["EBCD_DATA"] = str(default_folder() / DEMO_FOLDER)
    os.environ.pop("EBCD_DATABASE_URL", None)
    _open_recordings(chosen.recordings)
    workbench, admin = served_workbench(), command_line()
    if not any(study.is_sample for study in my_studies(workbench, admin)):
        _say("Loading the sample study …")
        assistant.state(workbench, admin, load_sample(workbench, admin))
    everybody = accounts.every_account(workbench, admin)
    owner = next((account.id for account in everybody if account.is_admin), None)
    if owner is None:
        owner = accounts.add_account(workbench, admin, "lead", "Study lead", is_admin=True)
    address = _address(chosen)
    room = room_address.settle(chosen, _own_address)
    link = _link_to(workbench, owner, address)
    _say(f"Open this link to sign in to the sample study.\n\n  {link}\n")
    _run(chosen, address, link, room)


def _first_name() -> str:
    name = "".join(sign for sign in getpass.getuser().lower() if sign.isalnum())
    return name if len(name) >= 2 and name != "root" else "admin"


def _address(chosen: argparse.Namespace) -> str:
    """Where people open the workbench. Raises BadInput where the port is taken."""
    room_address.check_free(chosen.host, chosen.port, "--port")
    host = _own_address() if chosen.host in ("0.0.0.0", "::") else chosen.host
    return f"http://{host}:{chosen.port}"


def _own_address() -> str:
    """The address under which others on the network reach this machine. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of the documentation, never anybody's
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


def _link_to(workbench: Workbench, account_id: int, address: str) -> str:
    return (
        f"{address}/sign-in/link?token={accounts.make_link(workbench, command_line(), account_id)}"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _run(
    chosen: argparse.Namespace,
    address: str,
    link: str | None = None,
    room: room_address.RoomAddress | None = None,
) -> None:
    import uvicorn

    root = Path(__file__).parents[2]
    if (root / "workbench.py").exists():
        sys.path.insert(0, str(root))
    if chosen.open:
        threading.Thread(target=_open_when_up, args=(address, link), daemon=True).start()
    if room is not None:
        room_address.serve(room)
        _say(f"For the phones in the room, ballots only: {room.address}/vote")
    _say("Stop it with Ctrl+C.")
    uvicorn.run(
        "workbench:app",
        host=chosen.host,
        port=chosen.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )


def _open_when_up(address: str, link: str | None) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=1):
                webbrowser.open(link or address)
                return
        except OSError:
            time.sleep(0.2)


# --- Accounts -----------------------------------------------------------------------------------


def _account_id(workbench: Workbench, actor: Actor, name: str) -> int:
    for account in accounts.every_account(workbench, actor):
        if account.name == name.lower():
            return account.id
    raise BadInput(f"Nobody signs in as {name}: see “ebcd user list”.")


def _add(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    added = accounts.add_account(
        workbench, actor, chosen.name, chosen.display, is_admin=chosen.admin
    )
    return {"account": added, "sign_in": _sign_in_path(workbench, actor, added)}


def _sign_in_path(workbench: Workbench, actor: Actor, account_id: int) -> str:
    return f"/sign-in/link?token={accounts.make_link(workbench, actor, account_id)}"


def _list(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    return {
        "accounts": [
            {
                "name": account.name,
                "display_name": account.display_name,
                "administrator": account.is_admin,
                "disabled": account.disabled,
            }
            for account in accounts.every_account(workbench, actor)
        ]
    }


def _role(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor, study = study_place(chosen)
    role = None if chosen.role == "none" else Role(chosen.role)
    accounts.set_role(workbench, actor, study.id, chosen.name, role)
    return {"study": study.name, "name": chosen.name, "role": role.value if role else None}


def _password(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    account_id = _account_id(workbench, actor, chosen.name)
    if sys.stdin.isatty():
        password = getpass.getpass("New password: ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    accounts.set_password(workbench, actor, account_id, password)
    return {"name": chosen.name, "password": "set"}


def _disable(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    account_id = _account_id(workbench, actor, chosen.name)
    accounts.set_disabled(workbench, actor, account_id, not chosen.undo)
    return {"name": chosen.name, "disabled": not chosen.undo}


def _link(chosen: argparse.Namespace) -> dict[str, Any]:
    workbench, actor = place(chosen)
    account_id = _account_id(workbench, actor, chosen.name)
    return {"sign_in": _sign_in_path(workbench, actor, account_id)}
