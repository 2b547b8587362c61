package io.tocsin.story;

import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;

/** An author as they are counted: a hash, and a bit for their source. */
record Author(long hash, int sourceBit) {
    static Author of(Post post) {
        AuthorId id = AuthorId.of(post);
        long source = Terms.hashOf(id.source());
        return new Author(Terms.mixed(source * 31 + Terms.hashOf(id.id())), 1 << (int) (source & 31));
    }
}
