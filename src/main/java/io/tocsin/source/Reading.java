package io.tocsin.source;

import io.tocsin.post.PostEvent;
import io.tocsin.post.Receipt;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.post.SourceLog.Progress;
import io.tocsin.source.SourceState.Phase;
import io.tocsin.source.SourceState.Trouble;
import io.tocsin.source.SourceState.Unsaid;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source, read by this member from its stored cursor on until it is stopped. Belongs to one context.
 *
 * <pre>
 *            cursor            answered               ended, or silent
 *  looking ─────────▶ connecting ───────▶ reading ───────────────────▶ waiting
 *                         ▲  │ refused, broken                         ▲  │
 *                         │  └─────────────────────────────────────────┘  │
 *                         └───────────────────────────────────────────────┘
 *                                           backed off
 * </pre>
 */
final class Reading {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** A connection that lasted so long was good. */
    private static final Duration GOOD = Duration.ofSeconds(10);

    private static final int MAX_GAPS = 100;

    // Given once.
    private final String name;
    private final Source source;
    private final Surroundings around;
    // Touched only on the context.
    private final Batches batches;
    private final Rate rate;
    private final List<Gap> gaps = new ArrayList<>();
    private @Nullable Keeping keeping;
    private @Nullable Link link;
    private Phase phase = Phase.CONNECTING;
    /** Up to where the service has been heard, durable or not: what is under way is not read again. */
    private @Nullable Cursor heardTo;

    private Optional<Trouble> trouble = Optional.empty();
    private Ending.Kind lastEnding = Ending.Kind.LOST;
    private int failures;
    private long reconnects;
    private long refused;
    private Optional<Unsaid> unsaid = Optional.empty();
    private boolean stopping;

    Reading(String name, Source source, Surroundings around) {
        this.name = name;
        this.source = source;
        this.around = around;
        this.batches = new Batches(around, new Sinking());
        this.rate = new Rate(around.clock().instant());
    }

    void start() {
        around.listener().reading(name, true);
        long unused = around.vertx().setPeriodic(Math.max(1, source.silence().toMillis() / 4), id -> {
            if (stopping) {
                boolean unusedToo = around.vertx().cancelTimer(id);
            } else if (link != null) {
                link.look();
            }
        });
        look();
    }

    private void look() {
        Future.fromCompletionStage(around.log().find(name), around.context())
                .onSuccess(this::found)
                .onFailure(this::notFound);
    }

    private void notFound(Throwable failure) {
        troubled("how far it was taken can't be read: " + failure);
        long unused = around.after(RETRY, () -> {
            if (!stopping) {
                look();
            }
        });
    }

    private void found(Progress progress) {
        if (stopping) {
            return;
        }
        if (progress.cursor().isEmpty()) {
            Cursor beginning = source.beginning(around.clock().instant());
            Future.fromCompletionStage(around.log().save(name, beginning, List.of()), around.context())
                    .onSuccess(kept -> look())
                    .onFailure(this::notFound);
            return;
        }
        gaps.addAll(progress.gaps());
        Cursor cursor = progress.cursor().get();
        heardTo = cursor;
        around.listener().reached(name, cursor);
        keeping = new Keeping(name, around, cursor);
        connect();
    }

    private void connect() {
        if (stopping) {
            return;
        }
        phase = Phase.CONNECTING;
        Link made = new Link(around.clock().instant());
        link = made;
        made.begin();
    }

    private void ended(Link which, Ending ending) {
        Instant now = around.clock().instant();
        link = null;
        reconnects++;
        boolean good = which.opened && Duration.between(which.since, now).compareTo(GOOD) >= 0;
        failures = good ? 0 : ending.kind() == lastEnding ? failures + 1 : 1;
        lastEnding = ending.kind();
        troubled(ending.reason());
        around.listener().connected(name, false);
        around.listener().ended(name, ending);
        phase = Phase.WAITING;
        // The first that ends is not a failure yet: most services close connections now and then.
        int before = ending.kind() == Ending.Kind.LOST ? Math.max(0, failures - 1) : failures;
        Duration wait = source.backOff().wait(ending, before, around.random().nextDouble());
        long unused = around.after(wait, this::connect);
    }

    private void troubled(String reason) {
        trouble = Optional.of(new Trouble(around.clock().instant(), reason));
        LOG.info("source: {} source={}", reason, name);
    }

