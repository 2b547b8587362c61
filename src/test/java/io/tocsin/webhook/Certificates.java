package io.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority's certificate, and those of servers that it has signed, made by the JDK's own tool. */
final class Certificates {
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path store;

    Certificates(Path directory) throws Exception {
        store = directory.resolve("certificates.p12");
        generate(AUTHORITY, "Authority", "-1H", "-ext", "bc:c");
    }

    /** @param start when it begins, as {@code keytool} reads it; it lasts for a day */
    PfxOptions server(String alias, String name, String start) throws Exception {
        generate(alias, name, start, "-ext", "san=dns:" + name, "-signer", AUTHORITY);
        return new PfxOptions()
                .setPath(store.toString())
                .setPassword(PASSWORD)
                .setAlias(alias)
                .setAliasPassword(PASSWORD);
    }

    PemTrustOptions trust() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String base64 = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate(AUTHORITY).getEncoded());
        return new PemTrustOptions()
                .addCertValue(
                        Buffer.buffer("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n"));
    }

    private void generate(String alias, String name, String start, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + name, "-startdate", start, "-validity", "1"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        command.addAll(List.of(more));
        Process tool = new ProcessBuilder(command).inheritIO().start();
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).isZero();
    }
}
