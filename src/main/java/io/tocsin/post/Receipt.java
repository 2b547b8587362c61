package io.tocsin.post;

/** What became of an event that the sink took. */
public enum Receipt {
    /** It has been matched, and whatever followed from it is durable. */
    ACCEPTED,
    /** It changed nothing: every alert it would have raised, or the deletion it reports, was known already. */
    DUPLICATE,
    /** The post was deleted before it arrived, so it raised nothing. */
    DELETED_BEFORE
}
