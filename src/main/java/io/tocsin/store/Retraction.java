package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.alert.Reason;
import io.tocsin.feed.Appended;
import io.tocsin.post.Receipt;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes posts back, within one write. */
final class Retraction {
    private final SqlConnection connection;
    private final AlertRows alerts;
    private final long now;

    Retraction(SqlConnection connection, AlertRows alerts, long now) {
        this.connection = connection;
        this.alerts = alerts;
        this.now = now;
    }

    /** The post is gone at its source. If it has not come yet, it is kept out when it comes. */
    Appended delete(StoredPost.Name name, long receivedAt) throws SQLException {
        Optional<StoredPost> known = StoredPost.find(name, connection);
        if (known.isEmpty()) {
            StoredPost.insertErased(name, now, connection);
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        if (known.get().erased()) {
            return new Appended(Receipt.DUPLICATE, List.of());
        }
        return new Appended(Receipt.ACCEPTED, erase(known.get(), receivedAt, Reason.DELETED));
    }

    /** Erases the body, and tells every feed that carries the post. */
    List<Cursor> erase(StoredPost post, long receivedAt, Reason reason) throws SQLException {
        post.erase(now, connection);
        return takeBack(post, receivedAt, reason);
    }

    /** Tells every feed that carries the post. */
    List<Cursor> takeBack(StoredPost post, long receivedAt, Reason reason) throws SQLException {
        List<Cursor> added = new ArrayList<>();
        for (AlertRows.Carrier carrier : alerts.carriers(post)) {
            // It may have been removed since it was seen.
            Optional<FeedHead> head = alerts.head(carrier.subscription());
            if (head.isPresent()) {
                alerts.takeBack(head.get(), post, receivedAt, reason).ifPresent(added::add);
            }
        }
        return added;
    }
}
