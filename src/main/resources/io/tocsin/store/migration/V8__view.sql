-- members: those of the latest view, by id, with a space between. renewals: goes up while one of them lives.
ALTER TABLE owner ADD COLUMN members TEXT NOT NULL DEFAULT '';
ALTER TABLE owner ADD COLUMN renewals BIGINT NOT NULL DEFAULT 0;
