package io.tocsin.cluster;

import io.tocsin.subscription.SubscriptionId;
import java.util.concurrent.CompletionStage;

/** The members, as the owners of feeds see each other. Callable from any thread, never waits. */
interface Peers {
    String self();

    /** Who owns the feed, as far as this member knows. Others may see it otherwise for a while. */
    String ownerOf(SubscriptionId feed);

    /**
     * Asks another member, whose {@link OwnedFeedWriter#answer} answers. Fails if it is not there, leaves meanwhile, or
     * has no answer in time: it may have done what it was asked for all the same.
     */
    CompletionStage<byte[]> ask(String member, byte[] request);

    /** Tells all others. Any of them may not hear it; the stage ends, one way or the other, when it is on its way. */
    CompletionStage<?> tellOthers(byte[] news);
}
