-- One staff network: wordings, organisations, people, how they belong, what they agreed to, events and places.
--
-- Every statement ends with a semicolon at the end of a line, and no comment line does. Types are tokens that each
-- engine replaces; the rest is SQL that SQLite and PostgreSQL share. A comment inside a table is for whoever reads
-- the table's definition in the database itself.

CREATE TABLE wording (
    -- What people were told, declared and agreed to, word for word. A row is never changed.
    name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    version {integer} NOT NULL CHECK (version >= 1),
    purpose {text} NOT NULL CHECK (length(purpose) BETWEEN 1 AND 60),
    body {text} NOT NULL CHECK (length(body) BETWEEN 1 AND 5000),
    -- The first day on which it is shown. None: since ever.
    in_force_from {date},
    PRIMARY KEY (name, version)
) {table_options};

CREATE TABLE organisation (
    -- An NHS body by its ODS code. Never read meaning into the shape of a code: see organisation_role.
    code {text} NOT NULL PRIMARY KEY CHECK (length(code) BETWEEN 3 AND 6 AND code = upper(code)),
    version {integer} NOT NULL CHECK (version >= 1),
    -- The region of NHS England. None: it has none, as in Wales.
    region {text} CHECK (region IN ('Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63')),
    -- The integrated care board it belongs to, by its code. It need not be in this table.
    icb {text} CHECK (length(icb) BETWEEN 3 AND 6 AND icb = upper(icb)),
    -- The first day on which it operates, and the first on which it no longer does.
    opened_on {date},
    closed_on {date},
    CHECK (closed_on > opened_on)
) {table_options};

CREATE TABLE organisation_role (
    -- What an organisation is, by ODS role. The primary role has ordinal 1.
    organisation {text} NOT NULL REFERENCES organisation (code) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal BETWEEN 1 AND 21),
    -- 'RO' and a number: RO197 an NHS trust, RO57 a foundation trust, RO318 an integrated care board.
    role {text} NOT NULL CHECK (length(role) BETWEEN 3 AND 6 AND role LIKE 'RO%'),
    PRIMARY KEY (organisation, ordinal),
    UNIQUE (organisation, role)
) {table_options};

CREATE TABLE organisation_name (
    -- What an organisation was called from a day on, until the next row's day. Before the first, the first counts.
    organisation {text} NOT NULL REFERENCES organisation (code) ON DELETE CASCADE,
    from_date {date} NOT NULL,
    name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    PRIMARY KEY (organisation, from_date)
) {table_options};

CREATE TABLE organisation_succession (
    -- Which organisations an organisation took over from, and which took over from it. Those need not be in this
    -- database: files of organisations come in any order.
    organisation {text} NOT NULL REFERENCES organisation (code) ON DELETE CASCADE,
    direction {text} NOT NULL CHECK (direction IN ('predecessor', 'successor')),
    ordinal {integer} NOT NULL CHECK (ordinal >= 1),
    other {text} NOT NULL CHECK (length(other) BETWEEN 3 AND 6 AND other = upper(other)),
    on_date {date} NOT NULL,
    PRIMARY KEY (organisation, direction, ordinal),
    UNIQUE (organisation, other)
) {table_options};

CREATE TABLE person (
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    -- As its owner writes it: one word or many, in any script.
    name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    known_as {text} CHECK (length(known_as) BETWEEN 1 AND 100)
) {table_options};

CREATE TABLE person_email (
    -- An address belongs to one person. The preferred one has ordinal 1.
    address {text} NOT NULL PRIMARY KEY CHECK (length(address) BETWEEN 3 AND 254 AND address = lower(address)),
    person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal BETWEEN 1 AND 5),
    UNIQUE (person, ordinal)
) {table_options};

