-- Backstory's tables, version 3: who looked at which story. Written by viewers that identify their visitors, whose database
-- user needs SELECT on the other tables and INSERT on this one.

CREATE TABLE backstory.access_log (
    access_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    visitor   text        NOT NULL,
    role      text        NOT NULL,
    address   text        NOT NULL,
    what      text        NOT NULL,        -- story, event, story.md, search, show, …
    about     text        NOT NULL,        -- the correlation id, or what was searched for
    reason    text        NOT NULL         -- why hidden fields were shown; empty: none were
);

-- "Who looked at this story?"
CREATE INDEX access_log_about ON backstory.access_log (about, at);

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backstory.access_log
    FOR EACH ROW EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.access_log
    FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change();

INSERT INTO backstory.schema_version (version, script, additive) VALUES (3, 'V3__access_log.sql', true);
