package io.tocsin.subscription;

/**
 * Hears how subscriptions change. Called from any thread; of one subscription, never an older version after a newer
 * one. A change may be told twice.
 */
public interface SubscriptionListener {
    /** The subscription was created or changed. */
    void put(Subscription subscription);

    void removed(SubscriptionId id);
}
