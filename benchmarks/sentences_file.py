"""A generated `sentences` file of any length: every row right, people with a sentence or several over nine years."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

HEADINGS = (
    "person_id,sex,date_of_birth,ethnicity,ex_armed_services,care_experienced,children_under_18,domestic_abuse_perpetrator,"
    "area,sentence_id,sentence_type,start_date"
)
FIRST_DAY, DAYS = date(2016, 1, 1), 3288  # to the end of 2024
ROWS_A_PERSON = 2.5
AT_ONCE = 100_000


def write(path: Path, rows: int, seed: int) -> None:
    """Write `rows` sentences of people who keep their sex, birthday, ethnicity and flags."""
    chance = np.random.Generator(np.random.PCG64(seed))
    people = max(1, int(rows / ROWS_A_PERSON))
    sex = np.array(["F", "M", "M", "M"])
    ethnicity = np.array(["A1", "A9", "B1", "M2", "O9", "W1", "W1", "W1", "W2", "NS"])
    flag = np.array(["Y", "N", "N", "N", ""])
    area = np.array(["W15000001", "W15000002", "W15000003", "W15000004", "North Wales", "Cardiff", ""])
    kind = np.array(["immediate_custody", "community_order", "suspended_sentence_order"])
    born = np.array([(date(1955, 1, 1) + timedelta(days=day)).isoformat() for day in range(15_500)])
    days = np.array([(FIRST_DAY + timedelta(days=day)).isoformat() for day in range(DAYS)])
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS + "\n")
        for start in range(0, rows, AT_ONCE):
            number = np.arange(start, min(start + AT_ONCE, rows))
            person = chance.integers(0, people, len(number))
            columns = [
                np.char.add("P", np.char.zfill(person.astype(str), 8)),
                sex[person % 4],
                born[person * 7919 % len(born)],
                ethnicity[person % 10],
                *(flag[person // step % 5] for step in (3, 7, 11, 13)),
                area[chance.integers(0, len(area), len(number))],
                np.char.add("S", np.char.zfill(number.astype(str), 9)),
                kind[chance.integers(0, 3, len(number))],
                days[chance.integers(0, DAYS, len(number))],
            ]
            file.write("\n".join(map(",".join, zip(*(column.tolist() for column in columns), strict=True))) + "\n")
