"""The indicators of a workforce, as a Python programmer would work them out: Polars, lazily, streaming, every core.

usage: workforce.py FILE.csv

Prints one line of JSON: seconds, peak memory in MiB, and the indicators, exact.
"""

import json
import resource
import sys
import time
from fractions import Fraction

import polars as pl

GRADES = (
    "under_1 1 2 3 4 5 6 7 8a 8b 8c 8d 9 vsm resident specialty consultant other_medical senior_medical_manager".split()
)
TIERS = [GRADES[:6], GRADES[6:8], GRADES[8:14]]
HAPPENED = ["shortlisted", "appointed", "disciplinary", "training"]


def rounded(number, places=6):
    """Half away from zero, as a text."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if number < 0 and whole else ""
    return f"{sign}{whole // 10**places}.{whole % 10**places:0{places}}"


def tallies(path):
    text = {name: pl.String for name in ("organisation", "ethnicity", "grade", "board")}
    group = (
        pl.when(pl.col("ethnicity").is_in(["A", "B", "C"])).then(pl.lit("white"))
        .when(pl.col("ethnicity").is_in(["Z", "99"])).then(pl.lit("unknown"))
        .otherwise(pl.lit("bme"))
    )
    rows = pl.scan_csv(path, schema_overrides=text).with_columns(group=group)
    return pl.collect_all(
        [
            rows.group_by("organisation", "group").agg(pl.col(HAPPENED).sum(), people=pl.len()),
            rows.group_by("organisation", "grade", "clinical", "ethnicity", "group").agg(people=pl.len()),
            rows.filter(pl.col("board").is_not_null()).group_by("organisation", "board", "group").agg(people=pl.len()),
        ],
        engine="streaming",
    )


def likelihood(of, happened, known, over):
    parts = {group: (of[group][happened], of[group][known]) for group in ("white", "bme")}
    above, below = (Fraction(*parts[group]) for group in over)
    return [*parts["white"], *parts["bme"], rounded(above / below)]


def total(frame, *keys):
    return {tuple(row[:-1]): row[-1] for row in frame.group_by(*keys).agg(pl.col("people").sum()).iter_rows()}


def indicators(path):
    processes, staff, board = tallies(path)
    of = {row["group"]: row for row in processes.drop("organisation").group_by("group").sum().to_dicts()}
    by_grade = total(staff, "grade", "group")
    grades = {
        grade: [by_grade.get((grade, group), 0) for group in ("white", "bme", "unknown")] for grade in GRADES
    }
    all_staff = sum(row["people"] for row in of.values())
    by_role = total(board, "board", "group")

    def points(*roles):
        members = {key: people for key, people in by_role.items() if key[0] in roles}
        bme = sum(people for (_, group), people in members.items() if group == "bme")
        return rounded(100 * (Fraction(bme, sum(members.values())) - Fraction(of["bme"]["people"], all_staff)))

    def tier(place, group):
        return sum(grades[grade][group] for grade in TIERS[place])

    def disparity(low, high):
        return rounded(Fraction(tier(high, 0) * tier(low, 1), tier(low, 0) * tier(high, 1)))

    return {
        "organisations": processes["organisation"].n_unique(),
        "grades": grades,
        "appointment": likelihood(of, "appointed", "shortlisted", ("white", "bme")),
        "disciplinary": likelihood(of, "disciplinary", "people", ("bme", "white")),
        "training": likelihood(of, "training", "people", ("white", "bme")),
        "board": [
            points("voting_executive", "executive", "voting", "other"),
            points("voting_executive", "voting"),
            points("voting_executive", "executive"),
        ],
        "disparity": [disparity(0, 1), disparity(1, 2), disparity(0, 2)],
    }


def main(path):
    started = time.perf_counter()
    found = indicators(path)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mib": peak, "indicators": found}))


main(sys.argv[1])
