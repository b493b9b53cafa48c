-- Privacy: names for the audit, sealed characteristics, limits and requests under data-protection law, links, what was
-- refused for good, and what belongs to a safe space.
--
-- The rules of the first file hold: one statement, one semicolon at the end of a line, and types as tokens. A table whose
-- columns or constraints change is made anew beside the old one, filled from it, and takes its name.

CREATE TABLE pseudonym (
    -- The name by which a person is kept in the audit and in requests. Who has the row knows who it is; without it
    -- nobody does. A person has one, and those of every record that was merged into theirs.
    pseudonym {uuid} NOT NULL PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id)
) {table_options};

CREATE INDEX pseudonym_person ON pseudonym (person, pseudonym);

INSERT INTO pseudonym (pseudonym, person)
SELECT {random_uuid}, id FROM person;

CREATE TABLE audit_entry_under_pseudonyms (
    -- Who did what to which record, in the order of commits, from 1 without a gap. Rows are added and never changed.
    -- What a row names may be gone: the audit outlives it, and so refers to nothing. A person is named by pseudonym.
    position {integer} NOT NULL PRIMARY KEY CHECK (position >= 1),
    id {uuid} NOT NULL UNIQUE,
    done_at {instant} NOT NULL,
    -- public, participant, facilitator, administrator, analyst, auditor.
    actor_role {text} NOT NULL CHECK (length(actor_role) BETWEEN 1 AND 20),
    -- None: the public.
    actor_person {uuid},
    -- A verb such as membership.apply or registration.register.
    action {text} NOT NULL CHECK (length(action) BETWEEN 1 AND 60),
    -- The record it was done to: its table, its key as text without the person, and the person it is of.
    subject_kind {text} NOT NULL CHECK (length(subject_kind) BETWEEN 1 AND 40),
    subject_id {text} NOT NULL CHECK (length(subject_id) <= 80),
    subject_person {uuid},
    -- The consent it was done on, or the purpose for which something was read.
    purpose {text} CHECK (length(purpose) BETWEEN 1 AND 60),
    CHECK ((actor_role = 'public') = (actor_person IS NULL))
) {table_options};

INSERT INTO audit_entry_under_pseudonyms
    (position, id, done_at, actor_role, actor_person, action, subject_kind, subject_id, subject_person, purpose)
SELECT a.position, a.id, a.done_at, a.actor_role, coalesce(p.pseudonym, a.actor_person), a.action, a.subject_kind,
    a.subject_id, NULL, a.purpose
FROM audit_entry a
LEFT JOIN pseudonym p ON p.person = a.actor_person
WHERE a.subject_kind NOT IN ('person', 'membership', 'consent', 'registration');

INSERT INTO audit_entry_under_pseudonyms
    (position, id, done_at, actor_role, actor_person, action, subject_kind, subject_id, subject_person, purpose)
SELECT a.position, a.id, a.done_at, a.actor_role, coalesce(p.pseudonym, a.actor_person), a.action, a.subject_kind,
    CASE WHEN a.subject_kind = 'registration' THEN substr(a.subject_id, 1, 36) ELSE '' END,
    coalesce(s.pseudonym, CAST(substr(a.subject_id, length(a.subject_id) - 35) AS {uuid})), a.purpose
FROM audit_entry a
LEFT JOIN pseudonym p ON p.person = a.actor_person
LEFT JOIN pseudonym s ON s.person = CAST(substr(a.subject_id, length(a.subject_id) - 35) AS {uuid})
WHERE a.subject_kind IN ('person', 'membership', 'consent', 'registration');

DROP TABLE audit_entry;

ALTER TABLE audit_entry_under_pseudonyms RENAME TO audit_entry;

DROP VIEW latest_consent;

CREATE TABLE consent_entry_with_requests (
    -- One answer. Rows are added and never changed: the last one for a purpose counts.
    person {uuid} NOT NULL REFERENCES consent_ledger (person) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal >= 1),
    purpose {text} NOT NULL CHECK (length(purpose) BETWEEN 1 AND 60),
    -- requested: asked for by somebody who has not shown yet that the address is theirs. It is no answer.
    decision {text} NOT NULL CHECK (decision IN ('requested', 'given', 'withdrawn')),
    -- The wording that was agreed to (UK GDPR article 7(1)); a withdrawal needs none.
    wording_name {text},
    wording_version {integer},
    -- Until when it was given. None: until it is withdrawn.
    until_at {instant},
    -- web, paper, verbal, import, link.
    method {text} NOT NULL CHECK (length(method) BETWEEN 1 AND 20),
    said_at {instant} NOT NULL,
    -- Who wrote it down, by pseudonym once they are gone. None: the person themselves.
    recorded_by {uuid},
    PRIMARY KEY (person, ordinal),
    FOREIGN KEY (wording_name, wording_version) REFERENCES wording (name, version),
    CHECK ((decision = 'withdrawn') = (wording_name IS NULL)),
    CHECK ((wording_name IS NULL) = (wording_version IS NULL)),
    CHECK (until_at IS NULL OR (decision = 'given' AND until_at > said_at))
) {table_options};

