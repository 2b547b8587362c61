package io.tocsin.push;

import io.tocsin.wire.ClientFrame;
import java.time.Duration;
import java.util.Set;

/**
 * What sessions are held to.
 *
 * @param maxSessions open at once on this member, WebSocket and SSE together
 * @param maxSessionsPerKey of those, opened with the same key
 * @param window how many alerts may be unacknowledged where a client acknowledges and does not say
 * @param maxWindow how many a client may say; who asks for more is given this
 * @param subscribesPerSecond how many feeds a session may begin to follow, over time
 * @param maxMessageBytes how long what a client says may be
 * @param origins of pages, beside our own, whose scripts may open sessions; {@code *} is all
 * @param compression whether permessage-deflate is agreed to where a client offers it
 * @param ticketSession how long a session lasts that is opened with a ticket, without being refreshed
 */
public record PushConfig(
        int maxSessions,
        int maxSessionsPerKey,
        int window,
        int maxWindow,
        int subscribesPerSecond,
        int maxMessageBytes,
        Set<String> origins,
        boolean compression,
        Duration ticketSession) {
    public static final PushConfig USUAL = new PushConfig(
            50_000, 50_000, 256, ClientFrame.MAX_WINDOW, 100, 64 * 1024, Set.of(), false, Duration.ofHours(1));

    public PushConfig {
        origins = Set.copyOf(origins);
    }

    /** The window of a client that asks for this one. */
    long window(long asked) {
        return Math.min(asked, maxWindow);
    }
}
