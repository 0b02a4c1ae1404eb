"""A taste of `tests.update_fuzzing`; the long run is a command of its own."""

from pathlib import Path

from tests.update_fuzzing import fuzz


async def test_odd_and_forged_updates_break_nothing_and_touch_nobody_else(tmp_path: Path) -> None:
    findings = await fuzz(400, 20261126, tmp_path)
    assert not findings.faults
    assert findings.outcomes["handled"] > 200, "ordinary deeds are among them"
    assert findings.outcomes["stale"] > 50, "and forged buttons are"
