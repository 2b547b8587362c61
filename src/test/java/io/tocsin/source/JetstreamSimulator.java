package io.tocsin.source;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bluesky's Jetstream, versions 1 and 2, as its documentation has it: several hosts over one log of events, each
 * connection a place in it. Events are given in the form of version 1.
 */
public final class JetstreamSimulator extends Simulator {
    private static final Duration LOOK_BACK = Duration.ofHours(36);
    private static final long TIMES_FROM = 1_000_000_000_000_000L;
    private static final String V2 = "/xrpc/network.bsky.jetstream.subscribeEvents";
    private static final String LEXICON = "network.bsky.jetstream.subscribeEvents#";

    private final List<Integer> ports = new ArrayList<>();
    // Touched only on the context.
    private final List<Entry> log = new ArrayList<>();
    private final Set<Subscriber> subscribers = new HashSet<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private long highest;
    private long floor;
    private int mostBehind = Integer.MAX_VALUE;

    /** What is sent: an event, or bytes as they stand. */
    private record Entry(long time, @Nullable JsonObject event, String raw) {}

    private record Refusal(int status, String body, Optional<String> retryAfter) {}

    private JetstreamSimulator() {}

    /** Starts so many hosts. */
    public static JetstreamSimulator start(int hosts) {
        JetstreamSimulator simulator = new JetstreamSimulator();
        for (int i = 0; i < hosts; i++) {
            simulator.ports.add(simulator.listen(i));
        }
        return simulator;
    }

    private int listen(int host) {
        return listen(request -> request(host, request), "xrpc.v1.json");
    }

    public List<URI> hosts() {
        return ports.stream().map(port -> URI.create("ws://127.0.0.1:" + port)).toList();
    }

    private static URI uri(String uri) {
        return URI.create(uri);
    }

    private static List<String> values(URI uri, String name) {
        return List.of(uri.getQuery().split("&", -1)).stream()
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList();
    }

    private void request(int host, HttpServerRequest request) {
        asks(host + " " + request.uri());
        Optional<Refusal> refusal = refusals.isEmpty() ? refusal(uri(request.uri())) : Optional.of(refusals.remove());
        if (refusal.isEmpty()) {
            var unused = request.toWebSocket().onSuccess(this::connected);
            return;
        }
        HttpServerResponse response =
                request.response().setStatusCode(refusal.get().status());
        refusal.get().retryAfter().ifPresent(wait -> response.putHeader("Retry-After", wait));
        var unused = response.end(refusal.get().body());
    }

    /** What the service itself refuses. */
    private Optional<Refusal> refusal(URI uri) {
        boolean second = uri.getPath().equals(V2);
        if (!second && !uri.getPath().equals("/subscribe")) {
            return Optional.of(new Refusal(404, "", Optional.empty()));
        }
        boolean others =
                !values(uri, second ? "wantedCollections" : "collections").isEmpty();
        return others
                ? Optional.of(new Refusal(400, "{\"error\":\"InvalidRequest\"}", Optional.empty()))
                : Optional.empty();
    }

    private void connected(ServerWebSocket socket) {
        URI uri = uri(socket.uri());
        boolean second = uri.getPath().equals(V2);
        Subscriber subscriber = new Subscriber(
                socket,
                second,
                Set.copyOf(values(uri, second ? "collections" : "wantedCollections")),
                Set.copyOf(values(uri, "kinds")),
                values(uri, "maxMessageSizeBytes").stream()
                        .mapToInt(Integer::parseInt)
                        .findFirst()
                        .orElse(0));
        subscribers.add(subscriber);
        socket.closeHandler(gone -> subscribers.remove(subscriber));
        subscriber.begin(values(uri, "cursor").stream().map(Long::valueOf).findFirst());
    }

    /** One connection's place in the log. */
    private final class Subscriber {
        private final ServerWebSocket socket;
        private final boolean second;
        private final Set<String> collections;
        private final Set<String> kinds;
        private final int most;
        private int next = log.size();

        Subscriber(ServerWebSocket socket, boolean second, Set<String> collections, Set<String> kinds, int most) {
            this.socket = socket;
            this.second = second;
            this.collections = collections;
            this.kinds = kinds;
            this.most = most;
        }

        void begin(Optional<Long> cursor) {
            if (cursor.isPresent() && cursor.get() >= TIMES_FROM && cursor.get() <= highest) {
                long oldest = Math.max(floor, micros(Instant.now().minus(LOOK_BACK)));
                long from = Math.max(cursor.get(), oldest);
                if (second && from > cursor.get()) {
                    say(new JsonObject()
                            .put("$type", "message")
                            .put(
                                    "payload",
                                    new JsonObject()
                                            .put("$type", LEXICON + "info")
                                            .put("name", "OutdatedCursor")
                                            .put("message", "resumed at a later event"))
                            .encode());
                }
                next = 0;
                while (next < log.size() && log.get(next).time() < from) {
                    next++;
                }
            }
            pump();
        }

