"""E-mail: see `docs/channels/email.md`."""

from nitka.connectors.email.connector import Email

connector = Email()
