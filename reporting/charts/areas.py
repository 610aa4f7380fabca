"""The areas of a chart that have a place of their own: Wales, its regions, and what they are compared with."""

WALES = "W92000004"
REGIONS = ("W15000001", "W15000002", "W15000003", "W15000004")
ENGLAND_AND_WALES = "K04000001"
ORDER = (WALES, *REGIONS)
