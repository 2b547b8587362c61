package io.tocsin.post;

import java.util.Optional;

/** The posts of the same source that a post answers, repeats or quotes, by their ids there. */
public record References(Optional<String> replyTo, Optional<String> repostOf, Optional<String> quoteOf) {
    public static final References NONE = new References(Optional.empty(), Optional.empty(), Optional.empty());
}
