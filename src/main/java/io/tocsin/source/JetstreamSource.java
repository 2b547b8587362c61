package io.tocsin.source;

import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.wire.JetstreamJson;
import io.tocsin.wire.JetstreamMessage;
import io.tocsin.wire.MalformedException;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bluesky's posts, from its Jetstream. Where reading goes on is told in microseconds since 1970, which mean about the
 * same on all hosts; a few seconds are read again, as what is about the same is not the same.
 */
public final class JetstreamSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(JetstreamSource.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** Version 1 begins with the oldest that it has, and does not say that this is later than what was asked for. */
    static final Duration LOOK_BACK = Duration.ofHours(36);

    private static final String TOO_OLD = "CursorTooOld";
    private static final String OUTDATED = "OutdatedCursor";
    private static final String FUTURE = "FutureCursor";

    // Given once.
    private final JetstreamConfig config;
    private final InstantSource clock;
    /** Held here: a client that nobody holds is closed when the garbage is collected. */
    private final WebSocketClient client;

    private final JetstreamJson json;
    // Touched only on the context.
    private int host;
    private boolean tooOld;

    public JetstreamSource(Vertx vertx, JetstreamConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.client = vertx.createWebSocketClient(WebSocketLink.options());
        this.json = new JetstreamJson(config.postsOf());
    }

    @Override
    public Connection connect(Cursor after, Intake intake) {
        URI uri = config.hosts().get(host);
        host = (host + 1) % config.hosts().size();
        Subscription subscription = new Subscription(uri, after, intake);
        return WebSocketLink.connect(
                client, options(uri, tooOld ? Optional.empty() : Optional.of(after)), subscription);
    }

    private WebSocketConnectOptions options(URI uri, Optional<Cursor> after) {
        WebSocketConnectOptions options = new Host(uri).socket(path(after));
        return config.version() == JetstreamConfig.Version.V2 ? options.addSubProtocol("xrpc.v1.json") : options;
    }

    private String path(Optional<Cursor> after) {
        String from = after.map(cursor -> "&cursor=" + (cursor.position() - micros(AGAIN)))
                .orElse("");
        String most = "&maxMessageSizeBytes=" + WebSocketLink.MAX_MESSAGE;
        return switch (config.version()) {
            case V1 -> "/subscribe?wantedCollections=" + JetstreamJson.POSTS + most + from;
            case V2 ->
                "/xrpc/network.bsky.jetstream.subscribeEvents?kinds=commit&kinds=account&collections="
                        + JetstreamJson.POSTS + most + from;
        };
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1_000;
    }

    @Override
    public Cursor beginning(Instant now) {
        return at(now);
    }

    private static Cursor at(Instant time) {
        return new Cursor(ChronoUnit.MICROS.between(Instant.EPOCH, time), time);
    }

    @Override
    public BackOff backOff() {
        return BackOff.USUAL;
    }

    @Override
    public Duration silence() {
        return config.silence();
    }

    /** One connection. */
    private final class Subscription implements WebSocketLink.Hearing {
        private final URI uri;
        private final Cursor after;
        private final Intake intake;
        /** Why there is something between what was asked for and the first message. */
        private @Nullable String missing;

        Subscription(URI uri, Cursor after, Intake intake) {
            this.uri = uri;
            this.after = after;
            this.intake = intake;
            if (tooOld) {
                missing = TOO_OLD;
            } else if (after.upTo().isBefore(clock.instant().minus(LOOK_BACK))) {
                missing = "longer ago than the " + LOOK_BACK.toHours() + " h that the service keeps";
            }
        }

        @Override
        public void opened(WebSocket socket) {
            LOG.info("source: reads {}", uri);
            tooOld = false;
            intake.opened();
        }

        @Override
        public Ending refused(UpgradeRejectedException refusal) {
            if (WebSocketLink.body(refusal).contains(TOO_OLD)) {
                tooOld = true;
                return Ending.lost(uri + ": " + WebSocketLink.body(refusal));
            }
            return WebSocketLink.refusal(refusal);
        }

        @Override
        public void heard() {
            intake.heard();
        }

        @Override
        public void message(byte[] bytes) {
            JetstreamMessage message;
            try {
                message = json.decode(bytes);
            } catch (MalformedException e) {
                intake.refuse(String.valueOf(e.getMessage()));
                return;
            }
            if (message instanceof JetstreamMessage.Happened happened) {
                happened(happened, bytes.length);
            } else if (message instanceof JetstreamMessage.Notice notice) {
                notice(notice);
            } else if (message instanceof JetstreamMessage.Failure failure) {
                intake.ended(Ending.lost(uri + ": " + failure.name() + " " + failure.detail()));
            } else if (message instanceof JetstreamMessage.Unknown unknown) {
                LOG.trace("source: passes over a message of kind {}", unknown.kind());
            } else {
                throw new AssertionError(message);
            }
        }

        private void happened(JetstreamMessage.Happened happened, int length) {
            // A clock that is ahead there must not carry us over what comes after.
            Instant now = clock.instant();
            Instant time = happened.time().isAfter(now) ? now : happened.time();
            if (missing != null) {
                Instant from = after.upTo();
                intake.lost(new Gap(from.isBefore(time) ? from : time, time, missing));
                missing = null;
            }
            intake.take(happened.event(), Optional.of(at(time)), length);
        }

        private void notice(JetstreamMessage.Notice notice) {
            LOG.info("source: {} says {}: {}", uri, notice.name(), notice.detail());
            if (notice.name().equals(OUTDATED) || notice.name().equals(FUTURE)) {
                missing = notice.name() + ": " + notice.detail();
            }
        }

        @Override
        public void tooLong() {
            intake.refuse("too long (expected: at most " + WebSocketLink.MAX_MESSAGE + " bytes)");
        }

        @Override
        public void ended(Ending ending) {
            intake.ended(new Ending(ending.kind(), uri + ": " + ending.reason(), ending.retryAfter()));
        }
    }
}
