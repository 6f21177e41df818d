
-- Version 3: keys of data subjects, rules of audit logs, seals of past days. Additive.

-- A random key per data subject, wrapped by a master key that is not in this database. Events name it by key_id; whose it
-- is, only who has the master key can tell. Erasing a subject sets wrapped to null for ever.
CREATE TABLE backstory.personal_key (
    key_id       uuid        PRIMARY KEY,
    subject_hash bytea       NOT NULL UNIQUE,
    wrapped      bytea,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    erased_at    timestamptz,
    CHECK ((wrapped IS NULL) = (erased_at IS NOT NULL))
);

CREATE FUNCTION backstory.allow_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'UPDATE' AND old.erased_at IS NULL AND new.erased_at IS NOT NULL AND new.wrapped IS NULL
        AND new.key_id = old.key_id AND new.subject_hash = old.subject_hash AND new.created_at = old.created_at THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'A key of a data subject can be erased and nothing else: % of personal_key is refused', tg_op
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER allow_erasure_only BEFORE UPDATE OR DELETE ON backstory.personal_key
    FOR EACH ROW EXECUTE FUNCTION backstory.allow_erasure_only();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.personal_key
    FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change();

-- Which events belong into which audit log, each version since its time. The last version counts.
CREATE TABLE backstory.audit_rule (
    name    text        NOT NULL,
    version integer     NOT NULL,
    rule    text        NOT NULL,
    since   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, version)
);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backstory.audit_rule
    FOR EACH ROW EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.audit_rule
    FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change();

-- The seal of a closed day. It covers the events that no earlier seal covers, of transactions below the given one, all of
-- them over when it was made, and recorded before the day's end: so an event that is committed late falls into a later seal.
CREATE TABLE backstory.seal (
    number            integer     PRIMARY KEY,
    day               date        NOT NULL,
    below_generation  integer     NOT NULL,
    below_transaction xid8        NOT NULL,
    recorded_before   timestamptz NOT NULL,
    snapshot_xmax     xid8        NOT NULL,   -- transactions from here on began after this seal …
    sequence_at       bigint      NOT NULL,   -- … and drew positions above this one
    open_position     bigint      NOT NULL,   -- no event at or below it is left for a later seal
    events            bigint      NOT NULL,
    last_position     bigint      NOT NULL,
    previous          bytea       NOT NULL,
    head              bytea       NOT NULL,
    signature         bytea,
    sealed_at         timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Digests of up to a thousand events each, by the month of their partition: they say where something was changed, and let the
-- seal be checked after retention has dropped a month.
CREATE TABLE backstory.seal_block (
    number         integer NOT NULL REFERENCES backstory.seal (number),
    month          date    NOT NULL,
    block          integer NOT NULL,
    events         integer NOT NULL,
    first_position bigint  NOT NULL,
    last_position  bigint  NOT NULL,
    digest         bytea   NOT NULL,
    PRIMARY KEY (number, month, block)
);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backstory.seal
    FOR EACH ROW EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.seal
    FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON backstory.seal_block
    FOR EACH ROW EXECUTE FUNCTION backstory.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON backstory.seal_block
    FOR EACH STATEMENT EXECUTE FUNCTION backstory.refuse_change();

INSERT INTO backstory.schema_version (version, script, additive) VALUES (4, 'V4__keys_rules_and_seals.sql', true);
