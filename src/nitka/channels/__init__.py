"""The contract between the domain and the wire: what a connector may say and what it is told."""
