package io.tocsin.delivery;

import io.tocsin.subscription.SubscriptionId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One subscriber's URL, and which feeds it takes. It takes what is raised after its creation.
 *
 * @param subscriptions the feeds it takes; none said is every feed there is or will be
 * @param secret what deliveries are signed with
 * @param retiring what they were signed with before, and still are beside it, latest first
 * @param version 1 at creation, one more at each change
 */
public record Endpoint(
        EndpointId id,
        URI url,
        Set<SubscriptionId> subscriptions,
        String description,
        boolean enabled,
        SealedSecret secret,
        List<RetiringSecret> retiring,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    /** More would make a header that grows with each rotation. */
    private static final int MOST_RETIRING = 3;

    public Endpoint {
        subscriptions = Set.copyOf(subscriptions);
        retiring = List.copyOf(retiring);
        if (!reachable(url) || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("url: " + url + " (expected: http:// or https:// with a host, a port"
                    + " from 1 to 65535 if any, without user and password, without fragment)");
        }
    }

    /** One whose secret was never another. */
    public Endpoint(
            EndpointId id,
            URI url,
            Set<SubscriptionId> subscriptions,
            String description,
            boolean enabled,
            SealedSecret secret,
            Instant createdAt,
            Instant updatedAt,
            long version) {
        this(id, url, subscriptions, description, enabled, secret, List.of(), createdAt, updatedAt, version);
    }

    private static boolean reachable(URI url) {
        String scheme = String.valueOf(url.getScheme());
        int port = url.getPort();
        return (scheme.equals("http") || scheme.equals("https"))
                && url.getHost() != null
                && (port == -1 || (port >= 1 && port <= 65535));
    }

    /** Whether it takes the feed. */
    public boolean takes(SubscriptionId subscription) {
        return subscriptions.isEmpty() || subscriptions.contains(subscription);
    }

    /** The endpoint as it is after a change at {@code now}. */
    public Endpoint changed(
            URI newUrl, Set<SubscriptionId> newSubscriptions, String newDescription, boolean nowEnabled, Instant now) {
        return new Endpoint(
                id,
                newUrl,
                newSubscriptions,
                newDescription,
                nowEnabled,
                secret,
                retiring,
                createdAt,
                now,
                version + 1);
    }

    /** The endpoint with another secret from {@code now} on; none before it counts after {@code until}. */
    public Endpoint rotated(SealedSecret newSecret, Instant until, Instant now) {
        List<RetiringSecret> before = Stream.concat(
                        Stream.of(new RetiringSecret(secret, until)),
                        retiring.stream()
                                .map(one -> one.until().isAfter(until) ? new RetiringSecret(one.secret(), until) : one))
                .filter(one -> one.until().isAfter(now))
                .limit(MOST_RETIRING)
                .toList();
        return new Endpoint(
                id, url, subscriptions, description, enabled, newSecret, before, createdAt, now, version + 1);
    }
}
