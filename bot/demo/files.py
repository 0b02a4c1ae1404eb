"""Files on the server: what people and the bot sent, by the ids that the bot may keep."""

from __future__ import annotations

import secrets
from dataclasses import replace

from .errors import bad_request
from .images import LARGEST, SMALL, read_picture, scaled
from .messages import StoredFile

PHOTO_BYTES = 10 << 20
PREFIXES = {"photo": "AgACAgIAAxkD", "document": "BQACAgIAAxkD", "voice": "AwACAgIAAxkD"}


class FileStore:
    """All files by file_id; the bytes once, by the unique id of the original."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.contents: dict[str, bytes] = {}

    def add(self, kind: str, data: bytes, mime: str, name: str = "") -> StoredFile:
        """Keeps a file that is not a photo."""
        if not data:
            raise bad_request("file must be non-empty")
        unique_id = _unique_id()
        self.contents[unique_id] = data
        return self._keep(
            StoredFile(_file_id(kind), unique_id, kind, unique_id, mime, len(data), name)
        )

    def add_photo(self, data: bytes) -> tuple[StoredFile, ...]:
        """Keeps a photo in its sizes, smallest first; ApiError 400 if it is not a picture."""
        if not data:
            raise bad_request("file must be non-empty")
        if len(data) > PHOTO_BYTES:
            raise bad_request(
                f"file of size {len(data)} bytes is too big for a photo; "
                f"the maximum size is {PHOTO_BYTES} bytes"
            )
        picture = read_picture(data)
        if picture is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        short, long = sorted((picture.width, picture.height))
        if short == 0 or short + long > 10_000 or long > 20 * short:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        unique_id = _unique_id()
        self.contents[unique_id] = data
        suffix = picture.mime.partition("/")[2].replace("jpeg", "jpg")
        original = StoredFile(
            "", unique_id, "photo", unique_id, picture.mime, len(data), f"photo.{suffix}"
        )
        sizes = {scaled(picture, longest): None for longest in (SMALL, LARGEST)}
        return tuple(
            self._keep(
                replace(
                    original,
                    file_id=_file_id("photo"),
                    unique_id=unique_id if size == list(sizes)[-1] else _unique_id(),
                    width=size[0],
                    height=size[1],
                )
            )
            for size in sizes
        )

    def sizes_of(self, file: StoredFile) -> tuple[StoredFile, ...]:
        """All sizes of the photo that `file` is one of, smallest first."""
        same = [other for other in self.by_id.values() if other.original == file.original]
        return tuple(sorted(same, key=lambda size: size.width))

    def read(self, file: StoredFile) -> bytes:
        return self.contents[file.original]

    def _keep(self, file: StoredFile) -> StoredFile:
        self.by_id[file.file_id] = file
        return file


def _file_id(kind: str) -> str:
    return PREFIXES.get(kind, "CAACAgIAAxkD") + secrets.token_urlsafe(45)


def _unique_id() -> str:
    return "AQAD" + secrets.token_urlsafe(8)
