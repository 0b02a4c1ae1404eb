"""The files under deploy/: they name settings that there are, and each other."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from handlers.service import LONGEST_STOP

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """Those of the Compose file."""
    found: dict[str, Any] = yaml.safe_load(text("compose.yaml"))["services"]
    return found


@pytest.fixture(scope="module")
def bots(services: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in services.items() if name.startswith("bot-")}


class TestCompose:
    def test_there_are_two_bots_with_settings_that_there_are(self, bots: dict[str, Any]) -> None:
        assert sorted(bots) == ["bot-1", "bot-2"]
        for bot in bots.values():
            assert set(bot["environment"]) <= SETTINGS

    def test_what_it_asks_for_is_in_the_example(self) -> None:
        asked = set(re.findall(r"\$\{(\w+)", text("compose.yaml")))
        assert asked == set(re.findall(r"^(\w+)=", text("compose.env.example"), re.MULTILINE))

    def test_what_it_mounts_is_there(self, services: dict[str, Any]) -> None:
        mounts = [
            mount.split(":") for each in services.values() for mount in each.get("volumes", ())
        ]
        files = [source for source, *_ in mounts if source.startswith(".")]
        assert len(files) == 2
        assert [file for file in files if not (DEPLOY / file).is_file()] == []

    def test_the_bots_are_fenced_in(self, bots: dict[str, Any]) -> None:
        for bot in bots.values():
            assert bot["read_only"]
            assert bot["cap_drop"] == ["ALL"]
            assert int(bot["stop_grace_period"].removesuffix("s")) > LONGEST_STOP

    def test_the_balancer_and_the_metrics_find_both_bots(self, bots: dict[str, Any]) -> None:
        facts = bots["bot-1"]["environment"]
        webhook, metrics = facts["WEBHOOK_PORT"], facts["METRICS_PORT"]
        caddy = text("Caddyfile")
        assert f"reverse_proxy bot-1:{webhook} bot-2:{webhook} {{" in caddy
        assert f"health_port {metrics}\n" in caddy
        (job,) = yaml.safe_load(text("prometheus.yml"))["scrape_configs"]
        assert job["static_configs"] == [{"targets": [f"bot-1:{metrics}", f"bot-2:{metrics}"]}]


class TestImage:
    def test_it_sets_settings_that_there_are(self) -> None:
        (block,) = re.findall(r"^ENV (.*?[^\\])\n", text("Dockerfile"), re.MULTILINE | re.DOTALL)
        names = set(re.findall(r"(\w+)=", block))
        assert names - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= SETTINGS

    def test_it_does_not_run_as_root(self) -> None:
        assert re.findall(r"^USER (\w+)$", text("Dockerfile"), re.MULTILINE) == ["backday"]

    def test_what_it_copies_is_there_and_let_in(self) -> None:
        copied = re.findall(r"^COPY ([^-].*) \S+$", text("Dockerfile"), re.MULTILINE)
        sources = {source for line in copied for source in line.split()}
        let_in = re.findall(r"^!(.+)$", text("Dockerfile.dockerignore"), re.MULTILINE)
        assert sources == set(let_in)
        assert [source for source in sources if not (ROOT / source).exists()] == []


class TestService:
    def test_it_sets_settings_that_there_are(self) -> None:
        names = re.findall(r"^Environment=(\w+)=", text("backday.service"), re.MULTILINE)
        assert set(names) <= SETTINGS

    def test_it_waits_longer_than_a_stop_takes(self) -> None:
        (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", text("backday.service"), re.MULTILINE)
        assert int(seconds) > LONGEST_STOP

    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
    def test_systemd_understands_it(self, tmp_path: Path) -> None:
        unit = tmp_path / "backday.service"
        here = text("backday.service").replace(
            "/opt/backday/.venv/bin/backday", str(Path(sys.executable).with_name("backday"))
        )
        unit.write_text(here.replace("EnvironmentFile=/etc", f"EnvironmentFile=-{tmp_path}"))
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)],  # noqa: S607
            capture_output=True,
            check=False,
            text=True,
        )
        assert "backday.service" not in done.stdout + done.stderr
        assert done.returncode == 0


class TestHealth:
    @pytest.fixture(params=[200, 503])
    def server(self, request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
        """The status that it answers with, and its port."""

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(request.param if self.path == "/healthz" else 404)
                self.end_headers()

            def log_message(self, *_arguments: object) -> None: ...

        server = HTTPServer(("127.0.0.1", 0), Answer)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield request.param, server.server_port
        server.shutdown()
        thread.join()
        server.server_close()

    def test_a_bot_that_serves_is_healthy_and_no_other(self, server: tuple[int, int]) -> None:
        status, port = server
        assert self.code(port) == (0 if status == 200 else 1)

    def test_a_bot_that_is_gone_is_not_healthy(self) -> None:
        assert self.code(1) == 1

    def code(self, port: int) -> int:
        """Even where a proxy is set."""
        environment = {**os.environ, "METRICS_PORT": str(port), "http_proxy": "http://127.0.0.1:1"}
        done = subprocess.run(
            [sys.executable, str(DEPLOY / "healthy.py")],
            env=environment,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode
