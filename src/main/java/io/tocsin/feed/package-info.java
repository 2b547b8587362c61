/**
 * The durable sequence: one writer, any reader.
 *
 * <p>Every subscription owns a feed: an append-only sequence of alerts, numbered 1, 2, 3, … without a hole. What is to
 * be written is a {@link io.tocsin.feed.FeedChange}; the {@link io.tocsin.feed.FeedLog} makes it durable. Whatever
 * delivers is a {@link io.tocsin.feed.Consumer}: a cursor over a feed, which reads when it is woken and its sink has
 * room. A wake-up carries nothing: losing or doubling one costs time, never an alert, as
 * {@link io.tocsin.feed.Feeds#look} looks after all that are behind now and then.
 *
 * <p>Consumers of one feed share its reads: the newest alerts are kept as they were read, in a bounded part of memory,
 * and a post that is erased is erased there before anybody is told so. Alerts that are older than their subscription
 * keeps them are gone; a consumer that has not seen them is told which, as a {@link io.tocsin.feed.Gap}.
 *
 * <pre>
 * FeedChange ──▶ Feeds.append ──▶ FeedWriter (durable) ──▶ wake ──▶ Consumer ──▶ Feeds.read ──▶ Sink
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.feed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
