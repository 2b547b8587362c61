package io.tocsin.source;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How Bluesky's posts are read.
 *
 * @param hosts each is a service on its own; the next is turned to when one ends
 * @param postsOf what posts say as their source
 * @param silence after so long without a word the next host is turned to
 */
public record JetstreamConfig(List<URI> hosts, Version version, String postsOf, Duration silence) {
    /** The public services. */
    public static final List<URI> PUBLIC = List.of(
            URI.create("wss://jetstream1.us-east.bsky.network"),
            URI.create("wss://jetstream2.us-east.bsky.network"),
            URI.create("wss://jetstream1.us-west.bsky.network"),
            URI.create("wss://jetstream2.us-west.bsky.network"));

    public static final Duration USUAL_SILENCE = Duration.ofSeconds(30);

    /** How the service is spoken to. */
    public enum Version {
        V1,
        V2
    }

    public JetstreamConfig {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("hosts: none (expected: one at least)");
        }
    }
}
