"""A bulletin for each of many people, as a Python programmer would write it: jinja2, and email of the standard library.

usage: mail.py FOLDER MESSAGES

The folder has the templates, bulletin.html and bulletin.txt, and the subject. Writes the last message into it, and
prints one line of JSON: seconds, messages, peak memory in MiB.
"""

import json
import resource
import sys
import time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from datetime import datetime, timezone
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, select_autoescape


def main():
    folder, messages = Path(sys.argv[1]), int(sys.argv[2])
    environment = Environment(loader=FileSystemLoader(folder), autoescape=select_autoescape(["html"]))
    html, text = environment.get_template("bulletin.html"), environment.get_template("bulletin.txt")
    subject = (folder / "subject").read_text()
    date = format_datetime(datetime(2027, 3, 31, 9, 5, 7, tzinfo=timezone.utc))
    begun, length, written = time.perf_counter(), 0, b""
    for number in range(1, messages + 1):
        own = {
            "name": f"Sample Person {number}",
            "unsubscribe": f"https://network.example.org/l/{number:043}",
        }
        message = EmailMessage(policy=SMTP)
        message["To"] = f"sample.person.{number}@example.org"
        message["Date"] = date
        message["Message-ID"] = f"<{UUID(int=number)}@mail.example.org>"
        message["List-Unsubscribe"] = f"<{own['unsubscribe']}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["From"] = "BME Leadership Network <bulletin@mail.example.org>"
        message["Reply-To"] = "team@example.org"
        message["Subject"] = subject
        message["List-Id"] = "BLN bulletin <bulletin.mail.example.org>"
        message.set_content(text.render(own))
        message.add_alternative(html.render(own), subtype="html")
        written = message.as_bytes()
        length += len(written)
    seconds = time.perf_counter() - begun
    (folder / "python.eml").write_bytes(written)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "messages": messages, "bytes": length, "peak_mib": peak}))


main()
