package io.tocsin.delivery;

/**
 * Hears how endpoints change. Called from any thread; of one endpoint, never an older version after a newer one. A
 * change may be told twice.
 */
public interface EndpointListener {
    /** The endpoint was created or changed. */
    void put(Endpoint endpoint);

    void removed(EndpointId id);
}
