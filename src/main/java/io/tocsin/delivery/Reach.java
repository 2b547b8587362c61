package io.tocsin.delivery;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where requests to endpoints may go. Whoever may create an endpoint names a URL, and the gateway sends to it from
 * inside its own network: so nothing is reached but public addresses, and what the operator says beside them.
 *
 * @param privateNetworks what may be reached though it is not public
 * @param httpsOnly whether {@code http} is refused
 * @param ports the only ports that may be reached; none said is all
 */
public record Reach(List<Network> privateNetworks, boolean httpsOnly, Set<Integer> ports) {
    /** Public addresses, and nothing else. */
    public static final Reach PUBLIC = new Reach(List.of(), false, Set.of());

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * What of IPv4 is not public: IANA's special-purpose registry (RFC 6890), multicast, what is reserved, and the
     * address that machines at Azure have for their host, which looks public.
     */
    private static final List<Network> SPECIAL_4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** All of IPv6 that is global unicast; but for what follows. */
    private static final Network GLOBAL_6 = Network.parse("2000::/3");

    /** Protocols' own, Teredo among them; documentation; 6to4, which leads to any address of IPv4. */
    private static final List<Network> SPECIAL_6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** What a translator makes of the IPv4 address in the last four bytes (RFC 6052). */
    private static final Network NAT64 = Network.parse("64:ff9b::/96");

    public Reach {
        privateNetworks = List.copyOf(privateNetworks);
        ports = Set.copyOf(ports);
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }

    /** Whether a connection may be made to the address. */
    public boolean allows(InetAddress address) {
        return privateNetworks.stream().anyMatch(network -> network.contains(address)) || isPublic(address);
    }

    /** An IPv6 address that only wraps one of IPv4 comes from the JDK as the wrapped one. */
    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return SPECIAL_4.stream().noneMatch(network -> network.contains(address));
        }
        if (NAT64.contains(address)) {
            return isPublic(of(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return GLOBAL_6.contains(address) && SPECIAL_6.stream().noneMatch(network -> network.contains(address));
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /**
     * Why nothing can be sent to the URL; empty if that depends on what its host's name stands for when it is sent.
     * Nobody is asked.
     */
    public Optional<String> refusal(URI url) {
        if (httpsOnly && !url.getScheme().equals("https")) {
            return Optional.of("url: " + url + " (expected: https)");
        }
        if (!ports.isEmpty() && !ports.contains(port(url))) {
            return Optional.of("url: " + url + " (expected: a port that may be sent to: "
                    + ports.stream().sorted().toList() + ")");
        }
        return address(url)
                .filter(address -> !allows(address))
                .map(address -> "url: " + url
                        + " (expected: a host with a public address, or in one of webhook.privateNetworks)");
    }

    /** The address that the URL's host is, or always stands for. */
    private static Optional<InetAddress> address(URI url) {
        String host = host(url).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.endsWith(".localhost")
                ? Optional.of(InetAddress.getLoopbackAddress())
                : Network.literal(host);
    }

    /** The URL's host; one in brackets without them. */
    public static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The URL's port, said or not. */
    public static int port(URI url) {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return url.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT;
    }
}
