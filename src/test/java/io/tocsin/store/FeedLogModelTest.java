package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.C;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.pause;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.SubscriptionId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The feed log against a plain model of it, on random changes. */
final class FeedLogModelTest {
    private static final List<SubscriptionId> FEEDS = List.of(A, B, C);

    @TempDir
    Path directory;

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stored_agreesWithTheModel(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model();
        try (EmbeddedStore store = EmbeddedStore.open(directory, InstantSource.fixed(NOON))) {
            FEEDS.forEach(feed -> get(store.subscriptions().save(subscription(feed))));
            for (int i = 0; i < 30; i++) {
                List<FeedChange> changes = Stream.generate(() -> change(random))
                        .limit(random.nextInt(1, 8))
                        .toList();
                assertThat(get(store.feeds().append(changes)))
                        .as("%s", changes)
                        .isEqualTo(changes.stream().map(model::append).toList());
            }
        }
        try (EmbeddedStore store = EmbeddedStore.open(directory, InstantSource.fixed(NOON))) {
            for (SubscriptionId feed : FEEDS) {
                assertThat(get(store.feeds().read(new Cursor(feed, 0), 1_000)).entries().stream()
                                .map(Line::of)
                                .toList())
                        .isEqualTo(model.read(feed));
            }
        }
    }

    private static FeedChange change(SplittableRandom random) {
        String post = "p" + random.nextInt(40);
        if (random.nextInt(5) == 0) {
            return retract(post);
        }
        if (random.nextInt(8) == 0) {
            return pause(post, FEEDS.get(random.nextInt(FEEDS.size())));
        }
        SubscriptionId[] targets = random.ints(random.nextInt(4), 0, FEEDS.size())
                .mapToObj(FEEDS::get)
                .toArray(SubscriptionId[]::new);
        return raise(post, targets);
    }

    /** What an entry says, as far as the model knows. */
    private record Line(long sequence, Alert.Kind kind, PostId post, boolean body) {
        static Line of(Entry entry) {
            Alert alert = entry.alert();
            return new Line(
                    alert.sequence(), alert.kind(), alert.post(), entry.body().isPresent());
        }
    }

    /** Feeds as lists. */
    private static final class Model {
        private final Map<SubscriptionId, List<Line>> feeds = new HashMap<>();
        private final Map<PostId, List<SubscriptionId>> carriers = new HashMap<>();
        private final Set<PostId> erased = new HashSet<>();

        private Appended pause(FeedChange.Pause pause) {
            boolean known = erased.contains(pause.post()) || carriers.containsKey(pause.post());
            if (!known) {
                return new Appended(Receipt.ACCEPTED, List.of());
            }
            boolean told = feeds.getOrDefault(pause.subscription(), List.of()).stream()
                    .anyMatch(line ->
                            line.kind() == Alert.Kind.PAUSED && line.post().equals(pause.post()));
            return told
                    ? new Appended(Receipt.DUPLICATE, List.of())
                    : new Appended(
                            Receipt.ACCEPTED, List.of(add(pause.subscription(), Alert.Kind.PAUSED, pause.post())));
        }

        Appended append(FeedChange change) {
            if (change instanceof FeedChange.Raise raise) {
                return raise(raise);
            }
            if (change instanceof FeedChange.Pause pause) {
                return pause(pause);
            }
            PostId post = ((FeedChange.Retract) change).post();
            if (!erased.add(post)) {
                return new Appended(Receipt.DUPLICATE, List.of());
            }
            return new Appended(
                    Receipt.ACCEPTED,
                    carriers.getOrDefault(post, List.of()).stream()
                            .map(feed -> add(feed, Alert.Kind.RETRACTED, post))
                            .toList());
        }

        private Appended raise(FeedChange.Raise raise) {
            PostId post = raise.post().id();
            if (raise.targets().isEmpty()) {
                return new Appended(Receipt.ACCEPTED, List.of());
            }
            if (erased.contains(post)) {
                return new Appended(Receipt.DELETED_BEFORE, List.of());
            }
            List<SubscriptionId> carrying = carriers.computeIfAbsent(post, unknown -> new ArrayList<>());
            List<Cursor> added = new ArrayList<>();
            for (FeedChange.Target target : raise.targets()) {
                if (!carrying.contains(target.subscription())) {
                    carrying.add(target.subscription());
                    added.add(add(target.subscription(), Alert.Kind.RAISED, post));
                }
            }
            return new Appended(added.isEmpty() ? Receipt.DUPLICATE : Receipt.ACCEPTED, added);
        }

        private Cursor add(SubscriptionId feed, Alert.Kind kind, PostId post) {
            List<Line> lines = feeds.computeIfAbsent(feed, unknown -> new ArrayList<>());
            lines.add(new Line(lines.size() + 1, kind, post, false));
            return new Cursor(feed, lines.size());
        }

        List<Line> read(SubscriptionId feed) {
            return feeds.getOrDefault(feed, List.of()).stream()
                    .map(line -> new Line(line.sequence(), line.kind(), line.post(), !erased.contains(line.post())))
                    .toList();
        }
    }
}
