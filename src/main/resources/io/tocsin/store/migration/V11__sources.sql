-- position: in the source's own numbers; it only goes up. up_to: the time that it stands for.
CREATE TABLE source_cursor (
    source   ${text} PRIMARY KEY,
    position BIGINT NOT NULL,
    up_to    BIGINT NOT NULL
);

-- What of a source nobody can have again.
CREATE TABLE source_gap (
    source    TEXT   NOT NULL,
    gone_from BIGINT NOT NULL,
    gone_to   BIGINT NOT NULL,
    reason    TEXT   NOT NULL,
    PRIMARY KEY (source, gone_from, gone_to)
) ${clustered};
