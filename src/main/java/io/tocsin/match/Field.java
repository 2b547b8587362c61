package io.tocsin.match;

/**
 * What a {@link Features feature} is a value of. A field whose texts can be asked about without regard to accents has a
 * second key for that.
 */
enum Field {
    WORD,
    HASHTAG,
    MENTION,
    CASHTAG,
    FROM,
    TO,
    REPOST_OF_AUTHOR,
    CONVERSATION,
    REPLY_TO,
    REPOST_OF,
    LINK,
    BIO,
    NAME,
    LOCATION,
    PLACE,
    PLACE_ID,
    COUNTRY,
    /** A part of the earth's surface; see {@link Cells}. */
    CELL,
    LANG,
    SOURCE,
    /** Three bytes that follow each other in the text, or in a link. */
    TEXT_GRAM,
    LINK_GRAM;

    private static final int UNACCENTED = 32;

    /** The first byte of a feature. */
    byte key(boolean unaccented) {
        return (byte) (ordinal() + (unaccented ? UNACCENTED : 0));
    }

    /** The field's place in a set of fields. */
    long bit(boolean unaccented) {
        return 1L << key(unaccented);
    }
}
