-- retention: how long the feed keeps an alert, in microseconds; 30 days.
ALTER TABLE feed ADD COLUMN retention BIGINT NOT NULL DEFAULT 2592000000000;

-- Erased posts are few, and those that nobody needs to know of any more are found by it.
CREATE INDEX post_by_erasure ON post (erased_at) WHERE erased_at IS NOT NULL;
