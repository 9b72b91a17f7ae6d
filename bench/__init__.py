"""Benchmarks. `make bench` runs them all; each prints ratios of what was measured in the same run."""
