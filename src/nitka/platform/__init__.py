"""What every room stands on: database, broker, blobs, settings, telemetry and the embedded engines."""
