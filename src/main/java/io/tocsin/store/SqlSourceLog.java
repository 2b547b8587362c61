package io.tocsin.store;

import io.tocsin.post.SourceLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Cursors and gaps of sources in two SQL tables. */
final class SqlSourceLog implements SourceLog {
    /** A source that loses something again and again must not fill the store. */
    static final int MAX_GAPS = 100;

    private final Writer writer;
    private final Readers readers;

    SqlSourceLog(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    private record Kept<T>(String source, T value) {}

    @Override
    public CompletionStage<Progress> find(String source) {
        return readers.submit(connection -> {
            Optional<Cursor> cursor = connection.first(
                    "SELECT position, up_to FROM source_cursor WHERE source = ?",
                    row -> new Cursor(row.getLong(1), Micros.time(row.getLong(2))),
                    source);
            List<Gap> gaps = new ArrayList<>(connection.list(
                    "SELECT gone_from, gone_to, reason FROM source_gap WHERE source = ?"
                            + " ORDER BY gone_from DESC, gone_to DESC LIMIT " + MAX_GAPS,
                    row -> gap(row.getLong(1), row.getLong(2), row.getString(3)),
                    source));
            Collections.reverse(gaps);
            return new Progress(cursor, gaps);
        });
    }

    @Override
    public CompletionStage<Map<String, Progress>> all() {
        return readers.submit(connection -> {
            Map<String, Cursor> cursors = new HashMap<>();
            connection
                    .list(
                            "SELECT source, position, up_to FROM source_cursor",
                            row -> new Kept<>(
                                    row.getString(1), new Cursor(row.getLong(2), Micros.time(row.getLong(3)))))
                    .forEach(kept -> cursors.put(kept.source(), kept.value()));
            Map<String, List<Gap>> gaps = new HashMap<>();
            connection
                    .list(
                            "SELECT source, gone_from, gone_to, reason FROM source_gap ORDER BY source, gone_from, gone_to",
                            row -> new Kept<>(row.getString(1), gap(row.getLong(2), row.getLong(3), row.getString(4))))
                    .forEach(kept -> gaps.computeIfAbsent(kept.source(), none -> new ArrayList<>())
                            .add(kept.value()));
            Map<String, Progress> all = new HashMap<>();
            cursors.forEach((source, cursor) ->
                    all.put(source, new Progress(Optional.of(cursor), gaps.getOrDefault(source, List.of()))));
            return all;
        });
    }

    private static Gap gap(long from, long to, String reason) {
        return new Gap(Micros.time(from), Micros.time(to), reason);
    }

    @Override
    public CompletionStage<Void> save(String source, Cursor cursor, List<Gap> gaps) {
        return writer.run(1 + gaps.size(), connection -> {
            connection.update(
                    "INSERT INTO source_cursor (source, position, up_to) VALUES (?, ?, ?) ON CONFLICT (source)"
                            + " DO UPDATE SET position = excluded.position, up_to = excluded.up_to"
                            + " WHERE source_cursor.position < excluded.position",
                    source,
                    cursor.position(),
                    Micros.of(cursor.upTo()));
            for (Gap gap : gaps) {
                connection.update(
                        "INSERT INTO source_gap (source, gone_from, gone_to, reason) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (source, gone_from, gone_to) DO NOTHING",
                        source,
                        Micros.of(gap.from()),
                        Micros.of(gap.to()),
                        gap.reason());
            }
            if (!gaps.isEmpty()) {
                forgetOldest(source, connection);
            }
        });
    }

    private static void forgetOldest(String source, SqlConnection connection) throws SQLException {
        Optional<Long> oldest = connection.first(
                "SELECT gone_from FROM source_gap WHERE source = ? ORDER BY gone_from DESC LIMIT 1 OFFSET "
                        + (MAX_GAPS - 1),
                row -> row.getLong(1),
                source);
        if (oldest.isPresent()) {
            connection.update("DELETE FROM source_gap WHERE source = ? AND gone_from < ?", source, oldest.get());
        }
    }
}
