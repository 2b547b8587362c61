-- epoch: of the owner who wrote to the feed last; whoever has an older one writes to it no more.
ALTER TABLE feed ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;

-- One row: the epoch of whoever opened the store last.
CREATE TABLE owner (
    key   INTEGER PRIMARY KEY,
    epoch BIGINT NOT NULL
);
