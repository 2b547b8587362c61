package io.tocsin.store;

import io.tocsin.alert.Alert;
import io.tocsin.feed.Body;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The floor: the engine driven by as little JDBC as writes the same rows to the same tables. It looks for nothing, as
 * it takes every post for new, and numbers all by itself.
 */
final class RawStore implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement posts;
    private final PreparedStatement alerts;
    private final PreparedStatement heads;
    private final PreparedStatement beginnings;
    private final Map<SubscriptionId, Long> keys = new HashMap<>();
    private final Map<Long, Long> sequences = new HashMap<>();
    private final Map<Long, FeedHead.Stretch> eras = new HashMap<>();
    private long post;
    private long alert;

    /** One post and its alerts, with all that can be worked out before they are written. */
    record Row(StoredPost.Name name, long author, Body body, List<Long> feeds, Body spans) {}

    RawStore(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        posts = connection.prepareStatement(
                "INSERT INTO post (key, hash, source, id, author_hash, body, edition) VALUES (?, ?, ?, ?, ?, ?, ?)");
        alerts = connection.prepareStatement(
                "INSERT INTO alert (feed, sequence, kind, post, received_at, raised_at, spans, edition, era)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        heads = connection.prepareStatement(
                "UPDATE feed SET head = ?, raised_at = ?, era = ?, era_first = ? WHERE key = ?");
        beginnings = connection.prepareStatement("INSERT INTO feed_era (feed, first, era) VALUES (?, ?, ?)");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, subscription FROM feed")) {
            while (rows.next()) {
                keys.put(new SubscriptionId(rows.getString(2)), rows.getLong(1));
            }
        }
        connection.commit();
    }

    List<Row> rows(List<List<FeedChange>> appends) {
        return appends.stream()
                .flatMap(List::stream)
                .map(change -> row((FeedChange.Raise) change))
                .toList();
    }

    private Row row(FeedChange.Raise raise) {
        Post post = raise.post();
        return new Row(
                StoredPost.Name.of(post.id()),
                NameHash.of(AuthorId.of(post)),
                Body.of(PostJson.encode(post)),
                raise.targets().stream()
                        .map(target -> keys.get(target.subscription()))
                        .toList(),
                Body.of(Spans.encode(raise.targets().get(0).spans())));
    }

    /** Writes them durably. */
    void write(List<Row> rows, long now) throws SQLException {
        Map<Long, Long> moved = new HashMap<>();
        for (Row row : rows) {
            add(row);
            for (long feed : row.feeds()) {
                long sequence = sequences.merge(feed, 1L, Long::sum);
                moved.put(feed, sequence);
                add(row, feed, sequence, now);
            }
        }
        for (Map.Entry<Long, Long> head : moved.entrySet()) {
            heads.setLong(1, head.getValue());
            heads.setLong(2, now);
            FeedHead.Stretch last = Objects.requireNonNull(eras.get(head.getKey()));
            heads.setLong(3, last.era());
            heads.setLong(4, last.first());
            heads.setLong(5, head.getKey());
            heads.addBatch();
        }
        int[] unused = posts.executeBatch();
        unused = alerts.executeBatch();
        unused = beginnings.executeBatch();
        unused = heads.executeBatch();
        connection.commit();
    }

    private void add(Row row) throws SQLException {
        posts.setLong(1, ++post);
        posts.setLong(2, row.name().hash());
        posts.setString(3, row.name().id().source());
        posts.setString(4, row.name().id().id());
        posts.setLong(5, row.author());
        posts.setBytes(6, row.body().json());
        posts.setInt(7, 0);
        posts.addBatch();
    }

    private void add(Row row, long feed, long sequence, long now) throws SQLException {
        alerts.setLong(1, feed);
        alerts.setLong(2, sequence);
        alerts.setInt(3, AlertKinds.number(Alert.Kind.RAISED));
        alerts.setLong(4, post);
        alerts.setLong(5, now);
        alerts.setLong(6, now);
        alerts.setBytes(7, row.spans().json());
        alerts.setInt(8, 0);
        alerts.setLong(9, era(feed, sequence));
        alerts.addBatch();
    }

    private long era(long feed, long sequence) throws SQLException {
        long era = Eras.USUAL.at(++alert);
        FeedHead.Stretch last = eras.get(feed);
        if (last == null || (last.era() < era && sequence - last.first() >= Eras.USUAL.least())) {
            eras.put(feed, new FeedHead.Stretch(era, sequence));
            beginnings.setLong(1, feed);
            beginnings.setLong(2, sequence);
            beginnings.setLong(3, era);
            beginnings.addBatch();
            return era;
        }
        return last.era();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
