"""How often things are so: of people, and of how they offend. Every share is of 1.

[F] is the Framework's evidence of need (2018-2023, sections A to F); what it does not tell is a plausible round figure, so
that the extracts behave like real ones. None of it is a statistic.
"""

# [F] A: women are 17 % of arrests, 19 % of people arrested and around 12 % of the probation caseload. They are made a seventh of
# the people here and offend less often, which comes to about an eighth of the caseload.
WOMEN = 0.15
SEX_NEVER_STATED = 0.002

# Where people live, by local authority: the 2021 census, and how much more or less than elsewhere is offended there.
OFFENDING_BY_REGION = {"W15000001": 0.95, "W15000002": 1.05, "W15000003": 1.15, "W15000004": 0.8}
PEOPLE_BY_AUTHORITY = {
    "W06000001": 68_900, "W06000002": 117_400, "W06000003": 114_800, "W06000004": 95_800, "W06000005": 155_000,
    "W06000006": 135_100, "W06000008": 71_500, "W06000009": 123_400, "W06000010": 187_900, "W06000011": 238_500,
    "W06000012": 142_300, "W06000013": 145_500, "W06000014": 131_800, "W06000015": 362_400, "W06000016": 237_700,
    "W06000018": 175_900, "W06000019": 66_900, "W06000020": 92_300, "W06000021": 93_000, "W06000022": 159_600,
    "W06000023": 133_200, "W06000024": 58_800,
}  # fmt: skip
MOVES_HOUSE = 0.18  # to another authority, once; of them, some again
MOVES_AGAIN = 0.25

# [F] F: "over a quarter of prisoners" of England and Wales, and more of the young than of the old (43.7 % at 15 to 17). Wales is
# less diverse, and its towns more than its country. The weights within a group follow the census.
MINORITY_BY_AUTHORITY = {"W06000015": 0.2, "W06000022": 0.15, "W06000011": 0.09, "W06000014": 0.07, "W06000006": 0.06}
MINORITY_ELSEWHERE = 0.035
MINORITY_OF_THE_YOUNG = 1.5  # times as many
ETHNICITY_CODES_MINORITY = {
    "A1": 10, "A2": 14, "A3": 10, "A4": 3, "A9": 12, "B1": 8, "B2": 12, "B9": 9,
    "M1": 16, "M2": 6, "M3": 8, "M9": 9, "O2": 4, "O9": 12,
}  # fmt: skip
ETHNICITY_CODES_WHITE = {"W1": 940, "W2": 10, "W3": 9, "W8": 4, "W9": 42}

# [F] C: 3.5 % of people in prison and 3.4 % under supervision served in the Armed Forces; nearly all are men.
EX_ARMED_MEN, EX_ARMED_WOMEN = 0.039, 0.006
# [F] D: 24 % of adult prisoners have a care history, 49 % of those under 21.
CARE, CARE_WHEN_YOUNG = 0.24, 0.49
# [F] B: about 30 % of men in prison acknowledge themselves as perpetrators; women may be perpetrators too.
ABUSE_MEN, ABUSE_WOMEN = 0.3, 0.06
PERPETRATOR_AFTER = ((0, 0), (0.7, 0), (1, 2000))  # days from the beginning of a career
# [F] A: women in the system tend to be the primary carers of children.
HAS_CHILDREN_MEN, HAS_CHILDREN_WOMEN = 0.58, 0.7
FIRST_CHILD_AT = ((0, 17 * 365), (0.3, 21 * 365), (0.7, 27 * 365), (1, 42 * 365))
YEARS_BETWEEN_CHILDREN = ((0, 0), (0.4, 0), (0.8, 1900), (1, 4500))

# What is true of somebody is often told only later; until then it is recorded as N, or not at all.
KNOWN_LATER, KNOWN_LATER_BY, UNKNOWN_AS_NO = 0.25, 1100, 0.4

# Days of age when a career in offending begins.
AGE_AT_FIRST = (
    (0, 15 * 365 + 200), (0.03, 17 * 365), (0.06, 18 * 365 + 5), (0.3, 21 * 365), (0.5, 26 * 365), (0.7, 33 * 365),
    (0.85, 41 * 365), (0.96, 54 * 365), (1, 74 * 365),
)  # fmt: skip
YOUNG_ENTRANT = 21 * 365

