package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.wire.MalformedException;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProblemsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static Stream<Throwable> storeFailures() {
        return Stream.of(
                new RejectedExecutionException("full"),
                new CompletionException(new SQLException("disk full")),
                new IllegalStateException("store: …", new SQLException("gone")),
                new ProblemException(Problem.unavailable("not now")));
    }

    @ParameterizedTest
    @MethodSource("storeFailures")
    void request_theStoreFails_isToldToComeAgain(Throwable failure) throws Exception {
        HttpResponse<String> answer = answer(failure);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("urn:tocsin:problem:unavailable").doesNotContain("disk");
    }

    @Test
    void request_ourOwnBug_saysNothingOfIt() throws Exception {
        HttpResponse<String> answer = answer(new IllegalStateException("secret detail"));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("urn:tocsin:problem:internal").doesNotContain("secret detail");
    }

    @Test
    void request_malformed_isToldWhat() throws Exception {
        HttpResponse<String> answer =
                answer(new CompletionException(new MalformedException("geo", "a text", "an object")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("geo: a text (expected: an object)");
    }

    /** What a request gets that fails with this. */
    private HttpResponse<String> answer(Throwable failure) throws Exception {
        Router router = Router.router(vertx);
        router.route().failureHandler(new Problems()).handler(request -> request.fail(failure));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
                                .build(),
                        BodyHandlers.ofString());
    }
}
