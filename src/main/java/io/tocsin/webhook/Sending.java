package io.tocsin.webhook;

import io.tocsin.delivery.Delivery;
import java.util.Optional;

/**
 * A delivery in hand. What is to be sent is not in it: a post may be deleted while its delivery waits.
 *
 * @param feed the feed that it was just read from; none for a retry
 */
record Sending(Delivery delivery, Optional<EndpointFeed> feed) {}
