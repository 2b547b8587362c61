-- For each opening of the store, by the epoch of its writer: the number of the last transaction that was committed.
CREATE TABLE commit_mark (
    epoch  BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
