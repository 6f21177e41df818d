-- Version 7: the places of applications' followers. Additive.

CREATE TABLE backstory.follower (
    name            text        COLLATE "C" PRIMARY KEY,
    generation      integer     NOT NULL,   -- where it is, in the order of version 2: what is above it, it has not seen
    transaction_id  xid8        NOT NULL,
    position        bigint      NOT NULL,
    leader          uuid,                   -- who goes on from there; only while it says that it is there …
    leader_seen_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    instance_id     uuid,                   -- … and its process
    failures        integer     NOT NULL DEFAULT 0,   -- of the event that comes next
    error           text,
    failed_at       timestamptz,
    missed          bigint      NOT NULL DEFAULT 0    -- events that retention dropped before they were seen
);

INSERT INTO backstory.schema_version (version, script, additive) VALUES (7, 'V7__followers.sql', true);
