"""Dots with intervals: one figure for each place down the side, such as groups or areas, in one period.

The same as for charts over time: `spec` is what every renderer draws, and the only thing it looks at.
"""
