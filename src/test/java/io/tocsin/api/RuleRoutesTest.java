package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.match.RuleIndex;
import io.tocsin.rule.RuleLimits;
import io.tocsin.trial.RecentPosts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions about rules whose workers do as they are told. */
final class RuleRoutesTest {
    private static final String TEST = "{\"rule\":\"flood\"}";
    private static final String EXPLAIN =
            "{\"rule\":\"flood\",\"post\":{\"source\":\"a\",\"id\":\"1\",\"author\":{\"id\":\"a\"},\"text\":\"flood\"}}";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private volatile boolean full;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Routes routes = new Routes(Contract.load(), RoutingContext::next);
        RuleIndex index = new RuleIndex(1, Runnable::run);
        RecentPosts recent = new RecentPosts(1 << 20, new SecureRandom());
        Clock noon = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
        new RuleRoutes(index, recent, RuleLimits.DEFAULT, this::later, noon).bind(routes);
        Pattern.compile("operationId: (\\w+)")
                .matcher(Contract.load().yaml().toString())
                .results()
                .map(id -> id.group(1))
                .filter(id -> !id.endsWith("Rule") && !id.endsWith("Contract"))
                .forEach(id -> routes.on(id, request -> request.fail(404)));
        server = vertx.createHttpServer().requestHandler(Waiting.on(routes.router(vertx)));
        server = Waiting.on(server.listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        Waiting.on(vertx.close());
    }

    private void later(Runnable task) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        work.add(task);
    }

    private CompletableFuture<HttpResponse<String>> ask(String verb, String body) {
        URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/v1/rules" + verb);
        return http.sendAsync(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private int answered(String verb, String body) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = ask(verb, body);
        Waiting.next(work).run();
        return Waiting.on(answer).statusCode();
    }

    @Test
    void test_whileAnotherIs_isToldToComeAgain() throws Exception {
        CompletableFuture<HttpResponse<String>> first = ask(":test", TEST);
        Runnable trial = Waiting.next(work);
        HttpResponse<String> second = Waiting.on(ask(":test", TEST));
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("retry-after")).hasValue("2");
        assertThat(second.body()).contains("urn:tocsin:problem:unavailable").contains("Other rules are being tried");
        trial.run();
        assertThat(Waiting.on(first).statusCode()).isEqualTo(200);
    }

    @Test
    void test_afterAnother_isDone() throws Exception {
        assertThat(answered(":test", TEST)).isEqualTo(200);
        assertThat(answered(":test", TEST)).isEqualTo(200);
    }

    @Test
    void explain_whileARuleIsTried_isDone() throws Exception {
        CompletableFuture<HttpResponse<String>> unused = ask(":test", TEST);
        Runnable trial = Waiting.next(work);
        assertThat(answered(":explain", EXPLAIN)).isEqualTo(200);
        trial.run();
    }

    @Test
    void test_badRule_leavesRoomForTheNext() throws Exception {
        assertThat(Waiting.on(ask(":test", "{\"rule\":\"(\"}")).statusCode()).isEqualTo(400);
        assertThat(answered(":test", TEST)).isEqualTo(200);
    }

    @Test
    void questions_tooMany_areToldToComeAgain() throws Exception {
        full = true;
        assertThat(Waiting.on(ask(":test", TEST)).statusCode()).isEqualTo(503);
        assertThat(Waiting.on(ask(":explain", EXPLAIN)).statusCode()).isEqualTo(503);
        full = false;
        assertThat(answered(":test", TEST)).isEqualTo(200);
    }
}
