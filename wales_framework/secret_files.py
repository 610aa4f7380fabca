"""Secrets come from the environment: as they are, or as the name of a file that holds one, as container runtimes give them."""

import os
from pathlib import Path


def secret_of(variable: str) -> str:
    """The value of `variable`, else what stands in the file that `variable`_FILE names, else "". Raises ValueError for both."""
    given, file = os.environ.get(variable, ""), os.environ.get(f"{variable}_FILE", "")
    if given and file:
        raise ValueError(f"{variable} and {variable}_FILE are both set: which of them counts?")
    return Path(file).read_text().strip() if file else given
