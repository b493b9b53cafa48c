"""A programme of events to iCalendar text and back, as a Python programmer would do it: icalendar.

usage: programme.py EVENTS.json PROGRAMME.ics

Writes the events of the first file, and reads the second and what it wrote. Prints one line of JSON: the processor's
seconds of each, and how many events and characters were found.
"""

import json
import sys
import time
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress


def write(events, stamp):
    london = ZoneInfo("Europe/London")
    organizer = vCalAddress("mailto:team@example.org")
    organizer.params["CN"] = "BME Leadership Network"
    calendar = Calendar()
    calendar.add("prodid", "-//bench//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for told in events:
        event = Event()
        event.add("uid", told["uid"])
        event.add("dtstamp", stamp)
        event.add("sequence", 0)
        event.add("dtstart", datetime.fromisoformat(told["starts"]).replace(tzinfo=london))
        event.add("dtend", datetime.fromisoformat(told["ends"]).replace(tzinfo=london))
        event.add("summary", told["title"])
        event.add("description", told["summary"])
        event.add("location", told["venue"])
        event.add("categories", [told["kind"]])
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add("organizer", organizer)
        calendar.add_component(event)
    return calendar.to_ical()


def read(text):
    events = Calendar.from_ical(text).walk("VEVENT")
    return len(events), sum(len(event["SUMMARY"]) + len(event["DESCRIPTION"]) for event in events)


def timed(work, *arguments):
    start = time.process_time()
    result = work(*arguments)
    return result, time.process_time() - start


with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
with open(sys.argv[2], "rb") as file:
    programme = file.read()
written, write_seconds = timed(write, given, datetime(2027, 5, 1, 9, tzinfo=timezone.utc))
(events, characters), read_seconds = timed(read, programme)
if read(written) != (events, characters):
    sys.exit("what was written here reads otherwise")
print(json.dumps({"write": write_seconds, "read": read_seconds, "events": events, "characters": characters}))
