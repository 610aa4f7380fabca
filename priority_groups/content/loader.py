"""YAML file -> checked model, or an error that names file, line and reason."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.reader import ReaderError

Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[str | int]
# libyaml's, where it was built in, reads in a tenth of the time; both know the lines.
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentError(Exception):
    """A content file is wrong. The message is `file:line: reason`, one line for each thing that is wrong."""

    def __init__(self, path: Path, faults: Sequence[tuple[int, str]]) -> None:
        self.path = path
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{path}:{line}: {reason}" for line, reason in self.faults))

    @property
    def line(self) -> int:
        """Line of the first fault, counted from 1."""
        return self.faults[0][0]

    @property
    def reason(self) -> str:
        """Reason of the first fault."""
        return self.faults[0][1]


def load_yaml(path: Path, model: type[Model]) -> Model:
    """Read `path` as `model`. Raises ContentError for everything that can be wrong with the file."""
    node, data = _read(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = [(_line(node, fault["loc"]), _reason(fault["loc"], fault["msg"])) for fault in error.errors()]
        raise ContentError(path, sorted(faults)) from error


def line_of(path: Path, location: Location) -> int:
    """Line of a value inside a YAML file, for checks that span files: `line_of(path, ("indicators", 3, "measure"))`."""
    node, _ = _read(path)
    return _line(node, location)


def _read(path: Path) -> tuple[yaml.Node, object]:
    """The tree with its line numbers and the plain data of one YAML file."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(path, [(1, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError(path, [(line, "is not UTF-8 text")]) from error
    try:
        loader = LOADER(text)
        node = loader.get_single_node()
        if node is None:
            raise ContentError(path, [(1, "is empty")])
        if faults := list(_duplicate_keys(node)):
            raise ContentError(path, faults)
        return node, loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        raise ContentError(path, [(mark.line + 1 if mark else 1, reason)]) from error
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise ContentError(path, [(line, f"{error.reason} (character U+{error.character:04X})")]) from error


def _duplicate_keys(node: yaml.Node) -> list[tuple[int, str]]:
    """PyYAML keeps the last of two equal keys without a word, so a pasted block could hide another: refuse it."""
    faults = []
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                faults.append((line, f"the key '{key.value}' is already given on line {seen[key.value]}"))
            seen[key.value] = line
            faults += _duplicate_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            faults += _duplicate_keys(value)
    return faults


def _line(node: yaml.Node, location: Location) -> int:
    """Line of the deepest part of `location` that the file has (a missing key has no line: its parent has)."""
    line = node.start_mark.line + 1
    for step in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(step)]
            if not found:
                continue  # the name of a union's member, or a missing key: the line stays the parent's
            key, node = found[0]
            line = key.start_mark.line + 1
    return line


def _reason(location: Location, message: str) -> str:
    where = ".".join(str(step) for step in location)
    return f"{where}: {message}" if where else message
