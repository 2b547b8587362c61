package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Body;
import io.tocsin.feed.FeedChange.Target;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Raises alerts about posts, within one write. */
final class Raising {
    private static final Appended DELETED_BEFORE = new Appended(Receipt.DELETED_BEFORE, List.of());

    private final SqlConnection connection;
    private final AlertRows alerts;
    private final boolean claiming;

    /** @param claiming whether the feeds become this member's own */
    Raising(SqlConnection connection, AlertRows alerts, boolean claiming) {
        this.connection = connection;
        this.alerts = alerts;
        this.claiming = claiming;
    }

    /**
     * A post that came.
     *
     * @param author the number that its author's posts are found by
     * @param body the post as it is stored
     */
    record Arrival(StoredPost.Name name, long author, Post post, Body body, List<Target> targets, long receivedAt) {
        private StoredName stored() {
            return name.stored();
        }

        private StoredName storedAuthor() {
            return new StoredName(author, post.id().source(), post.author().id());
        }
    }

    /** Raises alerts about posts, in their order; none of them is there twice. */
    List<Appended> raise(List<Arrival> arrivals) throws SQLException {
        List<Arrival> matched = arrivals.stream()
                .filter(arrival -> !arrival.targets().isEmpty())
                .toList();
        Map<StoredName, StoredPost> known =
                StoredPost.findAll(matched.stream().map(Arrival::name).toList(), connection);
        alerts.find(matched.stream()
                .flatMap(arrival -> arrival.targets().stream())
                .map(Target::subscription)
                .collect(Collectors.toSet()));
        Newcomers newcomers = insert(
                matched.stream()
                        .filter(arrival -> !known.containsKey(arrival.stored()))
                        .toList(),
                0);
        List<Appended> results = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            StoredPost post = known.get(arrival.stored());
            results.add(post == null ? raise(arrival, newcomers) : raise(arrival, post));
        }
        return results;
    }

    /** The store knows nothing of the post yet. */
    Appended raiseNew(Arrival arrival, int edition) throws SQLException {
        return raise(arrival, insert(List.of(arrival), edition));
    }

    private Appended raise(Arrival arrival, StoredPost known) throws SQLException {
        if (known.erased()) {
            return DELETED_BEFORE;
        }
        return known.hasBody() || known.edition() > 0 ? raiseAgain(known, arrival) : raiseAwaited(known, arrival);
    }

    /** Posts that the store knew nothing of: those that it has now, and those that are not to come. */
    private record Newcomers(Map<StoredName, StoredPost> inserted, Set<StoredName> refused) {}

    /** Stores the posts that go to a feed. */
    private Newcomers insert(List<Arrival> arrivals, int edition) throws SQLException {
        Map<StoredName, AuthorMark> marks =
                AuthorMark.ofAll(arrivals.stream().map(Arrival::storedAuthor).collect(Collectors.toSet()), connection);
        List<StoredPost.New> posts = new ArrayList<>(arrivals.size());
        Set<StoredName> refused = new HashSet<>();
        for (Arrival arrival : arrivals) {
            AuthorMark mark = marks.getOrDefault(arrival.storedAuthor(), AuthorMark.NONE);
            if (mark.removed()) {
                refused.add(arrival.stored());
            } else if (hasFeed(arrival)) {
                Body body = mark.scrubs(arrival.post().id()) ? Body.of(scrubbed(arrival)) : arrival.body();
                posts.add(new StoredPost.New(arrival.name(), arrival.author(), body));
            }
        }
        return new Newcomers(StoredPost.insertAll(posts, edition, connection), refused);
    }

    private boolean hasFeed(Arrival arrival) throws SQLException {
        for (Target target : arrival.targets()) {
            if (head(target.subscription()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Appended raise(Arrival arrival, Newcomers newcomers) throws SQLException {
        if (newcomers.refused().contains(arrival.stored())) {
            return DELETED_BEFORE;
        }
        StoredPost post = newcomers.inserted().get(arrival.stored());
        List<Cursor> added = new ArrayList<>();
        if (post != null) {
            Set<SubscriptionId> reached = new HashSet<>();
            for (Target target : arrival.targets()) {
                Optional<FeedHead> head = head(target.subscription());
                if (head.isPresent() && reached.add(target.subscription())) {
                    added.add(alerts.raiseFirst(head.get(), post, target.spans(), arrival.receivedAt()));
                }
            }
        }
        return new Appended(Receipt.ACCEPTED, added);
    }

    /** The store knows only that the post does not say where it was made. */
    private Appended raiseAwaited(StoredPost post, Arrival arrival) throws SQLException {
        if (mark(arrival).removed()) {
            return DELETED_BEFORE;
        }
        StoredPost filled = post.filled(arrival.author(), scrubbed(arrival), connection);
        List<Cursor> added = raise(filled, arrival.targets(), true, Set.of(), arrival.receivedAt());
        if (added.isEmpty()) {
            filled.emptied(connection);
        }
        return new Appended(Receipt.ACCEPTED, added);
    }

    /** Another body than the one that is kept was the post's once, but is no more if the post was edited. */
    private Appended raiseAgain(StoredPost post, Arrival arrival) throws SQLException {
        boolean sameText = post.says(arrival.post(), arrival.body().json(), connection);
        if (post.edition() > 0 && !sameText) {
            return new Appended(Receipt.DUPLICATE, List.of());
        }
        Set<SubscriptionId> carrying = new HashSet<>();
        if (post.edition() > 0) {
            alerts.carriers(post).forEach(carrier -> carrying.add(carrier.subscription()));
        }
        List<Cursor> added = raise(post, arrival.targets(), sameText, carrying, arrival.receivedAt());
        return new Appended(added.isEmpty() ? Receipt.DUPLICATE : Receipt.ACCEPTED, added);
    }

    /** Adds an alert to each target that has none about this edition of the post, but not where it is carried. */
    private List<Cursor> raise(
            StoredPost post, List<Target> targets, boolean spans, Set<SubscriptionId> carrying, long receivedAt)
            throws SQLException {
        List<Cursor> added = new ArrayList<>();
        for (Target target : targets) {
            Optional<FeedHead> head = head(target.subscription());
            if (head.isPresent() && !carrying.contains(target.subscription())) {
                alerts.raise(head.get(), post, spans ? target.spans() : List.of(), receivedAt)
                        .ifPresent(added::add);
            }
        }
        return added;
    }

    private Optional<FeedHead> head(SubscriptionId subscription) throws SQLException {
        return claiming ? alerts.claimed(subscription) : alerts.head(subscription);
    }

    private AuthorMark mark(Arrival arrival) throws SQLException {
        return AuthorMark.of(AuthorId.of(arrival.post()), arrival.author(), connection);
    }

    private static byte[] scrubbed(Arrival arrival) {
        return PostJson.encode(arrival.post().withoutPlace());
    }
}
