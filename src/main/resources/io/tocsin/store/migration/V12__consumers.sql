-- What named consumers of a feed have acknowledged: the number of the last alert.
CREATE TABLE consumer_place (
    feed     BIGINT NOT NULL,
    name     ${text} NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (feed, name)
) ${clustered};
