"""What people in the room send in besides votes: ideas before a vote, and names for the groups.

Plain forms behind a code of their own, without an account or JavaScript. Neither looks at the
cookie of a ballot. A name goes in under a secret that only the phone's address holds, so that the
same phone can take it back.
"""

from __future__ import annotations

from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ebcd.acts import ideas, room_forms, sign_ups
from ebcd.errors import NotFound, WorkbenchError
from ebcd.events import LONGEST_IDEA, FormKind
from ebcd.priorities import codes
from ebcd.priorities.groups import group_label
from ebcd.store.room_forms import RoomForm
from ebcd.store.workbench import Workbench
from ebcd.web.ballot import guarded
from ebcd.web.guesses import guesses
from ebcd.web.plain import page
from ebcd.web.room_paths import ideas_path, sign_up_path
from ebcd.words import _

MOST_IDEAS_A_PHONE = 10
_LIFE = 24 * 60 * 60


class RoomForms:
    """The handlers of one workbench."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self._counting = URLSafeSerializer(workbench.secret, salt="ideas sent")

    # --- Ideas ----------------------------------------------------------------------------------

    async def write_idea(self, request: Request) -> Response:
        """The form for an idea."""
        code = request.path_params["code"]
        form = await run_in_threadpool(room_forms.in_room, self.workbench, code, FormKind.IDEAS)
        return self._ideas_page(form, thanks="sent" in request.query_params)

    def _ideas_page(
        self, form: RoomForm, *, typed: str = "", problem: str = "", thanks: bool = False
    ) -> Response:
        return page(
            "room/ideas.html",
            409 if problem else 200,
            form=form,
            typed=typed,
            problem=problem,
            thanks=thanks,
            token=codes.token(),
            longest=LONGEST_IDEA,
            here=ideas_path(form.join_code),
        )

    async def send_idea(self, request: Request) -> Response:
        """Take an idea in. A phone sends in only so many."""
        code, fields = request.path_params["code"], await request.form()
        text, token = str(fields.get("idea", "")), str(fields.get("token", ""))
        form = await run_in_threadpool(room_forms.in_room, self.workbench, code, FormKind.IDEAS)
        cookie = f"ebcd_ideas_{form.id}"
        sent = self._sent(request.cookies.get(cookie))
        try:
            if sent >= MOST_IDEAS_A_PHONE:
                raise WorkbenchError(
                    _("That is as many ideas as one phone can send: tell the facilitator the rest.")
                )
            await run_in_threadpool(ideas.suggest, self.workbench, code, text, token)
        except NotFound:
            raise
        except WorkbenchError as problem:
            return self._ideas_page(form, typed=text[: 2 * LONGEST_IDEA], problem=str(problem))
        answer = RedirectResponse(f"{ideas_path(code)}?sent=1", 303)
        answer.set_cookie(
            cookie,
            str(self._counting.dumps(sent + 1)),
            max_age=_LIFE,
            path="/vote/ideas",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    def _sent(self, cookie: str | None) -> int:
        """How many ideas this phone says it has sent, under our own seal."""
        try:
            return int(self._counting.loads(cookie or ""))
        except (BadSignature, ValueError, TypeError):
            return 0

    # --- Signing up -----------------------------------------------------------------------------

    async def ask_name(self, request: Request) -> Response:
        """The form for a name and a group."""
        desk = await run_in_threadpool(sign_ups.desk, self.workbench, request.path_params["code"])
        return self._sign_up_page(desk, removed="removed" in request.query_params)

    def _sign_up_page(
        self,
        desk: sign_ups.Desk,
        typed: dict[str, str] | None = None,
        problem: str = "",
        *,
        removed: bool = False,
    ) -> Response:
        return page(
            "room/sign_up.html",
            409 if problem else 200,
            desk=desk,
            typed=typed or {},
            problem=problem,
            removed=removed,
            token=codes.token(),
            here=sign_up_path(desk.form.join_code),
            group_label=group_label,
        )

    async def take_name(self, request: Request) -> Response:
        """Put a name down for a group."""
        code, form = request.path_params["code"], await request.form()
        fields = {name: str(value)[:400] for name, value in form.items()}
        token, group = fields.get("token", ""), fields.get("group", "")
        try:
            await run_in_threadpool(
                sign_ups.sign_up,
                self.workbench,
                code,
                int(group) if group.isdigit() else 0,
                fields.get("side", ""),
                fields.get("name", ""),
                fields.get("contact", ""),
                token,
            )
        except NotFound:
            raise
        except WorkbenchError as problem:
            desk = await run_in_threadpool(sign_ups.desk, self.workbench, code)
            return self._sign_up_page(desk, fields, str(problem))
        return RedirectResponse(f"{sign_up_path(code)}/{token}", 303)

    async def signed_up(self, request: Request) -> Response:
        """That one's name is down, and how to take it back."""
        code, token = request.path_params["code"], request.path_params["token"]
        desk, group = await run_in_threadpool(sign_ups.mine, self.workbench, code, token)
        values: dict[str, Any] = {"desk": desk, "group": group}
        return page("room/signed_up.html", **values, here=f"{sign_up_path(code)}/{token}")

    async def take_back(self, request: Request) -> Response:
        """Take one's name off the list."""
        code, token = request.path_params["code"], request.path_params["token"]
        await run_in_threadpool(sign_ups.take_back, self.workbench, code, token)
        return RedirectResponse(f"{sign_up_path(code)}?removed=1", 303)


def routes(workbench: Workbench) -> list[Route]:
    """The routes of the room's forms; they stand before those of the ballot."""
    forms, slow = RoomForms(workbench), guesses(workbench).slow
    idea, group = ideas_path("{code:str}"), sign_up_path("{code:str}")
    return [
        Route(idea, guarded(slow(forms.write_idea)), methods=["GET"]),
        Route(idea, guarded(slow(forms.send_idea)), methods=["POST"]),
        Route(group, guarded(slow(forms.ask_name)), methods=["GET"]),
        Route(group, guarded(slow(forms.take_name)), methods=["POST"]),
        Route(group + "/{token:str}", guarded(slow(forms.signed_up)), methods=["GET"]),
        Route(group + "/{token:str}", guarded(slow(forms.take_back)), methods=["POST"]),
    ]