CREATE TABLE affiliation (
    -- Where a person works or worked, from a day until another, which is no longer part of it.
    person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal BETWEEN 1 AND 20),
    -- Either a listed organisation or the name of an employer that is on no list.
    organisation {text} REFERENCES organisation (code),
    employer_name {text} CHECK (length(employer_name) BETWEEN 1 AND 200),
    job_title {text} CHECK (length(job_title) BETWEEN 1 AND 200),
    -- afc_1 to afc_9 for a band of Agenda for Change, vsm, medical_.., non_executive, other, prefer_not_to_say.
    level {text} CHECK (length(level) BETWEEN 1 AND 60),
    from_date {date} NOT NULL,
    until_date {date},
    PRIMARY KEY (person, ordinal),
    CHECK ((organisation IS NULL) <> (employer_name IS NULL)),
    CHECK (until_date > from_date)
) {table_options};

CREATE TABLE professional_registration (
    -- A number as the person gave it, right in form. Nobody has looked it up in a register.
    person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal BETWEEN 1 AND 8),
    -- gmc, nmc, hcpc, gphc.
    body {text} NOT NULL CHECK (length(body) BETWEEN 1 AND 20),
    number {text} NOT NULL CHECK (length(number) BETWEEN 1 AND 16),
    PRIMARY KEY (person, ordinal),
    UNIQUE (person, body, number)
) {table_options};

CREATE TABLE person_search_word (
    -- The words of a person's names without case, accents and punctuation: an index for finding people, and no
    -- fact about them.
    word {text} NOT NULL CHECK (length(word) >= 1),
    person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (word, person)
) {table_options};

CREATE INDEX person_search_word_person ON person_search_word (person, word);

CREATE TABLE membership (
    -- That somebody belongs, or asked to, tends to reveal ethnicity: treat it as special-category data.
    person {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    version {integer} NOT NULL CHECK (version >= 1)
) {table_options};

CREATE TABLE membership_spell (
    -- How a person belonged and stood, from an instant until the next, which is no longer part of it.
    person {uuid} NOT NULL REFERENCES membership (person) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal >= 1),
    kind {text} NOT NULL CHECK (kind IN ('member', 'ally')),
    standing {text} NOT NULL CHECK (standing IN ('applied', 'active', 'paused', 'left', 'declined')),
    -- What they declared, which privacy notice they were shown, and when. Eligibility is what a person declares, and
    -- never computed.
    wording_name {text} NOT NULL,
    wording_version {integer} NOT NULL,
    notice_name {text} NOT NULL,
    notice_version {integer} NOT NULL,
    declared_at {instant} NOT NULL,
    from_at {instant} NOT NULL,
    -- None: until now.
    until_at {instant},
    PRIMARY KEY (person, ordinal),
    FOREIGN KEY (wording_name, wording_version) REFERENCES wording (name, version),
    FOREIGN KEY (notice_name, notice_version) REFERENCES wording (name, version),
    CHECK (until_at >= from_at)
) {table_options};

-- One spell of a person is the current one.
CREATE UNIQUE INDEX membership_spell_current ON membership_spell (person) WHERE until_at IS NULL;

CREATE TABLE consent_ledger (
    -- What a person was asked and answered. Its version is the number of its entries.
    person {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    version {integer} NOT NULL CHECK (version >= 1)
) {table_options};

CREATE TABLE consent_entry (
    -- One answer. Rows are added and never changed: the last one for a purpose counts.
    person {uuid} NOT NULL REFERENCES consent_ledger (person) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal >= 1),
    purpose {text} NOT NULL CHECK (length(purpose) BETWEEN 1 AND 60),
    decision {text} NOT NULL CHECK (decision IN ('given', 'withdrawn')),
    -- The wording that was agreed to (UK GDPR article 7(1)); a withdrawal needs none.
    wording_name {text},
    wording_version {integer},
    -- Until when it was given. None: until it is withdrawn.
    until_at {instant},
    -- web, paper, verbal, import.
    method {text} NOT NULL CHECK (length(method) BETWEEN 1 AND 20),
    said_at {instant} NOT NULL,
    -- Who wrote it down. None: the person themselves.
    recorded_by {uuid},
    PRIMARY KEY (person, ordinal),
    FOREIGN KEY (wording_name, wording_version) REFERENCES wording (name, version),
    CHECK ((decision = 'given') = (wording_name IS NOT NULL)),
    CHECK ((wording_name IS NULL) = (wording_version IS NULL)),
    CHECK (until_at IS NULL OR (decision = 'given' AND until_at > said_at))
) {table_options};

