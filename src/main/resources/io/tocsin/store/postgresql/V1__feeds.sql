-- The tables of ../sqlite/V1__feeds.sql, where the columns are told. What differs:
-- keys number themselves by an identity, and names sort by their characters' numbers as in SQLite.

CREATE TABLE feed (
    key          ${key},
    subscription ${text} UNIQUE,
    head         BIGINT NOT NULL DEFAULT 0,
    raised_at    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE post (
    key       ${key},
    hash      BIGINT  NOT NULL,
    source    ${text} NOT NULL,
    id        ${text} NOT NULL,
    erased_at BIGINT,
    body      ${bytes}
);
-- Unique, unlike in SQLite, as two members may meet the same post at once.
CREATE UNIQUE INDEX post_by_hash ON post (hash, source, id);

CREATE TABLE alert (
    key         ${key},
    feed        BIGINT   NOT NULL,
    sequence    BIGINT   NOT NULL,
    kind        SMALLINT NOT NULL,
    post        BIGINT   NOT NULL,
    received_at BIGINT   NOT NULL,
    raised_at   BIGINT   NOT NULL,
    spans       ${bytes} NOT NULL
);
CREATE UNIQUE INDEX alert_by_sequence ON alert (feed, sequence);
CREATE UNIQUE INDEX alert_by_post ON alert (post, feed, kind);

CREATE TABLE subscription (
    id   ${text} PRIMARY KEY,
    json TEXT NOT NULL
);

CREATE TABLE endpoint (
    key  ${key},
    id   ${text} NOT NULL UNIQUE,
    json TEXT NOT NULL
);

CREATE TABLE delivery_cursor (
    feed     BIGINT NOT NULL,
    endpoint BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (feed, endpoint)
);

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
    id         ${text} PRIMARY KEY,
    hash       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE pulse (
    key INTEGER PRIMARY KEY,
    at  BIGINT NOT NULL
);
