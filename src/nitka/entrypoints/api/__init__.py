"""The HTTP side of the platform: one application made of all modules' endpoints."""
