package io.tocsin.webhook;

import io.tocsin.delivery.Delivery;
import io.tocsin.feed.Entry;
import java.util.Optional;

/**
 * A delivery in hand, with what is to be sent.
 *
 * @param feed the feed that it was just read from; none for a retry
 */
record Sending(Delivery delivery, Entry entry, Optional<EndpointFeed> feed) {}
