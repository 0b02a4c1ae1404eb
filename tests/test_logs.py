"""The token is in no log line, wherever it hides; a line can be a JSON object."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import Json, Redacting

ROOT = Path(__file__).parent.parent
TOKEN = "123456789:AAE-not_a_real_token_of_any_bot_x"
SECRET = TOKEN.partition(":")[2]


class Log:
    """A logger of its own and what it has written."""

    def __init__(self, token: str | None) -> None:
        self.lines = io.StringIO()
        handler = logging.StreamHandler(self.lines)
        handler.setFormatter(Redacting(token))
        self.logger = logging.Logger("tests.log")
        self.logger.addHandler(handler)

    @property
    def text(self) -> str:
        return self.lines.getvalue()


@pytest.fixture(params=[TOKEN, None], ids=["a token is set", "no token is set"])
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    log = Log(request.param)
    yield log
    assert SECRET not in log.text
    assert "<token>" in log.text


def test_in_the_message(log: Log) -> None:
    log.logger.warning("%s", f"the token {TOKEN} is wrong")
    assert log.text.endswith("WARNING tests.log: the token <token> is wrong\n")


def test_in_the_arguments(log: Log) -> None:
    log.logger.warning("request to %s failed: %r", f"https://t.me/bot{TOKEN}/getMe", {"t": TOKEN})
    assert log.text.endswith("request to https://t.me/bot<token>/getMe failed: {'t': '<token>'}\n")


def test_in_an_address_that_is_quoted(log: Log) -> None:
    log.logger.warning("https://t.me/bot%s/getMe", TOKEN.replace(":", "%3A"))


def test_in_the_text_of_an_exception(log: Log) -> None:
    try:
        Path(f"/nowhere/bot{TOKEN}/getMe").stat()
    except FileNotFoundError:
        log.logger.exception("not there")
    assert "Traceback" in log.text
    assert "'/nowhere/bot<token>/getMe'" in log.text


def test_in_the_cause_of_an_exception(log: Log) -> None:
    try:
        try:
            int(TOKEN)
        except ValueError as error:
            raise RuntimeError("wrong") from error
    except RuntimeError:
        log.logger.exception("it failed")
    assert "direct cause" in log.text


def test_in_the_source_lines_of_a_traceback(log: Log) -> None:
    try:
        int("123456789:AAE-not_a_real_token_of_any_bot_x")
    except ValueError:
        log.logger.exception("it failed")


def test_in_the_stack(log: Log) -> None:
    log.logger.warning("where: %s", TOKEN, stack_info=True)


def test_in_the_name_of_the_logger(log: Log) -> None:
    log.logger.name = f"bot{TOKEN}"
    log.logger.warning("hello")


def test_a_short_token_is_hidden_too() -> None:
    log = Log("1:local")
    log.logger.warning("/bot1:local/getMe")
    assert log.text.endswith("/bot<token>/getMe\n")


@pytest.mark.parametrize("form", [Redacting, Json])
@pytest.mark.parametrize("scheme", ["postgresql", "http"])
def test_a_password_in_an_address_is_hidden(form: type[Redacting], scheme: str) -> None:
    line = form(None).format(record_of(f"at {scheme}://coach:p4ss%40w0rd@db.example:5432/backday"))
    assert f"at {scheme}://coach:<password>@db.example:5432/backday" in line
    assert "p4ss" not in line


@pytest.mark.parametrize("text", ["12:30:45", "2026-03-02 18:00", "127.0.0.1:8080", "a: 123:456"])
def test_times_and_ports_stay_readable(text: str) -> None:
    log = Log(TOKEN)
    log.logger.warning("%s", text)
    assert log.text.endswith(f": {text}\n")


@given(st.from_regex(r"[0-9]{8,10}:[A-Za-z0-9_-]{35}", fullmatch=True), st.text(), st.text())
def test_any_token_in_any_surroundings(token: str, before: str, after: str) -> None:
    formatter = Redacting(token)
    line = before + token + after
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, "%s", (line,), None)
    assert token not in formatter.format(record)


SETTING_UP = """
import logging
from bot.logs import configure_logging
configure_logging("INFO", "123456789:AAE-not_a_real_token_of_any_bot_x")
logging.getLogger("handlers.dispatch").info("a tick")
logging.getLogger("handlers.dispatch").debug("too much")
logging.getLogger("httpx").info("HTTP Request: POST https://t.me/bot%s/getMe", "123456789:AAE")
logging.getLogger("httpx").warning("bot123456789:AAE-not_a_real_token_of_any_bot_x")
print("nothing else")
"""


def test_lines_go_to_standard_error_and_libraries_are_quiet(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", SETTING_UP],
        env={"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert result.stdout == "nothing else\n"
    told, warned = result.stderr.splitlines()
    assert told.endswith(" INFO handlers.dispatch: a tick")
    assert warned.endswith(" WARNING httpx: bot<token>")


def record_of(
    message: str = "hello", fields: object = None, *, failed: bool = False
) -> logging.LogRecord:
    info = None
    if failed:
        try:
            int(f"the token {TOKEN}")
        except ValueError:
            info = sys.exc_info()
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, "%s", (message,), info)
    record.fields = fields
    return record


def test_fields_stand_behind_the_words() -> None:
    record = record_of(fields={"kind": "message", "person": None, "ms": 1.5})
    assert Redacting(TOKEN).format(record).endswith("bot: hello kind=message person=- ms=1.5")


def test_as_json_a_line_is_one_object() -> None:
    record = record_of("two\nlines “quoted”", {"kind": "message", "person": None, "ms": 1.5})
    line = Json(TOKEN).format(record)
    assert "\n" not in line
    told = json.loads(line)
    time = told.pop("time")
    assert told == {
        "level": "INFO",
        "logger": "bot",
        "message": "two\nlines “quoted”",
        "kind": "message",
        "person": None,
        "ms": 1.5,
    }
    assert time.endswith("+00:00")


def test_as_json_a_traceback_is_kept_without_the_token() -> None:
    line = Json(TOKEN).format(record_of(failed=True))
    assert "the token <token>" in json.loads(line)["exception"]
    assert SECRET not in line


def test_as_json_a_token_with_a_quote_in_it_is_hidden_everywhere() -> None:
    odd = '123:a"b'
    line = Json(odd).format(record_of(f"at {odd}", {odd: odd, "list": [odd]}))
    assert json.loads(line)["message"] == "at <token>"
    assert json.loads(line)["list"] == "['<token>']"
    assert json.loads(line)["<token>"] == "<token>"
