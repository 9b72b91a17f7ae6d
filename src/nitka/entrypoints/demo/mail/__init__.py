"""The demo's post office: SMTP and IMAP on loopback, spoken as by any mail server."""

from nitka.entrypoints.demo.mail.office import Account, PostOffice

__all__ = ["Account", "PostOffice"]
