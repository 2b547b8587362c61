-- version_of: the row that stands for all versions of a post, where a source gives each an id of its own.
-- author_hash: of source and author, as hash is of source and id; 0 where the author is not known. Empty in a row that
-- was written before there was such a column, until somebody looks for an author.
-- edition: how often the body was replaced.
-- edited_at: when the body was edited at the source, if it says.
-- scrubbed: 1 if the post no longer says where it was made. Such a row without a body, of edition 0, is a post that has
-- not come yet.
ALTER TABLE post ADD COLUMN version_of BIGINT;
ALTER TABLE post ADD COLUMN author_hash BIGINT;
ALTER TABLE post ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN edited_at BIGINT;
ALTER TABLE post ADD COLUMN scrubbed SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX post_by_root ON post (version_of) WHERE version_of IS NOT NULL;
CREATE INDEX post_by_author ON post (author_hash, key) WHERE erased_at IS NULL;

-- kind: 3 corrected, 2 paused.
-- edition: the post's when the alert was raised; 0 where the kind can be only once.
-- reason: why the alert corrects: 0 deleted, 1 author removed, 2 edited, 3 geo scrubbed.
-- gone: why the post was taken back in the alert's feed, in numbers as reason; empty while it is not.
ALTER TABLE alert ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN reason SMALLINT;
ALTER TABLE alert ADD COLUMN gone SMALLINT;
UPDATE alert SET gone = 0 WHERE kind <> 2 AND post IN (SELECT key FROM post WHERE erased_at IS NOT NULL);
DROP INDEX alert_by_post;
CREATE UNIQUE INDEX alert_by_post ON alert (post, feed, kind, edition);

-- What holds for an author's posts, whenever they come.
-- removed: 1 if the author is gone.
-- scrubbed_to: the id up to which posts no longer say where they were made.
CREATE TABLE author (
    hash        BIGINT NOT NULL,
    source      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    removed     SMALLINT NOT NULL DEFAULT 0,
    scrubbed_to TEXT,
    PRIMARY KEY (hash, source, id)
);
