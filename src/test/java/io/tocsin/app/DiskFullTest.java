package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more: sources are told, nothing that was acknowledged is lost, and it ends by itself. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the disk is made full by prlimit, of util-linux")
final class DiskFullTest {
    private static final int ROOM = 4 << 20;
    private static final int BATCH = 100;
    private static final Map<String, String> IMPATIENT = Map.of("TOCSIN_STORE_PATIENCE", "300ms");

    @TempDir
    private Path directory;

    @Test
    void full_thenRoomAgain_refusesAndGoesOn() {
        try (TocsinProcess process = TocsinProcess.serve(directory, IMPATIENT)) {
            Client client = new Client(process.url(), process.key());
            String id = client.subscribe("a", "storm");
            List<String> acknowledged = new ArrayList<>();
            process.limitFiles(Integer.toString(ROOM));

            assertThat(untilRefused(client, BATCH, acknowledged).status()).isEqualTo(503);
            client.untilReadinessIs(503);
            Client.Answer refused = untilRefused(client, 1, acknowledged);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
            client.untilReadinessIs(503);
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            assertThat(client.postsOf(id)).containsAll(acknowledged);

            process.limitFiles("unlimited");
            client.untilReadinessIs(200);
            assertThat(client.ingest(batch("after", BATCH)).status()).isEqualTo(200);
            assertThat(client.postsOf(id)).containsAll(acknowledged).contains("after-0");
        }
    }

    /** Sends posts until some are not taken, which happens: they are more than there is room for. */
    private static Client.Answer untilRefused(Client client, int size, List<String> acknowledged) {
        for (int i = 0; i <= ROOM / 1_000; i += size) {
            String name = size + "-" + i;
            Client.Answer answer = client.ingest(batch(name, size));
            if (answer.status() != 200) {
                return answer;
            }
            IntStream.range(0, size).forEach(post -> acknowledged.add(name + "-" + post));
        }
        throw new AssertionError("all were taken");
    }

    private static String[] batch(String name, int size) {
        return IntStream.range(0, size)
                .mapToObj(post -> Client.line(name + "-" + post, "storm " + "x".repeat(1_000)))
                .toArray(String[]::new);
    }
}
