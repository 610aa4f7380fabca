"""The same figures as a table: a row for each row of the picture, a column for each of its series."""

from dataclasses import replace

from reporting.charts import table as over_time
from reporting.charts.dots.spec import Dots
from reporting.charts.table import Table
from reporting.charts.translations import Translations


def table(dots: Dots, t: Translations) -> Table:
    """With one series there are columns for what a rate is made of and for the interval."""
    return replace(over_time.table(dots.chart, t), corner=dots.corner)
