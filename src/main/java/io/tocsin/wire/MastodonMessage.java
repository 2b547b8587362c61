package io.tocsin.wire;

import io.tocsin.post.PostEvent;
import java.time.Instant;

/** What one message of Mastodon's streaming says. */
public sealed interface MastodonMessage {
    /** A post was made, as the stream or a page of the timeline has it. */
    record Posted(PostEvent event, long id, Instant createdAt) implements MastodonMessage {}

    /** Something happened to a post. */
    record Happened(PostEvent event) implements MastodonMessage {}

    /** Of a kind that is nothing of ours, or that we do not know. */
    record Unknown(String kind) implements MastodonMessage {}
}
