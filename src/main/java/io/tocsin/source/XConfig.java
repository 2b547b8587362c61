package io.tocsin.source;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How a stream of X's API is read.
 *
 * @param partitions which of the stream's parts; empty if it has none
 * @param postsOf what posts say as their source
 * @param silence X sends a heartbeat every 20 s at least
 */
public record XConfig(
        URI service, Stream stream, List<Integer> partitions, Secret token, String postsOf, Duration silence) {
    public static final URI PUBLIC = URI.create("https://api.x.com");
    public static final Duration USUAL_SILENCE = Duration.ofSeconds(21);

    /** The streams. */
    public enum Stream {
        SEARCH("/2/tweets/search/stream", 0, true, false),
        SAMPLE("/2/tweets/sample/stream", 0, false, false),
        SAMPLE10("/2/tweets/sample10/stream", 2, true, false),
        FIREHOSE("/2/tweets/firehose/stream", 20, true, false),
        TWEET_COMPLIANCE("/2/tweets/compliance/stream", 4, true, true),
        USER_COMPLIANCE("/2/users/compliance/stream", 4, true, true);

        final String path;
        private final int partitions;
        /** Whether it says again what was longer ago than a backfill reaches. */
        final boolean recovers;

        final boolean compliance;

        Stream(String path, int partitions, boolean recovers, boolean compliance) {
            this.path = path;
            this.partitions = partitions;
            this.recovers = recovers;
            this.compliance = compliance;
        }

        /** Into how many parts it is split; 0 if into none. */
        public int partitions() {
            return partitions;
        }
    }

    public XConfig {
        partitions = List.copyOf(partitions);
    }
}
