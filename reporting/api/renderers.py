"""JSON in which a decimal is a number, and the CSV that everybody gets."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from reporting.published import write_csv


class NumberEncoder(JSONEncoder):
    """Decimals at their published precision are exact as JSON numbers: 28.0, 3.98, 95."""

    def default(self, obj: Any) -> Any:
        if isinstance(obj, Decimal):
            return int(obj) if obj.as_tuple().exponent == 0 else float(obj)
        return super().default(obj)


class FiguresJSON(JSONRenderer):
    """JSON with numbers for decimals."""

    encoder_class = NumberEncoder


class FiguresCSV(BaseRenderer):
    """Rows of figures as `export_observations` writes them, byte for byte."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """`data`: an iterable of rows with the columns of reporting.published.COLUMNS."""
        out = io.StringIO()
        write_csv(iter(data), out)
        return out.getvalue().encode()
