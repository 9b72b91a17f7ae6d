"""What HTML from outside may keep: no scripts, nothing that loads by itself, no way out of its frame."""

import re

import nh3

from nitka.connectors.email.body.tidy import tidy

BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "b", "bdi", "big", "br", "caption", "cite", "code", "col", "colgroup", "del", "em", "font", "i", "img",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "td", "th", "tt", "u",
    "var", "wbr",
}  # fmt: skip
VOID = {"br", "col", "hr", "img", "wbr"}
SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table"}
_LAYOUT = {"align", "valign", "width", "height", "bgcolor", "border", "cellpadding", "cellspacing"}
_TABULAR = ("table", "tr", "td", "th", "tbody", "thead", "col", "colgroup")
_STYLES = {
    "background-color", "border", "border-bottom", "border-left", "border-radius", "border-right", "border-top",
    "color", "font", "font-family", "font-size", "font-style", "font-weight", "height", "line-height",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width",
    "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align",
    "text-decoration", "vertical-align", "white-space", "width",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "dir", "lang", "title"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    **{tag: _LAYOUT | {"colspan", "rowspan"} for tag in _TABULAR},
}  # fmt: skip
_DROPPED_WITH_CONTENT = {"script", "style", "title", "head", "noscript", "template", "object", "svg", "math", "iframe"}
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_DATA_CHARACTERS = 60_000  # of pictures inside of an attribute: a touch has a limit


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style" and re.search(r"url\s*\(|expression|@import|\\", value, re.IGNORECASE):
        return None  # nothing that is allowed needs them
    if name in {"href", "src"} and value.lstrip().lower().startswith("data:"):
        keep = tag == "img" and len(value) <= _DATA_CHARACTERS and _PICTURE.fullmatch(value.strip())
        return value if keep else None
    return value


def _cleaner(extra: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=BLOCKS | _INLINE,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes={tag: _ATTRIBUTES.get(tag, set()) | extra.get(tag, set()) for tag in {*_ATTRIBUTES, *extra}},
        attribute_filter=_safe_attribute,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        url_relative="deny",
        filter_style_properties=_STYLES,
    )


first_clean = _cleaner({"*": {"class", "id"}})  # where quotations begin is told by them
last_clean = _cleaner({"img": {"data-src", "data-file"}})  # what we write ourselves, see `Document`


def safe_html(html: str) -> str:
    """Return HTML of our own as it may be sent or shown."""
    return last_clean.clean(flat_enough(html))


def flat_enough(html: str) -> str:
    """Return the HTML well-formed, or only its text when a parser would make too much of it for a letter."""
    return tidy(html, BLOCKS | _INLINE | _DROPPED_WITH_CONTENT, VOID, BLOCKS)
