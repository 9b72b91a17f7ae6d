"""Invented customers who browse, write and buy. They use the public interfaces only, as anybody's would."""
