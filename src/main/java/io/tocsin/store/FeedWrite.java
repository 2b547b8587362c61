package io.tocsin.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Body;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One append under way, on the writer's thread. */
final class FeedWrite {
    private static final Body NO_BODY = Body.of(new byte[0]);

    private final SqlConnection connection;
    private final FeedHeads heads;
    private final long now;
    private final Set<FeedHead> moved = new LinkedHashSet<>();

    private FeedWrite(SqlConnection connection, FeedHeads heads, long now) {
        this.connection = connection;
        this.heads = heads;
        this.now = now;
    }

    /** A change with what can be worked out before the writer's turn, on the caller's thread. */
    record Prepared(FeedChange change, StoredPost.Name post, Body body) {
        static Prepared of(FeedChange change) {
            if (change instanceof FeedChange.Raise raise) {
                Body body = raise.targets().isEmpty() ? NO_BODY : Body.of(PostJson.encode(raise.post()));
                return new Prepared(change, StoredPost.Name.of(raise.post().id()), body);
            }
            if (change instanceof FeedChange.Retract retract) {
                return new Prepared(change, StoredPost.Name.of(retract.post()), NO_BODY);
            }
            if (change instanceof FeedChange.Pause pause) {
                return new Prepared(change, StoredPost.Name.of(pause.post()), NO_BODY);
            }
            throw new AssertionError(change);
        }

        /** About how many rows it writes. */
        int weight() {
            return 1
                    + (change instanceof FeedChange.Raise raise
                            ? raise.targets().size()
                            : 0);
        }
    }

    static List<Appended> run(List<Prepared> changes, SqlConnection connection, FeedHeads heads, long now)
            throws SQLException {
        FeedWrite write = new FeedWrite(connection, heads, now);
        List<Appended> results = new ArrayList<>(changes.size());
        for (Prepared prepared : changes) {
            results.add(write.apply(prepared));
        }
        heads.store(write.moved, connection);
        heads.trim();
        return results;
    }

    private Appended apply(Prepared prepared) throws SQLException {
        if (prepared.change() instanceof FeedChange.Raise raise) {
            return raise(raise, prepared);
        }
        if (prepared.change() instanceof FeedChange.Retract) {
            return retract(prepared);
        }
        if (prepared.change() instanceof FeedChange.Pause pause) {
            return pause(pause, prepared);
        }
        throw new AssertionError(prepared.change());
    }

    private Appended raise(FeedChange.Raise raise, Prepared prepared) throws SQLException {
        if (raise.targets().isEmpty()) {
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        Optional<StoredPost> known = StoredPost.find(prepared.post(), connection);
        if (known.isPresent() && known.get().erased()) {
            return new Appended(Receipt.DELETED_BEFORE, List.of());
        }
        Optional<StoredPost> post = known;
        boolean sameText = known.isEmpty() || known.get().says(raise.post().text(), connection);
        List<Cursor> added = new ArrayList<>();
        for (FeedChange.Target target : raise.targets()) {
            Optional<FeedHead> head = heads.of(target.subscription(), connection);
            if (head.isEmpty()) {
                continue;
            }
            if (post.isEmpty()) {
                post = Optional.of(
                        StoredPost.insert(prepared.post(), prepared.body().json(), connection));
            }
            add(head.get(), Alert.Kind.RAISED, post.get(), sameText ? target.spans() : List.of(), raise)
                    .ifPresent(added::add);
        }
        boolean repeated = known.isPresent() && added.isEmpty();
        return new Appended(repeated ? Receipt.DUPLICATE : Receipt.ACCEPTED, added);
    }

    private Appended retract(Prepared prepared) throws SQLException {
        Optional<StoredPost> known = StoredPost.find(prepared.post(), connection);
        if (known.isEmpty()) {
            StoredPost.insertErased(prepared.post(), now, connection);
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        StoredPost post = known.get();
        if (post.erased()) {
            return new Appended(Receipt.DUPLICATE, List.of());
        }
        post.erase(now, connection);
        List<Cursor> added = new ArrayList<>();
        for (SubscriptionId subscription : carrying(post)) {
            FeedHead head = heads.of(subscription, connection).orElseThrow();
            add(head, Alert.Kind.RETRACTED, post, List.of(), prepared.change()).ifPresent(added::add);
        }
        return new Appended(Receipt.ACCEPTED, added);
    }

    private Appended pause(FeedChange.Pause pause, Prepared prepared) throws SQLException {
        Optional<StoredPost> post = StoredPost.find(prepared.post(), connection);
        Optional<FeedHead> head = heads.of(pause.subscription(), connection);
        if (post.isEmpty() || head.isEmpty()) {
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        Optional<Cursor> added = add(head.get(), Alert.Kind.PAUSED, post.get(), List.of(), pause);
        return new Appended(
                added.isPresent() ? Receipt.ACCEPTED : Receipt.DUPLICATE,
                added.stream().toList());
    }

    /** The feeds that the post was raised in, in that order. */
    private List<SubscriptionId> carrying(StoredPost post) throws SQLException {
        return connection.list(
                """
                SELECT f.subscription FROM alert a JOIN feed f ON f.key = a.feed
                WHERE a.post = ? AND a.kind = ? AND f.subscription IS NOT NULL ORDER BY a.key""", row -> new SubscriptionId(row.getString(1)), post.key(), AlertKinds.number(Alert.Kind.RAISED));
    }

    /** Adds an alert; empty if the feed has one of this kind for the post. */
    private Optional<Cursor> add(FeedHead head, Alert.Kind kind, StoredPost post, List<Span> spans, FeedChange cause)
            throws SQLException {
        int added = connection.update(
                """
                INSERT INTO alert (feed, sequence, kind, post, received_at, raised_at, spans)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (post, feed, kind) DO NOTHING""",
                head.feed(),
                head.next(),
                AlertKinds.number(kind),
                post.key(),
                Micros.of(cause.receivedAt()),
                head.raisedAt(now),
                Spans.encode(spans));
        if (added == 0) {
            return Optional.empty();
        }
        moved.add(head);
        return Optional.of(head.advance(now));
    }
}
