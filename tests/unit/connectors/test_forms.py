"""Every setting of every connector is asked for in both languages."""

import pytest

from nitka.channels.administration.rules import kind_of
from nitka.channels.capabilities import Title
from nitka.channels.form import Asked, worded
from nitka.channels.registry import connectors


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_the_form_of_a_channel_has_words_for_all_it_asks(kind: str) -> None:
    schema = kind_of(connectors()[kind]).settings_schema
    manifest = connectors()[kind].manifest
    for name, field in schema["properties"].items():
        assert field.get("title"), name
        assert field["x-ru"]["title"], name
        assert ("description" in field) == ("description" in field["x-ru"]), name
        if "enum" in field:
            assert set(field["x-choices"]) == set(field["enum"]), name
    assert not set(manifest.made) & set(schema["properties"])
    assert set(manifest.form) <= set(schema["properties"]), "words for what is not there"


def test_what_is_needed_first_stands_first_and_the_rest_is_folded() -> None:
    schema = {"properties": {"b": {"type": "string"}, "c": {"type": "string"}, "a": {"type": "string"}}}
    form = {"a": Asked(title=Title(ru="А", en="A")), "b": Asked(title=Title(ru="Б", en="B"), more=True)}
    told = worded(schema, form, made=("c",))["properties"]
    assert list(told) == ["a", "b"]
    assert told["a"] == {"type": "string", "title": "A", "x-ru": {"title": "А"}}
    assert told["b"]["x-more"] is True
