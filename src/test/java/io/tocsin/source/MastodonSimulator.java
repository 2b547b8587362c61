package io.tocsin.source;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A server of Mastodon, as its documentation has it: streaming over WebSocket and server-sent events, which needs a
 * user's token and says nothing again, and the pages of the timeline.
 */
public final class MastodonSimulator extends Simulator {
    public static final String TOKEN = "user-token";
    private static final Duration THUMP = Duration.ofMillis(50);

    private final int port;
    private final AtomicInteger sequence = new AtomicInteger();
    // Touched only on the context.
    private final List<JsonObject> timeline = new ArrayList<>();
    private final Map<Consumer<String[]>, Runnable> readers = new HashMap<>();
    private final Set<Runnable> thumping = new HashSet<>();
    private final Deque<Integer> refusals = new ArrayDeque<>();
    private boolean silent;
    private int longestPage = 40;

    private MastodonSimulator() {
        port = listen(this::request);
        every(THUMP, () -> {
            if (!silent) {
                thumping.forEach(Runnable::run);
            }
        });
    }

    public static MastodonSimulator start() {
        return new MastodonSimulator();
    }

    public URI service() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void request(HttpServerRequest request) {
        asks(request.uri());
        int status = refusals.isEmpty() ? status(request) : refusals.remove();
        if (status != 200) {
            var unused = request.response()
                    .setStatusCode(status)
                    .putHeader("Retry-After", "33")
                    .end("{\"error\":\"no\"}");
        } else if (request.path().startsWith("/api/v1/timelines/")) {
            page(request);
        } else if (request.getHeader("Upgrade") != null) {
            var unused = request.toWebSocket().onSuccess(socket -> {
                Consumer<String[]> reader = message -> {
                    String text = message.length == 1
                            ? message[0]
                            : new JsonObject()
                                    .put("stream", new JsonArray().add("public"))
                                    .put("event", message[0])
                                    .put("payload", message[1])
                                    .encode();
                    var unusedToo = socket.writeTextMessage(text);
                };
                Runnable thump = () -> {
                    var unusedToo = socket.writePing(Buffer.buffer("x"));
                };
                thumping.add(thump);
                readers.put(reader, () -> {
                    var unusedToo = socket.close();
                });
                socket.closeHandler(gone -> {
                    readers.remove(reader);
                    thumping.remove(thump);
                });
            });
        } else {
            var response = request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
            Consumer<String[]> reader = message -> {
                var unused = response.write(
                        message.length == 1
                                ? message[0] + "\n\n"
                                : "event: " + message[0] + "\ndata: " + message[1] + "\n\n");
            };
            Runnable thump = () -> {
                var unused = response.write(":thump\n");
            };
            thumping.add(thump);
            readers.put(reader, () -> {
                var unused = request.connection().close();
            });
            response.closeHandler(gone -> {
                readers.remove(reader);
                thumping.remove(thump);
            });
            var unused = response.writeHead();
        }
    }

    private static int status(HttpServerRequest request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            return 401;
        }
        boolean known = request.path().startsWith("/api/v1/timelines/")
                || request.path().equals("/api/v1/streaming")
                || request.path().startsWith("/api/v1/streaming/");
        return known ? 200 : 404;
    }

    private static long number(JsonObject status) {
        return Long.parseLong(status.getString("id"));
    }

    /** The oldest after {@code min_id}, the newest of them first. */
    private void page(HttpServerRequest request) {
        long after =
                Long.parseLong(Optional.ofNullable(request.getParam("min_id")).orElse("0"));
        int limit = Math.min(longestPage, Integer.parseInt(request.getParam("limit")));
        List<JsonObject> page = new ArrayList<>(timeline.stream()
                .filter(status -> number(status) > after)
                .sorted(Comparator.comparingLong(MastodonSimulator::number))
                .limit(limit)
                .toList());
        Collections.reverse(page);
        var unused =
                request.response().putHeader("Content-Type", "application/json").end(new JsonArray(page).toBuffer());
    }

    /** An id as the server makes them, of the time. */
    static long id(Instant time, int sequence) {
        return (time.toEpochMilli() << 16) + sequence;
    }

    static JsonObject status(String id, String html) {
        return new JsonObject()
                .put("id", id)
                .put(
                        "created_at",
                        Instant.ofEpochMilli(Long.parseLong(id) >> 16).toString())
                .put("content", html)
                .put("account", new JsonObject().put("id", "7").put("acct", "ada@far.example"))
                .put("tags", new JsonArray())
                .put("mentions", new JsonArray())
                .put("media_attachments", new JsonArray());
    }

    /** A post that is made now; the answer is its id. */
    public String post(String html) {
        String id = Long.toString(id(Instant.now(), sequence.incrementAndGet()));
        post(status(id, html));
        return id;
    }

    /** A new post. */
    void post(JsonObject status) {
        run(() -> {
            timeline.add(status);
            tell("update", status.encode());
        });
    }

    /** A post that nobody who listens now is told of. */
    void posted(JsonObject status) {
        run(() -> timeline.add(status));
    }

    void say(String event, String payload) {
        run(() -> tell(event, payload));
    }

    /** Whatever it is, it is sent as it stands. */
    void raw(String text) {
        run(() -> tell(text));
    }

    private void tell(String... message) {
        List.copyOf(readers.keySet()).forEach(reader -> reader.accept(message));
    }

    void drop() {
        run(() -> List.copyOf(readers.values()).forEach(Runnable::run));
    }

    void refuse(int status) {
        run(() -> refusals.add(status));
    }

    /** Pages are no longer than this, whatever is asked for. */
    void longestPage(int statuses) {
        run(() -> longestPage = statuses);
    }

    void silent(boolean now) {
        run(() -> silent = now);
    }
}
