"""What a process counts and measures, for Prometheus: never an id, never words of people."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """One for each process. Times are seconds; those of events are of `time.monotonic`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        ProcessCollector(registry=registry)
        self.updates = Counter(
            "backday_updates", "Updates taken in hand, by kind", ["kind"], registry=registry
        )
        self.update_seconds = Histogram(
            "backday_update_seconds",
            "From when an update was kept until it was handled, replies included",
            buckets=_SECONDS,
            registry=registry,
        )
        self.webhook_requests = Counter(
            "backday_webhook_requests", "Requests to the webhook", ["status"], registry=registry
        )
        self.queue = Gauge(
            "backday_queue", "Updates that wait or are handled in this process", registry=registry
        )
        self.inbox = Gauge(
            "backday_inbox", "Updates that are not handled yet, of all processes", registry=registry
        )
        self.due_lag = Gauge(
            "backday_due_lag_seconds",
            "How late the oldest reminder, rest or answer is that nobody has claimed",
            registry=registry,
        )
        self.due_waiting = Gauge(
            "backday_due_waiting",
            "Reminders, rests and answers that are due and that nobody has claimed",
            registry=registry,
        )
        self.deliveries = Counter(
            "backday_deliveries",
            "What was due and is settled or tried again, by what came of it",
            ["kind", "outcome"],
            registry=registry,
        )
        self.unanswered = Gauge(
            "backday_unanswered_questions", "Questions that wait for content", registry=registry
        )
        self.sends = Counter(
            "backday_sends",
            "Calls of the Bot API, polls left out, by what came of them",
            ["method", "outcome"],
            registry=registry,
        )
        self.send_seconds = Histogram(
            "backday_send_seconds",
            "How long such a call took, the wait for a connection included",
            buckets=_SECONDS,
            registry=registry,
        )
        self.pool_in_use = Gauge(
            "backday_pool_in_use", "Connections in use", ["pool"], registry=registry
        )
        self.pool_waiting = Gauge(
            "backday_pool_waiting", "Calls or units that wait for one", ["pool"], registry=registry
        )
        self.tasks = Gauge(
            "backday_tasks", "Tasks of the event loop; steady unless one leaks", registry=registry
        )
        self.ticked_at: float | None = None
        self.answered_at: float | None = None

    def ticked(self) -> None:
        """The tick goes on."""
        self.ticked_at = time.monotonic()

    def answered(self) -> None:
        """Telegram did what it was asked for."""
        self.answered_at = time.monotonic()