        void pump() {
            if (socket.isClosed()) {
                return;
            }
            if (log.size() - next > mostBehind) {
                tooSlow();
                return;
            }
            while (next < log.size() && !socket.writeQueueFull()) {
                give(log.get(next++));
            }
            if (next < log.size()) {
                socket.drainHandler(room -> pump());
            }
        }

        private void tooSlow() {
            if (second) {
                say("{\"$type\":\"error\",\"error\":\"ConsumerTooSlow\",\"message\":\"far behind\"}");
            }
            var unused = socket.close((short) 1008, "ConsumerTooSlow");
        }

        private void give(Entry entry) {
            if (entry.event() == null) {
                say(entry.raw());
            } else if (wants(entry.event())) {
                String json = second ? second(entry.event()).encode() : entry.raw();
                if (most == 0 || json.getBytes(StandardCharsets.UTF_8).length <= most) {
                    say(json);
                }
            }
        }

        private boolean wants(JsonObject event) {
            String kind = event.getString("kind");
            if (second && !kinds.isEmpty() && !kinds.contains(kind)) {
                return false;
            }
            return !kind.equals("commit")
                    || collections.isEmpty()
                    || collections.contains(event.getJsonObject("commit").getString("collection"));
        }

        private JsonObject second(JsonObject event) {
            String kind = event.getString("kind");
            String time = Instant.EPOCH
                    .plus(event.getLong("time_us"), ChronoUnit.MICROS)
                    .toString();
            JsonObject payload = new JsonObject()
                    .put("$type", LEXICON + kind)
                    .put("seq", next)
                    .put("did", event.getString("did"))
                    .put("time", time)
                    .put("witnessedAt", time);
            if (kind.equals("commit")) {
                payload.mergeIn(event.getJsonObject("commit"));
            } else {
                payload.put(kind, event.getValue(kind));
            }
            return new JsonObject().put("$type", "message").put("payload", payload);
        }

        private void say(String text) {
            var unused = socket.writeTextMessage(text);
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** The message, as version 1 has it, happens now for all that listen. */
    public void say(String json) {
        run(() -> add(json));
    }

    private void add(String json) {
        JsonObject event = new JsonObject(json);
        long time = event.getLong("time_us");
        highest = Math.max(highest, time);
        log.add(new Entry(time, event, json));
        subscribers.forEach(Subscriber::pump);
    }

    /** A new post. */
    public void post(String did, String key, String text) {
        say(commit(did, key, "create", text, Instant.now()));
    }

    public void delete(String did, String key) {
        say(commit(did, key, "delete", "", Instant.now()));
    }

    /** The account is no more. */
    public void account(String did, String status) {
        say(account(did, false, status, Instant.now()));
    }

    static String commit(String did, String key, String operation, String text, Instant time) {
        JsonObject commit = new JsonObject()
                .put("rev", "r")
                .put("operation", operation)
                .put("collection", "app.bsky.feed.post")
                .put("rkey", key);
        if (!operation.equals("delete")) {
            commit.put(
                    "record",
                    new JsonObject()
                            .put("$type", "app.bsky.feed.post")
                            .put("createdAt", time.toString())
                            .put("text", text));
        }
        return new JsonObject()
                .put("did", did)
                .put("time_us", micros(time))
                .put("kind", "commit")
                .put("commit", commit)
                .encode();
    }

    static String account(String did, boolean active, String status, Instant time) {
        JsonObject account = new JsonObject().put("active", active).put("did", did);
        if (!active) {
            account.put("status", status);
        }
        return new JsonObject()
                .put("did", did)
                .put("time_us", micros(time))
                .put("kind", "account")
                .put("account", account)
                .encode();
    }

    /** Whatever it is, it is sent as it stands, and again to whoever reads from before it. */
    void raw(String text) {
        run(() -> {
            log.add(new Entry(highest, null, text));
            subscribers.forEach(Subscriber::pump);
        });
    }

    /** Every connection breaks. */
    void drop() {
        run(() -> List.copyOf(subscribers).forEach(subscriber -> {
            var unused = subscriber.socket.close();
        }));
    }

    /** The next that wants to connect is refused. */
    void refuse(int status, String body) {
        run(() -> refusals.add(new Refusal(status, body, Optional.empty())));
    }

    /** The next is told that it comes too often. */
    void limit(String retryAfter) {
        run(() -> refusals.add(new Refusal(429, "", Optional.of(retryAfter))));
    }

    /** Nothing before it is to be had any more. */
    void forgetBefore(Instant time) {
        run(() -> floor = micros(time));
    }

    /** Who is further behind is cut off. */
    void bear(int behind) {
        run(() -> mostBehind = behind);
    }

    /** How many are connected. */
    public int connected() {
        return look(() -> subscribers.size());
    }

    /** How far the one that is connected is behind. */
    int behind() {
        return look(() -> subscribers.stream()
                .mapToInt(subscriber -> log.size() - subscriber.next)
                .max()
                .orElse(0));
    }
}
