package io.tocsin.post;

import java.util.Optional;

/**
 * The posts of the same source that a post answers, repeats or quotes, and the first post of its conversation, by their
 * ids there; and who wrote what it answers or repeats.
 */
public record References(
        Optional<String> replyTo,
        Optional<String> repostOf,
        Optional<String> quoteOf,
        Optional<String> conversation,
        Optional<AuthorName> replyToAuthor,
        Optional<AuthorName> repostOfAuthor) {
    public static final References NONE = new References(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
