"""Imports a list of members from CSV into SQLite with csv, pydantic 2 and sqlite3, as a developer would write it: each
row is checked by a model and becomes one row of one table with three indexes. Prints
{"seconds": .., "people": .., "peak_mib": ..}.

usage: import.py MEMBERS.csv DATABASE

It is durable as a whole and not row by row: one transaction, synchronous=NORMAL.
"""

import csv
import datetime
import json
import os
import resource
import sqlite3
import sys
import time
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints, ValidationError

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class Member(BaseModel):
    id: int
    given_name: Name
    family_name: Name
    email: Annotated[
        str,
        StringConstraints(
            max_length=254,
            pattern=r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$",
        ),
    ]
    organisation: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3,5}$")]
    ethnicity: Literal[tuple("ABCDEFGHJKLMNPRSZ")]
    band: Literal["2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "VSM", "medical"]
    kind: Literal["member", "ally"]
    consent_email: bool
    joined: datetime.date
    interests: str
    bio: Annotated[str, StringConstraints(max_length=2000)]


SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE member(
    id INTEGER PRIMARY KEY, given_name TEXT, family_name TEXT, email TEXT, organisation TEXT, ethnicity TEXT,
    band TEXT, kind TEXT, consent_email INT, joined TEXT, interests TEXT, bio TEXT);
CREATE UNIQUE INDEX member_email ON member(email);
CREATE INDEX member_organisation ON member(organisation);
CREATE INDEX member_name ON member(family_name, given_name);
"""


def members(path):
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            try:
                member = Member.model_validate(row)
            except ValidationError:
                continue
            yield (
                member.id, member.given_name, member.family_name, member.email, member.organisation,
                member.ethnicity, member.band, member.kind, member.consent_email, member.joined.isoformat(),
                member.interests, member.bio,
            )


def main(path, database):
    for end in ("", "-wal", "-shm"):
        if os.path.exists(database + end):
            os.unlink(database + end)
    started = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.executescript(SCHEMA)
    with connection:
        connection.executemany("INSERT INTO member VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", members(path))
    seconds = time.perf_counter() - started
    people = connection.execute("SELECT count(*) FROM member").fetchone()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "people": people, "peak_mib": peak}))


main(sys.argv[1], sys.argv[2])
