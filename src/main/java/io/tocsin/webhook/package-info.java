/**
 * Posting to endpoints.
 *
 * <p>{@link io.tocsin.webhook.WebhookVerticle} keeps a lane for each enabled endpoint: its connections, its window, a
 * consumer for each feed that it takes. A lane is open or closing; a disabled or changed-back endpoint gets its next
 * lane when the last one has settled.
 *
 * <pre>
 *  Consumer ─▶ EndpointFeed ─▶ Lane: queue ─▶ WebhookCarrier ─▶ Outcome ─▶ Delivery.after ─▶ Settlement ─▶ DeliveryLog
 *     ▲            ▲             ▲                                                              │              │
 *     │            │ Window      └───────────────────── Retries: timer at the next due ◀────────┼──────────────┘
 *     └────────────┴──────────────────────── durable: places come free, the cursor moves ◀──────┘
 * </pre>
 *
 * <p>What is promised:
 *
 * <ul>
 *   <li>An alert that was read from a feed is attempted, and its step is durable before the feed's cursor passes it. A
 *       crash or a store that fails costs a repeat, never an alert; the {@code webhook-id} is the same.
 *   <li>Requests go to addresses that may be reached alone, and to the very one that was checked:
 *       {@link io.tocsin.webhook.Destination}.
 *   <li>A lane has claimed its endpoint. When another member claims it, nothing that the lane has in hand counts, and
 *       it ends.
 *   <li>An endpoint gets as many requests at once as it bears, and none while it is left alone.
 *   <li>Attempts of one endpoint are made concurrently: alerts may arrive out of order, {@code data.sequence} says it.
 *   <li>What an endpoint has in hand is bounded by its window and as many retries; places come free when outcomes are
 *       durable. Behind that the consumer stands still, and the feed waits in the store.
 *   <li>What waits here is a place in a feed; its content is read when its turn has come, at each attempt. A post that
 *       was deleted by then goes out as a tombstone.
 *   <li>Endpoints share nothing but the event loop: one that is dead holds up its own.
 *   <li>Neither secret nor body is ever logged.
 * </ul>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.webhook;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
