-- +goose Up

-- Columns are portable: TEXT, BIGINT, INTEGER, BOOLEAN. Ids are random UUIDs, times milliseconds
-- UTC. An absent reference is NULL.

CREATE TABLE house (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    name   TEXT NOT NULL,
    notice TEXT NOT NULL
);

CREATE TABLE account (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    login      TEXT NOT NULL UNIQUE,
    password   TEXT NOT NULL,
    role       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE login (
    token      TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX login_account ON login (account);

-- The event may be long gone: the log outlives it, and holds ids only.
CREATE TABLE audit (
    event  TEXT NOT NULL,
    number BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    about  TEXT NOT NULL,
    PRIMARY KEY (event, number)
);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE event (
    id          TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    format      TEXT NOT NULL,
    join_code   TEXT NOT NULL UNIQUE,
    admission   TEXT NOT NULL,
    language    TEXT NOT NULL,
    address     TEXT NOT NULL CHECK (address IN ('sie', 'du')),
    held_on     TEXT NOT NULL,
    delete_on   TEXT NOT NULL,
    publication TEXT NOT NULL,
    key         TEXT NOT NULL, -- hexadecimal
    seq         BIGINT NOT NULL CHECK (seq >= 0),
    created_at  BIGINT NOT NULL,
    welcome     TEXT NOT NULL,
    notice      TEXT NOT NULL
);

-- Commands acknowledged, dense per commit: new ones go to the end, so a batch touches few pages.
CREATE TABLE command (
    event  TEXT NOT NULL REFERENCES event (id),
    seq    BIGINT NOT NULL, -- the event's seq after the commit that answered it
    place  INTEGER NOT NULL, -- in that commit, from 0
    actor  TEXT NOT NULL,
    id     TEXT NOT NULL,
    mac    TEXT NOT NULL, -- empty after a withdrawal
    result TEXT NOT NULL,
    PRIMARY KEY (event, seq, place)
);

CREATE TABLE session (
    id            TEXT PRIMARY KEY,
    event         TEXT NOT NULL REFERENCES event (id),
    position      INTEGER NOT NULL,
    title         TEXT NOT NULL,
    prompt        TEXT NOT NULL,
    phase         TEXT NOT NULL,
    blank         BOOLEAN NOT NULL,
    support_shown BOOLEAN NOT NULL,
    UNIQUE (event, position)
);

CREATE TABLE phase (
    id            TEXT PRIMARY KEY,
    session       TEXT NOT NULL REFERENCES session (id),
    position      INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    title         TEXT NOT NULL,
    instruction   TEXT NOT NULL,
    ideas_hidden  BOOLEAN NOT NULL,
    release_first BOOLEAN NOT NULL,
    late_ideas    BOOLEAN NOT NULL,
    UNIQUE (session, position)
);

CREATE TABLE participant (
    id     TEXT PRIMARY KEY,
    event  TEXT NOT NULL REFERENCES event (id),
    device TEXT, -- NULL: imported, no device can return as this one
    UNIQUE (event, device)
);

CREATE TABLE moderator (
    id      TEXT PRIMARY KEY,
    event   TEXT NOT NULL REFERENCES event (id),
    label   TEXT NOT NULL,
    secret  TEXT NOT NULL,
    account TEXT NOT NULL, -- empty for a link
    revoked BOOLEAN NOT NULL,
    UNIQUE (event, secret)
);

CREATE TABLE projector (
    id      TEXT PRIMARY KEY,
    event   TEXT NOT NULL REFERENCES event (id),
    secret  TEXT NOT NULL,
    session TEXT REFERENCES session (id),
    scene   TEXT NOT NULL,
    revoked BOOLEAN NOT NULL,
    UNIQUE (event, secret)
);
CREATE INDEX projector_session ON projector (session);

CREATE TABLE topic_field (
    id          TEXT PRIMARY KEY,
    event       TEXT NOT NULL REFERENCES event (id),
    title       TEXT NOT NULL,
    color       INTEGER NOT NULL CHECK (color BETWEEN 0 AND 11),
    position    INTEGER NOT NULL,
    joined_into TEXT REFERENCES topic_field (id) DEFERRABLE INITIALLY DEFERRED,
    nominated   BOOLEAN NOT NULL,
    removed     BOOLEAN NOT NULL
);
CREATE INDEX topic_field_event ON topic_field (event);
CREATE INDEX topic_field_joined_into ON topic_field (joined_into);

CREATE TABLE idea (
    id           TEXT PRIMARY KEY,
    event        TEXT NOT NULL REFERENCES event (id),
    session      TEXT NOT NULL REFERENCES session (id),
    number       INTEGER NOT NULL CHECK (number > 0),
    kind         TEXT NOT NULL CHECK (kind IN ('idea', 'expectation')),
    state        TEXT NOT NULL CHECK (state IN ('held', 'shown', 'returned', 'hidden', 'withdrawn')),
    author       TEXT REFERENCES participant (id),
    on_behalf    BOOLEAN NOT NULL,
    merged_into  TEXT REFERENCES idea (id) DEFERRABLE INITIALLY DEFERRED,
    field        TEXT REFERENCES topic_field (id),
    nominated    BOOLEAN NOT NULL,
    seq          BIGINT NOT NULL, -- of the commit that brought it, to find its command
    command      TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    receipt      TEXT NOT NULL, -- hash; empty: none
    UNIQUE (event, number)
);
CREATE INDEX idea_session ON idea (session);
CREATE INDEX idea_author ON idea (author);
CREATE INDEX idea_merged_into ON idea (merged_into);
CREATE INDEX idea_field ON idea (field);

-- What people wrote, and what a moderator answered. Rows are appended, emptied in place, and
-- never grow or move: SQLite leaves stale copies in a page whose rows it shifts. So there is no
-- foreign key either, because it would forbid clearing the table page by page (see rewrite).
CREATE TABLE wording (
    idea TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('text', 'reason')),
    text TEXT NOT NULL
);
CREATE INDEX wording_idea ON wording (idea);

CREATE TABLE support (
    idea        TEXT NOT NULL REFERENCES idea (id),
    participant TEXT NOT NULL REFERENCES participant (id),
    PRIMARY KEY (idea, participant)
);
CREATE INDEX support_participant ON support (participant);

CREATE TABLE round (
    id           TEXT PRIMARY KEY,
    event        TEXT NOT NULL REFERENCES event (id),
    session      TEXT NOT NULL REFERENCES session (id),
    number       INTEGER NOT NULL CHECK (number > 0),
    method       TEXT NOT NULL,
    subject      TEXT NOT NULL CHECK (subject IN ('ideas', 'fields')),
    secrecy      TEXT NOT NULL,
    budget       INTEGER NOT NULL CHECK (budget > 0),
    cap          INTEGER NOT NULL CHECK (cap > 0),
    hidden       BOOLEAN NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'closed', 'unopened')),
    results_open BOOLEAN NOT NULL,
    admitted     INTEGER NOT NULL,
    voters       INTEGER, -- of the frozen tally; NULL until closed
    UNIQUE (event, number)
);
CREATE INDEX round_session ON round (session);