CREATE TABLE event (
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    state {text} NOT NULL CHECK (state IN ('draft', 'published', 'cancelled', 'completed')),
    -- How often people had to be told of a change since it was published.
    revision {integer} NOT NULL CHECK (revision >= 0),
    title {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    summary {text} CHECK (length(summary) BETWEEN 1 AND 4000),
    -- network_meeting, safe_space, peer_support, .. or words of the network's own.
    kind {text} NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    audience {text} NOT NULL CHECK (audience IN ('members', 'members_and_allies', 'public')),
    modes {text} NOT NULL CHECK (modes IN ('in_person', 'online', 'hybrid')),
    venue {text} CHECK (length(venue) BETWEEN 1 AND 300),
    -- What the clock on the wall shows, in this zone of the IANA database. This is what was planned.
    time_zone {text} NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 60),
    starts_local {local_date_time} NOT NULL,
    ends_local {local_date_time} NOT NULL,
    -- The same as instants, worked out when the row was written, to sort and to compare by.
    starts_at {instant} NOT NULL,
    ends_at {instant} NOT NULL,
    -- When people can register, each with its zone. None: from publication on, and until the start.
    opens_local {local_date_time},
    opens_time_zone {text} CHECK (length(opens_time_zone) BETWEEN 1 AND 60),
    closes_local {local_date_time},
    closes_time_zone {text} CHECK (length(closes_time_zone) BETWEEN 1 AND 60),
    confidentiality {text} NOT NULL CHECK (
        confidentiality IN ('open', 'chatham_house', 'confidential_safe_space', 'off_the_record')
    ),
    accessibility_note {text} CHECK (length(accessibility_note) BETWEEN 1 AND 1000),
    -- Only for people with a confirmed place. Do not copy it into a report.
    joining_link {text} CHECK (length(joining_link) BETWEEN 1 AND 2000 AND joining_link LIKE 'https://%'),
    -- The series it is one of, and which of them, from 1.
    series {uuid},
    series_number {integer} CHECK (series_number >= 1),
    CHECK (ends_local > starts_local),
    CHECK (ends_at > starts_at),
    CHECK ((opens_local IS NULL) = (opens_time_zone IS NULL)),
    CHECK ((closes_local IS NULL) = (closes_time_zone IS NULL)),
    CHECK ((series IS NULL) = (series_number IS NULL)),
    CHECK (state <> 'draft' OR revision = 0)
) {table_options};

CREATE INDEX event_start ON event (starts_at, id);

CREATE TABLE event_pillar (
    -- The strategic pillars an event serves: one or more.
    event {uuid} NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    pillar {text} NOT NULL CHECK (
        pillar IN ('directed_action', 'system_influencing', 'celebration', 'legacy')
    ),
    PRIMARY KEY (event, pillar)
) {table_options};

CREATE TABLE event_provision (
    -- What an event provides so that everybody can take part: step_free, hearing_loop, captions, ..
    event {uuid} NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    provision {text} NOT NULL CHECK (length(provision) BETWEEN 1 AND 60),
    PRIMARY KEY (event, provision)
) {table_options};

CREATE TABLE seats (
    -- An event's places. An offered place is held for somebody who has not answered yet: it is occupied.
    event {uuid} NOT NULL PRIMARY KEY REFERENCES event (id),
    version {integer} NOT NULL CHECK (version >= 1),
    -- Whether places are still given out.
    intake {text} NOT NULL CHECK (intake IN ('open', 'closed')),
    -- The room. None of the three: the event has no room.
    in_person_capacity {integer} CHECK (in_person_capacity BETWEEN 0 AND 1000000),
    in_person_confirmed {integer} CHECK (in_person_confirmed >= 0),
    in_person_offered {integer} CHECK (in_person_offered >= 0),
    -- The call. None of the three: the event has no call.
    online_capacity {integer} CHECK (online_capacity BETWEEN 0 AND 1000000),
    online_confirmed {integer} CHECK (online_confirmed >= 0),
    online_offered {integer} CHECK (online_offered >= 0),
    -- How many wait without an offer, by how they are ready to attend.
    waiting_in_person {integer} NOT NULL CHECK (waiting_in_person >= 0),
    waiting_online {integer} NOT NULL CHECK (waiting_online >= 0),
    waiting_either {integer} NOT NULL CHECK (waiting_either >= 0),
    -- The last number drawn: see registration.sequence.
    last_sequence {integer} NOT NULL CHECK (last_sequence >= 0),
    CHECK (in_person_capacity IS NOT NULL OR online_capacity IS NOT NULL),
    CHECK ((in_person_capacity IS NULL) = (in_person_confirmed IS NULL)),
    CHECK ((in_person_capacity IS NULL) = (in_person_offered IS NULL)),
    CHECK ((online_capacity IS NULL) = (online_confirmed IS NULL)),
    CHECK ((online_capacity IS NULL) = (online_offered IS NULL)),
    -- No more places are occupied than there are.
    CHECK (in_person_confirmed + in_person_offered <= in_person_capacity),
    CHECK (online_confirmed + online_offered <= online_capacity)
) {table_options};

