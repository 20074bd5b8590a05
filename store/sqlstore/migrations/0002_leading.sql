-- +goose Up

-- Agendas that are planned and run by themselves, every way to vote, discussion, tickets, paper.

ALTER TABLE event ADD COLUMN tables INTEGER NOT NULL DEFAULT 0 CHECK (tables >= 0);
ALTER TABLE event ADD COLUMN table_step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN plenary TEXT NOT NULL DEFAULT ''; -- id of a session
ALTER TABLE event ADD COLUMN heads INTEGER NOT NULL DEFAULT 0 CHECK (heads >= 0);
ALTER TABLE event ADD COLUMN cards TEXT NOT NULL DEFAULT ''; -- "1-40 101-150"

ALTER TABLE session ADD COLUMN spotlight_idea TEXT REFERENCES idea (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE session ADD COLUMN spotlight_field TEXT REFERENCES topic_field (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE session ADD COLUMN timer_total BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN timer_ends_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN timer_left BIGINT NOT NULL DEFAULT 0;
CREATE INDEX session_spotlight_idea ON session (spotlight_idea);
CREATE INDEX session_spotlight_field ON session (spotlight_field);

ALTER TABLE phase ADD COLUMN seconds INTEGER NOT NULL DEFAULT 0 CHECK (seconds >= 0);
ALTER TABLE phase ADD COLUMN ending TEXT NOT NULL DEFAULT '';
ALTER TABLE phase ADD COLUMN opens_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE phase ADD COLUMN scene TEXT NOT NULL DEFAULT '';
ALTER TABLE phase ADD COLUMN vote TEXT NOT NULL DEFAULT ''; -- plan of a round in JSON
ALTER TABLE phase ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE phase ADD COLUMN comments BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE phase ADD COLUMN reactions BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE phase ADD COLUMN hands BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX phase_opens_at ON phase (opens_at);

-- The order in which participants joined, which is all that is known of when. Nobody noted it for
-- those of schema 1.
ALTER TABLE participant ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE participant ADD COLUMN seat INTEGER NOT NULL DEFAULT 0 CHECK (seat >= 0); -- a table's number
UPDATE participant SET place = counted.place
FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY event ORDER BY id) AS place FROM participant) AS counted
WHERE counted.id = participant.id;
CREATE UNIQUE INDEX participant_place ON participant (event, place);

ALTER TABLE moderator ADD COLUMN role TEXT NOT NULL DEFAULT 'moderator' CHECK (role IN ('moderator', 'helper'));

ALTER TABLE projector ADD COLUMN round TEXT REFERENCES round (id);
ALTER TABLE projector ADD COLUMN against TEXT REFERENCES round (id);
ALTER TABLE projector ADD COLUMN step INTEGER NOT NULL DEFAULT -1;
ALTER TABLE projector ADD COLUMN theme TEXT NOT NULL DEFAULT 'dark';
CREATE INDEX projector_round ON projector (round);
CREATE INDEX projector_against ON projector (against);

ALTER TABLE idea ADD COLUMN redacted BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE idea ADD COLUMN pinned BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE idea ADD COLUMN seat INTEGER NOT NULL DEFAULT 0; -- its author's table then

-- Not every method has a budget and a cap. A column's CHECK goes with its column.
ALTER TABLE round RENAME COLUMN budget TO budget_of_dots;
ALTER TABLE round RENAME COLUMN cap TO cap_of_dots;
ALTER TABLE round ADD COLUMN budget INTEGER NOT NULL DEFAULT 0 CHECK (budget >= 0);
ALTER TABLE round ADD COLUMN cap INTEGER NOT NULL DEFAULT 0 CHECK (cap >= 0);
UPDATE round SET budget = budget_of_dots, cap = cap_of_dots;
ALTER TABLE round DROP COLUMN budget_of_dots;
ALTER TABLE round DROP COLUMN cap_of_dots;
ALTER TABLE round ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN exclude_own BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE round ADD COLUMN criteria TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE round ADD COLUMN runoff_of TEXT REFERENCES round (id);
ALTER TABLE round ADD COLUMN heads INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN paper INTEGER NOT NULL DEFAULT 0;
CREATE INDEX round_runoff_of ON round (runoff_of);