INSERT INTO consent_entry_with_requests
    (person, ordinal, purpose, decision, wording_name, wording_version, until_at, method, said_at, recorded_by)
SELECT person, ordinal, purpose, decision, wording_name, wording_version, until_at, method, said_at, recorded_by
FROM consent_entry;

DROP TABLE consent_entry;

ALTER TABLE consent_entry_with_requests RENAME TO consent_entry;

CREATE INDEX consent_entry_recorder ON consent_entry (recorded_by) WHERE recorded_by IS NOT NULL;

-- The last answer of each person for each purpose. It is no leave to act: until_at may have passed.
CREATE VIEW latest_consent AS
SELECT e.person, e.purpose, e.decision, e.wording_name, e.wording_version, e.until_at, e.method, e.said_at
FROM consent_entry e
WHERE e.ordinal = (
    SELECT max(l.ordinal) FROM consent_entry l
    WHERE l.person = e.person AND l.purpose = e.purpose AND l.decision <> 'requested'
);

CREATE TABLE message (
    -- What was written to everybody who has a place at an event, or waits for one.
    id {uuid} NOT NULL PRIMARY KEY,
    event {uuid} NOT NULL REFERENCES event (id),
    words {text} NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
    written_at {instant} NOT NULL
) {table_options};

CREATE INDEX message_event ON message (event);

CREATE TABLE outbox_with_claims (
    -- What is to be sent, in the order of commits. Each row has one recipient, and goes when it was sent. A position is
    -- never given twice.
    position {integer} NOT NULL PRIMARY KEY CHECK (position >= 1),
    -- Of a message to everybody who comes to an event: what its notices have in common.
    id {uuid} NOT NULL,
    recipient {uuid} NOT NULL REFERENCES person (id),
    -- application_received, welcome, place_confirmed, place_offered, ..
    kind {text} NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    written_at {instant} NOT NULL,
    event {uuid},
    -- The consent it may only be sent on.
    needs {text} CHECK (length(needs) BETWEEN 1 AND 60),
    -- The message it carries.
    message {uuid} REFERENCES message (id),
    -- The registration for which the message is sent: what tells its notices apart. It need not be there any longer.
    registration {uuid},
    -- Since when somebody is sending it. None: nobody is.
    claimed_at {instant}
) {table_options};

INSERT INTO outbox_with_claims (position, id, recipient, kind, written_at, event, needs)
SELECT position, id, recipient, kind, written_at, event, needs FROM outbox;

DROP TABLE outbox;

ALTER TABLE outbox_with_claims RENAME TO outbox;

CREATE UNIQUE INDEX outbox_id ON outbox (id, recipient) WHERE registration IS NULL;

CREATE UNIQUE INDEX outbox_registration ON outbox (id, registration) WHERE registration IS NOT NULL;

CREATE INDEX outbox_recipient ON outbox (recipient);

CREATE INDEX outbox_message ON outbox (message) WHERE message IS NOT NULL;

CREATE TABLE outbox_last (
    -- The last position of the outbox when its last notice went, so that it is not given again. At most one row.
    one {integer} NOT NULL PRIMARY KEY CHECK (one = 1),
    position {integer} NOT NULL CHECK (position >= 1)
) {table_options};

-- The receipts that somebody else has for a person's record: whom erasure must find. Whoever asked has them by key.
CREATE INDEX receipt_of_another ON receipt (substr(record_id, length(record_id) - 35))
WHERE substr(record_id, length(record_id) - 35) <> CAST(actor AS text);

