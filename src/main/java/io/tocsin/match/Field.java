package io.tocsin.match;

/**
 * What a {@link Features feature} is a value of. A field whose texts can be asked about without regard to accents has a
 * second key for that.
 */
enum Field {
    WORD(0),
    HASHTAG(1),
    MENTION(2),
    CASHTAG(3),
    FROM(4),
    TO(5),
    REPOST_OF_AUTHOR(6),
    CONVERSATION(7),
    REPLY_TO(8),
    REPOST_OF(9),
    LINK(10),
    BIO(11),
    NAME(12),
    LOCATION(13),
    PLACE(14),
    PLACE_ID(15),
    COUNTRY(16),
    /** A part of the earth's surface; see {@link Cells}. */
    CELL(17),
    LANG(18),
    SOURCE(19),
    /** A {@link Stretch} of the text, or of a link. */
    TEXT_STRETCH(20),
    LINK_STRETCH(21),
    /** Two words of the text that follow each other; see {@link Vocabulary#pair}. */
    PAIR(22);

    private static final int UNACCENTED = 32;

    private final int number;

    Field(int number) {
        this.number = number;
    }

    /** The first byte of a feature. */
    byte key(boolean unaccented) {
        return (byte) (number + (unaccented ? UNACCENTED : 0));
    }

    /** The field's place in a set of fields. */
    long bit(boolean unaccented) {
        return 1L << key(unaccented);
    }
}
