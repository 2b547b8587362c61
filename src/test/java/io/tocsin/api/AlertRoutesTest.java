package io.tocsin.api;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.feed.Posts.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.InMemoryFeedLog;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.InMemorySubscriptions;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.CursorText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls from a feed that has lost its first alerts. */
final class AlertRoutesTest {
    private static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final InMemoryFeedLog log = new InMemoryFeedLog();
    private final Feeds feeds = new Feeds(log, (kind, alert, owed) -> {}, 1 << 20, () -> NOON);
    private final CursorText cursors = new CursorText(new SecretKeySpec(new byte[32], "AES"));
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        InMemorySubscriptions subscriptions = new InMemorySubscriptions();
        Subscription unused = Waiting.on(subscriptions.create(
                new Subscription(FLOODS, "A", Rule.parse(FLOODS.rule(), "a"), "b", true, NOON, NOON, 1)));
        Routes routes = new Routes(Contract.load(), RoutingContext::next);
        new AlertRoutes(feeds, subscriptions, cursors, RoutingContext::next).bind(routes);
        Pattern.compile("operationId: (\\w+)")
                .matcher(Contract.load().yaml().toString())
                .results()
                .map(id -> id.group(1))
                .filter(id -> !id.equals("readAlerts") && !id.endsWith("Contract"))
                .forEach(id -> routes.on(id, request -> request.fail(404)));
        server = vertx.createHttpServer().requestHandler(Waiting.on(routes.router(vertx)));
        server = Waiting.on(server.listen(0, "127.0.0.1"));
        for (int i = 1; i <= 5; i++) {
            log.at(NOON.plusSeconds(i));
            List<Appended> appended = Waiting.on(feeds.append(List.of(new FeedChange.Raise(
                    post("p" + i, "{}"), List.of(new FeedChange.Target(FLOODS, List.of())), NOON))));
            assertThat(appended).hasSize(1);
        }
        log.expire(FLOODS, 2);
    }

    @AfterEach
    void stop() throws Exception {
        Waiting.on(vertx.close());
    }

    private JsonObject pull(String query) throws Exception {
        URI url = URI.create(
                "http://127.0.0.1:" + server.actualPort() + "/v1/subscriptions/" + FLOODS + "/alerts" + query);
        return new JsonObject(
                Waiting.on(http.sendAsync(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()))
                        .body());
    }

    private static List<Integer> numbers(JsonObject page) {
        return IntStream.range(0, page.getJsonArray("alerts").size())
                .map(i -> page.getJsonArray("alerts").getJsonObject(i).getInteger("sequence"))
                .boxed()
                .toList();
    }

    private String cursor(long sequence) {
        return cursors.encode(new Cursor(FLOODS, sequence));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&wait=5"})
    void read_cursorOlderThanTheFeed_saysWhatIsGone(String wait) throws Exception {
        JsonObject page = pull("?after=" + cursor(0) + wait);
        assertThat(page.getJsonObject("gap")).isEqualTo(new JsonObject("{\"from\":1,\"to\":2}"));
        assertThat(numbers(page)).containsExactly(3, 4, 5);
        assertThat(page.getString("next")).isEqualTo(cursor(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&wait=60"})
    void read_allIsGone_saysSoAtOnceAndGoesOnBehindIt(String wait) throws Exception {
        log.expire(FLOODS, 5);
        JsonObject page = pull("?after=" + cursor(3) + wait);
        assertThat(page.getJsonObject("gap")).isEqualTo(new JsonObject("{\"from\":4,\"to\":5}"));
        assertThat(page.getString("next")).isEqualTo(cursor(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=earliest", "", "?last=5"})
    void read_withoutACursor_beginsWithWhatIsThere(String query) throws Exception {
        JsonObject page = pull(query);
        assertThat(page.containsKey("gap")).isFalse();
        assertThat(numbers(page)).containsExactly(3, 4, 5);
    }

    @Test
    void read_afterATime_beginsWithWhatWasRaisedLater() throws Exception {
        assertThat(numbers(pull("?after=2026-11-23T12:00:03Z"))).containsExactly(4, 5);
        assertThat(numbers(pull("?after=2027-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void read_cursorThatWasChanged_isRefused() throws Exception {
        JsonObject refusal = pull("?after=" + cursor(3).replace("A", "B"));
        assertThat(refusal.getInteger("status")).isEqualTo(400);
        assertThat(refusal.getString("detail")).startsWith("cursor: ");
    }
}
