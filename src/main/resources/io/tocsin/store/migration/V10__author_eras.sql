-- As the index of a feed's alerts, that of an author's posts lies in order of arrival: by era of 65,536 posts first.
DROP INDEX post_by_author;
CREATE INDEX post_by_author ON post ((key / 65536), author_hash, key) WHERE erased_at IS NULL;
-- Posts that were stored before authors were kept. It is empty when somebody has looked for an author.
CREATE INDEX post_without_author ON post (author_hash, key) WHERE author_hash IS NULL AND erased_at IS NULL;
