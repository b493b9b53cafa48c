-- People's own words, the places that show them, recognition, and what the network points people to.
--
-- The rules of the first file hold.

CREATE TABLE testimonial (
    -- Somebody's words, once offered never changed. Whether they may be shown is decided when they are read: this row
    -- alone is no leave to.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    person {uuid} NOT NULL REFERENCES person (id),
    words {text} NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
    -- How far the person agreed to be named.
    naming {text} NOT NULL CHECK (naming IN ('anonymous', 'role_only', 'named')),
    name {text} CHECK (length(name) BETWEEN 1 AND 200),
    -- As they were at the time.
    role {text} CHECK (length(role) BETWEEN 1 AND 100),
    organisation {text} CHECK (length(organisation) BETWEEN 1 AND 200),
    -- The first day on which they are shown no more.
    expires_on {date} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('offered', 'approved', 'withdrawn')),
    -- When they were approved or taken back. None: they wait to be approved.
    reached_at {instant},
    -- SHA-256 of the words that were approved.
    words_hash {bytes} CHECK (length(words_hash) = 32),
    CHECK ((naming = 'named') = (name IS NOT NULL)),
    CHECK ((naming = 'anonymous') = (role IS NULL)),
    CHECK ((naming = 'anonymous') = (organisation IS NULL)),
    CHECK ((state = 'offered') = (reached_at IS NULL)),
    CHECK ((state = 'approved') = (words_hash IS NOT NULL))
) {table_options};

CREATE INDEX testimonial_person ON testimonial (person);

CREATE TABLE testimonial_channel (
    -- Where words may be shown: one or more.
    testimonial {uuid} NOT NULL REFERENCES testimonial (id) ON DELETE CASCADE,
    channel {text} NOT NULL CHECK (length(channel) BETWEEN 1 AND 40),
    PRIMARY KEY (testimonial, channel)
) {table_options};

CREATE TABLE testimonial_use (
    -- A place where words are or were shown. It refers to no person, and to the words by no more than their identifier:
    -- when these are erased, the places that still show them stay until they are ticked off.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    testimonial {uuid} NOT NULL,
    channel {text} NOT NULL CHECK (length(channel) BETWEEN 1 AND 40),
    place {text} NOT NULL CHECK (length(place) BETWEEN 1 AND 200),
    shown_at {instant} NOT NULL,
    -- When it was ticked off. None: it shows the words, as far as anybody knows.
    taken_down_at {instant}
) {table_options};

CREATE INDEX testimonial_use_testimonial ON testimonial_use (testimonial, id);

CREATE TABLE recognition (
    -- Thanks, awards and appointments. Shown with the live consent of the person alone.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    person {uuid} NOT NULL REFERENCES person (id),
    kind {text} NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    words {text} NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
    on_date {date} NOT NULL,
    -- How far the person agreed to be named.
    naming {text} NOT NULL CHECK (naming IN ('anonymous', 'role_only', 'named')),
    name {text} CHECK (length(name) BETWEEN 1 AND 200),
    -- As they were at the time.
    role {text} CHECK (length(role) BETWEEN 1 AND 100),
    organisation {text} CHECK (length(organisation) BETWEEN 1 AND 200),
    CHECK ((naming = 'named') = (name IS NOT NULL)),
    CHECK ((naming = 'anonymous') = (role IS NULL)),
    CHECK ((naming = 'anonymous') = (organisation IS NULL))
) {table_options};

CREATE INDEX recognition_person ON recognition (person);

CREATE TABLE resource (
    -- A report, a video or whatever else people are pointed to. Never removed: one that is withdrawn says so in its place.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    title {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    kind {text} NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    publisher {text} NOT NULL CHECK (length(publisher) BETWEEN 1 AND 200),
    -- A year, a month or a day: 2022, 2022-06, 2022-06-17.
    published {text} NOT NULL CHECK (length(published) IN (4, 7, 10)),
    link {text} NOT NULL CHECK (length(link) BETWEEN 1 AND 2000),
    -- Under which terms it may be used, if they are known.
    licence {text} CHECK (length(licence) BETWEEN 1 AND 200),
    state {text} NOT NULL CHECK (state IN ('listed', 'withdrawn')),
    withdrawn_at {instant},
    -- Why, in words for people.
    reason {text} CHECK (length(reason) BETWEEN 1 AND 300),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (reason IS NOT NULL))
) {table_options};

CREATE TABLE resource_pillar (
    -- The strategic pillars a resource serves: one or more.
    resource {uuid} NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    pillar {text} NOT NULL CHECK (
        pillar IN ('directed_action', 'system_influencing', 'celebration', 'legacy')
    ),
    PRIMARY KEY (resource, pillar)
) {table_options};

CREATE TABLE resource_action (
    -- The high-impact actions of the NHS EDI improvement plan that a resource bears on: HIA1 to HIA6.
    resource {uuid} NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    action {text} NOT NULL CHECK (length(action) BETWEEN 1 AND 40),
    PRIMARY KEY (resource, action)
) {table_options};
