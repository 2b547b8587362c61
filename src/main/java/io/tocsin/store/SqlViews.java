package io.tocsin.store;

import io.tocsin.feed.View;
import io.tocsin.feed.ViewStore;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The view in the one row that epochs are taken from. */
final class SqlViews implements ViewStore {
    private static final String SEPARATOR = " ";

    private final Writer writer;
    private final Readers readers;

    SqlViews(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public CompletionStage<View> view() {
        return readers.submit(SqlViews::read);
    }

    @Override
    public CompletionStage<View> replace(long epoch, Set<String> members) {
        String names = String.join(SEPARATOR, new TreeSet<>(members));
        return writer.submit(1, connection -> {
            connection.update(
                    "UPDATE owner SET epoch = epoch + 1, members = ?, renewals = 0 WHERE key = 1 AND epoch = ?",
                    names,
                    epoch);
            return read(connection);
        });
    }

    @Override
    public CompletionStage<View> renew(long epoch) {
        return writer.submit(1, connection -> {
            connection.update("UPDATE owner SET renewals = renewals + 1 WHERE key = 1 AND epoch = ?", epoch);
            return read(connection);
        });
    }

    private static View read(SqlConnection connection) throws SQLException {
        return connection
                .first(
                        "SELECT epoch, members, renewals FROM owner WHERE key = 1",
                        row -> new View(row.getLong(1), members(row.getString(2)), row.getLong(3)))
                .orElseThrow(
                        () -> new IllegalStateException("view: none (expected: one, from when the store was made)"));
    }

    private static Set<String> members(String names) {
        return Arrays.stream(names.split(SEPARATOR))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }
}
