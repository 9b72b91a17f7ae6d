"""The description of the API: OpenAPI 3.1 at /api/openapi.json, made from the handlers."""

from typing import Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

import nitka
from nitka.entrypoints.api.problems import MEDIA_TYPE, Problem

SCHEMES = Components(
    security_schemes={
        "token": SecurityScheme(type="http", scheme="bearer", description="An API token of a workspace"),
        "session": SecurityScheme(
            type="apiKey",
            name="nitka_session",
            security_scheme_in="cookie",
            description="Signed in at the desk; changes need the header X-Nitka-Request: 1 as well",
        ),
        "write_key": SecurityScheme(
            type="apiKey", name="X-Nitka-Key", security_scheme_in="header", description="The public key of a website"
        ),
        "visitor": SecurityScheme(
            type="apiKey",
            name="X-Nitka-Visitor",
            security_scheme_in="header",
            description="A secret of 16 to 200 characters that the client made up; the first one stays",
        ),
        "tracking": SecurityScheme(
            type="http",
            scheme="basic",
            description="The write key as the user, or `writeKey` in the body; the server key instead of it is trusted",
        ),
    }
)
_DESCRIPTION = (
    "Lists are `{items, next}` with `limit` and `cursor`; times are RFC 3339 in UTC; errors are "
    "`application/problem+json`. Ignore fields and kinds that you do not know: more will come."
)
_ERRORS = {
    "400": "The request is not right",
    "401": "Not signed in",
    "403": "Not allowed",
    "404": "Not there, or somebody else's",
    "409": "Conflicts with what is there",
    "413": "Too large",
    "429": "Too many requests",
    "503": "Not available for the moment",
}
_METHODS = ("get", "post", "put", "patch", "delete")


def openapi_config() -> OpenAPIConfig:
    """Return what the description says of the whole."""
    return OpenAPIConfig(
        title="Nitka",
        version=nitka.__version__,
        description=_DESCRIPTION,
        components=SCHEMES,
        security=[{"token": []}, {"session": []}],
        path="/api/docs",
        render_plugins=[],
        use_handler_docstrings=True,
    )


def describe(app: Litestar) -> dict[str, Any]:
    """Return the OpenAPI document, every operation with the problems it may answer."""
    schema = app.openapi_schema.to_schema()
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    components["Problem"] = msgspec.json.schema(Problem)["$defs"]["Problem"]
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for item in schema["paths"].values():
        for method in _METHODS:
            if method in item:
                responses = item[method].setdefault("responses", {})
                responses.get("204", {}).pop("content", None)  # there is none
                responses.update(
                    {status: {"description": text, "content": problem} for status, text in _ERRORS.items()
                     if status == "400" or status not in responses}
                )  # fmt: skip
    return schema


@get("/api/openapi.json", include_in_schema=False)
async def openapi_document(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the description; it is made once."""
    state = request.app.state
    if "openapi" not in state:
        state.openapi = msgspec.json.encode(describe(request.app))
    return Response(state.openapi, media_type="application/json")
