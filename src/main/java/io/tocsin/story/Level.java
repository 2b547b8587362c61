package io.tocsin.story;

/** How grave a story is, as far as numbers can say; in rising order. */
public enum Level {
    /** Several authors write of one event. */
    ALERT,
    /** Many do, and the subscription sees more than it usually does. */
    URGENT,
    /** Far more do, from several sources or in very large number: it is told at any hour. */
    FLASH
}
