package io.tocsin.webhook;

import io.tocsin.delivery.Reach;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where the requests for one URL go. Its host's name is asked for before each request, and the connection is made, or
 * used again, to an address that was found then and may be reached: what the name says a moment later does not matter.
 * Belongs to a context.
 */
final class Destination {
    /** Does not say which address it was: who owns the name may not know our network. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private RefusedException(String why) {
            super(why, null, false, false);
        }
    }

    // Given once.
    private final URI url;
    private final Reach reach;
    private final Names names;
    // Touched only on the context.
    private int unreachable;

    Destination(URI url, Reach reach, Names names) {
        this.url = url;
        this.reach = reach;
        this.names = names;
    }

    /** An address to connect to; fails with {@link RefusedException} if there is none that may be. */
    Future<SocketAddress> address() {
        return reach.refusal(url)
                .map(why -> Future.<SocketAddress>failedFuture(new RefusedException(why)))
                .orElseGet(() -> names.addresses(Reach.host(url)).map(this::choose));
    }

    private SocketAddress choose(List<InetAddress> found) {
        List<InetAddress> allowed = found.stream().filter(reach::allows).toList();
        if (allowed.isEmpty()) {
            throw new RefusedException("the host's address is refused (expected: a public one, or in one of"
                    + " webhook.privateNetworks)");
        }
        InetAddress address = bare(allowed.get(Math.floorMod(unreachable, allowed.size())));
        return SocketAddress.inetSocketAddress(new InetSocketAddress(address, Reach.port(url)));
    }

    /**
     * Without the name that it was found by: by that, connections are told from others, and it may mean another one.
     */
    private static InetAddress bare(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has an address's length", e);
        }
    }

    /** The address could not be connected to: if there is another one, it is its turn. */
    void unreachable() {
        unreachable++;
    }
}
