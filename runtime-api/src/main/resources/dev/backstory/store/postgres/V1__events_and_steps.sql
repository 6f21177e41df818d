-- Backstory's tables, version 1. Run as one transaction; every name is qualified, so that the search_path does not matter.
--
-- Rule for later versions: a change is additive (a new nullable column, table or index) and sets additive = true in
-- schema_version, or it sets additive = false. A library that meets a newer schema goes on working, with a line in its
-- log, while every version above its own is additive.

CREATE SCHEMA IF NOT EXISTS backstory;

CREATE TABLE backstory.schema_version (
    version    integer     PRIMARY KEY,
    script     text        NOT NULL,
    additive   boolean     NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One running process. Updated by its own heartbeat only.
CREATE TABLE backstory.instance (
    instance_id  uuid        PRIMARY KEY,
    service      text        NOT NULL,
    host         text        NOT NULL,
    pid          bigint      NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    stopped_at   timestamptz
);

CREATE SEQUENCE backstory.event_position_seq;

-- One partition a month, by the time inside the event's id (UUID version 7). No DEFAULT partition: rows in it would stand
-- in the way of the month's own partition; the writer makes what is missing.
CREATE TABLE backstory.event (
    event_id       uuid        NOT NULL,
    position       bigint      NOT NULL DEFAULT nextval('backstory.event_position_seq'),
    type           text        NOT NULL,
    subjects       text[]      NOT NULL,
    data           jsonb       NOT NULL,
    metadata       jsonb       NOT NULL,
    correlation_id text        NOT NULL,
    causation_id   uuid,
    step_id        uuid,
    via_boundary   text,
    via_name       text,
    via_waited     bigint,                 -- nanoseconds; null: not measured
    thread         text        NOT NULL,
    trace_id       text,
    span_id        text,
    occurred_at    timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
    generation     integer     NOT NULL DEFAULT 1,
    instance_id    uuid        NOT NULL,
    -- true: type, subjects, data, metadata and the other texts are stored escaped, because PostgreSQL has no NUL and no
    -- lone surrogates. Each such character, and each backslash, is a backslash, u and four hexadecimal digits.
    escaped        boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (event_id)                 -- an event by its id, and "stored already?" when one is published again
) PARTITION BY RANGE (event_id);

-- story(): everything of one story, in order.
CREATE INDEX event_story ON backstory.event (correlation_id, position);
-- stories(): the newest events first; followers: events above a position.
CREATE INDEX event_position ON backstory.event (position);
-- stories(subject): events about customer/42.
CREATE INDEX event_subjects ON backstory.event USING gin (subjects);
-- findStory(trace): the story of a trace id.
CREATE INDEX event_trace ON backstory.event (trace_id) WHERE trace_id IS NOT NULL;

-- What a process knew of a step at one time: all of it. The last one per instance counts. Never updated.
CREATE TABLE backstory.step_observation (
    step_id        uuid        NOT NULL,
    instance_id    uuid        NOT NULL,
    sequence       bigint      NOT NULL,
    correlation_id text        NOT NULL,
    kind           text        NOT NULL,
    name           text        NOT NULL,
    causation_id   uuid,
    external_cause text,
    scheduled_by   text,
    trace_id       text,
    started_at     timestamptz NOT NULL,
    waited         bigint,                 -- nanoseconds; null: not measured
    duration       bigint,                 -- nanoseconds; null: it had not ended
    error          text,
    attributes     jsonb       NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    escaped        boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (step_id, instance_id, sequence)
) PARTITION BY RANGE (step_id);

-- story(): the steps of one story.
CREATE INDEX step_observation_story ON backstory.step_observation (correlation_id);
-- findStory(trace): a request that carried a trace id and published nothing itself.
CREATE INDEX step_observation_trace ON backstory.step_observation (trace_id) WHERE trace_id IS NOT NULL;

CREATE FUNCTION backstory.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Backstory keeps what happened: % of %.% is refused, stored events and steps never change',
        tg_op, tg_table_schema, tg_table_name
        USING ERRCODE = 'restrict_violation', HINT = 'Publish a further event that corrects it.';
END $$;

-- Row triggers are cloned to every partition; a TRUNCATE trigger is not, so create_partition adds one to each.
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backstory.event
    FOR EACH ROW EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backstory.step_observation
    FOR EACH ROW EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.event
    FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.step_observation
    FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change();

-- The smallest UUID of version 7 of that instant.
CREATE FUNCTION backstory.uuid_at(instant timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT rpad(lpad(to_hex((extract(epoch FROM instant) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

-- Makes the month's partition of both tables unless they exist. The partition is made on its own and then attached:
-- ATTACH takes SHARE UPDATE EXCLUSIVE on the parent, which open transactions that inserted into it do not block, while
-- CREATE TABLE ... PARTITION OF would wait for each of them.
CREATE FUNCTION backstory.create_partition(in_month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day  timestamptz := date_trunc('month', in_month AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    next_month timestamptz := (date_trunc('month', in_month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    parent     text;
    child      text;
BEGIN
    PERFORM pg_advisory_xact_lock(7022360471883120751);
    FOREACH parent IN ARRAY ARRAY['event', 'step_observation'] LOOP
        child := parent || to_char(first_day AT TIME ZONE 'UTC', '_YYYY_MM');
        -- Not to_regclass: that may answer from a cache that is older than the lock.
        CONTINUE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname = 'backstory' AND c.relname = child);
        EXECUTE format('CREATE TABLE backstory.%I (LIKE backstory.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)',
            child, parent);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change()', child);
        EXECUTE format('ALTER TABLE backstory.%I ATTACH PARTITION backstory.%I FOR VALUES FROM (%L) TO (%L)',
            parent, child, backstory.uuid_at(first_day), backstory.uuid_at(next_month));
    END LOOP;
END $$;

SELECT backstory.create_partition(clock_timestamp() + months * interval '1 month') FROM generate_series(0, 2) AS months;

INSERT INTO backstory.schema_version (version, script, additive) VALUES (1, 'V1__events_and_steps.sql', false);
