-- revision: of the last change; later changes have higher ones, over all rows of the table.
-- version: as in the JSON; 0 in a row that was written before there was such a column.
ALTER TABLE subscription ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE endpoint ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE endpoint ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX subscription_by_revision ON subscription (revision);
CREATE INDEX endpoint_by_revision ON endpoint (revision);

-- The last revision of subscriptions (1) and endpoints (2), removals among them.
CREATE TABLE revision (
    key INTEGER PRIMARY KEY,
    at  BIGINT NOT NULL
);
INSERT INTO revision (key, at) VALUES (1, 0), (2, 0);

-- One row: what tells this store from others.
CREATE TABLE store_name (
    key  INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
