"""The parameters of a call, however they came: query string, form, multipart or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import bad_request

INTEGERS = (
    "chat_id",
    "message_id",
    "offset",
    "limit",
    "timeout",
    "reply_to_message_id",
    "cache_time",
    "max_connections",
)
BOOLEANS = (
    "disable_notification",
    "protect_content",
    "show_alert",
    "is_big",
    "is_personal",
    "drop_pending_updates",
)
OBJECTS = (
    "reply_markup",
    "entities",
    "caption_entities",
    "reply_parameters",
    "link_preview_options",
    "allowed_updates",
    "commands",
    "scope",
    "reaction",
    "results",
    "button",
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """Typed access to the parameters; a missing required one is a 400."""

    values: dict[str, Any]
    uploads: dict[str, Upload]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            raise bad_request(f'invalid value of the parameter "{name}"')
        return value

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def object(self, name: str) -> Any:
        return self.values.get(name)

    def upload(self, name: str) -> Upload | None:
        """The file of a parameter, sent under its name or as attach://other-name."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return self.uploads.get(name)


async def read_parameters(request: web.Request) -> Parameters:
    """Everything a request says; ApiError 400 if it cannot be read."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.method == "POST" and request.can_read_body:
        if request.content_type == "application/json":
            values |= await _json_body(request)
        elif request.content_type == "multipart/form-data":
            await _multipart_body(request, values, uploads)
        else:
            values |= {name: str(value) for name, value in (await request.post()).items()}
    return Parameters(typed(values), uploads)


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Strings → the types that the Bot API gives these names."""
    return {name: _typed(name, value) for name, value in values.items() if value is not None}


def _typed(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in INTEGERS:
        return int(value) if value.removeprefix("-").isdecimal() else value
    if name in BOOLEANS:
        return value.lower() in ("true", "1", "yes")
    if name in OBJECTS and value:
        try:
            return json.loads(value)
        except ValueError:
            what = name.replace("_", " ")
            raise bad_request(f"can't parse {what} JSON object") from None
    return value


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise bad_request("can't parse request body as JSON") from None
    if not isinstance(body, dict):
        raise bad_request("the request body must be a JSON Object")
    return body


async def _multipart_body(
    request: web.Request, values: dict[str, Any], uploads: dict[str, Upload]
) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("unexpected part in the multipart body")
        data = bytes(await part.read(decode=True))
        if part.filename is not None:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, data, mime)
        else:
            values[part.name] = data.decode("utf-8", "replace")
