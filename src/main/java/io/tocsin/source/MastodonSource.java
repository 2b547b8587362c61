package io.tocsin.source;

import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.MastodonJson;
import io.tocsin.wire.MastodonMessage;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of Mastodon. Its stream says nothing again; what was posted meanwhile is read from the timeline, page by
 * page, while the stream, which is connected already, waits. Deletions and edits of that time are in neither.
 */
public final class MastodonSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(MastodonSource.class);
    private static final int TOO_MANY_REQUESTS = 429;
    /** Posts of other servers have ids by when they were made, and come later. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private static final int SEQUENCE_BITS = 16;

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
                : HttpLink.connect(requests, streaming().get(eventStream(), config.token()), reader.new OverHttp());
        return reader;
    }

    private Host streaming() {
        return new Host(config.streaming().orElse(config.service()));
    }

    private WebSocketConnectOptions socket() {
        String stream = config.tag()
                .map(tag -> (config.local() ? "hashtag:local" : "hashtag") + "&tag=" + encoded(tag))
                .orElse(config.local() ? "public:local" : "public");
        return streaming()
                .socket("/api/v1/streaming?stream=" + stream)
                .addHeader("Authorization", "Bearer " + config.token().value());
    }

    private String eventStream() {
        String local = config.local() ? "/local" : "";
        return "/api/v1/streaming/"
                + config.tag()
                        .map(tag -> "hashtag" + local + "?tag=" + encoded(tag))
                        .orElse("public" + local);
    }

    private RequestOptions timeline(long after) {
        String path = "/api/v1/timelines/"
                + config.tag().map(tag -> "tag/" + encoded(tag)).orElse("public") + "?limit=" + MastodonTimeline.PAGE
                + "&min_id=" + after
                + (config.local() ? "&local=true" : "");
        return new Host(config.service()).get(path, config.token());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What an answer means that is neither a stream nor a page. */
    static Ending refusal(String what, HttpClientResponse answer, String body) {
        String reason = what + "refused with " + answer.statusCode() + ": " + body;
        return answer.statusCode() == TOO_MANY_REQUESTS
                ? new Ending(Ending.Kind.LIMITED, reason, RetryAfter.of(answer.getHeader("Retry-After")))
                : Ending.refused(reason);
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
        private final MastodonTimeline timeline;
        private Connection stream = this;
        private boolean paused;
        private boolean over;

        Reader(Cursor after, Intake intake) {
            this.after = after;
            this.intake = intake;
            long from = Math.max(0, after.position() - (LATE.toMillis() << SEQUENCE_BITS));
            this.timeline = new MastodonTimeline(requests, MastodonSource.this::timeline, json, from, new Filling());
        }

        private void opened() {
            intake.opened();
            stream.pause();
            if (!after.equals(begun)) {
                intake.unsaid(after.upTo(), clock.instant());
            }
            timeline.read();
        }

        private void take(MastodonMessage.Posted posted, int bytes) {
            intake.take(Optional.of(posted.event()), Optional.of(new Cursor(posted.id(), posted.createdAt())), bytes);
        }

        private void message(Supplier<MastodonMessage> decoding, int bytes) {
            MastodonMessage message;
            try {
                message = decoding.get();
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
            timeline.pause();
            stream.pause();
        }

        @Override
        public void resume() {
            paused = false;
            timeline.resume();
            if (timeline.done()) {
                stream.resume();
            }
        }

        @Override
        public void close() {
            over = true;
            timeline.close();
            stream.close();
        }

        private final class Filling implements MastodonTimeline.Hearing {
            @Override
            public void posted(MastodonMessage.Posted posted, int bytes) {
                take(posted, bytes);
            }

            @Override
            public void unreadable() {
                intake.refuse("a post of the timeline");
            }

            @Override
            public void filled(Optional<Instant> leftOff) {
                leftOff.ifPresent(from -> intake.lost(new Gap(
                        from, clock.instant(), "more was posted than " + MastodonTimeline.MAX_PAGES + " pages hold")));
                if (!paused) {
                    stream.resume();
                }
            }

            @Override
            public void ended(Ending ending) {
                Reader.this.ended(ending);
            }
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

        private final class OverHttp implements HttpLink.Hearing, EventLines.Hearing {
            private final EventLines events = new EventLines(this);

            @Override
            public void opened() {
                Reader.this.opened();
            }

            @Override
            public void line(byte[] line) {
                events.line(line);
            }

            @Override
            public void heard() {
                intake.heard();
            }

            @Override
            public void event(String kind, String data) {
                message(() -> json.decode(kind, data), data.length());
            }

            @Override
            public void tooLong() {
                events.tooLong();
            }

            @Override
            public void eventTooLong() {
                intake.refuse("too long (expected: at most " + Lines.MAX_LINE + " bytes)");
            }

            @Override
            public Ending refused(HttpClientResponse answer, String body) {
                return refusal("", answer, body);
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
