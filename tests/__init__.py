"""Proof that the bot does what it says, told as what happened."""

import pytest

pytest.register_assert_rewrite("tests.content_files")
