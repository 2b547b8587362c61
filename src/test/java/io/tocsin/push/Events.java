package io.tocsin.push;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A client of an event stream that keeps what it is sent. */
final class Events {
    private final BlockingQueue<String> blocks = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpConnection> connection = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Future<HttpClientResponse> response;

    private Events(Scene scene, String uri, Map<String, String> headers) {
        this.response = scene.requests
                .request(HttpMethod.GET, scene.server.port(), "127.0.0.1", uri)
                .compose(request -> sent(request, headers));
    }

    /** On the request's context, so that the handlers are there before the answer: what comes earlier is dropped. */
    private Future<HttpClientResponse> sent(HttpClientRequest request, Map<String, String> headers) {
        connection.complete(request.connection());
        headers.forEach(request::putHeader);
        return request.send().map(this::answered);
    }

    private HttpClientResponse answered(HttpClientResponse answer) {
        return answer.handler(RecordParser.newDelimited("\n\n", block -> blocks.add(block.toString())))
                .endHandler(end -> ended.complete(null))
                .exceptionHandler(ended::completeExceptionally);
    }

    /** Asks, and does not wait. */
    static Events ask(Scene scene, SubscriptionId id, String query, Map<String, String> headers) {
        return new Events(scene, "/v1/subscriptions/" + id + "/alerts" + query, headers);
    }

    /** Asks, and takes the first block. */
    static Events open(Scene scene, SubscriptionId id, String query) throws Exception {
        return open(ask(scene, id, query, Map.of()));
    }

    static Events resume(Scene scene, SubscriptionId id, String query, String lastEventId) throws Exception {
        return open(ask(scene, id, query, Map.of("Last-Event-ID", lastEventId)));
    }

    private static Events open(Events events) throws Exception {
        assertThat(events.response().statusCode()).isEqualTo(200);
        assertThat(events.block()).isEqualTo("retry: 2000");
        return events;
    }

    HttpClientResponse response() throws Exception {
        return on(response);
    }

    /** The next block, without the empty line that ends it. */
    String block() throws InterruptedException {
        return Waiting.next(blocks);
    }

    /** The numbers of the next alerts. */
    List<Long> alerts(int count) throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < count) {
            String block = block();
            sequences.add(new JsonObject(block.substring(block.indexOf("data: ") + 6)).getLong("sequence"));
        }
        return sequences;
    }

    void pause() throws Exception {
        response().pause();
    }

    void resume() throws Exception {
        response().resume();
    }

    /** Completes when the server has ended it. */
    void ends() throws Exception {
        on(ended);
    }

    /** Leaves without a word. */
    void leave() throws Exception {
        on(on(connection).close());
    }
}
