"""An attacker: what can be worked out of hidden figures, from what a reader can download."""
