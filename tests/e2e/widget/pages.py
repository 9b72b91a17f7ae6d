"""The company's site as the tests see it: pages that embed the widget, one strict and one rude to it."""

Headers = list[tuple[bytes, bytes]]

PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>{head}<body><h1>{title}</h1>
<p>Зимние ботинки из натуральной кожи, с мехом внутри. Размеры от 36 до 46.</p>
<button id="ask">Спросить</button> <a href="/second">Дальше</a>
{settings}<script {nonce} src="{host}/widget.js" data-key="wk_test" {data} async></script></body></html>"""

RUDE = """<style>
* { all: unset !important; font-size: 3px !important; color: lime !important; }
div, button, nitka-chat { display: none !important; }
</style><script>
window.keys = [];
document.addEventListener("keydown", (event) => window.keys.push(event.key));
Array.prototype.sneaky = function () {};
</script>"""

EARLY = """<script>
window.nitkaSettings = {name: "Иван Петров", email: "ivan@example.com", userToken: "a.eyJzdWIiOiJ1MSJ9.c"};
window.nitka = window.nitka || function () { (nitka.q = nitka.q || []).push(arguments); };
window.heard = [];
nitka("on", "message", (message) => window.heard.push(message.text));
nitka("open");
</script>"""


class Pages:
    """Renders the pages; `host` is the widget's own origin, another than the site's."""

    def __init__(self) -> None:
        self.host = ""

    def __call__(self, path: str) -> tuple[str, Headers] | None:
        """The page of a path, with its headers; None for what is no page."""
        plain = {"lang": "ru", "title": "Ботинки зимние", "head": "", "settings": "", "data": "", "nonce": ""}
        host = self.host
        policy = (
            f"default-src 'none'; script-src {host}; connect-src {host} {host.replace('http', 'ws')}; img-src {host}"
        )
        known: dict[str, tuple[dict[str, str], Headers]] = {
            "/": ({}, []),
            "/second": ({"title": "Доставка"}, []),
            "/en": ({"lang": "en", "title": "Winter boots"}, []),
            "/strict": ({}, [(b"content-security-policy", policy.encode())]),
            "/nosockets": ({}, [(b"content-security-policy", f"connect-src {host}/".encode())]),
            "/rude": ({"head": RUDE}, []),
            "/early": ({"settings": EARLY}, []),
            "/untracked": ({"data": 'data-track="off"'}, []),
        }
        if path not in known:
            return None
        values, headers = known[path]
        return PAGE.format(**plain | values, host=host), headers
