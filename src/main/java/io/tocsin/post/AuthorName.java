package io.tocsin.post;

import java.util.Optional;

/** What another post calls an author: by id, by handle, or by both. */
public record AuthorName(Optional<String> id, Optional<String> handle) {
    public AuthorName {
        if (id.isEmpty() && handle.isEmpty()) {
            throw new IllegalArgumentException("author: neither id nor handle (expected: one at least)");
        }
    }
}
