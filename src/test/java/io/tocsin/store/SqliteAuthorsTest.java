package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAuthorsTest {
    @TempDir
    Path directory;

    @Test
    void retractAuthor_ofPostsThatWereStoredBeforeAuthorsWereKept_findsThemAll() throws SQLException {
        int posts = 600;
        try (EmbeddedStore store = open()) {
            get(store.subscriptions().save(subscription(A)));
            get(store.feeds()
                    .append(IntStream.range(0, posts)
                            .mapToObj(i -> raise("p" + i, A))
                            .toList()));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("tocsin.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE post SET author_hash = NULL"))
                    .isEqualTo(posts);
        }
        try (EmbeddedStore store = open()) {
            get(store.feeds().append(List.of(new FeedChange.RetractAuthor(new AuthorId("test", "author"), NOON))));
            assertThat(get(store.feeds().read(new Cursor(A, 0), 10_000)).entries())
                    .hasSize(2 * posts)
                    .allMatch(entry -> entry.body().isEmpty());
        }
    }

    private EmbeddedStore open() {
        return EmbeddedStore.open(directory, InstantSource.fixed(NOON));
    }
}
