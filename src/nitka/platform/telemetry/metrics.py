"""Figures of this process for Prometheus. Labels are routes and states, never ids of people."""

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

http_seconds = Histogram(
    "nitka_http_request_seconds",
    "Time from the request's head to the end of the answer",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
refused = Counter("nitka_refused_total", "Requests over a limit", ["limit"])
unknown_proxy = Counter("nitka_unknown_proxy_total", "Requests by a proxy that is not in NITKA_TRUSTED_PROXIES")
sign_ins_refused = Counter("nitka_sign_ins_refused_total", "Wrong passwords and codes")


def exposition() -> tuple[bytes, str]:
    """Return all figures in Prometheus's text format, and its media type."""
    return generate_latest(), CONTENT_TYPE_LATEST
