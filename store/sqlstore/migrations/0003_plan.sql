-- +goose Up

-- The plan: people with roles, inbox and outcomes, structure, measures with their history,
-- assessment, status reports.

ALTER TABLE account RENAME COLUMN role TO roles; -- separated by spaces
UPDATE account SET roles = 'administration editor release assessor' WHERE roles = 'administration';
ALTER TABLE account ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN disabled BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX account_subject ON account (issuer, subject) WHERE issuer <> '';

ALTER TABLE login ADD COLUMN began_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE password_link (
    account    TEXT PRIMARY KEY REFERENCES account (id),
    secret     TEXT NOT NULL UNIQUE, -- hash
    expires_at BIGINT NOT NULL
);

ALTER TABLE house ADD COLUMN state_names TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE house ADD COLUMN priorities TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE house ADD COLUMN answer_weeks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE house ADD COLUMN audit_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE house ADD COLUMN prefix TEXT NOT NULL DEFAULT '';

-- A candidate is a measure from its first day on. What a list shows of the profile stands before
-- it, so that a list need not read long texts.
ALTER TABLE candidate RENAME TO measure;
ALTER TABLE measure RENAME COLUMN number TO candidate_number;
ALTER TABLE measure ADD COLUMN number INTEGER; -- NULL: not proposed yet
ALTER TABLE measure ADD COLUMN state TEXT NOT NULL DEFAULT 'candidate';
ALTER TABLE measure ADD COLUMN merged_into TEXT REFERENCES measure (id);
ALTER TABLE measure ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE measure ADD COLUMN listed TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE measure ADD COLUMN fresh TEXT NOT NULL DEFAULT ''; -- JSON: part of the profile -> version
ALTER TABLE measure ADD COLUMN profile TEXT NOT NULL DEFAULT ''; -- JSON, without title and summary
UPDATE measure SET changed_at = created_at;
CREATE UNIQUE INDEX measure_number ON measure (number);
CREATE INDEX measure_merged_into ON measure (merged_into);

ALTER TABLE outcome RENAME COLUMN candidate TO measure;

-- A requirement is an origin, too.
ALTER TABLE source RENAME TO source_before;
CREATE TABLE source (
    measure     TEXT NOT NULL REFERENCES measure (id),
    position    INTEGER NOT NULL,
    idea        TEXT UNIQUE,
    field       TEXT UNIQUE,
    requirement TEXT,
    event       TEXT NOT NULL, -- empty for a requirement
    number      INTEGER NOT NULL,
    title       TEXT NOT NULL,
    round       INTEGER NOT NULL,
    points      INTEGER NOT NULL,
    voters      INTEGER NOT NULL,
    turnout     INTEGER NOT NULL,
    admitted    INTEGER NOT NULL,
    rank        INTEGER NOT NULL,
    ties        INTEGER NOT NULL,
    PRIMARY KEY (measure, position),
    CHECK (CASE WHEN idea IS NULL THEN 0 ELSE 1 END + CASE WHEN field IS NULL THEN 0 ELSE 1 END
        + CASE WHEN requirement IS NULL THEN 0 ELSE 1 END = 1)
);
INSERT INTO source
SELECT candidate, position, idea, field, NULL, (SELECT event FROM measure WHERE id = candidate), source_before.number, source_before.title,
    round, points, voters, turnout, admitted, rank, ties
FROM source_before;
DROP TABLE source_before;

-- A measure's history: what it was from each version on.
CREATE TABLE change (
    measure  TEXT NOT NULL REFERENCES measure (id),
    version  BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    account  TEXT NOT NULL, -- empty once only the function is kept
    function TEXT NOT NULL,
    what     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    state    TEXT NOT NULL,
    title    TEXT NOT NULL,
    summary  TEXT NOT NULL,
    profile  TEXT NOT NULL, -- JSON, without title and summary
    PRIMARY KEY (measure, version)
);
CREATE INDEX change_at ON change (at);
INSERT INTO change
SELECT id, version, created_at, '', '', 'promote', '', state, title, summary, '' FROM measure;

CREATE TABLE node (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    parent   TEXT REFERENCES node (id),
    position INTEGER NOT NULL,
    title    TEXT NOT NULL,
    short    TEXT NOT NULL,
    text     TEXT NOT NULL,
    lead     TEXT REFERENCES node (id),
    team     TEXT REFERENCES node (id), -- working group
    color    INTEGER NOT NULL CHECK (color BETWEEN 0 AND 11),
    unit     TEXT NOT NULL,
    baseline REAL,
    target   REAL,
    due      TEXT NOT NULL,
    actuals  TEXT NOT NULL, -- JSON
    norm     TEXT NOT NULL,
    section  TEXT NOT NULL,
    version  BIGINT NOT NULL,
    removed  BOOLEAN NOT NULL
);
CREATE INDEX node_parent ON node (parent);
CREATE INDEX node_lead ON node (lead);
CREATE INDEX node_team ON node (team);

