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
import java.util.Optional;
import java.util.Set;

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
    record Arrival(StoredPost.Name name, long author, Post post, Body body, List<Target> targets, long receivedAt) {}

    Appended raise(Arrival arrival) throws SQLException {
        if (arrival.targets().isEmpty()) {
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        Optional<StoredPost> known = StoredPost.find(arrival.name(), connection);
        if (known.isEmpty()) {
            return raiseNew(arrival, 0);
        }
        StoredPost post = known.get();
        if (post.erased()) {
            return DELETED_BEFORE;
        }
        return post.hasBody() || post.edition() > 0 ? raiseAgain(post, arrival) : raiseAwaited(post, arrival);
    }

    /** The store knows nothing of the post yet. */
    Appended raiseNew(Arrival arrival, int edition) throws SQLException {
        AuthorMark mark = mark(arrival);
        if (mark.removed()) {
            return DELETED_BEFORE;
        }
        Optional<StoredPost> post = Optional.empty();
        List<Cursor> added = new ArrayList<>();
        for (Target target : arrival.targets()) {
            Optional<FeedHead> head = head(target.subscription());
            if (head.isEmpty()) {
                continue;
            }
            if (post.isEmpty()) {
                byte[] body = mark.scrubs(arrival.post().id())
                        ? scrubbed(arrival)
                        : arrival.body().json();
                post = Optional.of(StoredPost.insert(arrival.name(), arrival.author(), body, edition, connection));
            }
            alerts.raise(head.get(), post.get(), target.spans(), arrival.receivedAt())
                    .ifPresent(added::add);
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
        boolean sameText = post.says(arrival.post().text(), connection);
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
