"""The coach's mouth and ears on Telegram; the only code that imports telegram."""
