/**
 * WebSocket and SSE sessions.
 *
 * <p>A {@link io.tocsin.push.Session} (WebSocket) follows any number of feeds, an {@link io.tocsin.push.EventStream}
 * (SSE) one. Both are sinks of {@link io.tocsin.feed.Consumer}s: they have room while their socket takes more, and a
 * slow socket costs a cursor, not a queue.
 *
 * <pre>
 *  upgrade ──▶ welcome ──▶ open ── subscribe ──▶ subscribed, alert, alert, …
 *                           │ ◀── ack: frees the window, and is kept for a named consumer; credit: lets more come
 *                           ├── protocol error: error (fatal), close 1008
 *                           ├── the key or the time is over: error (fatal), close 4401
 *                           └── member stops: reconnect, close 1001
 * </pre>
 *
 * <p>An alert becomes a frame once for the whole node ({@link io.tocsin.push.Frames}). The sessions of an event loop
 * share a {@link io.tocsin.push.Loop}: the consumers of one feed there are served by one task, and what that writes is
 * flushed once. A session's {@link io.tocsin.push.Line} takes the place of Vert.x's handlers in its channel, so that
 * the frame goes out as it is.
 *
 * <pre>
 *  feed grows ──▶ one task a loop ──▶ Followed.take ──▶ Loop.frame (the same bytes) ──▶ Line.write ──▶ one flush a turn
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.push;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
