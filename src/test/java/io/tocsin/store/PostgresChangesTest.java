package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.subscription.Changes;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PostgresChangesTest extends ChangesContract {
    private final PostgresUrl url = PostgresServer.shared().emptyStore();

    @Override
    Store open() {
        return PostgresStore.open(url, InstantSource.fixed(NOON));
    }

    /** Two members commit as they like; whoever follows the revisions meanwhile misses none. */
    @Test
    void changes_whileTwoWrite_areNeverMissed() {
        try (Store one = open();
                Store other = open()) {
            List<CompletableFuture<Void>> saves = new ArrayList<>();
            Set<SubscriptionId> saved = new HashSet<>();
            for (int i = 0; i < 400; i++) {
                SubscriptionId id = new SubscriptionId("sub_" + i);
                saved.add(id);
                saves.add((i % 2 == 0 ? one : other)
                        .subscriptions()
                        .save(subscription(id))
                        .toCompletableFuture());
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(saves.toArray(CompletableFuture[]::new));
            Set<SubscriptionId> heard = new HashSet<>();
            long revision = Changes.BEFORE_ALL;
            boolean last;
            do {
                last = all.isDone();
                Optional<Changes<Subscription>> changes =
                        get(one.subscriptions().changes(revision));
                if (changes.isPresent()) {
                    revision = changes.get().revision();
                    changes.get().values().forEach(subscription -> heard.add(subscription.id()));
                }
            } while (!last);
            get(all);
            assertThat(heard).isEqualTo(saved);
        }
    }

    @Test
    void name_isOneForAllWhoOpenIt() {
        try (Store one = open();
                Store other = open()) {
            assertThat(get(one.name("one"))).isEqualTo(get(other.name("other")));
            get(one.subscriptions().save(subscription(A)));
            assertThat(get(other.subscriptions().ids())).containsExactly(A);
        }
    }
}
