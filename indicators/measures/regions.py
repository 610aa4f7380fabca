"""Wales from its regions, for figures that come by region only."""

from collections.abc import Collection

import pandas as pd

SERIES = ["cohort", "measure", "period", "breakdown", "category"]
SUM_OF_REGIONS = "sum_of_regions"


def add_wales(
    figures: pd.DataFrame, *, wales: str, regions: Collection[str], unknown: str, additive: Collection[str]
) -> pd.DataFrame:
    """`figures` and, where Wales is missing and every region is there, a row for Wales that is their sum.

    `figures` has the columns cohort, measure, period, area_code, breakdown, category, numerator, denominator, vintage,
    source, extract_id; the result has `derived` besides ("sum_of_regions" or ""). A figure of the `unknown` area counts in
    Wales. Only measures in `additive` are added up (numerator and denominator each); a region that lacks its denominator
    leaves Wales without one. The sum is as old as its oldest part: it takes the earliest vintage.
    """
    figures = figures.assign(derived="")
    parts = figures[figures["area_code"].isin([*regions, unknown]) & figures["measure"].isin(list(additive))]
    given = figures.loc[figures["area_code"] == wales, SERIES].drop_duplicates()
    if parts.empty:
        return figures
    present = parts[parts["area_code"].isin(list(regions))].groupby(SERIES)["area_code"].nunique()
    complete = present[present == len(set(regions))].reset_index()[SERIES]
    wanted = complete.merge(given, how="left", on=SERIES, indicator=True)
    wanted = wanted.loc[wanted["_merge"] == "left_only", SERIES]
    summed = (
        parts.merge(wanted, on=SERIES)
        .groupby(SERIES, as_index=False)
        .agg(
            numerator=("numerator", "sum"),
            denominator=("denominator", lambda parts: parts.sum(skipna=False)),
            vintage=("vintage", "min"),
            source=("source", lambda parts: "; ".join(dict.fromkeys(parts))),
            extract_id=("extract_id", lambda parts: parts.iloc[0] if parts.nunique() == 1 else None),
        )
    )
    if summed.empty:
        return figures
    summed = summed.assign(area_code=wales, derived=SUM_OF_REGIONS)
    summed["denominator"] = summed["denominator"].astype(figures["denominator"].dtype)
    return pd.concat([figures, summed[figures.columns]], ignore_index=True)
