"""Webhooks: where updates go instead of getUpdates: by POST, again until they are taken."""

from __future__ import annotations

import asyncio
import re
import ssl
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

from .errors import bad_request
from .guard import is_loopback
from .parameters import Parameters
from .updates import Update, Webhook
from .wire import JsonObject
from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name
MOST_CONNECTIONS = 40
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
"""Seconds before an update that was not taken is sent again. Telegram's pauses are longer."""
PATIENCE = ClientTimeout(total=10)


def set_webhook(world: World, params: Parameters) -> bool:
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not is_loopback(parts.hostname):
        raise bad_request("bad webhook: this server delivers to this machine only")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    most = params.integer("max_connections", MOST_CONNECTIONS)
    if not 1 <= most <= 100:
        raise bad_request("bad webhook: max_connections must be from 1 to 100")
    certificate = params.upload("certificate")
    kinds = params.object("allowed_updates")
    if isinstance(kinds, list):
        world.updates.allow([str(kind) for kind in kinds])
    if params.flag("drop_pending_updates"):
        world.updates.pending.clear()
    pem = certificate.data.decode("ascii", "replace") if certificate else None
    world.updates.deliver_to(Webhook(url, secret, most, pem))
    world.touch()
    return True


def delete_webhook(world: World, params: Parameters) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.updates.deliver_to(None)
    world.touch()
    return True


def get_webhook_info(world: World, _params: Parameters) -> JsonObject:
    hook = world.updates.webhook
    info: JsonObject = {
        "url": hook.url if hook else "",
        "has_custom_certificate": bool(hook and hook.certificate),
        "pending_update_count": len(world.updates.pending),
    }
    if hook:
        info |= {"max_connections": hook.most, "allowed_updates": list(world.updates.allowed)}
        if hook.failure:
            info |= {"last_error_date": hook.failed_at, "last_error_message": hook.failure}
    return info


class Postman:
    """Delivers what is pending to the webhook, if there is one.

    Messages of one chat go out one after the other, and so do the presses of one person; a failure
    of one holds up no other.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._under_way: dict[tuple[str, int], asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until it is cancelled."""
        updates = self._world.updates
        async with ClientSession(timeout=PATIENCE, cookie_jar=DummyCookieJar()) as session:
            try:
                while True:
                    if updates.webhook is not None:
                        self._send_out(session, updates.webhook)
                    await updates.stirred()
            finally:
                for task in self._under_way.values():
                    task.cancel()
                await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _send_out(self, session: ClientSession, hook: Webhook) -> None:
        for update in self._world.updates.pending:
            if len(self._under_way) >= hook.most:
                return
            queue = _queue(update)
            if queue not in self._under_way:
                task = asyncio.create_task(self._deliver(session, hook, update))
                self._under_way[queue] = task

    async def _deliver(self, session: ClientSession, hook: Webhook, update: Update) -> None:
        updates, pause = self._world.updates, FIRST_PAUSE
        try:
            while updates.webhook is hook and update in updates.pending:
                failure = await _failure(session, hook, update)
                if failure is None:
                    updates.confirm(update)
                    break
                hook.failed_at, hook.failure = self._world.timestamp(), failure
                self._world.touch()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            del self._under_way[_queue(update)]
            updates.wake()


async def _failure(session: ClientSession, hook: Webhook, update: Update) -> str | None:
    """None: it was taken."""
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    trusted: Any = ssl.create_default_context(cadata=hook.certificate) if hook.certificate else True
    try:
        async with session.post(
            hook.url, json=update.to_api(), headers=headers, ssl=trusted, allow_redirects=False
        ) as response:
            if response.ok:
                return None
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except (ClientError, OSError) as error:
        return f"Connection failed: {type(error).__name__}"


def _queue(update: Update) -> tuple[str, int]:
    """Whose turn it is: the chat's, for messages; the person's, for all else."""
    if "message" in update.kind:
        return ("chat", update.content["chat"]["id"])
    return (update.kind, update.content["from"]["id"])
