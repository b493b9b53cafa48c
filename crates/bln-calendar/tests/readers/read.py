"""Reads calendars with Python's icalendar, which shares nothing with what wrote them.

On standard input JSON: {"calendars": [text, ..], "hours": [hours since 1970, ..]}. On standard output JSON: for each text
its calendar as name, properties and components, or why it objects; when its events take place, each start and end in
UTC; and by the zone in the first text, what the walls show at each hour, in minutes after UTC.
"""
import json
import sys
from datetime import datetime, timedelta, timezone

import icalendar
import recurring_ical_events


def text(value):
    if hasattr(value, "dt"):
        at = value.dt
        return at.isoformat() if isinstance(at, datetime) else str(at)
    if hasattr(value, "dts"):
        return ",".join(one.dt.isoformat() for one in value.dts)
    if hasattr(value, "cats"):
        return ",".join(str(one) for one in value.cats)
    if isinstance(value, icalendar.vRecur):
        return value.to_ical().decode()
    return str(value)


def component(one):
    properties = []
    for name, value in one.property_items(recursive=False):
        if name in ("BEGIN", "END"):
            continue
        parameters = {key: str(value.params[key]) for key in getattr(value, "params", {})}
        properties.append([name, text(value), parameters])
    errors = [str(error) for error in getattr(one, "errors", [])]
    parts = [component(part) for part in one.subcomponents]
    return {"name": one.name, "properties": properties, "components": parts, "errors": errors}


def calendar(written):
    try:
        found = icalendar.Calendar.from_ical(written, multiple=True)
    except ValueError as error:
        return {"objection": str(error)}
    if len(found) != 1:
        return {"objection": f"{len(found)} calendars"}
    return component(found[0])


def times(written):
    found = icalendar.Calendar.from_ical(written)
    events = recurring_ical_events.of(found).between((1996, 1, 1), (2040, 1, 1))
    held = [event for event in events if event.get("STATUS") != "CANCELLED"]
    return sorted([one.astimezone(timezone.utc).isoformat() for one in (event.start, event.end)] for event in held)


def walls(written, hours):
    zone = next(iter(icalendar.Calendar.from_ical(written).walk("VTIMEZONE"))).to_tz()
    start = datetime(1970, 1, 1, tzinfo=timezone.utc)
    return [(start + timedelta(hours=h)).astimezone(zone).utcoffset().total_seconds() / 60 for h in hours]


asked = json.load(sys.stdin)
told = {"calendars": [calendar(written) for written in asked["calendars"]]}
if asked["expand"]:
    told["times"] = [times(written) for written in asked["calendars"]]
if asked["hours"]:
    told["walls"] = walls(asked["calendars"][0], asked["hours"])
json.dump(told, sys.stdout)
