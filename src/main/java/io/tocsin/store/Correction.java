package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.alert.Reason;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.FeedChange.Target;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts another body in the place of a post's, within one write. */
final class Correction {
    private static final Appended DUPLICATE = new Appended(Receipt.DUPLICATE, List.of());
    private static final Appended DELETED_BEFORE = new Appended(Receipt.DELETED_BEFORE, List.of());

    private final SqlConnection connection;
    private final AlertRows alerts;
    private final Raising raising;
    private final Retraction retraction;

    Correction(SqlConnection connection, AlertRows alerts, Raising raising, Retraction retraction) {
        this.connection = connection;
        this.alerts = alerts;
        this.raising = raising;
        this.retraction = retraction;
    }

    /**
     * The post says something else now.
     *
     * @param before the name that the post had until then
     * @param arrival its new state, under the name that it has now
     */
    Appended edit(FeedChange.Correct change, StoredPost.Name before, Raising.Arrival arrival) throws SQLException {
        AuthorMark mark = AuthorMark.of(AuthorId.of(arrival.post()), arrival.author(), connection);
        if (mark.removed()) {
            return DELETED_BEFORE;
        }
        Optional<StoredPost> old = StoredPost.find(before, connection);
        Optional<StoredPost> known = StoredPost.find(arrival.name(), connection);
        if (old.isPresent()
                && known.isPresent()
                && old.get().key() != known.get().key()) {
            return join(old.get(), known.get(), change, mark);
        }
        if (old.isEmpty() && known.isEmpty()) {
            return raise(change, before, arrival);
        }
        StoredPost post = old.or(() -> known).orElseThrow();
        if (old.isEmpty()) {
            post.alsoNamed(before, connection);
        } else if (known.isEmpty()) {
            post.alsoNamed(arrival.name(), connection);
        }
        return post.erased() ? DELETED_BEFORE : edit(post, change, mark);
    }

    /** The store knows no version of the post. */
    private Appended raise(FeedChange.Correct change, StoredPost.Name before, Raising.Arrival arrival)
            throws SQLException {
        Appended raised = raising.raiseNew(arrival, 1);
        if (!raised.added().isEmpty()) {
            StoredPost post = StoredPost.find(arrival.name(), connection).orElseThrow();
            remember(post, change);
            if (!before.equals(arrival.name())) {
                post.alsoNamed(before, connection);
            }
        }
        return raised;
    }

    /** Two posts are two versions of one: the later one stays, unless one of them is gone. */
    private Appended join(StoredPost old, StoredPost known, FeedChange.Correct change, AuthorMark mark)
            throws SQLException {
        long receivedAt = Micros.of(change.receivedAt());
        if (old.erased() || known.erased()) {
            StoredPost left = old.erased() ? known : old;
            return new Appended(
                    Receipt.DELETED_BEFORE,
                    left.erased() ? List.of() : retraction.erase(left, receivedAt, Reason.DELETED));
        }
        List<Cursor> added = new ArrayList<>(retraction.takeBack(old, receivedAt, Reason.EDITED));
        added.addAll(edit(known.replaces(old, connection), change, mark).added());
        return new Appended(Receipt.ACCEPTED, added);
    }

    private Appended edit(StoredPost stored, FeedChange.Correct change, AuthorMark mark) throws SQLException {
        if (change.at().isPresent() && stored.editedBy(Micros.of(change.at().get()), connection)) {
            return DUPLICATE;
        }
        boolean scrubbed = stored.scrubbed() || mark.scrubs(stored.id());
        Post named = change.post().as(stored.id(), change.post().createdAt());
        Post post = scrubbed ? named.withoutPlace() : named;
        Optional<Post> kept = stored.post(connection);
        // A source that does not say when a version was made does not make it another one by sending it again.
        boolean same = kept.map(before -> before.as(before.id(), post.createdAt()))
                .filter(post::equals)
                .isPresent();
        if (same) {
            return DUPLICATE;
        }
        List<AlertRows.Carrier> carriers = alerts.carriers(stored);
        StoredPost edited = stored.replaced(post, scrubbed, connection);
        remember(edited, change);
        if (kept.filter(before -> before.text().equals(post.text())).isEmpty()) {
            alerts.forgetSpans(edited);
        }
        return new Appended(Receipt.ACCEPTED, tell(edited, carriers, change));
    }

    private void remember(StoredPost post, FeedChange.Correct change) throws SQLException {
        if (change.at().isPresent()) {
            post.edited(Micros.of(change.at().get()), connection);
        }
    }

    /** Tells the feeds that carried the post, then those that it is new to. */
    private List<Cursor> tell(StoredPost post, List<AlertRows.Carrier> carriers, FeedChange.Correct change)
            throws SQLException {
        long receivedAt = Micros.of(change.receivedAt());
        Map<SubscriptionId, List<Span>> targets = new LinkedHashMap<>();
        for (Target target : change.targets()) {
            targets.put(target.subscription(), target.spans());
        }
        List<Cursor> added = new ArrayList<>();
        boolean carried = false;
        for (AlertRows.Carrier carrier : carriers) {
            List<Span> spans = targets.remove(carrier.subscription());
            Optional<FeedHead> head = alerts.head(carrier.subscription());
            if (head.isEmpty()) {
                continue;
            }
            carried |= spans != null;
            Optional<Cursor> told = spans == null
                    ? alerts.takeBack(head.get(), post, receivedAt, Reason.EDITED)
                    : alerts.correct(head.get(), post, spans, receivedAt, Reason.EDITED);
            told.ifPresent(added::add);
        }
        for (Map.Entry<SubscriptionId, List<Span>> target : targets.entrySet()) {
            Optional<FeedHead> head = alerts.head(target.getKey());
            if (head.isPresent()) {
                carried = true;
                alerts.raise(head.get(), post, target.getValue(), receivedAt).ifPresent(added::add);
            }
        }
        if (!carried) {
            post.emptied(connection);
        }
        return added;
    }

    /** The post no longer says where it was made. If it has not come yet, it does not when it comes. */
    Appended scrub(StoredPost.Name name, long receivedAt) throws SQLException {
        Optional<StoredPost> known = StoredPost.find(name, connection);
        if (known.isEmpty()) {
            StoredPost.insertScrubbed(name, connection);
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        return known.get().erased() ? DUPLICATE : scrub(known.get(), receivedAt);
    }

    Appended scrub(StoredPost stored, long receivedAt) throws SQLException {
        Optional<Post> placed = stored.post(connection)
                .filter(post -> post.geo().isPresent() || post.place().isPresent());
        if (placed.isEmpty()) {
            if (stored.scrubbed()) {
                return DUPLICATE;
            }
            stored.scrub(connection);
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        List<AlertRows.Carrier> carriers = alerts.carriers(stored);
        StoredPost post = stored.replaced(placed.get().withoutPlace(), true, connection);
        List<Cursor> added = new ArrayList<>();
        for (AlertRows.Carrier carrier : carriers) {
            Optional<FeedHead> head = alerts.head(carrier.subscription());
            if (head.isPresent()) {
                alerts.correct(head.get(), post, carrier.spans(), receivedAt, Reason.GEO_SCRUBBED)
                        .ifPresent(added::add);
            }
        }
        return new Appended(Receipt.ACCEPTED, added);
    }
}
