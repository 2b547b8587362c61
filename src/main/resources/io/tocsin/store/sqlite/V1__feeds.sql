-- Tables are kept in order of arrival and indexes narrow: a row that comes last lands on the page that was written last.
-- Times are microseconds since 1970-01-01T00:00:00Z.

-- subscription: empty while what is left of a removed feed is being deleted.
-- head, raised_at: of the feed's last alert; they outlast the alert itself.
CREATE TABLE feed (
    key          INTEGER PRIMARY KEY,
    subscription TEXT UNIQUE,
    head         BIGINT NOT NULL DEFAULT 0,
    raised_at    BIGINT NOT NULL DEFAULT 0
);

-- hash: of source and id; not unique, so whoever finds a row by it compares both.
-- erased_at: when the body was erased, or would have been, had the post come before its deletion.
CREATE TABLE post (
    key       INTEGER PRIMARY KEY,
    hash      BIGINT NOT NULL,
    source    TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    erased_at BIGINT,
    body      BLOB
);
CREATE INDEX post_by_hash ON post (hash);

-- kind: 0 raised, 1 retracted.
CREATE TABLE alert (
    key         INTEGER PRIMARY KEY,
    feed        BIGINT   NOT NULL,
    sequence    BIGINT   NOT NULL,
    kind        SMALLINT NOT NULL,
    post        BIGINT   NOT NULL,
    received_at BIGINT   NOT NULL,
    raised_at   BIGINT   NOT NULL,
    spans       BLOB     NOT NULL
);
CREATE UNIQUE INDEX alert_by_sequence ON alert (feed, sequence);
-- Repeats are refused by it, and the feeds that carry a post are found by it. New posts come last in it.
CREATE UNIQUE INDEX alert_by_post ON alert (post, feed, kind);

CREATE TABLE subscription (
    id   TEXT PRIMARY KEY,
    json TEXT NOT NULL
);

CREATE TABLE endpoint (
    key  INTEGER PRIMARY KEY,
    id   TEXT NOT NULL UNIQUE,
    json TEXT NOT NULL
);

CREATE TABLE delivery_cursor (
    feed     BIGINT NOT NULL,
    endpoint BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (feed, endpoint)
);

-- due_at: empty in a dead letter.
CREATE TABLE delivery (
    feed     BIGINT  NOT NULL,
    endpoint BIGINT  NOT NULL,
    sequence BIGINT  NOT NULL,
    attempts INTEGER NOT NULL,
    due_at   BIGINT,
    why      TEXT    NOT NULL,
    PRIMARY KEY (feed, endpoint, sequence)
);
CREATE INDEX delivery_by_due ON delivery (endpoint, due_at);

CREATE TABLE api_key (
    id         TEXT PRIMARY KEY,
    hash       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

-- One row, which a liveness check writes.
CREATE TABLE pulse (
    key INTEGER PRIMARY KEY,
    at  BIGINT NOT NULL
);
