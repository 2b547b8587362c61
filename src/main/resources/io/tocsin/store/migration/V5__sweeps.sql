-- Changes to all posts of an author that are begun and not ended.
-- up_to: the id up to which posts no longer say where they were made; '' if all posts are gone.
-- done_to: the key of the last post that is done.
-- touched_at: when somebody last went on with it.
CREATE TABLE sweep (
    hash        BIGINT NOT NULL,
    source      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    up_to       TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    done_to     BIGINT NOT NULL,
    touched_at  BIGINT NOT NULL,
    PRIMARY KEY (hash, source, id, up_to)
);
