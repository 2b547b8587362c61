package io.tocsin.source;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The streams of X's API, version 2, as its documentation has them: bearer tokens, partitions, heartbeats, backfill and
 * recovery, one connection to each.
 */
public final class XSimulator extends Simulator {
    public static final String TOKEN = "AAAA-token";
    private static final Map<String, Integer> STREAMS = Map.of(
            "/2/tweets/search/stream", 0,
            "/2/tweets/sample/stream", 0,
            "/2/tweets/sample10/stream", 2,
            "/2/tweets/firehose/stream", 20,
            "/2/tweets/compliance/stream", 4,
            "/2/users/compliance/stream", 4);
    private static final Duration HEARTBEAT = Duration.ofMillis(50);

    private final int port;
    // Touched only on the context.
    private final List<Entry> log = new ArrayList<>();
    private final Set<Reader> readers = new HashSet<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private boolean silent;
    private boolean breaks;

    private record Entry(Instant at, int partition, String line) {}

    private record Refusal(int status, String body, Map<String, String> headers) {}

    private XSimulator() {
        port = listen(this::request);
        every(HEARTBEAT, this::beat);
    }

    public static XSimulator start() {
        return new XSimulator();
    }

    public URI service() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void beat() {
        if (!silent) {
            readers.forEach(reader -> reader.write("\r\n"));
        }
    }

    private void request(HttpServerRequest request) {
        asks(request.uri());
        Optional<Refusal> refusal = refusals.isEmpty() ? refusal(request) : Optional.of(refusals.remove());
        HttpServerResponse response = request.response();
        if (refusal.isPresent()) {
            refusal.get().headers().forEach(response::putHeader);
            var unused = response.setStatusCode(refusal.get().status())
                    .end(refusal.get().body());
            return;
        }
        response.setChunked(true).putHeader("Content-Type", "application/json");
        Reader reader = new Reader(request);
        if (request.getParam("start_time") != null) {
            reader.recover(Instant.parse(request.getParam("start_time")), Instant.parse(request.getParam("end_time")));
        } else {
            readers.add(reader);
            response.closeHandler(gone -> readers.remove(reader));
            var unused = response.writeHead();
            Optional.ofNullable(request.getParam("backfill_minutes"))
                    .map(Integer::valueOf)
                    .ifPresent(reader::backfill);
        }
    }

    /** What the service itself refuses. */
    private Optional<Refusal> refusal(HttpServerRequest request) {
        Integer partitions = STREAMS.get(request.path());
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            return refusal(401, "Unauthorized");
        }
        if (partitions == null) {
            return refusal(404, "Not Found");
        }
        int partition = Integer.parseInt(
                Optional.ofNullable(request.getParam("partition")).orElse("0"));
        boolean fits = partitions == 0 ? partition == 0 : partition >= 1 && partition <= partitions;
        String backfill =
                Optional.ofNullable(request.getParam("backfill_minutes")).orElse("0");
        boolean recovers = request.getParam("start_time") != null;
        if (!fits
                || Integer.parseInt(backfill) > 5
                || Integer.parseInt(backfill) < 0
                || (recovers && request.path().equals("/2/tweets/sample/stream"))
                || (recovers
                        && Instant.parse(request.getParam("start_time"))
                                .isBefore(Instant.now().minus(Duration.ofHours(24))))) {
            return refusal(400, "Invalid Request");
        }
        boolean taken = readers.stream()
                .anyMatch(reader -> reader.partition == partition && reader.path.equals(request.path()));
        return taken && !recovers ? refusal(429, "ConnectionException") : Optional.empty();
    }

    private static Optional<Refusal> refusal(int status, String title) {
        return Optional.of(
                new Refusal(status, new JsonObject().put("title", title).encode(), Map.of()));
    }

    /** One connection. */
    private final class Reader {
        private final HttpServerRequest request;
        private final String path;
        private final int partition;

        Reader(HttpServerRequest request) {
            this.request = request;
            this.path = request.path();
            this.partition = Integer.parseInt(
                    Optional.ofNullable(request.getParam("partition")).orElse("0"));
        }

        /** What was in the last minutes, the oldest first; some of it was said to us already. */
        void backfill(int minutes) {
            Instant from = Instant.now().minus(Duration.ofMinutes(minutes));
            sayAgain(entry -> !entry.at().isBefore(from));
        }

        /** Says it all again, and ends. */
        void recover(Instant from, Instant to) {
            sayAgain(entry -> !entry.at().isBefore(from) && entry.at().isBefore(to));
            var unused = request.response().end();
        }

        private void sayAgain(Predicate<Entry> which) {
            List<Entry> all = log.stream()
                    .filter(entry -> entry.partition() == partition && which.test(entry))
                    .toList();
            boolean cut = breaks && !all.isEmpty();
            all.subList(0, cut ? 1 : all.size()).forEach(entry -> write(entry.line() + "\r\n"));
            if (cut) {
                breaks = false;
                var unused = request.connection().close();
            }
        }

        void write(String text) {
            if (!request.response().ended() && !request.response().closed()) {
                var unused = request.response().write(text);
            }
        }
    }

    /** The line happens now, for all that listen to the partition; 0 is for streams that have none. */
    public void say(int partition, String line) {
        run(() -> {
            Entry entry = new Entry(Instant.now(), partition, line);
            log.add(entry);
            give(entry);
        });
    }

    public void say(String line) {
        say(0, line);
    }

    private void give(Entry entry) {
        readers.stream()
                .filter(reader -> reader.partition == entry.partition())
                .forEach(reader -> reader.write(entry.line() + "\r\n"));
    }

    /** The line happened then; nobody who listens now hears it. */
    void said(Instant at, String line) {
        run(() -> log.add(new Entry(at, 0, line)));
    }

    /** A post that is made now, as it is by default, with an author. */
    public static String post(String id, String author, String text) {
        return post(id, author, text, Instant.now());
    }

    static String post(String id, String author, String text, Instant createdAt) {
        return new JsonObject()
                .put(
                        "data",
                        new JsonObject()
                                .put("id", id)
                                .put("text", text)
                                .put("author_id", author)
                                .put("created_at", createdAt.toString())
                                .put("edit_history_tweet_ids", new JsonArray().add(id)))
                .encode();
    }

    static String compliance(String kind, JsonObject what) {
        return new JsonObject()
                .put(
                        "data",
                        new JsonObject()
                                .put(kind, what.put("event_at", Instant.now().toString())))
                .encode();
    }

    /** Every connection breaks. */
    void drop() {
        run(() -> List.copyOf(readers).forEach(reader -> {
            var unused = reader.request.connection().close();
        }));
    }

    /** Every stream ends as it should. */
    void end() {
        run(() -> List.copyOf(readers).forEach(reader -> {
            readers.remove(reader);
            var unused = reader.request.response().end();
        }));
    }

    /** The next that wants to connect is refused. */
    void refuse(int status, String body, Map<String, String> headers) {
        run(() -> refusals.add(new Refusal(status, body, headers)));
    }

    /** The next that says something again breaks after the first of it. */
    void breakNext() {
        run(() -> breaks = true);
    }

    /** No more heartbeats. */
    void silent(boolean now) {
        run(() -> silent = now);
    }

    /** Whether those who listen read as fast as they are told. */
    boolean waits() {
        return look(() ->
                readers.stream().anyMatch(reader -> reader.request.response().writeQueueFull()));
    }

    public int connected() {
        return look(() -> readers.size());
    }
}
