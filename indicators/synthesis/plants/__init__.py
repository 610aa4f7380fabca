"""People to whom exactly what lies on a boundary happens: the day itself, a day later, the last day of a month, 29 February."""

from indicators.synthesis.plants.book import NOTHING, Planted
from indicators.synthesis.plants.planting import planted

__all__ = ["NOTHING", "Planted", "planted"]