CREATE TABLE registration (
    -- A person's one state for an event.
    id {uuid} NOT NULL PRIMARY KEY,
    event {uuid} NOT NULL REFERENCES event (id),
    person {uuid} NOT NULL REFERENCES person (id),
    version {integer} NOT NULL CHECK (version >= 1),
    -- How they are ready to attend.
    choice {text} NOT NULL CHECK (choice IN ('in_person', 'online', 'either')),
    -- The number they drew when they last registered. First come, first served is by this and nothing else.
    sequence {integer} NOT NULL CHECK (sequence >= 1),
    state {text} NOT NULL CHECK (
        state IN (
            'confirmed', 'waiting', 'offered', 'declined', 'expired', 'cancelled', 'attended', 'did_not_attend'
        )
    ),
    -- The pool in which a place is theirs, or was.
    mode {text} CHECK (mode IN ('in_person', 'online')),
    -- The first instant at which an offer can no longer be accepted.
    expires_at {instant},
    -- Since when it is in this state.
    since {instant} NOT NULL,
    -- How many rows it has in registration_step.
    steps {integer} NOT NULL CHECK (steps >= 1),
    UNIQUE (person, event),
    UNIQUE (event, sequence),
    CHECK ((state IN ('confirmed', 'offered', 'attended', 'did_not_attend')) = (mode IS NOT NULL)),
    CHECK ((state = 'offered') = (expires_at IS NOT NULL))
) {table_options};

-- The head of the waiting list, for each choice.
CREATE INDEX registration_waiting ON registration (event, choice, sequence) WHERE state = 'waiting';

-- Offers by when they run out.
CREATE INDEX registration_offer ON registration (event, expires_at, sequence) WHERE state = 'offered';

CREATE TABLE registration_step (
    -- The history of a registration. Rows are added and never changed.
    registration {uuid} NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal >= 1),
    choice {text} NOT NULL CHECK (choice IN ('in_person', 'online', 'either')),
    sequence {integer} NOT NULL CHECK (sequence >= 1),
    state {text} NOT NULL CHECK (
        state IN (
            'confirmed', 'waiting', 'offered', 'declined', 'expired', 'cancelled', 'attended', 'did_not_attend'
        )
    ),
    mode {text} CHECK (mode IN ('in_person', 'online')),
    expires_at {instant},
    reached_at {instant} NOT NULL,
    PRIMARY KEY (registration, ordinal),
    CHECK ((state IN ('confirmed', 'offered', 'attended', 'did_not_attend')) = (mode IS NOT NULL)),
    CHECK ((state = 'offered') = (expires_at IS NOT NULL))
) {table_options};

