package io.tocsin.post;

import java.util.Optional;
import java.util.OptionalLong;

/** Who wrote a post, as far as its source says. */
public record Author(
        String id, Optional<String> handle, Optional<String> name, OptionalLong followers, boolean verified) {
    public Author {
        if (id.isBlank()) {
            throw new IllegalArgumentException("author id: blank (expected: the source's id of the author)");
        }
    }
}
