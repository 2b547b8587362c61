package io.tocsin.push;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends connections whose peers take nothing more. */
final class Peers {
    private Peers() {}

    /**
     * Closes the socket under the connection at once, with all that is still to be written. Call it on the connection's
     * event loop. What Vert.x and Netty's pipeline offer waits for what was written before, or for the peer's close
     * frame, which a peer that does not read puts off for ever.
     */
    static void cut(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        channel.unsafe().close(channel.newPromise());
    }
}
