"""Path patterns, and the files that hold them."""

from pathlib import Path

import pytest

from detectors.errors import CatalogueError
from detectors.prompts import formats
from detectors.prompts.match import compile_patterns
from detectors.prompts.paths import Codec, Repeat, Root, Step, child, named, shown

PATTERNS = [
    ("messages[].content", ("a", "")),
    ("**.signature", ("b", "")),
    ("form:f.req|json[1]|json[0][0]", ("c", "")),
    ("*.inside", ("d", "")),
    ("list[2].x", ("role", "tool")),
    ("list[].x", ("role", "user")),
]


@pytest.mark.parametrize(
    ("steps", "kinds"),
    [
        (["messages", 7, "content"], {"a"}),
        (["messages", 7, Repeat("content", 2)], {"a"}),
        (["messages", 7, "contents"], set()),
        (["signature"], {"b"}),
        (["x", 3, "y", "signature"], {"b"}),
        (["x", "signature", "z"], set()),
        ([Root("form", "f.req"), Codec("json"), 1, Codec("json"), 0, 0], {"c"}),
        ([Root("form", "f.req"), Codec("json"), 1, Codec("json"), 0, 1], set()),
        (["anything", "inside"], {"d"}),
        ([4, "inside"], set()),
    ],
)
def test_a_pattern_matches_where_it_says(steps: list[Step | Root], kinds: set[str]) -> None:
    """Keys, any key, any index, one index, any depth, notations within notations."""
    state = compile_patterns(PATTERNS)
    for step in steps:
        state = state.step(step)
    assert state.kinds == kinds


def test_the_first_pattern_gives_the_role() -> None:
    """A reader's own patterns stand before the common ones, so they win."""
    at_list = compile_patterns(PATTERNS).step("list")
    assert at_list.step(2).step("x").role == "tool"
    assert at_list.step(1).step("x").role == "user"


def test_states_do_not_grow_with_the_paths_met() -> None:
    """Deep and many-keyed bodies leave a long-lived worker as it was."""
    start = compile_patterns(PATTERNS)
    deep = start
    for number in range(10_000):
        deep = deep.step(f"key{number}")
    assert deep.step("a") is deep
    for number in range(10_000):
        start.step(f"key{number}")
    assert len(start._next) <= 513


def test_paths_are_written_as_documented() -> None:
    """Keys that are no plain words are quoted, so that a path has one reading."""
    steps: list[Step] = ["a", 0, "b c", Repeat("d", 2), Codec("json"), 'e"]', "0"]
    path = ""
    for step in steps:
        path = child(path, step)
    assert path == 'a[0]["b c"].d~2|json["e\\"]"]["0"]'
    assert (named("form", "f.req"), named("query", "a b"), Root("line", 3).path) == (
        "form:f.req",
        'query:"a b"',
        "line:3",
    )
    assert shown("") == "body"


def test_a_path_does_not_grow_without_end() -> None:
    """A depth bomb has a path of a thousand characters, not a million."""
    path = ""
    for _ in range(10_000):
        path = child(path, "sleutel")
    assert len(path) < 1020
    assert path.endswith("…")


def test_a_broken_format_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in `wire/` names the file, the line and the field."""
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "a.yaml").write_text("source: wij\nchecked: '2026-01-01'\nreaders:\n  x: {shap: [a]}\n")
    monkeypatch.setattr(formats, "files", lambda _: tmp_path)
    formats.load_families.cache_clear()
    with pytest.raises(CatalogueError, match=r"wire/a\.yaml:4: readers\.x\.shap: unknown field"):
        formats.load_families()
    formats.load_families.cache_clear()