CREATE TABLE round_item (
    round TEXT NOT NULL REFERENCES round (id),
    item  INTEGER NOT NULL CHECK (item > 0),
    idea  TEXT REFERENCES idea (id),
    field TEXT REFERENCES topic_field (id),
    PRIMARY KEY (round, item),
    CHECK ((idea IS NULL) <> (field IS NULL))
);
CREATE INDEX round_item_idea ON round_item (idea);
CREATE INDEX round_item_field ON round_item (field);

-- The ideas an item held when the round was opened.
CREATE TABLE round_member (
    round    TEXT NOT NULL,
    item     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    idea     TEXT NOT NULL REFERENCES idea (id),
    PRIMARY KEY (round, item, position),
    FOREIGN KEY (round, item) REFERENCES round_item (round, item)
);
CREATE INDEX round_member_idea ON round_member (idea);

CREATE TABLE tally (
    round  TEXT NOT NULL,
    item   INTEGER NOT NULL,
    points INTEGER NOT NULL,
    voters INTEGER NOT NULL,
    PRIMARY KEY (round, item),
    FOREIGN KEY (round, item) REFERENCES round_item (round, item)
);

-- Ballots of rounds that are open, with their link to devices. The table is cleared page by page
-- when a round ends (see rewrite), hence no foreign keys: the statement that stores a ballot
-- checks round and participant itself.
CREATE TABLE open_ballot (
    round       TEXT NOT NULL,
    participant TEXT NOT NULL,
    id          TEXT NOT NULL,
    counter     BIGINT NOT NULL,
    choices     TEXT NOT NULL,
    UNIQUE (round, participant)
);

