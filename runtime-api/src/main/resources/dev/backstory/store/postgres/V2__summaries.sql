-- Version 2: what search and lists read. A follower in the library keeps one row for each story and one for each thing that a
-- story is found by; the tables of version 1 stay the truth, and these can be made anew from them at any time.

-- Followers read in the order (generation, transaction, position) and stop below the oldest transaction that still runs: a
-- position is drawn before its transaction commits, so positions alone would let a late commit be skipped. Transaction ids
-- mean something in one cluster only; a restore into another begins a new generation.
CREATE TABLE backstory.cluster (
    generation        integer     PRIMARY KEY,
    system_identifier bigint      NOT NULL,
    since             timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO backstory.cluster (generation, system_identifier) SELECT 1, system_identifier FROM pg_control_system();

-- Begins a new generation when this is another cluster than the last time; answers the current one. Every writer calls it
-- when it connects, before it stores anything. With the owner's rights: it changes a column's default.
CREATE FUNCTION backstory.begin_generation() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog AS $$
DECLARE
    here bigint := (SELECT system_identifier FROM pg_control_system());
    last backstory.cluster;
BEGIN
    SELECT * INTO last FROM backstory.cluster ORDER BY generation DESC LIMIT 1;
    IF last.system_identifier = here THEN
        RETURN last.generation;
    END IF;
    PERFORM pg_advisory_xact_lock(7022360471883120752);
    SELECT * INTO last FROM backstory.cluster ORDER BY generation DESC LIMIT 1;
    IF last.system_identifier = here THEN
        RETURN last.generation;
    END IF;
    INSERT INTO backstory.cluster (generation, system_identifier) VALUES (last.generation + 1, here);
    EXECUTE format('ALTER TABLE backstory.event ALTER COLUMN generation SET DEFAULT %s', last.generation + 1);
    EXECUTE format('ALTER TABLE backstory.step_observation ALTER COLUMN generation SET DEFAULT %s', last.generation + 1);
    RETURN last.generation + 1;
END $$;

CREATE SEQUENCE backstory.step_observation_position_seq;
ALTER TABLE backstory.step_observation
    ADD COLUMN position       bigint  NOT NULL DEFAULT nextval('backstory.step_observation_position_seq'),
    ADD COLUMN transaction_id xid8    NOT NULL DEFAULT pg_current_xact_id(),
    ADD COLUMN generation     integer NOT NULL DEFAULT 1;

-- Followers.
CREATE INDEX event_followed ON backstory.event (generation, transaction_id, position);
CREATE INDEX step_observation_followed ON backstory.step_observation (generation, transaction_id, position);
-- Subjects are searched in story_key now; a GIN index also refuses long ones.
DROP INDEX backstory.event_subjects;
-- part(): the steps of a big story in order.
DROP INDEX backstory.step_observation_story;
CREATE INDEX step_observation_story ON backstory.step_observation (correlation_id, step_id);

-- One row for each story. Texts that PostgreSQL refuses are encoded, long ones shortened; the lists are JSON in the order of
-- first appearance.
CREATE TABLE backstory.story (
    correlation_id text        COLLATE "C" PRIMARY KEY,
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    events         bigint      NOT NULL,
    failed         boolean     NOT NULL,
    types          json        NOT NULL,   -- {"OrderPlaced": 1}
    subjects       json        NOT NULL,
    services       json        NOT NULL,
    origin_id      uuid,
    origin_kind    text,
    origin_name    text,
    origin_at      timestamptz,
    origin_caused  boolean
);
-- stories(): the list without a key.
CREATE INDEX story_newest ON backstory.story (first_at, correlation_id);

-- What a story is found by: kind 1 subject, 2 metadata, 3 type, 4 route, 5 service, 6 origin, 7 failed.
CREATE TABLE backstory.story_key (
    kind           smallint    NOT NULL,
    value          text        COLLATE "C" NOT NULL,
    first_at       timestamptz NOT NULL,   -- of the story: the order of the list
    correlation_id text        COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, value, first_at, correlation_id)
);

-- How far the summaries are.
CREATE TABLE backstory.summary_progress (
    only_row          boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    event_generation  integer     NOT NULL DEFAULT 0,
    event_transaction xid8        NOT NULL DEFAULT '0',
    event_position    bigint      NOT NULL DEFAULT 0,
    step_generation   integer     NOT NULL DEFAULT 0,
    step_transaction  xid8        NOT NULL DEFAULT '0',
    step_position     bigint      NOT NULL DEFAULT 0,
    leader            uuid,                -- the process that does it
    leader_seen_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO backstory.summary_progress DEFAULT VALUES;

INSERT INTO backstory.schema_version (version, script, additive) VALUES (2, 'V2__summaries.sql', true);
