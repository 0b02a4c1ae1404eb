"""The whole product in a real browser: no token, the page, a session, a question, a reminder."""

import os
import re
import shutil
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.bot_process import BotProcess

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RESTS_OR_DONE = re.compile("Rest until|Back day done")
PICTURES = os.environ.get("PICTURES")
"""A folder where the pictures of the README are wanted."""

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ,
    reason="no Chromium on this machine: install the package chromium",
)


class Phone:
    """The one phone on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def say(self, text: str) -> None:
        await self.page.get_by_test_id("input").fill(text)
        await self.page.get_by_test_id("send").click()

    async def tap(self, label: str) -> None:
        await self.page.get_by_test_id("button").filter(has_text=label).last.click()

    async def sees(self, text: str) -> None:
        await expect(self.last).to_contain_text(text, timeout=10_000)

    async def picture(self, name: str) -> None:
        if PICTURES:
            await expect(self.page.get_by_test_id("toast")).to_have_count(0, timeout=10_000)
            phone = self.page.get_by_test_id("phone")
            await phone.screenshot(path=Path(PICTURES) / f"{name}.png", animations="disabled")

    @property
    def last(self) -> Locator:
        return self.page.get_by_test_id("message").last


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    assert CHROMIUM, "the browser tests need Chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(
            viewport={"width": 480, "height": 860}, device_scale_factor=2, locale="en-GB"
        )
        yield page
        await browser.close()


async def test_a_session_a_question_and_a_reminder_in_the_page(tmp_path: Path, page: Page) -> None:
    port = free_port()
    # By day: who writes at night may be asked whether they travel.
    zone = "Europe/London" if datetime.now(UTC).hour in range(6, 20) else "Pacific/Honolulu"
    city = zone.rpartition("/")[2]
    settings = {"PAGE_PORT": str(port), "DEFAULT_TIMEZONE": zone}
    async with BotProcess(tmp_path, **settings) as bot:
        assert "No BOT_TOKEN is set" in bot.log
        await page.goto(f"http://127.0.0.1:{port}/")
        phone = Phone(page)
        await page.get_by_test_id("start").click()
        await phone.sees("no T-bar, what instead?")
        await phone.say("/backday")
        await phone.sees("5 exercises")
        await phone.picture("overview")
        await phone.tap("Start")
        await phone.sees("1/5")
        await phone.tap("40 kg")
        await phone.sees("40 kg × 9")
        await phone.picture("set")
        for _ in range(15):
            if "First time" in await phone.last.inner_text():
                await phone.tap("20 kg")
                await phone.sees("20 kg ×")
            await phone.tap("✓ Done")
            await expect(phone.last).to_contain_text(RESTS_OR_DONE)
            if "Rest until" in await phone.last.inner_text():
                await page.get_by_test_id("advance-300").click()
                await phone.sees("Rest is over.")
        await phone.sees("Back day done")
        await phone.picture("summary")

        await phone.say("no T-bar, what instead?")
        await phone.sees("Bent-over dumbbell row")
        await phone.sees("Erin Stern")
        await phone.picture("question")

        await page.get_by_test_id("advance-86400").click()  # whoever trained today is left alone
        await phone.say("/remind every day at 18:00")
        await phone.sees(f"In {city} it is")
        told = re.search(r"it is (\d\d):(\d\d) now", await phone.last.inner_text())
        assert told is not None
        in_an_hour = f"{(int(told[1]) + 1) % 24:02}:{told[2]}"
        await phone.say(f"/remind every day at {in_an_hour}")
        await phone.sees(f"{in_an_hour} ({city})")
        await page.get_by_test_id("advance-3600").click()
        await phone.sees("Last time: T-bar row 40 kg × 9, 9, 9")
        await phone.picture("reminder")
    assert "Traceback" not in bot.log


async def test_a_killed_bot_resumes_at_the_same_set_in_the_same_chat(
    tmp_path: Path, page: Page
) -> None:
    port = free_port()
    bot = BotProcess(tmp_path, PAGE_PORT=str(port))
    async with bot:
        await page.goto(f"http://127.0.0.1:{port}/")
        phone = Phone(page)
        await page.get_by_test_id("start").click()
        await phone.say("/backday")
        await phone.tap("Start")
        await phone.say("40x10")
        await phone.sees("Rest until")
        await bot.kill()
        await bot.start()
        await phone.tap("Next set now")
        await phone.sees("Set 2 of 3")
        await phone.say("/backday")
        await phone.sees("Set 2 of 3")


async def test_a_traveller_sends_a_location_and_saves_a_calendar_file(
    tmp_path: Path, page: Page
) -> None:
    assert page.context.browser is not None
    page = await page.context.browser.new_page(timezone_id="Asia/Tokyo", locale="en-GB")
    port = free_port()
    settings = {"PAGE_PORT": str(port), "DEFAULT_TIMEZONE": "Europe/London"}
    async with BotProcess(tmp_path, **settings) as bot:
        await page.goto(f"http://127.0.0.1:{port}/")
        phone = Phone(page)
        await page.get_by_test_id("start").click()
        await phone.say("/remind daily 18:00")
        await phone.sees("In London it is")
        shown = page.locator("time[data-unix]").first
        assert re.search(r"0[23]:00", await shown.inner_text()), "18:00 by the clock of the phone"

        await phone.tap("Change zone")
        await phone.tap("Send location")
        await page.get_by_test_id("key").filter(has_text="Send location").click()
        await page.get_by_test_id("place").filter(has_text="Tokyo").click()
        await phone.sees("Time zone: Tokyo")
        await expect(page.get_by_test_id("key")).to_have_count(0)
        await page.get_by_test_id("attach").click()
        await page.get_by_role("menuitem", name="Location").click()
        page.once("dialog", lambda dialog: dialog.accept("38.722, -9.139"))
        await page.get_by_test_id("other-place").click()
        await phone.sees("18:00 in Lisbon")

        await phone.tap("Calendar file")
        await phone.sees("back-day.ics")
        async with page.expect_download() as saved:
            await page.get_by_test_id("file").click()
        file = await saved.value
        assert file.suggested_filename == "back-day.ics"
        assert "TZID=Europe/Lisbon" in (await file.path()).read_text("utf-8")
    assert "Traceback" not in bot.log