-- What staff picked, contributions that go on with others, and what may be told outside. Ideas
-- and fields go with their event.
CREATE TABLE pick (
    id    TEXT PRIMARY KEY, -- of an idea or topic field
    event TEXT NOT NULL REFERENCES event (id)
);
CREATE INDEX pick_event ON pick (event);

CREATE TABLE joining (
    idea TEXT PRIMARY KEY REFERENCES idea (id),
    into_idea TEXT NOT NULL REFERENCES idea (id)
);
CREATE INDEX joining_into ON joining (into_idea);

CREATE TABLE release (
    idea    TEXT PRIMARY KEY REFERENCES idea (id),
    event   TEXT NOT NULL REFERENCES event (id),
    kind    TEXT NOT NULL CHECK (kind IN ('text', 'summary')),
    summary TEXT NOT NULL
);
CREATE INDEX release_event ON release (event);

ALTER TABLE outcome ADD COLUMN review_on TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN whose TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN joined_event TEXT NOT NULL DEFAULT ''; -- title
ALTER TABLE outcome ADD COLUMN joined_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outcome ADD COLUMN node TEXT REFERENCES node (id);
ALTER TABLE outcome ADD COLUMN decided_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outcome_node ON outcome (node);

-- What remains keeps its line to the measure, and the text that was released.
ALTER TABLE deletion ADD COLUMN publication TEXT NOT NULL DEFAULT 'internal';
ALTER TABLE deletion ADD COLUMN read_code TEXT NOT NULL DEFAULT '';
ALTER TABLE trace ADD COLUMN measure TEXT NOT NULL DEFAULT ''; -- id
ALTER TABLE trace ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE trace ADD COLUMN summary BOOLEAN NOT NULL DEFAULT FALSE; -- the text is staff's
ALTER TABLE trace ADD COLUMN review_on TEXT NOT NULL DEFAULT '';
ALTER TABLE trace ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE trace ADD COLUMN whose TEXT NOT NULL DEFAULT '';
ALTER TABLE trace ADD COLUMN node TEXT NOT NULL DEFAULT ''; -- id
ALTER TABLE trace ADD COLUMN node_title TEXT NOT NULL DEFAULT '';
ALTER TABLE trace ADD COLUMN joined_event TEXT NOT NULL DEFAULT '';
ALTER TABLE trace ADD COLUMN joined_number INTEGER NOT NULL DEFAULT 0;
CREATE INDEX trace_measure ON trace (measure);
UPDATE trace SET measure = COALESCE((SELECT id FROM measure WHERE measure.candidate_number = trace.candidate_number), '');

CREATE TABLE assessment_round (
    id        TEXT PRIMARY KEY,
    title     TEXT NOT NULL,
    criteria  TEXT NOT NULL, -- JSON
    measures  TEXT NOT NULL, -- ids, separated by spaces
    state     TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    opened_on TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    version   BIGINT NOT NULL
);

CREATE TABLE assessment (
    round   TEXT NOT NULL REFERENCES assessment_round (id),
    measure TEXT NOT NULL REFERENCES measure (id),
    account TEXT NOT NULL REFERENCES account (id),
    biased  BOOLEAN NOT NULL,
    scores  TEXT NOT NULL, -- JSON
    note    TEXT NOT NULL,
    PRIMARY KEY (round, measure, account)
);
CREATE INDEX assessment_measure ON assessment (measure);
CREATE INDEX assessment_account ON assessment (account);

CREATE TABLE status_request (
    id         TEXT PRIMARY KEY,
    period     TEXT NOT NULL,
    unit       TEXT NOT NULL REFERENCES node (id),
    measures   TEXT NOT NULL, -- ids, separated by spaces
    due        TEXT NOT NULL,
    note       TEXT NOT NULL,
    secret     TEXT NOT NULL UNIQUE, -- hash
    expires_at BIGINT NOT NULL,
    revoked    BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX status_request_unit ON status_request (unit);

-- Accepted ones are never changed again.
CREATE TABLE status_report (
    id         TEXT PRIMARY KEY,
    request    TEXT REFERENCES status_request (id),
    measure    TEXT NOT NULL REFERENCES measure (id),
    period     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'accepted')),
    spoken_on  TEXT NOT NULL,
    content    TEXT NOT NULL, -- JSON
    answer     TEXT NOT NULL, -- why it was returned
    account    TEXT NOT NULL, -- who accepted it; empty once only the function is kept
    function   TEXT NOT NULL,
    version    BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (request, measure)
);
CREATE INDEX status_report_measure ON status_report (measure);

CREATE TABLE saved_view (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    shared  BOOLEAN NOT NULL,
    page    TEXT NOT NULL,
    title   TEXT NOT NULL,
    query   TEXT NOT NULL
);
CREATE INDEX saved_view_account ON saved_view (account);
