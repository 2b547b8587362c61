package io.tocsin.push;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;

/** Ends connections whose peers take nothing more. */
final class Peers {
    private Peers() {}

    /** As {@link #cut(Channel)}, of the socket under the connection. */
    static void cut(HttpConnection connection) {
        cut(Line.channel(connection));
    }

    /**
     * Closes the socket at once, with all that is still to be written. Call it on its event loop. What Vert.x and
     * Netty's pipeline offer waits for what was written before, or for the peer's close frame, which a peer that does
     * not read puts off for ever.
     */
    static void cut(Channel channel) {
        channel.unsafe().close(channel.newPromise());
    }
}
