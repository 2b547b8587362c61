package io.tocsin.cluster;

import io.tocsin.feed.View;
import io.tocsin.feed.ViewStore;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The view in memory. */
final class FakeViews implements ViewStore {
    private View view = new View(0, Set.of(), 0);
    private Optional<Runnable> beforeReplacing = Optional.empty();

    synchronized View latest() {
        return view;
    }

    synchronized void put(View now) {
        view = now;
    }

    /** What happens, once, between the question of who is to be replaced and the answer. */
    synchronized void beforeReplacing(Runnable event) {
        beforeReplacing = Optional.of(event);
    }

    @Override
    public synchronized CompletionStage<View> view() {
        return CompletableFuture.completedStage(view);
    }

    @Override
    public synchronized CompletionStage<View> replace(long epoch, Set<String> members) {
        beforeReplacing.ifPresent(Runnable::run);
        beforeReplacing = Optional.empty();
        if (view.epoch() == epoch) {
            view = new View(epoch + 1, members, 0);
        }
        return view();
    }

    @Override
    public synchronized CompletionStage<View> renew(long epoch) {
        if (view.epoch() == epoch) {
            view = new View(epoch, view.members(), view.renewals() + 1);
        }
        return view();
    }
}
