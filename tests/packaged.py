"""The content that comes with BackDay, read and learned once for all tests."""

from bot.edition import load_edition
from content.loader import packaged_content
from tests.bot_process import CACHE

_EDITION = load_edition(packaged_content(), CACHE)
LIBRARY = _EDITION.library
ANSWERER = _EDITION.answerer
