package io.tocsin.source;

import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.XJson;
import io.tocsin.wire.XMessage;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of X's API, or one partition of it. Its posts are in no order and have no numbers that one could go on at,
 * so what counts is when we heard it: a backfill says the last minutes again, and a recovery what is longer ago.
 *
 * <pre>
 *  away for up to 5 min    connect, with a backfill of so many minutes; it counts when it is over
 *  for longer              first a recovery from then until now, which ends by itself; then as above
 *  for more than a day, or where we may have neither: what is not to be had is a gap
 * </pre>
 */
public final class XSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(XSource.class);
    private static final Duration BACKFILL = Duration.ofMinutes(5);
    private static final Duration RECOVERY = Duration.ofHours(24);
    /** Clocks differ, and X's own cut is by the minute. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int ENHANCE_YOUR_CALM = 420;
    private static final BackOff BACK_OFF = new BackOff(
            BackOff.Waits.linear(Duration.ofMillis(250), Duration.ofSeconds(16)),
            BackOff.Waits.doubling(Duration.ofSeconds(5), Duration.ofSeconds(320)),
            BackOff.Waits.doubling(Duration.ofSeconds(60), Duration.ofMinutes(15)));
    private static final String WHOLE_POSTS = "tweet.fields=id,text,author_id,created_at,lang,entities,geo,"
            + "referenced_tweets,in_reply_to_user_id,conversation_id,attachments,edit_history_tweet_ids,note_tweet"
            + "&expansions=author_id,geo.place_id,attachments.media_keys,referenced_tweets.id,"
            + "referenced_tweets.id.author_id,in_reply_to_user_id"
            + "&user.fields=id,name,username,description,location,verified,public_metrics"
            + "&place.fields=id,full_name,country_code,geo&media.fields=media_key,type,url,preview_image_url";

    // Given once.
    private final XConfig config;
    private final OptionalInt partition;
    private final InstantSource clock;
    private final HttpClient client;
    private final XJson json;
    // Touched only on the context.
    private boolean recoveryRefused;
    private boolean backfillRefused;

    public XSource(Vertx vertx, XConfig config, OptionalInt partition, InstantSource clock) {
        this.config = config;
        this.partition = partition;
        this.clock = clock;
        this.client = vertx.createHttpClient(HttpLink.options());
        this.json = new XJson(config.postsOf());
    }

    @Override
    public Connection connect(Cursor after, Intake intake) {
        Instant now = clock.instant();
        Duration away = Duration.between(after.upTo(), now);
        if (away.compareTo(BACKFILL) > 0 && config.stream().recovers && !recoveryRefused) {
            return recovery(after.upTo(), now, intake);
        }
        if (backfillRefused) {
            Gap gap = new Gap(after.upTo(), now, "there is no backfill for us");
            return HttpLink.connect(client, request(""), new Line(intake, Optional.of(gap), Past.NONE, now));
        }
        Optional<Gap> gap = away.compareTo(BACKFILL) > 0
                ? Optional.of(new Gap(after.upTo(), now.minus(BACKFILL), "longer ago than the 5 min of a backfill"))
                : Optional.empty();
        return HttpLink.connect(client, request(backfill(away)), new Line(intake, gap, Past.BACKFILL, now));
    }

    private Connection recovery(Instant upTo, Instant now, Intake intake) {
        Instant oldest = now.minus(RECOVERY).plus(MARGIN);
        Instant from = upTo.minus(MARGIN);
        Optional<Gap> gap = upTo.isBefore(oldest)
                ? Optional.of(new Gap(upTo, oldest, "longer ago than the 24 h of a recovery"))
                : Optional.empty();
        String span = "&start_time="
                + (from.isBefore(oldest) ? oldest : from).truncatedTo(ChronoUnit.SECONDS)
                + "&end_time=" + now.truncatedTo(ChronoUnit.SECONDS);
        return HttpLink.connect(client, request(span), new Line(intake, gap, Past.RECOVERY, now));
    }

    @Override
    public Cursor beginning(Instant now) {
        return at(now);
    }

    private static Cursor at(Instant time) {
        return new Cursor(ChronoUnit.MICROS.between(Instant.EPOCH, time), time);
    }

    private static String backfill(Duration away) {
        // A clock that was set back makes the time away less than nothing.
        long minutes = Math.max(0, away.plus(MARGIN).toMinutes()) + 1;
        return "&backfill_minutes=" + Math.min(BACKFILL.toMinutes(), minutes);
    }

    private RequestOptions request(String more) {
        String part = partition.isPresent() ? "&partition=" + partition.getAsInt() : "";
        String query = (config.stream().compliance ? part : WHOLE_POSTS + part) + more;
        String path = config.stream().path + "?" + (query.startsWith("&") ? query.substring(1) : query);
        return new Host(config.service()).get(path, config.token());
    }

    @Override
    public BackOff backOff() {
        return BACK_OFF;
    }

    @Override
    public Duration silence() {
        return config.silence();
    }

    /** What of the past a connection says again, before or instead of what happens now. */
    private enum Past {
        NONE,
        BACKFILL,
        RECOVERY
    }

    /** One connection. */
    private final class Line implements HttpLink.Hearing {
        private final Intake intake;
        private final Optional<Gap> gap;
        private final Past past;
        private final Instant since;
        /**
         * Whether what is heard happens now. What of a backfill is not heard yet when the connection breaks must be
         * said again, so nothing counts before it is over; nor, in a recovery, before its end.
         */
        private boolean live;

        private boolean quiet;

        Line(Intake intake, Optional<Gap> gap, Past past, Instant since) {
            this.intake = intake;
            this.gap = gap;
            this.past = past;
            this.since = since;
            this.live = past == Past.NONE;
        }

        @Override
        public void opened() {
            intake.opened();
            gap.ifPresent(intake::lost);
        }

        private Optional<Cursor> cursor() {
            return live ? Optional.of(at(clock.instant())) : Optional.empty();
        }

        @Override
        public void line(byte[] line) {
            if (line.length == 0) {
                // Between two heartbeats there was nothing left to say again.
                live |= quiet && past == Past.BACKFILL;
                quiet = true;
                intake.take(Optional.empty(), cursor(), 0);
                return;
            }
            quiet = false;
            XMessage message;
            try {
                message = json.decode(line, clock.instant());
            } catch (MalformedException e) {
                intake.refuse(String.valueOf(e.getMessage()));
                return;
            }
            if (message instanceof XMessage.Happened happened) {
                boolean now =
                        happened.at().filter(time -> !time.isBefore(since)).isPresent();
                live |= now && past == Past.BACKFILL;
                intake.take(happened.event(), cursor(), line.length);
            } else if (message instanceof XMessage.Failure failure) {
                failed(failure);
            } else if (message instanceof XMessage.Unknown unknown) {
                LOG.trace("source: passes over a message of kind {}", unknown.kind());
                intake.heard();
            } else {
                throw new AssertionError(message);
            }
        }

        private void failed(XMessage.Failure failure) {
            String reason = failure.title() + ": " + failure.detail();
            boolean tooMany = failure.title().equals("ConnectionException");
            intake.ended(tooMany ? Ending.refused(reason) : Ending.lost(reason));
        }

        @Override
        public void tooLong() {
            intake.refuse("too long (expected: at most " + Lines.MAX_LINE + " bytes)");
        }

        @Override
        public Ending refused(HttpClientResponse answer, String body) {
            int status = answer.statusCode();
            String reason = "refused with " + status + ": " + body;
            if (status == TOO_MANY_REQUESTS || status == ENHANCE_YOUR_CALM) {
                return new Ending(
                        Ending.Kind.LIMITED,
                        reason,
                        reset(answer).or(() -> RetryAfter.of(answer.getHeader("Retry-After"))));
            }
            if (status == BAD_REQUEST || status == FORBIDDEN) {
                withoutThePast();
            }
            return Ending.refused(reason);
        }

        /**
         * Not everybody may have the past again, and who may not still reads on. If not even that, it was not the past.
         */
        private void withoutThePast() {
            recoveryRefused = past == Past.RECOVERY || (recoveryRefused && past == Past.BACKFILL);
            backfillRefused = past == Past.BACKFILL;
        }

        private Optional<Duration> reset(HttpClientResponse answer) {
            return RetryAfter.of(answer.getHeader("x-rate-limit-reset"))
                    .map(time -> Duration.between(clock.instant(), Instant.EPOCH.plus(time)))
                    .filter(wait -> !wait.isNegative());
        }

        @Override
        public void whole() {
            if (past == Past.RECOVERY) {
                intake.take(Optional.empty(), Optional.of(at(since)), 0);
            }
        }

        @Override
        public void ended(Ending ending) {
            intake.ended(ending);
        }
    }
}