CREATE TABLE sealed_characteristics (
    -- That a person told something about themselves which only a key opens. The key is the person's own, and is itself
    -- sealed with the key of the network that is named: without the row nothing of theirs can be opened, by anybody.
    person {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    version {integer} NOT NULL CHECK (version >= 1),
    key_name {text} NOT NULL CHECK (length(key_name) BETWEEN 1 AND 40),
    wrapped_key {bytes} NOT NULL CHECK (length(wrapped_key) BETWEEN 16 AND 256),
    -- The number of the last value that was sealed, of whichever characteristic.
    last_edition {integer} NOT NULL CHECK (last_edition >= 0)
) {table_options};

CREATE TABLE sealed_value (
    -- One such value. It cannot be read here, searched or counted.
    person {uuid} NOT NULL REFERENCES sealed_characteristics (person) ON DELETE CASCADE,
    -- ethnic_group, access_needs.
    characteristic {text} NOT NULL CHECK (length(characteristic) BETWEEN 1 AND 40),
    edition {integer} NOT NULL CHECK (edition >= 1),
    sealed {bytes} NOT NULL CHECK (length(sealed) BETWEEN 16 AND 16384),
    PRIMARY KEY (person, characteristic)
) {table_options};

CREATE TABLE processing_limit (
    -- What may not be done with a person's records for now. A row without a limit is one that was lifted.
    person {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    version {integer} NOT NULL CHECK (version >= 1),
    -- They may not be erased (UK GDPR article 17(3)): why, and since when.
    hold_reason {text} CHECK (length(hold_reason) BETWEEN 1 AND 1000),
    held_since {instant},
    -- They are stored and not used (UK GDPR article 18): on which ground, and since when.
    restriction_ground {text} CHECK (length(restriction_ground) BETWEEN 1 AND 60),
    restricted_since {instant},
    CHECK ((hold_reason IS NULL) = (held_since IS NULL)),
    CHECK ((restriction_ground IS NULL) = (restricted_since IS NULL))
) {table_options};

CREATE TABLE rights_request (
    -- What a person asked for under UK GDPR articles 15 to 21, and when it was answered.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    -- By pseudonym: the row outlives the person's own.
    requester {uuid} NOT NULL,
    -- access, rectification, erasure, restriction, portability, objection.
    asked_for {text} NOT NULL CHECK (length(asked_for) BETWEEN 1 AND 40),
    received_on {date} NOT NULL,
    -- open, answered, refused.
    state {text} NOT NULL CHECK (state IN ('open', 'answered', 'refused')),
    closed_on {date},
    refusal_ground {text} CHECK (length(refusal_ground) BETWEEN 1 AND 60),
    -- That more time is needed (article 12(3)): when the person was told, and why.
    extension_told_on {date},
    extension_reason {text} CHECK (length(extension_reason) BETWEEN 1 AND 1000),
    CHECK ((state = 'open') = (closed_on IS NULL)),
    CHECK ((state = 'refused') = (refusal_ground IS NOT NULL)),
    CHECK ((extension_told_on IS NULL) = (extension_reason IS NULL))
) {table_options};

CREATE INDEX rights_request_requester ON rights_request (requester);

CREATE TABLE rights_request_pause (
    -- A time in which the person was asked who they are or what they mean.
    request {uuid} NOT NULL REFERENCES rights_request (id) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal >= 1),
    asked_on {date} NOT NULL,
    -- None: not answered yet.
    answered_on {date},
    PRIMARY KEY (request, ordinal),
    CHECK (answered_on >= asked_on)
) {table_options};

CREATE TABLE action_link (
    -- What a link in a letter does when the person follows it and says yes. The link's secret is not here: this is its
    -- SHA-256.
    hash {bytes} NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    person {uuid} NOT NULL REFERENCES person (id),
    -- confirm_consent, unsubscribe, accept_offer, decline_offer.
    action {text} NOT NULL CHECK (length(action) BETWEEN 1 AND 40),
    purpose {text} CHECK (length(purpose) BETWEEN 1 AND 60),
    event {uuid},
    expires_at {instant} NOT NULL
) {table_options};

CREATE INDEX action_link_person ON action_link (person);

CREATE TABLE suppression (
    -- A "no" that outlives the person's record: a keyed hash of an address, from which the address cannot be had.
    hash {bytes} NOT NULL CHECK (length(hash) = 32),
    purpose {text} NOT NULL CHECK (length(purpose) BETWEEN 1 AND 60),
    since {instant} NOT NULL,
    PRIMARY KEY (hash, purpose)
) {table_options};

CREATE TABLE facilitation (
    -- That somebody may see who comes to an event, from when until when. Each look is in the audit.
    event {uuid} NOT NULL REFERENCES event (id),
    person {uuid} NOT NULL REFERENCES person (id),
    version {integer} NOT NULL CHECK (version >= 1),
    from_at {instant} NOT NULL,
    until_at {instant} NOT NULL,
    PRIMARY KEY (event, person),
    CHECK (until_at > from_at)
) {table_options};

CREATE INDEX facilitation_person ON facilitation (person);

CREATE TABLE theme (
    -- What those present at an event agreed may leave the room, once enough of them have and the facilitator has checked
    -- it.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    event {uuid} NOT NULL REFERENCES event (id),
    words {text} NOT NULL CHECK (length(words) BETWEEN 1 AND 500),
    state {text} NOT NULL CHECK (state IN ('gathering', 'checked', 'released')),
    -- Since when it is in this state. None: it is being gathered.
    reached_at {instant},
    -- Who checked it, until it is released. By pseudonym.
    checked_by {uuid},
    -- How many had contributed when it was released, as a band: then the contributions themselves may go.
    contributors {text} CHECK (length(contributors) BETWEEN 1 AND 40),
    CHECK ((state = 'gathering') = (reached_at IS NULL)),
    CHECK ((state = 'checked') = (checked_by IS NOT NULL)),
    CHECK ((state = 'released') = (contributors IS NOT NULL))
) {table_options};

CREATE INDEX theme_event ON theme (event);

CREATE TABLE theme_contribution (
    -- That somebody contributed to a theme, by a keyed hash: it can be counted, and who it was cannot be had.
    theme {uuid} NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    contributor {bytes} NOT NULL CHECK (length(contributor) = 32),
    PRIMARY KEY (theme, contributor)
) {table_options};
