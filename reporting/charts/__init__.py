"""Charts without Django: published figures in; one neutral specification; page, paper, table and words out.

`trends` turns figures into a `spec.Chart`; `plotly`, `svg`, `table` and `words` each show that chart and never look at
the figures again, so all four always agree. Nothing here rounds, counts or knows a clock.
"""
