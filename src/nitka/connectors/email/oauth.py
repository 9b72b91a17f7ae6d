"""Access tokens for mailboxes (RFC 6749): from a refresh token, or for the application itself."""

import time
from urllib.parse import quote, urlsplit

import httpx

from nitka.channels.hosts import addresses_of, private_allowed
from nitka.connectors.email.settings import LOOPBACK, EmailSettings
from nitka.kernel.errors import BadInput

EARLY = 120.0  # seconds before its end that a token is renewed
_tokens: dict[tuple[str, ...], tuple[str, float]] = {}  # by what they are asked with


class TokenRefused(Exception):
    """The token server said no, or nothing of use. `temporary`: ask again later."""

    def __init__(self, reason: str, *, temporary: bool) -> None:
        super().__init__(reason)
        self.temporary = temporary


def _request(settings: EmailSettings) -> tuple[str, dict[str, str]]:
    preset = settings.preset
    url = settings.oauth_token_url or (preset.grant_url if preset else "")
    url = url.replace("{tenant}", quote(settings.oauth_tenant, safe=""))
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadInput("The address that gives tokens must begin with https://", field="oauth_token_url")
    form = {"client_id": settings.oauth_client_id}
    if settings.oauth_client_secret:
        form["client_secret"] = settings.oauth_client_secret
    scope = settings.oauth_scope or (preset.scope if preset else "")
    if settings.oauth_refresh_token:
        form |= {"grant_type": "refresh_token", "refresh_token": settings.oauth_refresh_token}
        scope = settings.oauth_scope  # the token has its scopes; asking for others would be refused
    else:
        form["grant_type"] = "client_credentials"
        scope = scope.replace(" offline_access", "")
    return url, form | ({"scope": scope} if scope else {})


async def access_token(settings: EmailSettings, *, renew: bool = False) -> str:
    """Return a token that is valid for two minutes at least. `renew`: the last one was refused.

    Raises `TokenRefused`, and `BadInput` for an address that would tell the secret on the way.
    """
    url, form = _request(settings)
    key = (url, *form.values())
    token, until = _tokens.get(key, ("", 0.0))
    if token and time.monotonic() < until and not renew:
        return token
    try:
        answer = await _asked(url, form)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise TokenRefused(type(error).__name__, temporary=True) from error
    if answer.status_code != 200:
        raise TokenRefused(
            f"status {answer.status_code}", temporary=answer.status_code >= 500 or answer.status_code == 429
        )
    return _kept(key, answer)


async def _asked(url: str, form: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(timeout=20) as client:
        if private_allowed():
            return await client.post(url, data=form)
        there = httpx.URL(url)
        address, *_ = await addresses_of(there.host, there.port or 443)
        checked = there.copy_with(host=address)
        name = {"Host": there.netloc.decode()}
        return await client.post(checked, data=form, headers=name, extensions={"sni_hostname": there.host})


def _kept(key: tuple[str, ...], answer: httpx.Response) -> str:
    try:
        body = answer.json()
        token, lifetime = str(body["access_token"]), float(body.get("expires_in", 300))
    except (ValueError, KeyError, TypeError) as error:
        raise TokenRefused("no token in the answer", temporary=True) from error
    _tokens[key] = (token, time.monotonic() + max(0.0, lifetime - EARLY))
    return token
