package io.tocsin.push;

import static io.tocsin.push.Scene.FIRES;
import static io.tocsin.push.Scene.FLOODS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client that stops reading, beside one that reads on: once the second has all of as long a feed, the first would
 * have been sent all of its own, if that did not wait for it.
 */
final class SlowClientTest {
    private static final int ALERTS = 3000;
    private static final String LONG = "x".repeat(16 * 1024);

    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void session_clientDoesNotRead_isNotReadForAndGoesOnLater() throws Exception {
        Client slow = new Client(scene);
        Client quick = new Client(scene);
        JsonObject unused = slow.subscribe(FLOODS, new JsonObject());
        JsonObject unusedToo = quick.subscribe(FIRES, new JsonObject());
        slow.pause();
        scene.raise(FLOODS, 1, ALERTS, LONG);
        scene.raise(FIRES, 1, ALERTS, LONG);
        assertThat(quick.alerts(ALERTS)).hasSize(ALERTS);
        assertThat(scene.log.alerts(FLOODS)).isLessThan(ALERTS);
        slow.resume();
        assertThat(slow.alerts(ALERTS))
                .isEqualTo(LongStream.rangeClosed(1, ALERTS).boxed().toList());
    }

    @Test
    void eventStream_clientDoesNotRead_isNotReadForAndGoesOnLater() throws Exception {
        Events slow = Events.open(scene, FLOODS, "");
        Events quick = Events.open(scene, FIRES, "");
        slow.pause();
        scene.raise(FLOODS, 1, ALERTS, LONG);
        scene.raise(FIRES, 1, ALERTS, LONG);
        assertThat(quick.alerts(ALERTS)).hasSize(ALERTS);
        assertThat(scene.log.alerts(FLOODS)).isLessThan(ALERTS);
        slow.resume();
        assertThat(slow.alerts(ALERTS))
                .isEqualTo(LongStream.rangeClosed(1, ALERTS).boxed().toList());
    }
}
