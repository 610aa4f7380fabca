"""How often people who serve a sentence are assessed, enter interventions and are referred. See `proportions`."""

# Assessments: on how many sentences, days to the first, days between two, how many are Layer 3, and how many are complete.
ASSESSED = 0.86
FIRST_ASSESSMENT = ((0, 3), (0.5, 25), (0.9, 70), (1, 140))
BETWEEN_ASSESSMENTS = ((0, 90), (0.3, 190), (0.7, 330), (1, 480))
ASSESSMENTS_AT_MOST = 7
LAYER_3, COMPLETE, SCORE_BLANK = 0.8, 0.93, 0.03

# Of the eight sections (accommodation, education, relationships, lifestyle, drugs, alcohol, thinking, attitudes): the score
# from which it is a need, the highest score, how many men and women have the need, and how many more of young adults, of people
# who were in care (more "personal, social and offending related needs", [F] D) and of perpetrators of domestic abuse.
THRESHOLDS = (2, 3, 2, 2, 2, 4, 4, 2)
HIGHEST_SCORES = (8, 10, 6, 6, 10, 8, 10, 8)
NEEDS_OF_MEN = (0.34, 0.5, 0.58, 0.66, 0.42, 0.24, 0.62, 0.5)
NEEDS_OF_WOMEN = (0.4, 0.47, 0.74, 0.55, 0.45, 0.27, 0.48, 0.31)
NEEDS_OF_THE_YOUNG = (0.02, 0.12, -0.02, 0.12, 0.02, -0.1, 0.1, 0.08)
NEEDS_AFTER_CARE = (0.12, 0.14, 0.08, 0.06, 0.08, 0.0, 0.05, 0.05)
NEEDS_OF_PERPETRATORS = (0.0, -0.03, 0.28, -0.02, 0.0, 0.1, 0.08, 0.1)

# An entry for so many sentences, by region; by kind: accredited programme, commissioned service, other.
INTERVENTION = {"W15000001": 0.5, "W15000002": 0.58, "W15000003": 0.47, "W15000004": 0.42}
SECOND_INTERVENTION = 0.3
KINDS_OF_INTERVENTION = {"accredited_programme": 0.33, "commissioned_service": 0.45, "other": 0.22}
INTERVENTION_AFTER = ((0, 7), (0.5, 80), (1, 360))
# How far an entry had come when the extract was drawn: referred, accepted, started, completed.
STAGES = {"referred": 0.16, "accepted": 0.12, "started": 0.34, "completed": 0.38}
# Diversion comes instead of a sentence or beside a small one, for women more often.
DIVERSION_OF_MEN, DIVERSION_OF_WOMEN = 0.12, 0.45

# Referrals of people who served in the Armed Forces, at each episode: by the police, a prison, probation.
REFERRED = {"police": 0.14, "prison": 0.3, "probation": 0.2}

# Prosecutions a quarter in all Wales for every 50,000 people, and convictions of 100, by strand. They overlap.
PROSECUTIONS = {
    "violence_against_women": (1900, 76), "domestic_abuse": (1500, 77), "sexual_violence": (240, 68),
    "honour_based_violence": (3, 55), "modern_slavery": (7, 66), "stalking": (60, 79), "harassment": (310, 83),
}  # fmt: skip
PROSECUTIONS_BY_REGION = {"W15000001": 22, "W15000002": 21, "W15000003": 42, "W15000004": 14, "unknown": 1}
PROSECUTIONS_FOR_PEOPLE = 50_000
