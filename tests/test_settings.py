"""Settings: what can be set, what it is by default, and every fault named at the door."""

import os
import re
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent
TOKEN = "123456789:AAE-not_a_real_token_of_any_bot_x"
NAMES = sorted(name.upper() for name in Settings.model_fields)


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without our settings, in a folder without a .env."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper() in NAMES or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)


def example() -> dict[str, str]:
    """The lines of `.env.example` that set something."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


class TestExample:
    def test_it_names_every_setting_once_and_no_other(self) -> None:
        text = (ROOT / ".env.example").read_text("utf-8")
        assert sorted(re.findall(r"^(\w+)=", text, re.MULTILINE)) == NAMES

    def test_each_line_shows_the_default(self, tmp_path: Path) -> None:
        defaults = read_settings()
        (tmp_path / ".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
        assert read_settings() == defaults
        for name, value in example().items():
            default = getattr(defaults, name.lower())
            if isinstance(default, SecretStr):
                default = default.get_secret_value()
            shown = Path(value).expanduser() if isinstance(default, Path) else value
            assert str(shown) == ("" if default is None else str(default))

    def test_each_setting_is_explained(self) -> None:
        blocks = (ROOT / ".env.example").read_text("utf-8").strip().split("\n\n")
        assert [block for block in blocks[1:] if not re.fullmatch(r"(# .+\n)+\w+=.*", block)] == []


class TestReading:
    def test_the_environment_wins_over_the_file(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / ".env").write_text("PAGE_PORT=9000\nLOG_LEVEL=debug\nOTHER=1\n")
        monkeypatch.setenv("PAGE_PORT", "9001")
        settings = read_settings()
        assert (settings.page_port, settings.log_level) == (9001, "DEBUG")

    def test_empty_is_the_same_as_not_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        defaults = read_settings()
        for name in NAMES:
            monkeypatch.setenv(name, "")
        assert read_settings() == defaults

    def test_everything_can_be_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": "http://localhost:8081/",
            "TELEGRAM_PROXY": "http://me:word@proxy.example.com:3128",
            "DATABASE_URL": "sqlite:////var/lib/backday.db",
            "CONTENT_DIR": "mine",
            "OPERATORS": "12, 7000000000",
            "DEFAULT_TIMEZONE": "Europe/Berlin",
            "LOG_FORMAT": "JSON",
            "SENDS_PER_SECOND": "1000",
        }.items():
            monkeypatch.setenv(name, value)
        settings = read_settings()
        assert settings.bot_token == SecretStr(TOKEN)
        assert settings.telegram_api_url == "http://localhost:8081"
        assert settings.proxy == "http://me:word@proxy.example.com:3128"
        assert settings.database_url == SecretStr("sqlite:////var/lib/backday.db")
        assert settings.chats_file == Path("/var/lib/backday.chats.json")
        assert settings.content_dir == Path("mine")
        assert settings.operator_ids == {12, 7_000_000_000}
        assert settings.default_timezone == "Europe/Berlin"
        assert settings.log_format == "json"
        assert settings.sends_per_second == 1000

    @pytest.mark.parametrize("url", ["sqlite:///data/backday.db", "postgresql://coach@db/backday"])
    def test_a_relative_path_is_below_the_working_folder(self, url: str) -> None:
        assert Settings(database_url=SecretStr(url)).chats_file == Path("data/backday.chats.json")

    @pytest.mark.parametrize(
        ("environment", "proxy"),
        [
            ({}, None),
            ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
            ({"HTTPS_PROXY": "proxy:3128"}, "http://proxy:3128"),
            ({"HTTP_PROXY": "http://proxy:3128"}, None),
            ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "telegram.org"}, None),
            ({"HTTPS_PROXY": "socks5://p:1", "TELEGRAM_PROXY": "http://q:2"}, "http://q:2"),
        ],
    )
    def test_without_a_proxy_of_its_own_the_usual_one_holds(
        self, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], proxy: str | None
    ) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert read_settings().proxy == proxy


WRONG = {
    "BOT_TOKEN": "nonsense",
    "TELEGRAM_API_URL": "ftp://example.com",
    "TELEGRAM_PROXY": "socks5://me:word@localhost:1080",
    "DATABASE_URL": "mysql://localhost/backday",
    "OPERATORS": "Erin",
    "DEFAULT_TIMEZONE": "Mars/Base",
    "LOG_LEVEL": "LOUD",
    "PAGE_PORT": "70000",
    "SENDS_PER_SECOND": "0",
}


class TestFaults:
    def test_all_of_them_are_named_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in WRONG.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SettingsError) as refusal:
            read_settings()
        first, *lines = str(refusal.value).splitlines()
        assert first == "These settings are wrong:"
        assert sorted(line.strip().partition(":")[0] for line in lines) == sorted(WRONG)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("TELEGRAM_API_URL", "https://"),
            ("TELEGRAM_API_URL", "http:// example.com"),
            ("TELEGRAM_PROXY", "proxy.example.com:3128"),
            ("TELEGRAM_PROXY", "http://"),
            ("TELEGRAM_PROXY", "http://:3128"),
            ("TELEGRAM_PROXY", "http://proxy:port"),
            ("TELEGRAM_PROXY", "http://[proxy"),
            ("TELEGRAM_PROXY", "socks5://proxy.example.com:1080"),
            ("DATABASE_URL", "sqlite:///"),
            ("DATABASE_URL", "data/backday.db"),
            ("DEFAULT_TIMEZONE", "CET"),
            ("OPERATORS", "12,"),
            ("OPERATORS", "12;13"),
            ("OPERATORS", "-100123"),
            ("OPERATORS", "0"),
            ("OPERATORS", "12, @erin"),
            ("OPERATORS", "²"),
            ("OPERATORS", "9" * 30),
            ("LOG_FORMAT", "xml"),
            ("PAGE_PORT", "0"),
            ("PAGE_PORT", "eighty"),
            ("BOT_TOKEN", "123456"),
            ("BOT_TOKEN", ":abc"),
            ("BOT_TOKEN", "123456:"),
            ("BOT_TOKEN", "abc:123456"),
            ("BOT_TOKEN", "123456:ABC DEF"),
        ],
    )
    def test_one_fault_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsError, match=rf"wrong:\n  {name}: [^\n]+$"):
            read_settings()

    def test_a_usual_proxy_that_cannot_be_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTPS_PROXY", "socks5://me:word@localhost:1080")
        with pytest.raises(SettingsError, match=r"HTTPS_PROXY: must be") as refusal:
            _ = read_settings().proxy
        assert "word" not in str(refusal.value)

    def test_a_file_in_another_encoding(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes("# für mich\nPAGE_PORT=9000\n".encode("latin-1"))
        with pytest.raises(SettingsError, match="not UTF-8"):
            read_settings()


class TestSecrecy:
    def test_the_token_is_in_no_representation(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BOT_TOKEN", TOKEN)
        settings = read_settings()
        for shown in (repr(settings), str(settings), settings.model_dump_json()):
            assert TOKEN not in shown
            assert TOKEN.partition(":")[2] not in shown

    @pytest.mark.parametrize("kind", ["postgresql", "mysql"])
    def test_the_password_of_the_database_is_in_no_representation(
        self, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", f"{kind}://coach:s3cret@db/backday")
        try:
            settings = read_settings()
            shown = f"{settings!r} {settings} {settings.model_dump_json()}"
        except SettingsError as refusal:
            shown = "".join(traceback.format_exception(refusal))
        assert "s3cret" not in shown

    def test_a_wrong_token_is_not_shown_either(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BOT_TOKEN", f"bot {TOKEN}")
        monkeypatch.setenv("PAGE_PORT", "0")
        with pytest.raises(SettingsError) as refusal:
            read_settings()
        shown = "".join(traceback.format_exception(refusal.value))
        assert "AAE-not_a_real" not in shown

    @pytest.mark.parametrize(
        "address", ["me:hunter2@proxy:3128", "me:hunter2@proxy:port", "me:/hunter2@proxy:3128"]
    )
    def test_the_password_of_a_proxy_is_never_shown(
        self, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        monkeypatch.setenv("TELEGRAM_PROXY", f"http://{address}")
        try:
            shown = repr(read_settings())
        except SettingsError as refusal:
            shown = "".join(traceback.format_exception(refusal))
        assert "TELEGRAM_PROXY" in shown.upper()
        assert "hunter2" not in shown

    @given(st.from_regex(r"[0-9]{1,12}:[A-Za-z0-9_-]{1,50}", fullmatch=True))
    def test_whatever_the_token_is_it_is_never_shown(self, token: str) -> None:
        settings = Settings(bot_token=SecretStr(token))
        assert settings.bot_token is not None
        assert settings.bot_token.get_secret_value() == token
        assert repr(settings) == repr(Settings(bot_token=SecretStr("1:x")))


def started(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot check` with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if name.upper() not in NAMES}
    return subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_with_wrong_settings_the_command_says_so_and_ends_with_two(tmp_path: Path) -> None:
    result = started(tmp_path, **WRONG | {"BOT_TOKEN": f"bot{TOKEN}"})
    assert (result.returncode, result.stdout) == (2, "")
    for name in WRONG:
        assert f"  {name}: " in result.stderr
    assert "Traceback" not in result.stderr
    assert "AAE-not_a_real" not in result.stderr


class TestWebhook:
    def test_it_is_off_and_so_are_the_metrics(self) -> None:
        settings = read_settings()
        assert settings.webhook_url is None
        assert settings.metrics_port is None

    @pytest.mark.parametrize(
        ("url", "served"),
        [
            ("https://bot.example.com/back", "https://bot.example.com/back"),
            ("https://bot.example.com", "https://bot.example.com/telegram"),
            ("https://bot.example.com:8443/", "https://bot.example.com:8443/telegram"),
        ],
    )
    def test_it_has_a_path_of_its_own(
        self, monkeypatch: pytest.MonkeyPatch, url: str, served: str
    ) -> None:
        monkeypatch.setenv("WEBHOOK_URL", url)
        assert read_settings().webhook_url == served

    def test_a_server_of_ones_own_may_post_without_tls(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8082")
        monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:9000/x")
        assert read_settings().webhook_url == "http://127.0.0.1:9000/x"

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("WEBHOOK_URL", "http://bot.example.com/x", "must start with https:// and a host"),
            ("WEBHOOK_URL", "bot.example.com", "must start with https:// and a host"),
            ("WEBHOOK_URL", "https://[bot", "must start with https:// and a host"),
            ("WEBHOOK_URL", "https://bot.example.com:9000/x", "443, 80, 88 or 8443"),
            ("WEBHOOK_URL", "https://bot.example.com/x?y=1", "must end with a path"),
            ("WEBHOOK_URL", "https://bot.example.com/{x}", "must end with a path"),
            ("WEBHOOK_SECRET", "short", "must be 16 to 256"),
            ("WEBHOOK_SECRET", "with spaces in between it", "must be 16 to 256"),
            ("WEBHOOK_PORT", "0", "greater than or equal to 1"),
            ("METRICS_PORT", "70000", "less than or equal to 65535"),
            ("WEBHOOK_CERT", "missing.pem", "must be a PEM file that is there"),
        ],
    )
    def test_what_cannot_work_is_said(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
    ) -> None:
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsError) as refused:
            read_settings()
        assert f"{name}: " in str(refused.value)
        assert reason in str(refused.value)

    @pytest.mark.parametrize("name", ["WEBHOOK_CERT", "WEBHOOK_KEY"])
    def test_a_certificate_needs_its_key(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
    ) -> None:
        file = tmp_path / "file.pem"
        file.touch()
        monkeypatch.setenv(name, str(file))
        with pytest.raises(SettingsError, match="WEBHOOK_KEY: must be set together with"):
            read_settings()
