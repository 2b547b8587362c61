package io.tocsin.feed;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Keeps the {@link View} that all members of a store go by. Callable from any thread, never waits. */
public interface ViewStore {
    CompletionStage<View> view();

    /** The next view, if {@code epoch} is still that of the latest; else nothing is changed. Gives the one in force. */
    CompletionStage<View> replace(long epoch, Set<String> members);

    /** Says that a member of the view lives, if {@code epoch} is still that of the latest. Gives the one in force. */
    CompletionStage<View> renew(long epoch);
}
