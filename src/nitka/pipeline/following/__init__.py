"""The role `identity`: what is found out of who is whom after the transaction, within a second."""

from nitka.pipeline.following.consumer import Consumer
from nitka.pipeline.following.worker import Following

__all__ = ["Consumer", "Following"]
