"""Reads membership forms, one JSON object a line, with pydantic 2 or msgspec; prints {"seconds": .., "valid": ..}.

usage: validate.py pydantic|msgspec FORMS.jsonl

The file is in memory before the clock starts, and the clock runs while the process does. Each form is read from its bytes in one call, as the documentation of
both advises, and is dropped again.
"""

import datetime
import json
import sys
import time
from typing import Annotated, Literal

EMAIL = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$"
ORGANISATION = r"^[A-Z0-9]{3,5}$"
ETHNICITIES = tuple("ABCDEFGHJKLMNPRSZ")
BANDS = ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "VSM", "medical")
INTERESTS = (
    "mentoring", "speaking", "leadership", "allyship", "wres", "career",
    "wellbeing", "research", "events", "policy", "surveys", "writing",
)


def pydantic_reader():
    from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

    class Form(BaseModel):
        model_config = ConfigDict(extra="forbid")
        name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
        email: Annotated[str, StringConstraints(max_length=254, pattern=EMAIL)]
        organisation: Annotated[str, StringConstraints(pattern=ORGANISATION)]
        ethnicity: Literal[ETHNICITIES]
        band: Literal[BANDS]
        kind: Literal["member", "ally"]
        consent: Literal[True]
        joined: datetime.date
        interests: Annotated[list[Literal[INTERESTS]], Field(max_length=6)]
        bio: Annotated[str, StringConstraints(max_length=2000)]

    return Form.model_validate_json, ValidationError


def msgspec_reader():
    import msgspec

    class Form(msgspec.Struct, forbid_unknown_fields=True):
        name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
        email: Annotated[str, msgspec.Meta(max_length=254, pattern=EMAIL)]
        organisation: Annotated[str, msgspec.Meta(pattern=ORGANISATION)]
        ethnicity: Literal[ETHNICITIES]
        band: Literal[BANDS]
        kind: Literal["member", "ally"]
        consent: bool
        joined: datetime.date
        interests: Annotated[list[Literal[INTERESTS]], msgspec.Meta(max_length=6)]
        bio: Annotated[str, msgspec.Meta(max_length=2000)]

    decode = msgspec.json.Decoder(Form).decode

    def read(line):
        form = decode(line)
        if not form.consent:
            raise msgspec.ValidationError
        return form

    return read, msgspec.ValidationError


def main(peer, path):
    read, refused = {"pydantic": pydantic_reader, "msgspec": msgspec_reader}[peer]()
    with open(path, "rb") as file:
        lines = file.read().splitlines()
    valid = 0
    started = time.process_time()
    for line in lines:
        try:
            read(line)
            valid += 1
        except refused:
            pass
    print(json.dumps({"seconds": time.process_time() - started, "valid": valid}))


main(sys.argv[1], sys.argv[2])