# How many proven episodes a career has, and how many days it lasts. Most people come once or twice; a few very often.
CAREERS = (
    # (share, [(episodes, weight)], quantiles of days)
    (0.61, ((1, 72), (2, 21), (3, 7)), ((0, 30), (0.5, 900), (1, 2600))),
    (0.28, ((2, 20), (3, 30), (4, 22), (5, 15), (6, 13)), ((0, 200), (0.5, 1900), (1, 4300))),
    (0.09, ((6, 25), (8, 30), (10, 25), (13, 20)), ((0, 500), (0.5, 1700), (1, 4200))),
    (0.02, ((14, 40), (19, 30), (26, 20), (40, 10)), ((0, 700), (0.5, 1600), (1, 4000))),
)
CAREERS_OF_WOMEN = (0.68, 0.25, 0.06, 0.01)
# [F] D: who spent time in care is more likely to be reconvicted within twelve months.
CAREERS_AFTER_CARE = (0.5, 0.31, 0.15, 0.04)
SHARE_PROLIFIC_FROM = 2  # careers from this number on are prolific

# More offences in summer, fewer at the turn of the year; by month.
SEASON = (0.93, 0.95, 1.0, 1.0, 1.04, 1.06, 1.08, 1.06, 1.02, 1.01, 0.97, 0.9)
YEARLY_CHANGE = -0.015
# Spring 2020: people were at home, and courts sat for little but what could not wait; then they caught up.
STAY_AT_HOME = ("2020-03-24", "2020-06-30", 0.65)
COURTS_CLOSED = ("2020-03-24", "2020-07-12")
PUT_OFF, PUT_OFF_BY = 0.55, ((0, 60), (0.5, 140), (1, 330))

# Days from an offence to its sanction, and offences proven on one day.
OFFENCE_TO_SANCTION = ((0, 0), (0.1, 5), (0.25, 25), (0.5, 75), (0.75, 180), (0.9, 330), (0.97, 520), (1, 900))
OFFENCES_AT_ONCE = ((1, 64), (2, 20), (3, 8), (4, 4), (6, 2.5), (9, 1), (15, 0.5))
BREACH, ELSEWHERE, NOT_RECORDABLE, SERIOUS, BLANK_OFFENCE_FLAG = 0.07, 0.02, 0.06, 0.03, 0.004

# What a court decides: immediate custody, community order, suspended sentence order, another sentence, caution; by how prolific.
DISPOSALS = ((0.08, 0.27, 0.13, 0.3, 0.22), (0.15, 0.29, 0.16, 0.29, 0.11), (0.31, 0.24, 0.15, 0.26, 0.04))
# The same of women, who get fewer custodial sentences, and of the region times how often custody is used.
CUSTODY_OF_WOMEN = 0.6
CUSTODY_BY_REGION = {"W15000001": 1.0, "W15000002": 0.9, "W15000003": 1.15, "W15000004": 0.85}
# [F] F: found guilty in the Crown Court, 61 % of Black, Asian and minority ethnic people get custody, 56 % of white people.
CUSTODY_OF_MINORITY = 1.09

CUSTODY_DAYS = ((0, 14), (0.25, 56), (0.5, 180), (0.75, 500), (0.93, 1100), (1, 2900))  # the whole sentence; half is served
LICENCE_AT_LEAST = 365
ORDER_DAYS = ((0, 180), (0.2, 365), (0.6, 365), (0.8, 540), (0.95, 730), (1, 1095))
SUCCESSFUL, SUCCESSFUL_PROLIFIC, SUCCESSFUL_LICENCE = 0.84, 0.66, 0.71
SUCCESS_BY_REGION = {"W15000001": 0.02, "W15000002": -0.01, "W15000003": -0.02, "W15000004": 0.04}
NEITHER = 0.05

PREDICTED_GIVEN = 0.88
# Millionths by career: what a score of this kind would say before anybody knows.
PREDICTED = (
    ((0, 15_000), (0.5, 140_000), (1, 450_000)), ((0, 70_000), (0.5, 240_000), (1, 590_000)),
    ((0, 280_000), (0.5, 550_000), (1, 880_000)), ((0, 450_000), (0.5, 740_000), (1, 985_000)),
)  # fmt: skip