CREATE TABLE ballot (
    id          TEXT PRIMARY KEY,
    round       TEXT NOT NULL REFERENCES round (id),
    participant TEXT REFERENCES participant (id), -- of rounds that are open by their secrecy
    choices     TEXT NOT NULL
);
CREATE INDEX ballot_round ON ballot (round);
CREATE INDEX ballot_participant ON ballot (participant);

-- Candidates outlive their event, so nothing here refers to its rows.
CREATE TABLE candidate (
    id         TEXT PRIMARY KEY,
    number     INTEGER NOT NULL UNIQUE CHECK (number > 0),
    event      TEXT NOT NULL,
    title      TEXT NOT NULL,
    summary    TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX candidate_event ON candidate (event);

CREATE TABLE source (
    candidate TEXT NOT NULL REFERENCES candidate (id),
    position  INTEGER NOT NULL,
    idea      TEXT UNIQUE,
    field     TEXT UNIQUE,
    number    INTEGER NOT NULL,
    title     TEXT NOT NULL,
    round     INTEGER NOT NULL,
    points    INTEGER NOT NULL,
    voters    INTEGER NOT NULL,
    turnout   INTEGER NOT NULL,
    admitted  INTEGER NOT NULL,
    rank      INTEGER NOT NULL,
    ties      INTEGER NOT NULL,
    PRIMARY KEY (candidate, position),
    CHECK ((idea IS NULL) <> (field IS NULL))
);

CREATE TABLE outcome (
    idea      TEXT PRIMARY KEY REFERENCES idea (id),
    event     TEXT NOT NULL REFERENCES event (id),
    kind      TEXT NOT NULL,
    reason    TEXT NOT NULL,
    candidate TEXT REFERENCES candidate (id),
    published BOOLEAN NOT NULL
);
CREATE INDEX outcome_event ON outcome (event);
CREATE INDEX outcome_candidate ON outcome (candidate);

-- What remains of a deleted event, and of each of its ideas.
CREATE TABLE deletion (
    event        TEXT PRIMARY KEY,
    title        TEXT NOT NULL,
    join_code    TEXT NOT NULL,
    language     TEXT NOT NULL,
    address      TEXT NOT NULL,
    held_on      TEXT NOT NULL,
    deleted_at   BIGINT NOT NULL,
    ideas        INTEGER NOT NULL,
    participants INTEGER NOT NULL,
    ballots      INTEGER NOT NULL
);
CREATE INDEX deletion_join_code ON deletion (join_code);

CREATE TABLE trace (
    idea             TEXT PRIMARY KEY,
    event            TEXT NOT NULL REFERENCES deletion (event),
    number           INTEGER NOT NULL,
    kind             TEXT NOT NULL,
    state            TEXT NOT NULL, -- "withdrawn" or empty
    field            TEXT NOT NULL, -- title
    receipt          TEXT NOT NULL,
    outcome          TEXT NOT NULL, -- kind; empty: none was published
    reason           TEXT NOT NULL,
    candidate_number INTEGER NOT NULL,
    candidate_title  TEXT NOT NULL
);
CREATE INDEX trace_event ON trace (event);

-- The list of erasures, replayed over a restored backup. An empty idea stands for the whole event.
CREATE TABLE erasure (
    event TEXT NOT NULL,
    idea  TEXT NOT NULL,
    at    BIGINT NOT NULL,
    PRIMARY KEY (event, idea)
);
