"""Settings from the environment and `.env`; every fault is named at once."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.budget import PER_SECOND
from bot.domain.zones import known_zone
from bot.errors import SettingsError
from bot.storage.url import is_known, sqlite_file

_TELEGRAM = "https://api.telegram.org"
_WEBHOOK_PORTS = (443, 80, 88, 8443)
"""Telegram posts to no others."""
_WEBHOOK_PATH = "/telegram"
_HIGHEST_ID = 2**52
"""Telegram's ids have at most 52 significant bits."""


def _web_address(value: str) -> str:
    if not re.match(r"https?://[^\s/]+", value):
        raise ValueError("must start with http:// or https:// and a host")
    return value.rstrip("/")


def _proxy_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # whose words may have a part of the password
        usable = False
    if not usable:
        raise ValueError("must be http:// or https://, a host and a port; SOCKS is not supported")
    return value


def _proxy(address: SecretStr | None) -> SecretStr | None:
    if address:
        _proxy_address(address.get_secret_value())
    return address


class Settings(BaseSettings):
    """What an operator can set; `.env.example` lists the same with a comment each."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    bot_token: SecretStr | None = None
    telegram_api_url: Annotated[str, AfterValidator(_web_address)] = _TELEGRAM
    telegram_proxy: Annotated[SecretStr | None, AfterValidator(_proxy)] = None
    database_url: SecretStr = SecretStr("sqlite:///data/backday.db")
    content_dir: Path | None = None
    cache_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default=Path("~/.cache/backday"), validate_default=True
    )
    operators: str = ""
    default_timezone: str = "Etc/UTC"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    sends_per_second: int = Field(default=round(PER_SECOND), ge=1, le=1000)
    page_port: int = Field(default=8080, ge=1, le=65535)
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8081, ge=1, le=65535)
    webhook_cert: Path | None = None
    webhook_key: Path | None = Field(default=None, validate_default=True)
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)

    @field_validator("bot_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        number, colon, secret = (
            token.get_secret_value().partition(":") if token else ("1", ":", "x")
        )
        if not (number.isdigit() and colon and secret) or any(map(str.isspace, secret)):
            raise ValueError("must look like 123456:ABC-DEF, as BotFather gives it")
        return token

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, url: str | None, info: ValidationInfo) -> str | None:
        """With the path that it is served under."""
        if url is None:
            return None
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or 443
        except ValueError:
            host, port = None, 443
        local = info.data.get("telegram_api_url") != _TELEGRAM  # such a server may do without TLS
        if not host or parts.scheme not in (("https", "http") if local else ("https",)):
            raise ValueError("must start with https:// and a host")
        if port not in _WEBHOOK_PORTS and not local:
            raise ValueError("must have port 443, 80, 88 or 8443: Telegram posts to no other")
        if parts.query or parts.fragment or not re.fullmatch(r"[\w/.~-]*", parts.path, re.ASCII):
            raise ValueError("must end with a path of letters, digits, / _ . ~ and -")
        return url if parts.path.strip("/") else url.rstrip("/") + _WEBHOOK_PATH

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("must be 16 to 256 of A-Z, a-z, 0-9, _ and -")
        return secret

    @field_validator("webhook_cert", "webhook_key")
    @classmethod
    def _pem(cls, file: Path | None) -> Path | None:
        if file is not None and not file.is_file():
            raise ValueError("must be a PEM file that is there")
        return file

    @field_validator("webhook_key")
    @classmethod
    def _with_certificate(cls, key: Path | None, info: ValidationInfo) -> Path | None:
        if "webhook_cert" in info.data and (key is None) != (info.data["webhook_cert"] is None):
            raise ValueError("must be set together with WEBHOOK_CERT, or neither")
        return key

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: SecretStr) -> SecretStr:
        if not is_known(url.get_secret_value()):
            raise ValueError("must be sqlite:/// and the path of a file, or postgresql://…")
        return url

    @field_validator("operators")
    @classmethod
    def _operators(cls, ids: str) -> str:
        for part in ids.split(",") if ids.strip() else ():
            number = part.strip()
            if not (number.isascii() and number.isdigit() and 0 < int(number) < _HIGHEST_ID):
                raise ValueError(f"must be Telegram user ids with commas between; {part!r} is none")
        return ids

    @field_validator("default_timezone")
    @classmethod
    def _zone(cls, zone: str) -> str:
        if not known_zone(zone):
            raise ValueError("must be an IANA zone such as Europe/Berlin, or Etc/UTC")
        return zone

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: str) -> str:
        return level.upper()

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, form: str) -> str:
        return form.lower()

    @property
    def proxy(self) -> str | None:
        """With its password; where none is set, what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.

        SettingsError where these name one that cannot be used.
        """
        if self.telegram_proxy:
            return self.telegram_proxy.get_secret_value()
        url = urlsplit(self.telegram_api_url)
        usual = None if proxy_bypass(url.hostname or "") else getproxies().get(url.scheme)
        if not usual:
            return None
        try:
            return _proxy_address(usual if "://" in usual else f"http://{usual}")
        except ValueError as error:
            raise SettingsError(f"{url.scheme.upper()}_PROXY: {error}") from None

    @property
    def operator_ids(self) -> frozenset[int]:
        return frozenset(int(part) for part in self.operators.split(",") if part.strip())

    @property
    def chats_file(self) -> Path:
        """Where the chat page keeps its chats: beside the database, if that is a file."""
        file = sqlite_file(self.database_url.get_secret_value())
        return (file or Path("data/backday.db")).with_suffix(".chats.json")


def read_settings() -> Settings:
    """The settings; raises SettingsError with one line for each that is wrong."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise SettingsError("The file .env cannot be read: it is not UTF-8.") from None
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_url=False, include_input=False):
            name = str(problem["loc"][0]).upper()
            lines.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
        raise SettingsError("These settings are wrong:\n  " + "\n  ".join(lines)) from None