CREATE TABLE audit_entry (
    -- Who did what to which record, in the order of commits, from 1 without a gap. Rows are added and never changed.
    -- What a row names may be gone: the audit outlives it, and so refers to nothing.
    position {integer} NOT NULL PRIMARY KEY CHECK (position >= 1),
    id {uuid} NOT NULL UNIQUE,
    done_at {instant} NOT NULL,
    -- public, participant, facilitator, administrator, analyst.
    actor_role {text} NOT NULL CHECK (length(actor_role) BETWEEN 1 AND 20),
    -- None: the public.
    actor_person {uuid},
    -- A verb such as membership.apply or registration.register.
    action {text} NOT NULL CHECK (length(action) BETWEEN 1 AND 60),
    -- The record it was done to: its table, and its key as text (an event and a person with a '/' between them for a
    -- registration).
    subject_kind {text} NOT NULL CHECK (length(subject_kind) BETWEEN 1 AND 40),
    subject_id {text} NOT NULL CHECK (length(subject_id) <= 80),
    -- The consent it was done on, if it took one.
    purpose {text} CHECK (length(purpose) BETWEEN 1 AND 60),
    CHECK ((actor_role = 'public') = (actor_person IS NULL))
) {table_options};

CREATE TABLE outbox (
    -- What is to be sent, in the order of commits, from 1 without a gap. Each row has one recipient.
    position {integer} NOT NULL PRIMARY KEY CHECK (position >= 1),
    id {uuid} NOT NULL UNIQUE,
    recipient {uuid} NOT NULL REFERENCES person (id),
    -- application_received, welcome, place_confirmed, place_offered, ..
    kind {text} NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    written_at {instant} NOT NULL,
    event {uuid},
    -- The consent it may only be sent on.
    needs {text} CHECK (length(needs) BETWEEN 1 AND 60)
) {table_options};

CREATE TABLE receipt (
    -- What was answered to a request, so that asking again with the same key does nothing twice.
    -- Who asked: a person, or for the public the nil UUID, all zeros (RFC 9562, section 5.9).
    actor {uuid} NOT NULL,
    idempotency_key {text} NOT NULL CHECK (length(idempotency_key) BETWEEN 8 AND 64),
    -- A digest of everything that was asked.
    fingerprint {bytes} NOT NULL CHECK (length(fingerprint) = 16),
    record_kind {text} NOT NULL CHECK (length(record_kind) BETWEEN 1 AND 40),
    record_id {text} NOT NULL CHECK (length(record_id) <= 80),
    answer {text} NOT NULL CHECK (length(answer) <= 64),
    answered_at {instant} NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
) {table_options};

-- For analysts. Count people by these and never list them; a count below 11 is not for publication.

-- How each person belongs now.
CREATE VIEW current_membership AS
SELECT person, kind, standing, from_at AS since
FROM membership_spell
WHERE until_at IS NULL;

-- Each organisation under its latest name, with its primary role.
CREATE VIEW organisation_overview AS
SELECT o.code, n.name, r.role AS primary_role, o.region, o.icb, o.opened_on, o.closed_on
FROM organisation o
JOIN organisation_role r ON r.organisation = o.code AND r.ordinal = 1
JOIN organisation_name n ON n.organisation = o.code
    AND n.from_date = (SELECT max(l.from_date) FROM organisation_name l WHERE l.organisation = o.code);

-- The last answer of each person for each purpose. It is no leave to act: until_at may have passed.
CREATE VIEW latest_consent AS
SELECT e.person, e.purpose, e.decision, e.wording_name, e.wording_version, e.until_at, e.method, e.said_at
FROM consent_entry e
WHERE e.ordinal = (
    SELECT max(l.ordinal) FROM consent_entry l WHERE l.person = e.person AND l.purpose = e.purpose
);

-- Each event with its places, one row for each way of attending. Free: neither confirmed nor on offer.
CREATE VIEW event_place AS
SELECT e.id AS event, e.title, e.starts_at, e.state, 'in_person' AS mode, s.in_person_capacity AS capacity,
    s.in_person_confirmed AS confirmed, s.in_person_offered AS offered,
    s.in_person_capacity - s.in_person_confirmed - s.in_person_offered AS free
FROM event e
JOIN seats s ON s.event = e.id
WHERE s.in_person_capacity IS NOT NULL
UNION ALL
SELECT e.id, e.title, e.starts_at, e.state, 'online', s.online_capacity, s.online_confirmed, s.online_offered,
    s.online_capacity - s.online_confirmed - s.online_offered
FROM event e
JOIN seats s ON s.event = e.id
WHERE s.online_capacity IS NOT NULL;
