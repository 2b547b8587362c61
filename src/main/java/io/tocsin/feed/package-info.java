/**
 * The durable sequence: one writer, any reader.
 *
 * <p>Every subscription owns a feed: an append-only sequence of alerts, numbered 1, 2, 3, … without a hole. What is to
 * be written is a {@link io.tocsin.feed.FeedChange}; the {@link io.tocsin.feed.FeedLog} makes it durable. Whatever
 * delivers is a {@link io.tocsin.feed.Consumer}: a cursor over a feed, which reads when it is woken and its sink has
 * room. A wake-up carries nothing: losing or doubling one costs time, never an alert.
 *
 * <pre>
 * FeedChange ──▶ Feeds.append ──▶ FeedLog (durable) ──▶ wake ──▶ Consumer ──▶ Feeds.read ──▶ Sink
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.feed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
