package io.tocsin.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** What names of hosts stand for, now. Called on a context, and answers there. */
interface Names {
    /** At least one address; fails with {@link java.net.UnknownHostException} if there is none. */
    Future<List<InetAddress>> addresses(String host);

    /**
     * The system's hosts file and name servers. Answers are kept for as long as they say. Nothing blocks meanwhile: a
     * name that nobody answers for costs only who asks for it.
     */
    static Names system(Vertx vertx) {
        return host -> {
            // Vert.x has no public call for all addresses of a name.
            Promise<List<InetSocketAddress>> found = Promise.promise();
            ((VertxInternal) vertx).nameResolver().resolveAll(host, found::handle);
            return found.future()
                    .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
        };
    }
}
