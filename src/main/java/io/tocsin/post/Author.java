package io.tocsin.post;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who wrote a post, as far as its source says.
 *
 * @param bio what the author says of themselves
 * @param location where the author says they are, in their own words
 */
public record Author(
        String id,
        Optional<String> handle,
        Optional<String> name,
        Optional<String> bio,
        Optional<String> location,
        OptionalLong followers,
        boolean verified) {
    public Author {
        if (id.isBlank()) {
            throw new IllegalArgumentException("author id: blank (expected: the source's id of the author)");
        }
    }

    /** An author of whom nothing but the id is known. */
    public static Author withId(String id) {
        return new Author(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                false);
    }
}
