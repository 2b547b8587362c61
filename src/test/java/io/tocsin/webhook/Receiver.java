package io.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.tocsin.Waiting;
import io.tocsin.delivery.SigningSecret;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A subscriber's server: remembers what came, and answers as it is told. */
final class Receiver {
    /** A request. */
    record Received(HttpHeaders headers, String body) {
        String id() {
            return header("webhook-id");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        JsonObject json() {
            return new JsonObject(body);
        }

        long sequence() {
            return json().getJsonObject("data").getLong("sequence");
        }

        /** Fails unless the official library takes the signature. */
        void verify(SigningSecret secret) throws Exception {
            new Webhook(secret.text()).verify(body, headers);
        }
    }

    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private volatile Consumer<HttpServerRequest> answer;

    Receiver(Vertx vertx, Consumer<HttpServerRequest> answer) throws Exception {
        this.answer = answer;
        this.server = vertx.createHttpServer();
        server.requestHandler(request -> request.body().onSuccess(body -> {
            received.add(new Received(headers(request), body.toString()));
            this.answer.accept(request);
        }));
        Waiting.on(server.listen(0, "127.0.0.1"));
    }

    private static HttpHeaders headers(HttpServerRequest request) {
        Map<String, List<String>> all = request.headers().names().stream()
                .distinct()
                .collect(Collectors.toMap(name -> name, request.headers()::getAll));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    static void status(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end().onComplete(sent -> {});
    }

    static Consumer<HttpServerRequest> status(int status) {
        return request -> status(request, status);
    }

    /** Answers so from here on. */
    void answers(Consumer<HttpServerRequest> next) {
        answer = next;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/hook?of=alerts");
    }

    /** The next request that came, or comes. */
    Received next() throws InterruptedException {
        Optional<Received> next = Optional.ofNullable(received.poll(Waiting.SECONDS, TimeUnit.SECONDS));
        assertThat(next).as("a request").isPresent();
        return next.orElseThrow();
    }

    List<Received> next(int count) throws InterruptedException {
        List<Received> all = new ArrayList<>();
        while (all.size() < count) {
            all.add(next());
        }
        return all;
    }

    /** What came and was not asked for yet. */
    List<Received> rest() {
        List<Received> rest = new ArrayList<>();
        received.drainTo(rest);
        return rest;
    }

    void close() throws Exception {
        Waiting.on(server.close());
    }
}
