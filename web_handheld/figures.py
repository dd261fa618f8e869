"""What the service counts and measures for `/metrics`: one registry an app, so that two apps never share figures."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Figures:
    """Named figures in Prometheus' words; labels are few and never ids."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Histogram(
            "storefloor_http_seconds", "HTTP request to answer", ["route", "method", "status"],
            buckets=SECONDS, registry=registry,
        )  # fmt: skip
        self.reports = Counter(
            "storefloor_reports", "reports from gateways by what became of them", ["type", "outcome"], registry=registry
        )
        self.report_seconds = Histogram(
            "storefloor_report_seconds", "report to commit", ["type"], buckets=SECONDS, registry=registry
        )
        self.waiting = Gauge("storefloor_reports_waiting", "reports not yet applied", ["store"], registry=registry)
        self.pushes = Counter("storefloor_pushes", "pushes to screens", ["name"], registry=registry)
        self.sent = Counter("storefloor_sent", "instructions, wishes and webhooks sent", ["what"], registry=registry)
        self.clients = Gauge("storefloor_live_clients", "open websockets", ["namespace"], registry=registry)
        self.plans = Counter("storefloor_plans", "plans that work was let follow", registry=registry)
        self.plan_seconds = Histogram(
            "storefloor_plan_seconds", "question to plan in force", buckets=SECONDS, registry=registry
        )  # fmt: skip
        self.planner_ready = Gauge("storefloor_planner_ready", "1 while work follows plans", registry=registry)
        self.swept = Counter("storefloor_swept", "waits ended because their patience was over", registry=registry)

    def text(self) -> bytes:
        """Write all figures in Prometheus' text form."""
        return generate_latest(self._registry)
