"""The HTTP application, put together: every module's endpoints behind one way in."""

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from nitka.channels.entrances import Entrances
from nitka.conversations import endpoints as conversations
from nitka.customers import endpoints as customers
from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.api import second_factor
from nitka.entrypoints.api.asyncapi import asyncapi_document
from nitka.entrypoints.api.auth import AuthController
from nitka.entrypoints.api.continue_page import continue_page
from nitka.entrypoints.api.crossing import Crossing
from nitka.entrypoints.api.deadline import Deadline
from nitka.entrypoints.api.files import FilesController
from nitka.entrypoints.api.health import healthz, metrics, readyz
from nitka.entrypoints.api.imports import ImportsController
from nitka.entrypoints.api.ingest import client_router, tracking_router
from nitka.entrypoints.api.openapi import openapi_config, openapi_document
from nitka.entrypoints.api.originals import original
from nitka.entrypoints.api.people import PeopleController, TokensController
from nitka.entrypoints.api.problems import HANDLERS
from nitka.entrypoints.api.proxy import BehindProxies
from nitka.entrypoints.api.quarantine import QuarantineController
from nitka.entrypoints.api.request import SafeRequest
from nitka.entrypoints.api.second_step import SecondStepController
from nitka.entrypoints.api.settings import (
    ConnectionsController,
    WorkspaceController,
    audit_log,
    channels,
)
from nitka.entrypoints.api.static import static_handlers
from nitka.entrypoints.api.trail import Trail
from nitka.entrypoints.api.unknown_proxies import UnknownProxies
from nitka.entrypoints.realtime.desk import live, realtime
from nitka.entrypoints.services import Services
from nitka.pipeline import endpoints as pipeline
from nitka.pipeline import finding_endpoints as findings
from nitka.platform.auth import provide_principal, signed_in
from nitka.platform.ratelimit import RateLimits

BODY_LIMIT = 1_000_000  # bytes of a JSON body; files have a limit of their own


def create_app(services: Services) -> Litestar:
    """Return the application; it holds nothing open of its own but the realtime hub."""
    settings = services.settings
    limits = RateLimits(settings.client_rate, settings.upload_mb * 1_000_000, settings.new_visitors)
    administration = administration_of(services)
    app = Litestar(
        route_handlers=[
            desk_api(),
            client_router(),
            tracking_router(),
            live,
            healthz,
            readyz,
            metrics,
            asyncapi_document,
            openapi_document,
            continue_page,
            *services.routes,
            *static_handlers(),
        ],
        dependencies={
            "principal": Provide(provide_principal),
            "services": _always(services),
            "database": _always(services.database),
            "limits": _always(limits),
            "administration": _always(administration),
            "entrances": _always(Entrances(services.tokens, settings.base_url)),
        },
        state=State({"services": services, "limits": limits}),
        request_class=SafeRequest,
        request_max_body_size=BODY_LIMIT,
        exception_handlers=HANDLERS,
        openapi_config=openapi_config(),
        logging_config=None,
        lifespan=[realtime],
    )
    app.asgi_handler = BehindProxies(
        Trail(Deadline(Crossing(app.asgi_handler, limits))),
        settings.proxy_networks,
        published=bool(settings.public_url) and settings.tls_cert is None,
        unknown=UnknownProxies(services.broker).saw,
    )
    return app


def desk_api() -> Router:
    """Everything under /api/v1: closed to whoever is not signed in, unless a handler says that it is public."""
    return Router(
        "/api/v1",
        guards=[signed_in],
        route_handlers=[
            AuthController,
            SecondStepController,
            *second_factor.handlers,
            PeopleController,
            TokensController,
            WorkspaceController,
            ConnectionsController,
            channels,
            FilesController,
            original,
            QuarantineController,
            ImportsController,
            audit_log,
            *customers.handlers,
            *conversations.handlers,
            *pipeline.handlers,
            *findings.handlers,
        ],
    )


def _always(value: object) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)
