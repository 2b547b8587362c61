package io.tocsin.push;

import static io.tocsin.push.Scene.FLOODS;
import static io.tocsin.push.Scene.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.wire.ClientFrame;
import io.tocsin.wire.MalformedException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The AsyncAPI document is what is spoken; {@link Client} holds each frame that any test here hears against it, too.
 */
final class AsyncContractTest {
    private static final AsyncContract CONTRACT = AsyncContract.loaded();

    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    /** What the gateway takes the document allows, and the other way round. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'subscribe','subscription':'sub_a'}",
                "{'type':'subscribe','subscriptions':['sub_a','sub_b'],'after':'earliest','mode':'latest'}",
                "{'type':'subscribe','subscription':'sub_a','last':1000,'window':10000,'consumer':'a.B-1_'}",
                "{'type':'subscribe','subscription':'sub_a','last':1001}",
                "{'type':'subscribe','subscription':'sub_a','window':0}",
                "{'type':'subscribe','subscription':'sub_a','window':10001}",
                "{'type':'subscribe','subscription':'sub_a','mode':'some'}",
                "{'type':'subscribe','subscription':'sub_a','consumer':''}",
                "{'type':'subscribe','subscription':'sub_a','consumer':'-a'}",
                "{'type':'subscribe','subscription':'sub_a','subscriptions':['sub_b']}",
                "{'type':'subscribe','subscriptions':[]}",
                "{'type':'subscribe','subscription':'a'}",
                "{'type':'subscribe'}",
                "{'type':'subscribe','subscription':'sub_a','more':1}",
                "{'type':'ack','cursor':'CURSOR'}",
                "{'type':'ack'}",
                "{'type':'credit','n':0}",
                "{'type':'credit','n':1000000}",
                "{'type':'credit','n':1000001}",
                "{'type':'credit','n':-1}",
                "{'type':'credit'}",
                "{'type':'unsubscribe','subscription':'sub_a'}",
                "{'type':'unsubscribe'}",
                "{'type':'refresh','token':'tt_x'}",
                "{'type':'refresh'}",
                "{'type':'ping'}",
                "{'type':'alert'}",
                "{'type':'hello'}"
            })
    void hear_isWhatIsTaken(String quoted) {
        String text = quoted.replace('\'', '"').replace("CURSOR", cursor(FLOODS, 1));
        assertThat(CONTRACT.allows("hear", new JsonObject(text))).isEqualTo(taken(text));
    }

    private static boolean taken(String text) {
        try {
            ClientFrame unused = ClientFrame.decode(text, Scene.CURSORS);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    /** One session in which each type of frame is heard that the document names; the client holds each against it. */
    @Test
    void say_everyType_isAsTheDocumentHasIt() throws Exception {
        Set<String> heard = new TreeSet<>();
        scene.visitors.stay = Optional.of(Duration.ofHours(1));
        Client client = Client.knocking(scene, "k");
        heard.add(client.next("welcome").getString("type"));
        scene.raise(FLOODS, 1, 200);
        scene.stored.expire(FLOODS, 150);
        heard.add(client.subscribe(
                        FLOODS,
                        new JsonObject()
                                .put("after", cursor(FLOODS, 1))
                                .put("mode", "latest")
                                .put("window", 5)
                                .put("consumer", "wall"))
                .getString("type"));
        heard.add(client.next("lag").getString("type"));
        heard.add(client.next("gap").getString("type"));
        heard.add(client.next("alert").getString("type"));
        assertThat(client.alerts(4)).hasSize(4);
        client.sayWell(new JsonObject().put("type", "ping"));
        heard.add(client.next("pong").getString("type"));
        client.sayWell(new JsonObject().put("type", "refresh").put("token", "k"));
        heard.add(client.next("refreshed").getString("type"));
        client.sayWell(new JsonObject().put("type", "unsubscribe").put("subscription", "sub_none"));
        heard.add(client.next("error").getString("type"));
        client.sayWell(new JsonObject().put("type", "unsubscribe").put("subscription", "sub_floods"));
        heard.add(client.next("unsubscribed").getString("type"));
        Future<Void> drained = scene.sessions.drain();
        heard.add(client.next("reconnect").getString("type"));
        io.tocsin.Waiting.on(drained);
        assertThat(heard).isEqualTo(CONTRACT.types("say"));
    }
}
