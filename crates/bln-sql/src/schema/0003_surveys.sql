-- Surveys: what was promised, hashes of ballots, and answers that are nobody's.
--
-- The rules of the first file hold. Besides, no row here has an instant or a place in an order. A table of ballots or
-- answers keeps its rows by their keys alone, and the keys are random. No table holds ballots and answers, and none
-- refers to a person.

CREATE TABLE survey (
    -- A survey as it was opened. What it promises is never changed.
    name {text} NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 48),
    promise {text} NOT NULL CHECK (length(promise) BETWEEN 1 AND 4000),
    -- The fewest people whose answers are written at once.
    least_batch {integer} NOT NULL CHECK (least_batch BETWEEN 8 AND 1000),
    state {text} NOT NULL CHECK (state IN ('open', 'closed')),
    -- How often its answers were written: each time all of them.
    writings {integer} NOT NULL CHECK (writings >= 0),
    -- How many ballots there were, and how many of them were spent. None: it is open.
    issued {integer},
    spent {integer} CHECK (spent BETWEEN 0 AND issued),
    CHECK ((state = 'closed') = (issued IS NOT NULL)),
    CHECK ((issued IS NULL) = (spent IS NULL))
) {table_options};

CREATE TABLE survey_ballot (
    -- The right to answer once. The secret is not here: this is its SHA-256. Rows go when the survey is closed.
    survey {text} NOT NULL REFERENCES survey (name),
    hash {bytes} NOT NULL CHECK (length(hash) = 32),
    -- 0 or 1.
    is_spent {integer} NOT NULL CHECK (is_spent IN (0, 1)),
    PRIMARY KEY (survey, hash)
) {keyed_table_options};

CREATE TABLE survey_response (
    -- What somebody chose. All of a survey are written anew each time that some are added, in the order of their keys.
    survey {text} NOT NULL REFERENCES survey (name),
    writing {integer} NOT NULL CHECK (writing >= 0),
    answer {uuid} NOT NULL,
    choices {text} NOT NULL CHECK (length(choices) <= 100000),
    PRIMARY KEY (survey, writing, answer)
) {keyed_table_options};

CREATE TABLE survey_words (
    -- What somebody wrote at one question, apart from what they chose and under another key. Written as responses are.
    survey {text} NOT NULL REFERENCES survey (name),
    writing {integer} NOT NULL CHECK (writing >= 0),
    answer {uuid} NOT NULL,
    question {text} NOT NULL CHECK (length(question) BETWEEN 1 AND 48),
    words {text} NOT NULL CHECK (length(words) <= 100000),
    PRIMARY KEY (survey, writing, answer)
) {keyed_table_options};
