package io.tocsin.cluster;

import io.tocsin.feed.View;
import io.tocsin.feed.ViewStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this member may write to feeds, and with which epoch. Asked from any thread; {@link #look} keeps it up to
 * date.
 */
final class Tenure {
    private static final Logger log = LoggerFactory.getLogger(Tenure.class);

    private final String self;
    private final ViewStore store;
    private final Supplier<List<String>> side;
    private final LongFunction<CompletionStage<Void>> entering;
    private final Duration lapse;
    private final LongSupplier nanos;

    // Touched only in look(), of which one is under way at a time.
    private View known = new View(-1, Set.of(), 0);
    private long renewed;
    private long entered = -1;

    private volatile boolean serving;
    private volatile boolean stopped;

    /**
     * @param side whom this member sees, itself among them, the oldest first
     * @param entering is told each new epoch, and completes when this member can serve in it
     * @param lapse how long a view may go without being renewed until its members are taken for dead
     * @param nanos as {@link System#nanoTime}
     */
    Tenure(
            String self,
            ViewStore store,
            Supplier<List<String>> side,
            LongFunction<CompletionStage<Void>> entering,
            Duration lapse,
            LongSupplier nanos) {
        this.self = self;
        this.store = store;
        this.side = side;
        this.entering = entering;
        this.lapse = lapse;
        this.nanos = nanos;
    }

    /** May write to the feeds that it owns. */
    boolean serving() {
        return serving && !stopped;
    }

    /**
     * Asks the store for the latest view, and does what is to be done about it. To be called again and again, each time
     * when the last has completed.
     */
    CompletionStage<Void> look() {
        return store.view().thenCompose(this::consider);
    }

    private CompletionStage<Void> consider(View view) {
        if (stopped) {
            return CompletableFuture.completedStage(null);
        }
        Standing standing = standing(view);
        if (standing.next().isPresent()) {
            return store.replace(view.epoch(), standing.next().get()).thenCompose(this::stand);
        }
        return stand(view)
                .thenCompose(stood -> standing.renews()
                        ? store.renew(view.epoch()).thenCompose(this::stand)
                        : CompletableFuture.completedStage(null));
    }

    private CompletionStage<Void> stand(View view) {
        if (!standing(view).serving()) {
            serve(false, view);
            return CompletableFuture.completedStage(null);
        }
        if (view.epoch() == entered) {
            serve(true, view);
            return CompletableFuture.completedStage(null);
        }
        return entering.apply(view.epoch()).thenAccept(ready -> {
            entered = view.epoch();
            serve(true, view);
        });
    }

    private void serve(boolean now, View view) {
        if (serving != now) {
            log.info(
                    now
                            ? "cluster: writes feeds, in epoch {} with {}"
                            : "cluster: writes no feeds, as it is not with those of epoch {}: {}",
                    view.epoch(),
                    view.members());
        }
        serving = now;
    }

    private Standing standing(View view) {
        if (!view.equals(known)) {
            known = view;
            renewed = nanos.getAsLong();
        }
        return Standing.of(self, side.get(), view, nanos.getAsLong() - renewed > lapse.toNanos());
    }

    /** It serves no more, for good. */
    void stop() {
        stopped = true;
    }

    /** Takes this member out of the view after it has {@linkplain #stop stopped}: the others need not find out. */
    CompletionStage<View> leave() {
        return store.view().thenCompose(this::leave);
    }

    private CompletionStage<View> leave(View view) {
        if (!view.members().contains(self)) {
            return CompletableFuture.completedStage(view);
        }
        Set<String> others = new HashSet<>(view.members());
        others.remove(self);
        return store.replace(view.epoch(), others).thenCompose(this::leave);
    }
}
