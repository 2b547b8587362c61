-- The index in which a feed's alerts are found lies in order of arrival, too: first by era, a stretch of the table, and
-- only within it by feed. Else every alert of a large store is written to a page of the index of its own.

-- era: never less than that of the feed's alert before. All that is here already is one era.
ALTER TABLE alert ADD COLUMN era BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX alert_by_era ON alert (era, feed, sequence);
DROP INDEX alert_by_sequence;

-- The eras in which a feed has alerts. first: the number of its first alert there.
CREATE TABLE feed_era (
    feed  BIGINT NOT NULL,
    first BIGINT NOT NULL,
    era   BIGINT NOT NULL,
    PRIMARY KEY (feed, first)
) ${clustered};
INSERT INTO feed_era (feed, first, era) SELECT feed, MIN(sequence), 0 FROM alert GROUP BY feed;

-- era, era_first: the feed's last row of feed_era; era is below 0 if it never had one.
ALTER TABLE feed ADD COLUMN era BIGINT NOT NULL DEFAULT -1;
ALTER TABLE feed ADD COLUMN era_first BIGINT NOT NULL DEFAULT 0;
UPDATE feed SET era = 0, era_first = (SELECT e.first FROM feed_era e WHERE e.feed = feed.key)
WHERE key IN (SELECT e.feed FROM feed_era e);
