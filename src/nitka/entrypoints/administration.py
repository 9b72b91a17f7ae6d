"""The use cases of the settings, on a process's services: for the API, the command line and the timers."""

from nitka.channels.administration import Administration
from nitka.channels.administration.publishing import Publisher
from nitka.channels.sessions import WAKE
from nitka.entrypoints.services import Services


def administration_of(services: Services) -> Administration:
    """Return the use cases of the settings on these services."""

    async def wake_sessions() -> None:
        if services.broker.client.is_connected:  # else they look by themselves
            await services.broker.client.publish(WAKE, b"")

    publisher = Publisher(services.database, services.sealer, services.keys, wake_sessions)
    return Administration(services.database, services.sealer, publisher)
