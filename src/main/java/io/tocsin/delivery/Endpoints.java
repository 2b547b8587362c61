package io.tocsin.delivery;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** All endpoints, as every member sees them. Callable from any thread; stages complete on any thread. */
public interface Endpoints {
    /** Completes when the endpoint is durable and this member's listeners know it. Fails if the id is taken. */
    CompletionStage<Endpoint> create(Endpoint endpoint);

    /**
     * Replaces the endpoint by what {@code change} makes of it; empty if there is none. Completes when that is durable
     * and this member's listeners know it.
     *
     * @param change may run more than once; what it throws fails the stage
     */
    CompletionStage<Optional<Endpoint>> update(EndpointId id, UnaryOperator<Endpoint> change);

    /** False if there was none. Completes when the removal is durable and this member's listeners know it. */
    CompletionStage<Boolean> remove(EndpointId id);

    CompletionStage<Optional<Endpoint>> find(EndpointId id);

    /** All of them, by id. */
    CompletionStage<List<Endpoint>> all();

    /** The listener hears of every endpoint that there is, and then of each change. */
    void listen(EndpointListener listener);
}
