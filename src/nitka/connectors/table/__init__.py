"""Customers from files and databases: what a company knew of them before."""

from nitka.connectors.table.connector import connector

__all__ = ["connector"]
