package io.tocsin.source;

import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.MastodonJson;
import io.tocsin.wire.MastodonMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of Mastodon. Its stream says nothing again; what was posted meanwhile is read from the timeline, page by
 * page, while the stream, which is connected already, waits. Deletions and edits of that time are in neither: a gap.
 */
public final class MastodonSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(MastodonSource.class);
    private static final int PAGE = 40;
    /** More requests are not granted in a while. */
    private static final int MAX_PAGES = 200;

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int CONNECT_MILLIS = 10_000;
    /** Posts of other servers have ids by when they were made, and come later. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private static final int SEQUENCE_BITS = 16;
    private static final String UNSAID = "deletions and edits are not said again";

    private final MastodonConfig config;
    private final InstantSource clock;
    private final WebSocketClient sockets;
    private final HttpClient requests;
    private final MastodonJson json;
    // Touched only on the context. Before it nothing was taken that could be deleted.
    private @Nullable Cursor begun;

    public MastodonSource(Vertx vertx, MastodonConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.sockets = vertx.createWebSocketClient(WebSocketLink.options());
        this.requests = vertx.createHttpClient(HttpLink.options());
        this.json = new MastodonJson(config.postsOf());
    }

    @Override
    public Connection connect(Cursor after, Intake intake) {
        Reader reader = new Reader(after, intake);
        reader.stream = config.transport() == MastodonConfig.Transport.WEBSOCKET
                ? WebSocketLink.connect(sockets, socket(), reader.new OverWebSocket())
                : HttpLink.connect(requests, request(streaming(), eventStream()), reader.new OverHttp());
        return reader;
    }

    private URI streaming() {
        return config.streaming().orElse(config.service());
    }

    private WebSocketConnectOptions socket() {
        URI service = streaming();
        boolean secure = secure(service);
        String stream = config.tag()
                .map(tag -> (config.local() ? "hashtag:local" : "hashtag") + "&tag=" + encoded(tag))
                .orElse(config.local() ? "public:local" : "public");
        return new WebSocketConnectOptions()
                .setSsl(secure)
                .setHost(service.getHost())
                .setPort(port(service))
                .setURI("/api/v1/streaming?stream=" + stream)
                .setTimeout(CONNECT_MILLIS)
                .addHeader("Authorization", "Bearer " + config.token().value());
    }

    private String eventStream() {
        String local = config.local() ? "/local" : "";
        return "/api/v1/streaming/"
                + config.tag()
                        .map(tag -> "hashtag" + local + "?tag=" + encoded(tag))
                        .orElse("public" + local);
    }

    private String timeline(long after) {
        return "/api/v1/timelines/"
                + config.tag().map(tag -> "tag/" + encoded(tag)).orElse("public") + "?limit=" + PAGE + "&min_id="
                + after
                + (config.local() ? "&local=true" : "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private RequestOptions request(URI service, String path) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(secure(service))
                .setHost(service.getHost())
                .setPort(port(service))
                .setURI(path)
                .putHeader("Authorization", "Bearer " + config.token().value())
                .putHeader("User-Agent", "tocsin");
    }

    private static boolean secure(URI service) {
        return "https".equals(service.getScheme());
    }

    private static int port(URI service) {
        return service.getPort() >= 0 ? service.getPort() : secure(service) ? 443 : 80;
    }

    /** Ids of Mastodon are of the time. */
    @Override
    public Cursor beginning(Instant now) {
        Cursor beginning = new Cursor(now.toEpochMilli() << SEQUENCE_BITS, now);
        begun = beginning;
        return beginning;
    }

    @Override
    public BackOff backOff() {
        return BackOff.USUAL;
    }

    @Override
    public Duration silence() {
        return config.silence();
    }

    /** One connection: first the pages, then the stream. */
    private final class Reader implements Connection {
        private final Cursor after;
        private final Intake intake;
        private Connection stream = this;
        private boolean filling;
        private boolean paused;
        private boolean over;
        private long next;
        private int pages;
        /** A page that is to be asked for when there is demand again. */
        private boolean wanting;

        Reader(Cursor after, Intake intake) {
            this.after = after;
            this.intake = intake;
        }

        private void opened() {
            intake.opened();
            filling = true;
            stream.pause();
            next = Math.max(0, after.position() - (LATE.toMillis() << SEQUENCE_BITS));
            if (!after.equals(begun)) {
                intake.lost(new Gap(after.upTo(), clock.instant(), UNSAID));
            }
            fill();
        }

        private void fill() {
            if (over) {
                return;
            }
            if (paused) {
                wanting = true;
                return;
            }
            if (pages == MAX_PAGES) {
                intake.lost(
                        new Gap(after.upTo(), clock.instant(), "more was posted than " + MAX_PAGES + " pages hold"));
                filled();
                return;
            }
            pages++;
            requests.request(request(config.service(), timeline(next)))
                    .compose(request -> request.send())
                    .compose(answer -> answer.body().map(body -> new Answer(answer, body)))
                    .onSuccess(this::page)
                    .onFailure(failure -> ended(Ending.lost("the timeline can't be read: " + failure)));
        }

        private record Answer(HttpClientResponse head, Buffer body) {}

        private void page(Answer answer) {
            if (over) {
                return;
            }
            int status = answer.head().statusCode();
            if (status != OK) {
                ended(refusal(
                        status,
                        "the timeline: ",
                        answer.body().getString(0, Math.min(500, answer.body().length())),
                        answer.head()));
                return;
            }
            MastodonJson.Page page;
            try {
                page = json.page(answer.body().getBytes());
            } catch (MalformedException e) {
                ended(Ending.refused("the timeline can't be read: " + e.getMessage()));
                return;
            }
            for (int i = 0; i < page.refused(); i++) {
                intake.refuse("a post of the timeline");
            }
            List<MastodonMessage.Posted> posts = page.posts().stream()
                    .sorted(Comparator.comparingLong(MastodonMessage.Posted::id))
                    .toList();
            posts.forEach(posted -> take(posted, answer.body().length() / PAGE));
            if (posts.isEmpty() || posts.get(posts.size() - 1).id() <= next) {
                filled();
            } else {
                next = posts.get(posts.size() - 1).id();
                fill();
            }
        }

        private void filled() {
            filling = false;
            if (!paused) {
                stream.resume();
            }
        }

        private Ending refusal(int status, String what, String body, HttpClientResponse head) {
            String reason = what + "refused with " + status + ": " + body;
            return status == TOO_MANY_REQUESTS
                    ? new Ending(Ending.Kind.LIMITED, reason, RetryAfter.of(head.getHeader("Retry-After")))
                    : Ending.refused(reason);
        }

        private void take(MastodonMessage.Posted posted, int bytes) {
            intake.take(Optional.of(posted.event()), Optional.of(new Cursor(posted.id(), posted.createdAt())), bytes);
        }

        /** Decodes a message. */
        private interface Decoding {
            MastodonMessage decode();
        }

        private void message(Decoding decoding, int bytes) {
            MastodonMessage message;
            try {
                message = decoding.decode();
            } catch (MalformedException e) {
                intake.refuse(String.valueOf(e.getMessage()));
                return;
            }
            if (message instanceof MastodonMessage.Posted posted) {
                take(posted, bytes);
            } else if (message instanceof MastodonMessage.Happened happened) {
                intake.take(Optional.of(happened.event()), Optional.empty(), bytes);
            } else if (message instanceof MastodonMessage.Unknown unknown) {
                LOG.trace("source: passes over a message of kind {}", unknown.kind());
            } else {
                throw new AssertionError(message);
            }
        }

        private void ended(Ending ending) {
            if (!over) {
                intake.ended(ending);
            }
        }

        @Override
        public void pause() {
            paused = true;
            stream.pause();
        }

        @Override
        public void resume() {
            paused = false;
            if (wanting) {
                wanting = false;
                fill();
            } else if (!filling) {
                stream.resume();
            }
        }

        @Override
        public void close() {
            over = true;
            stream.close();
        }

        private final class OverWebSocket implements WebSocketLink.Hearing {
            @Override
            public void opened(WebSocket socket) {
                Reader.this.opened();
            }

            @Override
            public void heard() {
                intake.heard();
            }

            @Override
            public void message(byte[] bytes) {
                Reader.this.message(() -> json.decode(bytes), bytes.length);
            }

            @Override
            public void tooLong() {
                intake.refuse("too long (expected: at most " + WebSocketLink.MAX_MESSAGE + " bytes)");
            }

            @Override
            public void ended(Ending ending) {
                Reader.this.ended(ending);
            }
        }

        /** Server-sent events. */
        private final class OverHttp implements HttpLink.Hearing {
            private String event = "";
            private StringBuilder data = new StringBuilder();
            private boolean cut;

            @Override
            public void opened() {
                Reader.this.opened();
            }

            @Override
            public void line(byte[] bytes) {
                intake.heard();
                String line = new String(bytes, StandardCharsets.UTF_8);
                if (line.isEmpty()) {
                    dispatch();
                } else if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).trim();
                } else if (line.startsWith("data:")) {
                    append(line.substring("data:".length()).trim());
                }
            }

            private void append(String line) {
                if (cut || data.length() + line.length() > Lines.MAX_LINE) {
                    cut = true;
                } else {
                    data.append(data.isEmpty() ? "" : "\n").append(line);
                }
            }

            private void dispatch() {
                String kind = event;
                String payload = data.toString();
                boolean whole = !cut;
                event = "";
                data = new StringBuilder();
                cut = false;
                if (!whole) {
                    intake.refuse("too long (expected: at most " + Lines.MAX_LINE + " bytes)");
                } else if (!kind.isEmpty()) {
                    Reader.this.message(() -> json.decode(kind, payload), payload.length());
                }
            }

            @Override
            public void tooLong() {
                cut = true;
            }

            @Override
            public Ending refused(HttpClientResponse answer, String body) {
                return refusal(answer.statusCode(), "", body, answer);
            }

            @Override
            public void whole() {
                // Streams have no end of their own.
            }

            @Override
            public void ended(Ending ending) {
                Reader.this.ended(ending);
            }
        }
    }
}