ALTER TABLE ballot ADD COLUMN paper BOOLEAN NOT NULL DEFAULT FALSE;

-- How the ballots of an item are spread, "4 0 2". Those of closed rounds are counted now.
ALTER TABLE tally ADD COLUMN counts TEXT NOT NULL DEFAULT '';
UPDATE tally SET counts = (
    SELECT string_agg(CAST(given.ballots AS TEXT), ' ' ORDER BY given.points)
    FROM (
        WITH RECURSIVE value (points) AS (SELECT 1 UNION ALL SELECT points + 1 FROM value WHERE points < 99)
        SELECT value.points, (
            SELECT COUNT(*) FROM ballot
            WHERE ballot.round = tally.round
                AND ' ' || ballot.choices || ' ' LIKE '% ' || tally.item || ':' || value.points || ' %'
        ) AS ballots
        FROM value JOIN round ON value.points <= round.cap
        WHERE round.id = tally.round
    ) AS given
)
WHERE voters > 0;

-- Ballots on paper of rounds that are open, in the batches a moderator entered. Cleared as a whole
-- when a round ends, as open_ballot is.
CREATE TABLE paper_ballot (
    round   TEXT NOT NULL,
    paper   TEXT NOT NULL, -- the batch
    number  INTEGER NOT NULL,
    id      TEXT NOT NULL,
    choices TEXT NOT NULL
);
CREATE INDEX paper_ballot_round ON paper_ballot (round);

-- The text stands in wording, under the comment's id.
CREATE TABLE comment (
    id      TEXT PRIMARY KEY,
    event   TEXT NOT NULL REFERENCES event (id),
    idea    TEXT NOT NULL REFERENCES idea (id),
    number  INTEGER NOT NULL CHECK (number > 0),
    state   TEXT NOT NULL CHECK (state IN ('shown', 'hidden', 'withdrawn')),
    author  TEXT REFERENCES participant (id), -- NULL: a moderator
    seq     BIGINT NOT NULL, -- of the commit that brought it, to find its command
    command TEXT NOT NULL,
    UNIQUE (event, number)
);
CREATE INDEX comment_idea ON comment (idea);
CREATE INDEX comment_author ON comment (author);

CREATE TABLE reaction (
    idea        TEXT NOT NULL REFERENCES idea (id),
    participant TEXT NOT NULL REFERENCES participant (id),
    kind        TEXT NOT NULL CHECK (kind IN ('agree', 'question', 'concern')),
    PRIMARY KEY (idea, participant, kind)
);
CREATE INDEX reaction_participant ON reaction (participant);

CREATE TABLE signal (
    session     TEXT NOT NULL REFERENCES session (id),
    participant TEXT NOT NULL REFERENCES participant (id),
    kind        TEXT NOT NULL CHECK (kind IN ('done', 'hand')),
    number      INTEGER NOT NULL,
    called      BOOLEAN NOT NULL,
    PRIMARY KEY (session, participant, kind)
);
CREATE INDEX signal_participant ON signal (participant);

CREATE TABLE ticket (
    id          TEXT PRIMARY KEY,
    event       TEXT NOT NULL REFERENCES event (id),
    number      INTEGER NOT NULL CHECK (number > 0),
    code        TEXT NOT NULL, -- hash
    participant TEXT UNIQUE REFERENCES participant (id), -- NULL: not used
    revoked     BOOLEAN NOT NULL,
    UNIQUE (event, number),
    UNIQUE (event, code)
);

CREATE TABLE template (
    id       TEXT PRIMARY KEY,
    title    TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    sessions TEXT NOT NULL -- JSON
);

-- The list of redactions, replayed over a restored backup. It may hold ideas that are not here,
-- because an even later backup may bring them.
CREATE TABLE redaction (
    event    TEXT NOT NULL,
    idea     TEXT NOT NULL,
    number   INTEGER NOT NULL CHECK (number > 0), -- of this idea's, from 1
    spans    TEXT NOT NULL, -- "3-7 12-20", code points of the text before
    language TEXT NOT NULL, -- of the event then, in which the mark was put
    at       BIGINT NOT NULL,
    PRIMARY KEY (idea, number)
);
CREATE INDEX redaction_event ON redaction (event);
