-- Facts. They never change (erasure for the law excepted); conclusions about them are computed.

-- Uniqueness lives apart from the touches, which are partitioned by time. The id is a digest of
-- (workspace, connection, sender, external id), so 16 bytes say what four columns would.
CREATE TABLE touch_key (
    workspace_id uuid NOT NULL,
    touch_id     uuid NOT NULL,
    PRIMARY KEY (workspace_id, touch_id)
) PARTITION BY HASH (touch_id);
DO $$ BEGIN
    FOR i IN 0..7 LOOP
        EXECUTE format('CREATE TABLE touch_key_%s PARTITION OF touch_key FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i);
    END LOOP;
END $$;

CREATE TABLE touch (
    workspace_id  uuid NOT NULL,
    id            uuid NOT NULL,
    at            timestamptz NOT NULL,              -- when it happened, as far as the source can be believed
    received_at   timestamptz NOT NULL,
    kind          text NOT NULL,                     -- message, page, track, ad, call, purchase, mailing, note …
    channel       text NOT NULL,
    direction     text NOT NULL DEFAULT 'in' CHECK (direction IN ('in', 'out', 'note')),
    connection_id uuid NOT NULL,
    sender        text NOT NULL,                     -- the source's own name for who sent it
    external_id   text NOT NULL,
    nodes         uuid[] NOT NULL,                   -- every identifier seen in it, with …
    assurances    smallint[] NOT NULL,               -- … how far each was proven, same order
    owner_node    uuid NOT NULL,                     -- the strongest node that is not shared: a pure rule
    text          text,                              -- null for messages, whose words are in message
    payload       jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (workspace_id, id, at)
) PARTITION BY RANGE (at);
CREATE INDEX touch_timeline ON touch (owner_node, at DESC, id DESC);
CREATE TABLE touch_rest PARTITION OF touch DEFAULT;  -- clocks that are years off

-- Creates the monthly partitions from `since` to `until`; called at migration and hourly by the role `timers`.
CREATE FUNCTION ensure_touch_partitions(since date, until date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = nitka, pg_temp AS $$
DECLARE month date := date_trunc('month', since);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('touch_partitions'));
    WHILE month <= until LOOP
        IF to_regclass(format('nitka.touch_%s', to_char(month, 'YYYYMM'))) IS NULL THEN
            EXECUTE format('CREATE TABLE touch_%s PARTITION OF touch FOR VALUES FROM (%L) TO (%L)',
                           to_char(month, 'YYYYMM'), month, month + interval '1 month');
        END IF;
        month := month + interval '1 month';
    END LOOP;
END $$;

-- How far each partition of the intake is processed. It moves in the very transaction that stores the
-- touches, and only for the owner with the current epoch: a stale owner fails here, a repeat is skipped.
CREATE TABLE pipeline_offset (
    partition  smallint PRIMARY KEY CHECK (partition BETWEEN 0 AND 63),
    epoch      bigint NOT NULL DEFAULT 0,
    seq        bigint NOT NULL DEFAULT 0,            -- of the stream named below
    stream     text NOT NULL DEFAULT '',             -- a stream made anew counts from 1 again
    owner      text                                  -- for people to see: a session lock says whose it is
);
INSERT INTO pipeline_offset (partition) SELECT generate_series(0, 63);

-- Touches that the transaction refuses for what they are. Seen at the desk, retried by hand.
CREATE TABLE quarantine (
    workspace_id  uuid NOT NULL,
    id            uuid NOT NULL,
    connection_id uuid,
    partition     smallint NOT NULL,
    seq           bigint NOT NULL,
    body          bytea NOT NULL,                    -- the touch as it came
    error         text NOT NULL,                     -- class and message, without values of the touch
    state         text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'retried', 'dropped')),
    at            timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ON quarantine (workspace_id, at DESC);

-- Events written in the transaction that caused them; the relay publishes and deletes them.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid NOT NULL,
    workspace_id uuid NOT NULL,
    kind         text NOT NULL,
    body         bytea NOT NULL
);
