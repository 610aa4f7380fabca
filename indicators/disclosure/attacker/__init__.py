"""An attacker: what can be worked out of hidden figures, from what a reader can download."""

from indicators.disclosure.attacker.attacking import Attack
from indicators.disclosure.attacker.checking import Witnesses
from indicators.disclosure.attacker.knowledge import Cohort, Divided, Knowledge, Measure, Quantity
from indicators.disclosure.attacker.plain import attack
from indicators.disclosure.attacker.seeking import Leak, Outcome, Term

__all__ = ["Attack", "Cohort", "Divided", "Knowledge", "Leak", "Measure", "Outcome", "Quantity", "Term", "Witnesses", "attack"]
