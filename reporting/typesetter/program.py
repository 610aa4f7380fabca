"""The program: reads what is asked as one JSON object, writes what it was told as a line of JSON, and after it the file."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

REFUSED = 3  # what it ends with where Typst refuses; Python's own faults end with 1


def main() -> None:
    """Where Typst refuses, its words are on standard error."""
    asked = json.load(sys.stdin.buffer)
    try:
        made, told = typeset(**asked)
    except typst.TypstError as refusal:
        sys.stderr.write(str(refusal))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + made)


def typeset(
    template: str,
    fonts: str,
    given: dict[str, str],
    form: Any,
    density: float | None,
    standards: list[Any],
    moment: str | None,
    question: str,
) -> tuple[bytes, Any]:
    """The file, and the answer to the question."""
    compiler = typst.Compiler(
        input=template,
        root=str(Path(template).parent),
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs=given,
    )
    when = None if moment is None else datetime.fromisoformat(moment)
    made = compiler.compile(format=form, ppi=density, pdf_standards=standards, timestamp=when)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages instead of one file")
    told = json.loads(compiler.query(question, field="value"))[0] if question else None
    return made, told


if __name__ == "__main__":
    main()
