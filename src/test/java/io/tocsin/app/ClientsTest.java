package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions with clients that others wrote: scripts of {@code src/test/clients}, after {@code npm install} there; the
 * last needs Chromium, too.
 */
@Tag("clients")
final class ClientsTest {
    private static final Path SCRIPTS = Path.of("src/test/clients");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ws.mjs", "eventsource.mjs", "browser.mjs"})
    void client_getsEveryAlertInOrder(String script) throws Exception {
        try (TocsinProcess node = TocsinProcess.serve(directory, Map.of("TOCSIN_PUSH_COMPRESSION", "true"))) {
            ProcessBuilder builder = new ProcessBuilder("node", script)
                    .directory(SCRIPTS.toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(Map.of("TOCSIN_URL", node.url(), "TOCSIN_KEY", node.key()));
            Process client = builder.start();
            String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).as(output).isZero();
            assertThat(output).endsWith("ok\n");
        }
    }
}
