package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReachTest {
    private static final Reach LAN =
            new Reach(List.of(Network.parse("10.1.0.0/16"), Network.parse("fd12::/16")), true, Set.of(443, 8443));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::8.8.8.8",
                "100::1",
                "2001::1",
                "2001:2::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:808:808::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void allows_notPublic_isFalse(String address) throws Exception {
        assertThat(Reach.PUBLIC.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "168.63.129.15",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2a00::1",
                "3ffe::1"
            })
    void allows_public_isTrue(String address) throws Exception {
        assertThat(Reach.PUBLIC.allows(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, true", "10.2.0.1, false", "fd12::1, true", "fd13::1, false", "64:ff9b::10.1.2.3, false"})
    void allows_whatTheOperatorSays_andNoMoreOfThePrivate(String address, boolean allowed) throws Exception {
        assertThat(LAN.allows(InetAddress.getByName(address))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost:8080/hook",
                "https://LOCALHOST/",
                "http://anything.localhost/",
                "http://[::1]:8080/",
                "http://[::ffff:127.0.0.1]/",
                "http://169.254.169.254/latest/meta-data"
            })
    void refusal_ofAnAddressThatIsNotPublic_saysSo(String url) {
        assertThat(Reach.PUBLIC.refusal(URI.create(url)))
                .contains("url: " + url
                        + " (expected: a host with a public address, or in one of webhook.privateNetworks)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/", "https://8.8.8.8:9999/", "http://[2606:4700:4700::1111]/"})
    void refusal_ofWhatMayBeReached_isNone(String url) {
        assertThat(Reach.PUBLIC.refusal(URI.create(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://example.org:8443/  | url: http://example.org:8443/ (expected: https)
            https://example.org:444/  | url: https://example.org:444/ (expected: a port that may be sent to: [443, 8443])
            """)
    void refusal_ofAnotherSchemeOrPort_saysSo(String url, String refusal) {
        assertThat(LAN.refusal(URI.create(url))).contains(refusal);
    }

    @Test
    void refusal_ofThePortThatIsNotSaid_isNone() {
        assertThat(LAN.refusal(URI.create("https://10.1.2.3/"))).isEmpty();
    }
}
