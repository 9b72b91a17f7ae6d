"""OpenTelemetry traces, when OTEL_EXPORTER_OTLP_ENDPOINT says where to. Its libraries are loaded only then."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_tracer: Any = None  # opentelemetry.trace.Tracer


def configure_traces(role: str) -> None:
    """Begin to export spans over OTLP/HTTP; does nothing when no endpoint is set."""
    global _tracer  # noqa: PLW0603 - one tracer a process, as OpenTelemetry has it
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "nitka", "nitka.role": role}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    _tracer = trace.get_tracer("nitka")


def tracing() -> bool:
    """Say whether spans are exported."""
    return _tracer is not None


@contextmanager
def span(name: str, carrier: Mapping[str, str] | None = None, **attributes: str | int | float | bool) -> Iterator[Any]:
    """Time a piece of work, as a child of what `carrier` (W3C traceparent) names. Yields the span, or None when off.

    Attributes must not hold personal data.
    """
    if _tracer is None:
        yield None
        return
    from opentelemetry.propagate import extract

    context = extract(carrier) if carrier else None
    # An exception's message may repeat what a person wrote, so it is not recorded.
    with _tracer.start_as_current_span(
        name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        yield current
