"""The attack on what a release publishes, made before anybody else can make it.

The attacker (indicators.disclosure.attacker) is given what a reader has: the rows that members download, of
this release and of every release before it, and what the methods pages say. What it learns is compared here
with the exact figures, which only this module reads.
"""
