-- Version 8: the keys of a story, found by the story: retention and rebuilding remove stories in batches, each with its keys.
-- Additive. Making the index takes a minute for some ten million keys, in which summaries wait, and a process that starts;
-- who cannot wait makes it CONCURRENTLY before.

-- What CONCURRENTLY leaves when it is ended is of no use.
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_index
               WHERE indexrelid = to_regclass('backstory.story_key_story') AND NOT indisvalid) THEN
        DROP INDEX backstory.story_key_story;
    END IF;
END $$;

CREATE INDEX IF NOT EXISTS story_key_story ON backstory.story_key (correlation_id);

INSERT INTO backstory.schema_version (version, script, additive) VALUES (8, 'V8__keys_by_story.sql', true);
