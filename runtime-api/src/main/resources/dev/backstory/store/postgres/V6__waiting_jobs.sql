-- Version 6: the ids of jobs whose library has no room for them. Additive.

-- A task of db-scheduler that waits, and the ids of who scheduled it. The upper bits of its row's version are the ticket.
CREATE TABLE backstory.waiting_job (
    ticket         bigint      PRIMARY KEY,
    correlation_id text        COLLATE "C" NOT NULL,
    causation_id   text        COLLATE "C",
    baggage        text,
    scheduled_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

INSERT INTO backstory.schema_version (version, script, additive) VALUES (6, 'V6__waiting_jobs.sql', true);
