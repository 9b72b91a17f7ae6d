"""What a running Nitka tells of itself: logs, metrics, traces. Never whom it serves, nor what they say."""

from nitka.platform.telemetry.logs import configure_logging
from nitka.platform.telemetry.traces import configure_traces, span

__all__ = ["configure_logging", "configure_traces", "span"]
