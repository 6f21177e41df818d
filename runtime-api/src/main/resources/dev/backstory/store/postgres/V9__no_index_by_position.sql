-- Version 9: no index on events by position alone. Lists go by ids, followers and seals by transactions (version 2), stories by an
-- index of their own; this one answered nothing any more, and cost every publisher. Additive.

-- Not at any price: publishers queue behind who waits for readers. Where somebody reads for longer it stays, until the owner drops it.
DO $$
DECLARE
    before text := current_setting('lock_timeout');
BEGIN
    PERFORM set_config('lock_timeout', '2s', true);
    DROP INDEX IF EXISTS backstory.event_position;
    PERFORM set_config('lock_timeout', before, true);
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RAISE WARNING 'backstory.event_position is of no use any more and could not be dropped now: %', sqlerrm;
END $$;

INSERT INTO backstory.schema_version (version, script, additive) VALUES (9, 'V9__no_index_by_position.sql', true);
