/**
 * WebSocket and SSE sessions.
 *
 * <p>A {@link io.tocsin.push.Session} (WebSocket) follows any number of feeds, an {@link io.tocsin.push.EventStream}
 * (SSE) one. Both are sinks of {@link io.tocsin.feed.Consumer}s: they have room while their socket takes more, and a
 * slow socket costs a cursor, not a queue.
 *
 * <pre>
 *  upgrade ──▶ welcome ──▶ open ── subscribe ──▶ subscribed, alert, alert, …
 *                           │ ◀── ack: frees the window
 *                           ├── protocol error: error (fatal), close 1008
 *                           └── member stops: reconnect, close 1001
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.push;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
