"""The arrows between the folders, as pyproject.toml states them."""

import re
import subprocess
import sys
from pathlib import Path

from handlers.callback_data import ButtonData

ROOT = Path(__file__).parent.parent


def test_the_import_contracts_are_kept(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [str(command), "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"[1-9]\d* kept, 0 broken", result.stdout), result.stdout


def test_no_two_buttons_are_told_by_the_same_prefix() -> None:
    prefixes = [button.prefix for button in ButtonData.__subclasses__()]
    assert len(set(prefixes)) == len(prefixes) > 0
    assert all(re.fullmatch(r"[a-z]+", prefix) for prefix in prefixes)


def test_sql_is_only_where_it_belongs() -> None:
    statement = re.compile(r"[\"'](?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN)\b")
    storage = ROOT / "bot" / "storage"
    for folder in ("bot", "handlers", "content"):
        for file in (ROOT / folder).rglob("*.py"):
            if storage not in file.parents:
                assert not statement.search(file.read_text("utf-8")), file
