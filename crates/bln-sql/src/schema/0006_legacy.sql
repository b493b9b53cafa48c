-- Figures that were released, what the network set out to change, and the ledger of what came of it.
--
-- The rules of the first file hold. Besides, no row here refers to a person, and none is ever removed.

CREATE TABLE figure (
    -- A number that was released, with what must be said with it. A row is never changed: the right number is registered
    -- beside a wrong one.
    id {uuid} NOT NULL PRIMARY KEY,
    -- What is so, or of what the number is.
    statement {text} NOT NULL CHECK (length(statement) BETWEEN 1 AND 1000),
    -- The number as it was printed, with its unit.
    shown {text} NOT NULL CHECK (length(shown) BETWEEN 1 AND 40),
    -- Of whom it is said.
    population {text} NOT NULL CHECK (length(population) BETWEEN 1 AND 1000),
    -- How many people it is said of, where that was released too.
    asked {integer} CHECK (asked BETWEEN 1 AND 100000000000),
    method {text} NOT NULL CHECK (length(method) BETWEEN 1 AND 1000),
    -- The year that it is about.
    year {integer} NOT NULL CHECK (year BETWEEN 1900 AND 2200),
    -- Where it was released.
    source {text} NOT NULL CHECK (length(source) BETWEEN 1 AND 1000),
    -- The indicator of the Workforce Race Equality Standard that it is a figure of: 1 to 9. None: it is of none.
    indicator {integer} CHECK (indicator BETWEEN 1 AND 9),
    released_at {instant} NOT NULL
) {table_options};

CREATE TABLE initiative (
    -- What the network set out to change, and how it ended.
    id {uuid} NOT NULL PRIMARY KEY,
    version {integer} NOT NULL CHECK (version >= 1),
    title {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
    aim {text} NOT NULL CHECK (length(aim) BETWEEN 1 AND 2000),
    opened_at {instant} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'closed')),
    closed_at {instant},
    -- What became of it.
    conclusion {text} CHECK (conclusion IN ('achieved', 'partly_achieved', 'not_achieved')),
    -- Why nothing was achieved.
    reason {text} CHECK (length(reason) BETWEEN 1 AND 1000),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (conclusion IS NOT NULL)),
    CHECK ((coalesce(conclusion, '') = 'not_achieved') = (reason IS NOT NULL))
) {table_options};

CREATE TABLE initiative_pillar (
    -- The strategic pillars an initiative serves: one or more.
    initiative {uuid} NOT NULL REFERENCES initiative (id) ON DELETE CASCADE,
    pillar {text} NOT NULL CHECK (
        pillar IN ('directed_action', 'system_influencing', 'celebration', 'legacy')
    ),
    PRIMARY KEY (initiative, pillar)
) {table_options};

CREATE TABLE initiative_action (
    -- The high-impact actions of the NHS EDI improvement plan that an initiative bears on: HIA1 to HIA6.
    initiative {uuid} NOT NULL REFERENCES initiative (id) ON DELETE CASCADE,
    action {text} NOT NULL CHECK (length(action) BETWEEN 1 AND 40),
    PRIMARY KEY (initiative, action)
) {table_options};

CREATE TABLE initiative_indicator (
    -- The indicators of the Workforce Race Equality Standard that an initiative is to move.
    initiative {uuid} NOT NULL REFERENCES initiative (id) ON DELETE CASCADE,
    indicator {integer} NOT NULL CHECK (indicator BETWEEN 1 AND 9),
    PRIMARY KEY (initiative, indicator)
) {table_options};

CREATE TABLE initiative_figure (
    -- The figures because of which an initiative was begun.
    initiative {uuid} NOT NULL REFERENCES initiative (id) ON DELETE CASCADE,
    figure {uuid} NOT NULL REFERENCES figure (id),
    PRIMARY KEY (initiative, figure)
) {table_options};

CREATE TABLE legacy_entry (
    -- What was asked, answered, promised and reached under an initiative, in the order in which it was written. A row is
    -- never changed: one that is wrong is superseded by one that corrects it. The number of the last is the version.
    initiative {uuid} NOT NULL REFERENCES initiative (id),
    ordinal {integer} NOT NULL CHECK (ordinal >= 1),
    id {uuid} NOT NULL UNIQUE,
    written_at {instant} NOT NULL,
    -- The entry that it supersedes. None: it is no correction.
    corrects {uuid} CHECK (corrects <> id),
    kind {text} NOT NULL CHECK (
        kind IN ('ask', 'answer', 'commitment', 'kept', 'not_kept', 'outcome', 'link')
    ),
    -- The ask that is answered, or the commitment that was kept or not.
    refers_to {uuid} CHECK (refers_to <> id),
    words {text} CHECK (length(words) BETWEEN 1 AND 1000),
    -- Who is asked, or who promises.
    body {text} CHECK (body IN ('network', 'organisation', 'named')),
    -- By its code. It need not be in this database.
    organisation {text} CHECK (length(organisation) BETWEEN 3 AND 6 AND organisation = upper(organisation)),
    body_name {text} CHECK (length(body_name) BETWEEN 1 AND 120),
    -- The role in the body that promises, if it is known: never a person.
    role {text} CHECK (length(role) BETWEEN 1 AND 100),
    -- The last day on which a commitment is kept in time.
    due_on {date},
    answer {text} CHECK (answer IN ('agreed', 'agreed_in_part', 'declined', 'no_answer')),
    -- What belongs to the initiative. It may be gone.
    linked_kind {text} CHECK (linked_kind IN ('event', 'bulletin', 'resource', 'testimonial')),
    linked_id {uuid},
    PRIMARY KEY (initiative, ordinal),
    UNIQUE (initiative, id),
    FOREIGN KEY (initiative, corrects) REFERENCES legacy_entry (initiative, id),
    FOREIGN KEY (initiative, refers_to) REFERENCES legacy_entry (initiative, id),
    CHECK ((kind IN ('answer', 'kept', 'not_kept')) = (refers_to IS NOT NULL)),
    CHECK ((kind = 'link') = (words IS NULL)),
    CHECK ((kind IN ('ask', 'commitment')) = (body IS NOT NULL)),
    CHECK ((coalesce(body, '') = 'organisation') = (organisation IS NOT NULL)),
    CHECK ((coalesce(body, '') = 'named') = (body_name IS NOT NULL)),
    CHECK (kind = 'commitment' OR role IS NULL),
    CHECK ((kind = 'commitment') = (due_on IS NOT NULL)),
    CHECK ((kind = 'answer') = (answer IS NOT NULL)),
    CHECK ((kind = 'link') = (linked_kind IS NOT NULL)),
    CHECK ((kind = 'link') = (linked_id IS NOT NULL))
) {table_options};

CREATE TABLE legacy_entry_figure (
    -- The figures that an outcome rests on, and the two of which one is from before and one from after.
    entry {uuid} NOT NULL REFERENCES legacy_entry (id),
    cited_as {text} NOT NULL CHECK (cited_as IN ('evidence', 'before', 'after')),
    figure {uuid} NOT NULL REFERENCES figure (id),
    PRIMARY KEY (entry, cited_as, figure)
) {table_options};

CREATE UNIQUE INDEX legacy_entry_figure_pair ON legacy_entry_figure (entry, cited_as) WHERE cited_as <> 'evidence';

CREATE TABLE legacy_entry_resource (
    -- The resources that show an outcome.
    entry {uuid} NOT NULL REFERENCES legacy_entry (id),
    resource {uuid} NOT NULL REFERENCES resource (id),
    PRIMARY KEY (entry, resource)
) {table_options};
