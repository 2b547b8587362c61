package io.tocsin.trial;

import io.tocsin.post.Post;
import io.tocsin.post.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One of the posts that a rule would have matched: what was said, and when. It says nothing of who said it, and nothing
 * by which that could be looked up at the source, such as the post's id.
 *
 * @param author the same for all posts of an author, while this process lives; made up
 * @param spans what matched in the text
 */
public record Sample(
        String source,
        String author,
        Post.Kind kind,
        Instant createdAt,
        Instant receivedAt,
        Optional<String> lang,
        String text,
        List<Span> spans) {
    public Sample {
        spans = List.copyOf(spans);
    }
}
