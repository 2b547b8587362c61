package io.tocsin.app;

import com.github.f4b6a3.ulid.UlidCreator;
import io.tocsin.delivery.EndpointId;
import io.tocsin.subscription.SubscriptionId;

/** New names: ULIDs that never go back within a process, so that names sort by time of creation. */
final class Ids {
    private Ids() {}

    static SubscriptionId subscription() {
        return new SubscriptionId(SubscriptionId.PREFIX + UlidCreator.getMonotonicUlid());
    }

    static EndpointId endpoint() {
        return new EndpointId(EndpointId.PREFIX + UlidCreator.getMonotonicUlid());
    }

    static String member() {
        return "mem_" + UlidCreator.getMonotonicUlid();
    }

    static String store() {
        return "sto_" + UlidCreator.getMonotonicUlid();
    }

    static String session() {
        return "ses_" + UlidCreator.getMonotonicUlid();
    }
}
