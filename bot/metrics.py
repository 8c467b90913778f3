"""What is counted, for /metrics: ids and words of people never become labels."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The counters of one process; each has a registry of its own, so that two can live in one test."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"companion_{name}", text, labels, registry=self.registry)

        self.received = counter("updates_received", "Updates committed to the inbox", "kind")
        self.applied = counter("updates_applied", "Updates whose effect is committed", "kind")
        self.failed = counter("updates_failed", "Updates answered with an apology")
        self.polls = counter("polls", "Calls of getUpdates", "outcome")
        self.sent = counter("messages_sent", "Messages that arrived at Telegram", "why")
        self.send_failures = counter("send_failures", "Failed attempts to send, by error", "error")
        self.notifications_due = self._gauge("notifications_due", "Notifications that should be out by now", "kind")
        self.notifications_sent = counter("notifications_sent", "Notifications delivered", "kind")
        self.notifications_late = counter("notifications_late", "Of these, late by over 10 minutes", "kind")
        self.notifications_failed = counter("notifications_failed", "Attempts at notifications that failed", "kind")
        self.sweeps = counter("sweeps", "Searches for due notifications")
        self.sweep_age = self._gauge("sweep_age_seconds", "Seconds since the last sweep for notifications")
        self.rounds_reads = counter("rounds_reads", "Times the feed of rounds was asked", "source", "outcome")
        self.rounds_known = self._gauge("rounds_known", "Rounds of invitations that are known")
        self.rounds_held = self._gauge("rounds_held", "Rows of the feed of rounds that were not taken")
        self.rounds_success = self._gauge(
            "rounds_last_success_timestamp_seconds", "When the feed last answered well", "source"
        )
        self.step = Histogram(
            "companion_step_seconds",
            "From the start of an update's transaction to its commit",
            buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
            registry=self.registry,
        )
        self._kinds: set[str] = set()
        self.backlog = self._gauge("backlog", "Updates received and not yet answered")

    def show_due(self, due: Mapping[str, int]) -> None:
        """Sets how many notifications are due, by kind; a kind shown before and due no more stands at 0."""
        self._kinds.update(due)
        for kind in self._kinds:
            self.notifications_due.labels(kind).set(due.get(kind, 0))

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"companion_{name}", text, labels, registry=self.registry)
