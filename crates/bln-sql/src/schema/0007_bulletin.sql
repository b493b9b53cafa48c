-- The news bulletin, what people want to read about, and what is known of the addresses it goes to.
--
-- The rules of the first file hold.

CREATE TABLE bulletin (
    -- An issue of the bulletin. Never removed once it was begun. Who it goes to is decided when a letter is written: this
    -- row is no list of them. Whether anybody opened it is kept nowhere.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    subject {text} NOT NULL CHECK (length(subject) BETWEEN 1 AND 150),
    state {text} NOT NULL CHECK (state IN ('draft', 'scheduled', 'sending', 'paused', 'stopped')),
    -- When it is due, since when it is being sent, or since when it is stopped. None: it is a draft.
    state_at {instant},
    -- Whose letters are in the outbox or have left it: nobody's, those up to a person, or everybody's.
    reached {text} CHECK (reached IN ('nobody', 'up_to', 'everybody')),
    -- Up to whom, in the order of identifiers. They need not be there any longer.
    reached_person {uuid},
    CHECK ((state = 'draft') = (state_at IS NULL)),
    CHECK ((state IN ('sending', 'paused')) = (reached IS NOT NULL)),
    CHECK ((coalesce(reached, '') = 'up_to') = (reached_person IS NOT NULL))
) {table_options};

CREATE TABLE bulletin_pillar (
    -- Whom an issue is for: who is interested in one of these pillars, or never said in which. Without a row, everybody.
    bulletin {uuid} NOT NULL REFERENCES bulletin (id) ON DELETE CASCADE,
    pillar {text} NOT NULL CHECK (
        pillar IN ('directed_action', 'system_influencing', 'celebration', 'legacy')
    ),
    PRIMARY KEY (bulletin, pillar)
) {table_options};

CREATE TABLE bulletin_section (
    -- What an issue is made of, in the order in which it is read.
    bulletin {uuid} NOT NULL REFERENCES bulletin (id) ON DELETE CASCADE,
    ordinal {integer} NOT NULL CHECK (ordinal BETWEEN 1 AND 20),
    heading {text} NOT NULL CHECK (length(heading) BETWEEN 1 AND 120),
    kind {text} NOT NULL CHECK (
        kind IN ('news', 'events', 'resources', 'figures', 'testimonials', 'recognitions')
    ),
    -- News, in Markdown.
    news {text} CHECK (length(news) BETWEEN 1 AND 4000),
    -- For how many days ahead events are listed.
    days {integer} CHECK (days BETWEEN 1 AND 366),
    PRIMARY KEY (bulletin, ordinal),
    CHECK ((kind = 'news') = (news IS NOT NULL)),
    CHECK ((kind = 'events') = (days IS NOT NULL))
) {table_options};

CREATE TABLE bulletin_section_pillar (
    -- Which events a section lists: those that serve one of these pillars. Without a row, all.
    bulletin {uuid} NOT NULL,
    section {integer} NOT NULL,
    pillar {text} NOT NULL CHECK (
        pillar IN ('directed_action', 'system_influencing', 'celebration', 'legacy')
    ),
    PRIMARY KEY (bulletin, section, pillar),
    FOREIGN KEY (bulletin, section) REFERENCES bulletin_section (bulletin, ordinal) ON DELETE CASCADE
) {table_options};

CREATE TABLE bulletin_section_record (
    -- The records that a section names, in their order. It refers to none of them: what it names may be erased, and is
    -- then not in the letters that leave.
    bulletin {uuid} NOT NULL,
    section {integer} NOT NULL,
    ordinal {integer} NOT NULL CHECK (ordinal BETWEEN 1 AND 20),
    record {uuid} NOT NULL,
    PRIMARY KEY (bulletin, section, ordinal),
    FOREIGN KEY (bulletin, section) REFERENCES bulletin_section (bulletin, ordinal) ON DELETE CASCADE
) {table_options};

CREATE TABLE interest (
    -- That a person said which pillars they want to read about. Whoever is not here is sent every issue they agreed to.
    person {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    version {integer} NOT NULL CHECK (version >= 1)
) {table_options};

CREATE TABLE interest_pillar (
    -- Which: one or more.
    person {uuid} NOT NULL REFERENCES interest (person) ON DELETE CASCADE,
    pillar {text} NOT NULL CHECK (
        pillar IN ('directed_action', 'system_influencing', 'celebration', 'legacy')
    ),
    PRIMARY KEY (person, pillar)
) {table_options};

CREATE TABLE address_record (
    -- What became of letters to an address. Of an address that its person has: it goes with the address.
    address {text} NOT NULL PRIMARY KEY CHECK (length(address) BETWEEN 3 AND 254 AND address = lower(address)),
    version {integer} NOT NULL CHECK (version >= 1),
    person {uuid} NOT NULL REFERENCES person (id),
    -- How many letters failed in a row; 3 also after one that failed for good.
    failures {integer} NOT NULL CHECK (failures BETWEEN 0 AND 3),
    -- Since when nothing more is sent there. None: it is written to.
    held_since {instant},
    CHECK ((failures = 3) = (held_since IS NOT NULL))
) {table_options};

CREATE INDEX address_record_person ON address_record (person);

CREATE INDEX address_record_held ON address_record (address) WHERE held_since IS NOT NULL;

-- The issue of the bulletin it brings. Its identifier is then the issue's: what its notices have in common.
ALTER TABLE outbox ADD COLUMN bulletin {uuid} REFERENCES bulletin (id);

CREATE INDEX outbox_bulletin ON outbox (bulletin) WHERE bulletin IS NOT NULL;
