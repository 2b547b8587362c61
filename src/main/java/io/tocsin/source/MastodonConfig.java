package io.tocsin.source;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server of Mastodon is read.
 *
 * @param streaming where it streams, if not beside its pages
 * @param tag reads posts with this one only; empty: all
 * @param local only those of its own users
 * @param postsOf what posts say as their source; its ids are its own
 */
public record MastodonConfig(
        URI service,
        Optional<URI> streaming,
        Transport transport,
        Optional<String> tag,
        boolean local,
        Secret token,
        String postsOf,
        Duration silence) {
    public static final Duration USUAL_SILENCE = Duration.ofSeconds(60);

    /** What it streams over. */
    public enum Transport {
        WEBSOCKET,
        SSE
    }
}
