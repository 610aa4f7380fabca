"""An attacker: what can be worked out of hidden figures, from what a reader can download."""

from indicators.disclosure.attacker.attacking import Attack, Leak, Outcome, Term
from indicators.disclosure.attacker.knowledge import Cohort, Knowledge, Measure, Quantity
from indicators.disclosure.attacker.plain import attack

__all__ = ["Attack", "Cohort", "Knowledge", "Leak", "Measure", "Outcome", "Quantity", "Term", "attack"]
