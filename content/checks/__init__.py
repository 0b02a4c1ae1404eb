"""Faults of the content that show only when it is put together; `backday check` looks for all."""
