-- What came of each attempt, in order of arrival.
-- number: which attempt of its delivery it was. took: microseconds.
-- outcome: 0 accepted, 1 deferred, 2 refused, 3 aborted. status: empty if there was no answer.
-- next_at: when it was to be tried again; empty if it was the last.
CREATE TABLE attempt (
    key      ${key},
    endpoint BIGINT   NOT NULL,
    feed     BIGINT   NOT NULL,
    sequence BIGINT   NOT NULL,
    number   INTEGER  NOT NULL,
    at       BIGINT   NOT NULL,
    took     BIGINT   NOT NULL,
    outcome  SMALLINT NOT NULL,
    status   SMALLINT,
    why      TEXT     NOT NULL,
    response TEXT     NOT NULL,
    next_at  BIGINT
);
CREATE INDEX attempt_by_endpoint ON attempt (endpoint, key);
CREATE INDEX attempt_by_alert ON attempt (feed, sequence, endpoint);

-- claim: how often the endpoint was claimed; only who claimed it last settles its deliveries.
ALTER TABLE endpoint ADD COLUMN claim BIGINT NOT NULL DEFAULT 0;

-- A million deliveries may be due at the same moment: what is read next of them is where the last read ended.
DROP INDEX delivery_by_due;
CREATE INDEX delivery_by_due ON delivery (endpoint, due_at, feed, sequence);
