"""Do figures that belong together agree?"""

from collections.abc import Sequence

import pandas as pd
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import areas, measures, regions
from indicators.extracts.checks.base import Found, check, nothing
from indicators.extracts.series import FIGURE, KEY, PARTS
from indicators.extracts.table import Table

COUNTRY = next(area.code for area in areas() if area.kind == "country")
UNKNOWN = next(area.code for area in areas() if area.kind == "unknown")
WITHOUT_AREA = [name for name in KEY if name != "area_code"]


def _differences(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of Wales that are not the sum of their regions (and of the unknown area, where it is given).

    Only where all four regions are there; the sums are in `sum_numerator` and `sum_denominator`.
    """
    codes = [area.code for area in regions()]
    additive = [measure.code for measure in measures() if measure.additive_over_areas]
    figures = figures[figures["measure"].isin(additive)]
    wales = figures[figures["area_code"] == COUNTRY]
    below = figures[figures["area_code"].isin([*codes, UNKNOWN])]
    is_region = below["area_code"].isin(codes)
    whole = below.assign(regions=is_region.astype("int64")).groupby(WITHOUT_AREA, as_index=False)
    sums = whole[[*PARTS, "regions"]].sum()
    sums = sums[sums["regions"] == len(codes)].rename(columns={part: f"sum_{part}" for part in PARTS})
    both = wales.merge(sums, on=WITHOUT_AREA)
    off = both["numerator"] != both["sum_numerator"]
    off |= both["denominator"].notna() & (both["denominator"] != both["sum_denominator"])
    return both[off.fillna(False).to_numpy(dtype=bool)]


def _places(off: pd.DataFrame, column: str) -> pd.DataFrame:
    wrong = (off["numerator"] != off["sum_numerator"]).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "row": off["row"].to_numpy(),
            "column": column,
            "value": off["numerator"].where(wrong, off["denominator"]).astype(str).to_numpy(dtype=object),
            "sum": off["sum_numerator"].where(wrong, off["sum_denominator"]).to_numpy(dtype=object),
            "period": off["period"].to_numpy(dtype=object),
        }
    )


@check(
    "regions_not_wales",
    "fail",
    _("The regions do not add up to the figure for Wales."),
    _(
        "Look the figures up in the source. If some people have no known area, add a row for them with the area “unknown”; "
        "if the figure for Wales is of another kind, leave it out and it will be added up."
    ),
    row=_("%(period)s: the regions add up to %(sum)s."),
    needs=FIGURE,
    sources=["published"],
)
def regions_not_wales(table: Table) -> Found:
    return Found(_places(_differences(table.figures), table.heading("numerator")))


@check(
    "regions_not_loaded_wales",
    "warn",
    _("With the figures that are already loaded, the regions do not add up to the figure for Wales."),
    _("Look whether both come from the same edition, and upload the regions and Wales together if you can."),
    row=_("%(period)s: the regions add up to %(sum)s."),
    needs=FIGURE,
    sources=["published"],
)
def regions_not_loaded_wales(table: Table) -> Found:
    off = _differences(table.figures_if_loaded)
    within = _differences(table.figures)[WITHOUT_AREA]
    off = off.merge(within, on=WITHOUT_AREA, how="left", indicator=True)
    touched = table.figures[WITHOUT_AREA].drop_duplicates()
    off = off[off["_merge"] == "left_only"].merge(touched, on=WITHOUT_AREA)
    return Found(_places(off, table.heading("numerator"))) if len(off) else nothing()


@check(
    "reoffenders_disagree",
    "warn",
    _("The people who reoffended are not the same number in two measures of the same cohort and period."),
    _(
        "The numerator of reoffending_rate and the denominator of reoffences_per_reoffender are the same people. "
        "Look both up in the source."
    ),
    row=_("%(period)s: reoffending_rate has %(rate)s reoffenders."),
    needs=FIGURE,
    sources=["published"],
)
def reoffenders_disagree(table: Table) -> Found:
    figures = table.figures_if_loaded
    same: Sequence[str] = [name for name in KEY if name != "measure"]
    rate = figures[figures["measure"] == "reoffending_rate"]
    frequency = figures[figures["measure"] == "reoffences_per_reoffender"]
    both = frequency.merge(rate, on=same, suffixes=("", "_rate"))
    touched = both["row"].notna() | both["row_rate"].notna()
    off = both[(touched & (both["denominator"] != both["numerator_rate"])).to_numpy(dtype=bool, na_value=False)]
    return Found(
        pd.DataFrame(
            {
                "row": off["row"].fillna(off["row_rate"]).to_numpy(),
                "column": table.heading("denominator"),
                "value": off["denominator"].astype(str).to_numpy(dtype=object),
                "rate": off["numerator_rate"].to_numpy(dtype=object),
                "period": off["period"].to_numpy(dtype=object),
            }
        )
    )
