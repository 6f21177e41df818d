-- Version 5: seals of closed days, made in the order of transactions. Version 4 had other tables for them, which nothing ever
-- wrote. Additive.

DROP TABLE backstory.seal_block, backstory.seal;

-- The seal of a closed day. It covers the events that no earlier seal covers, of transactions below the given one, all of
-- them over when it was made, and recorded before the day's end: so an event that is committed late falls into a later seal.
CREATE TABLE backstory.seal (
    number            integer     PRIMARY KEY,
    day               date        NOT NULL,
    below_generation  integer     NOT NULL,
    below_transaction xid8        NOT NULL,
    recorded_before   timestamptz NOT NULL,
    open_generation   integer     NOT NULL,   -- what no seal covers yet comes from this transaction on
    open_transaction  xid8        NOT NULL,
    events            bigint      NOT NULL,
    last_position     bigint      NOT NULL,
    sealed_at         timestamptz NOT NULL,   -- by the clock of who sealed
    previous          bytea       NOT NULL,
    head              bytea       NOT NULL,
    signature         bytea
);

-- Digests of up to a thousand events each, by the month of their partition: they say where something was changed, and let the
-- seal be checked after retention has dropped a month.
CREATE TABLE backstory.seal_block (
    number           integer NOT NULL REFERENCES backstory.seal (number),
    month            date    NOT NULL,
    block            integer NOT NULL,
    events           integer NOT NULL,
    first_position   bigint  NOT NULL,
    last_generation  integer NOT NULL,
    last_transaction xid8    NOT NULL,
    last_position    bigint  NOT NULL,
    digest           bytea   NOT NULL,
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

INSERT INTO backstory.schema_version (version, script, additive) VALUES (5, 'V5__seals.sql', true);