    private void lost(Gap gap) {
        if (gaps.contains(gap)) {
            return;
        }
        gaps.add(gap);
        if (gaps.size() > MAX_GAPS) {
            gaps.remove(0);
        }
        LOG.warn("source: lost from {} to {}: {} source={}", gap.from(), gap.to(), gap.reason(), name);
        around.listener().lost(name, gap);
        if (keeping != null) {
            keeping.lost(gap);
        }
    }

    private void unsaid(Instant from, Instant to) {
        Duration time = from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
        Duration before = unsaid.map(Unsaid::sum).orElse(Duration.ZERO);
        unsaid = Optional.of(new Unsaid(to.minus(time), to, before.plus(time)));
        LOG.info("source: what was deleted or edited from {} to {} is not said again source={}", from, to, name);
        around.listener().unsaid(name, time);
    }

    boolean stopping() {
        return stopping;
    }

    SourceState state() {
        return new SourceState(
                phase,
                keeping == null ? Optional.empty() : Optional.of(keeping.reached()),
                rate.perSecond(around.clock().instant()),
                trouble,
                reconnects,
                refused,
                unsaid,
                gaps);
    }

    /** Reads no more; completes when what was given to the sink has its answer, and the cursor is kept. */
    Future<Void> stop() {
        stopping = true;
        phase = Phase.STOPPING;
        if (link != null) {
            link.close();
            link = null;
        }
        return batches.stop()
                .transform(settled -> keeping == null ? Future.<Void>succeededFuture() : keeping.save())
                .transform(kept -> {
                    around.listener().connected(name, false);
                    around.listener().reading(name, false);
                    return Future.succeededFuture();
                });
    }

    /** What the sink says. */
    private final class Sinking implements Batches.Hearing {
        @Override
        public void taken(List<Receipt> receipts) {
            rate.add(receipts.size(), around.clock().instant());
            around.listener().taken(name, receipts);
        }

        @Override
        public void acknowledged(Cursor cursor) {
            if (keeping != null) {
                keeping.reached(cursor);
                around.listener().reached(name, keeping.reached());
            }
        }

        @Override
        public void room() {
            if (link != null) {
                link.resume();
            }
        }

        @Override
        public void failed(String reason) {
            troubled(reason);
        }
    }

    /** One connection, and what it tells; once it is not the one any more, nothing it tells counts. */
    private final class Link implements Source.Intake {
        private final Instant since;
        private Source.@Nullable Connection connection;
        private Instant heardAt;
        private boolean opened;
        private boolean paused;

        Link(Instant now) {
            since = now;
            heardAt = now;
        }

        void begin() {
            Source.Connection made = source.connect(Objects.requireNonNull(heardTo), this);
            connection = made;
            if (link != this) {
                made.close();
            } else if (batches.full()) {
                pause();
            }
        }

        private void pause() {
            if (!paused && connection != null) {
                paused = true;
                connection.pause();
            }
        }

        void resume() {
            if (paused && connection != null) {
                paused = false;
                heardAt = around.clock().instant();
                connection.resume();
            }
        }

        void look() {
            Duration silent = Duration.between(heardAt, around.clock().instant());
            if (!paused && silent.compareTo(source.silence()) >= 0) {
                ended(Ending.lost("nothing came for " + source.silence().toMillis() + " ms"));
            }
        }

        void close() {
            if (connection != null) {
                connection.close();
            }
        }

        @Override
        public void opened() {
            if (link == this) {
                opened = true;
                phase = Phase.READING;
                heard();
                around.listener().connected(name, true);
            }
        }

        @Override
        public void heard() {
            heardAt = around.clock().instant();
        }

        @Override
        public void take(Optional<PostEvent> event, Optional<Cursor> cursor, int bytes) {
            if (link == this) {
                heard();
                cursor.ifPresent(its -> heardTo = heardTo == null ? its : heardTo.or(its));
                batches.add(event, cursor, bytes);
                if (batches.full()) {
                    pause();
                }
            }
        }

        @Override
        public void refuse(String reason) {
            if (link == this) {
                heard();
                refused++;
                trouble = Optional.of(new Trouble(heardAt, "a message could not be read: " + reason));
                LOG.debug("source: a message could not be read: {} source={}", reason, name);
                around.listener().refused(name);
            }
        }

        @Override
        public void lost(Gap gap) {
            if (link == this) {
                Reading.this.lost(gap);
            }
        }

        @Override
        public void unsaid(Instant from, Instant to) {
            if (link == this) {
                Reading.this.unsaid(from, to);
            }
        }

        @Override
        public void ended(Ending ending) {
            if (link == this) {
                close();
                Reading.this.ended(this, ending);
            }
        }
    }
}
