package io.tocsin.push;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Lag;
import io.tocsin.feed.Start;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.ClientFrame;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket session of sub-protocol {@code tocsin.v1}. Its fields belong to the socket's event loop. */
final class Session implements Sessions.Open, Line.End, Loop.Ticking {
    static final int GOING_AWAY = 1001;
    static final int POLICY_VIOLATION = 1008;
    static final int TRY_AGAIN_LATER = 1013;
    static final int EXPIRED = 4401;
    static final int TOO_MANY_REQUESTS = 4429;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int MAX_FOLLOWED = ClientFrame.MAX_SUBSCRIPTIONS;
    private static final int RECONNECT_WITHIN_MILLIS = 5000;

    // Given once.
    private final String name;
    private final Line line;
    private final Loop loop;
    private final Sessions sessions;
    private final Presence presence;
    private final Promise<Void> closed = Promise.promise();
    // Touched only on the loop.
    private final Map<SubscriptionId, Followed> followed = new LinkedHashMap<>(2);
    private final Set<Followed> waiting = new LinkedHashSet<>(2);
    private @Nullable Followed reading;
    private Visitor visitor;
    /** How many feeds may be followed anew; what is used up comes back over time. */
    private int subscribes = MAX_FOLLOWED;

    private boolean credited;
    private long credit;
    private boolean ended;

    Session(String name, Line line, Loop loop, Visitor visitor, Sessions sessions, int phase) {
        this.name = name;
        this.line = line;
        this.loop = loop;
        this.visitor = visitor;
        this.sessions = sessions;
        this.presence = new Presence(line, phase, visitor.stay());
    }

    void start() {
        line.open(this);
        loop.begin(this);
        sessions.opened(this);
        send(ServerFrame.welcome(name, visitor.stay()));
    }

    /** The session can't be: says so, and ends. */
    void turnAway(String why) {
        line.open(this);
        send(ServerFrame.error(Problem.tooManyRequests(why), true));
        end(TRY_AGAIN_LATER, "too many sessions");
    }

    @Override
    public Consumer.Kind kind() {
        return Consumer.Kind.SESSION;
    }

    @Override
    public void writable() {
        followed.values().forEach(Followed::wake);
    }

    @Override
    public void alive() {
        presence.heard();
    }

    @Override
    public void tick() {
        subscribes = Math.min(MAX_FOLLOWED, subscribes + sessions.config().subscribesPerSecond());
        if (ended) {
            return;
        }
        switch (presence.tick()) {
            case PRESENT -> {}
            case ABSENT -> {
                LOG.debug("session={} neither answers pings nor takes what is written", name);
                cut();
            }
            case EXPIRED -> expired("the session's time is over (expected: refresh with a new ticket, or a key)");
            case TO_BE_ASKED -> ask();
        }
    }

    private void ask() {
        var unused = sessions.visitors().welcome(visitor).whenCompleteAsync(this::asked, loop);
    }

    /** While the store says nothing of a key, who is here may stay. */
    private void asked(@Nullable Boolean welcome, @Nullable Throwable failure) {
        if (Boolean.FALSE.equals(welcome)) {
            expired("the key is not valid any more (expected: open a new session with one that is)");
        }
    }

    private void expired(String why) {
        if (!ended) {
            send(ServerFrame.error(Problem.unauthorized("session: " + why), true));
            end(EXPIRED, "expired");
        }
    }

    /**
     * One feed reads at a time, so that a session holds one page however many feeds it follows; the others stand in
     * line.
     */
    boolean turn(Followed feed) {
        if (reading == null) {
            reading = feed;
        }
        if (reading == feed) {
            return true;
        }
        waiting.add(feed);
        return false;
    }

    /** The feed does not read, or no more: whoever is next in line may. */
    void done(Followed feed) {
        waiting.remove(feed);
        if (reading == null || reading == feed) {
            Iterator<Followed> next = waiting.iterator();
            reading = next.hasNext() ? next.next() : null;
            if (reading != null) {
                next.remove();
                reading.wake();
            }
        }
    }

    @Override
    public void heard(String text) {
        if (ended) {
            return;
        }
        try {
            take(ClientFrame.decode(text, sessions.cursors()));
        } catch (MalformedException e) {
            refuse(String.valueOf(e.getMessage()), POLICY_VIOLATION, "protocol error");
        }
    }

    @Override
    public void heardBinary() {
        if (!ended) {
            refuse("a binary frame (expected: JSON in text frames)", Line.UNSUPPORTED, "binary");
        }
    }

    private void take(ClientFrame frame) {
        if (frame instanceof ClientFrame.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (frame instanceof ClientFrame.Ack ack) {
            acknowledged(ack.cursor());
        } else if (frame instanceof ClientFrame.Credit more) {
            credited = true;
            credit = Math.min(ClientFrame.MAX_CREDIT, credit + more.alerts());
            writable();
        } else if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
            unfollow(unsubscribe.subscription(), "asked");
        } else if (frame instanceof ClientFrame.Refresh refresh) {
            refresh(refresh.token());
        } else if (frame instanceof ClientFrame.Ping) {
            send(ServerFrame.pong());
        } else {
            throw new AssertionError(frame);
        }
    }

    private void refresh(String token) {
        var unused = sessions.visitors()
                .bringing(token)
                .whenCompleteAsync(
                        (brought, failure) -> {
                            if (brought == null) {
                                fail(Problem.unavailable("refresh: what was brought could not be checked now"));
                            } else if (brought.isEmpty() || !brought.get().key().equals(visitor.key())) {
                                fail(Problem.unauthorized(
                                        "refresh: not valid, or of another (expected: a ticket or the key itself, of the"
                                                + " key that this session was opened with)"));
                            } else {
                                visitor = brought.get();
                                presence.stay(visitor.stay());
                                send(ServerFrame.refreshed(visitor.stay()));
                            }
                        },
                        loop);
    }

    private void subscribe(ClientFrame.Subscribe asked) {
        for (SubscriptionId id : asked.subscriptions()) {
            if (ended) {
                return;
            }
            if (subscribes-- <= 0) {
                send(ServerFrame.error(
                        Problem.tooManyRequests("subscribe: too often (expected: at most "
                                + sessions.config().subscribesPerSecond() + " a second, and " + MAX_FOLLOWED
                                + " at once)"),
                        true));
                end(TOO_MANY_REQUESTS, "too many requests");
            } else if (followed.containsKey(id)) {
                error(
                        id,
                        Problem.invalid("subscription: " + id + " is followed already (expected: unsubscribe first)"));
            } else if (followed.size() >= MAX_FOLLOWED) {
                error(
                        id,
                        Problem.invalid(
                                "subscription: one too many (expected: at most " + MAX_FOLLOWED + " a session)"));
            } else {
                follow(id, asked);
            }
        }
    }

    private void follow(SubscriptionId id, ClientFrame.Subscribe asked) {
        Followed feed = new Followed(this, id, asked, window(asked), keeper(id, asked), loop);
        followed.put(id, feed);
        var unused = sessions.subscriptions()
                .find(id)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(Optional.<Feeds.Place>empty())
                        : place(id, asked).thenApply(Optional::of))
                .whenCompleteAsync(
                        (place, failure) -> {
                            if (place != null) {
                                follow(feed, place);
                            } else {
                                followFailed(feed, failure == null ? new AssertionError("no place") : failure);
                            }
                        },
                        loop);
    }

    private OptionalLong window(ClientFrame.Subscribe asked) {
        if (asked.window().isPresent()) {
            return OptionalLong.of(sessions.config().window(asked.window().getAsLong()));
        }
        return asked.consumer().isPresent() ? OptionalLong.of(sessions.config().window()) : OptionalLong.empty();
    }

    private @Nullable Keeper keeper(SubscriptionId id, ClientFrame.Subscribe asked) {
        return asked.consumer()
                .map(consumer -> new Keeper(
                        consumer,
                        sessions.places(),
                        loop,
                        () -> error(
                                id,
                                Problem.invalid("consumer: " + consumer
                                        + " is not kept (expected: fewer names, or a subscription that is there)"))))
                .orElse(null);
    }

    /** A consumer that is known begins where it was. */
    private CompletionStage<Feeds.Place> place(SubscriptionId id, ClientFrame.Subscribe asked) {
        Optional<ConsumerName> consumer = asked.consumer();
        if (consumer.isEmpty()) {
            return sessions.feeds().place(id, asked.start());
        }
        return sessions.places()
                .place(consumer.get(), id)
                .thenCompose(kept -> sessions.feeds()
                        .place(id, kept.<Start>map(Start.After::new).orElse(asked.start())));
    }

    private void follow(Followed feed, Optional<Feeds.Place> place) {
        SubscriptionId id = feed.subscription();
        if (ended || followed.get(id) != feed) {
            return;
        }
        if (place.isEmpty()) {
            followed.remove(id);
            error(id, Problem.notFound("subscription: " + id));
            return;
        }
        Feeds.Place found = place.get();
        send(ServerFrame.subscribed(
                found.after(),
                found.head(),
                feed.window(),
                feed.asked().mode(),
                feed.asked().consumer(),
                sessions.cursors()));
        feed.open(sessions.feeds(), found.after(), found.head());
    }

    private void followFailed(Followed feed, Throwable failure) {
        SubscriptionId id = feed.subscription();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!followed.remove(id, feed)) {
            return;
        }
        if (cause instanceof IllegalArgumentException) {
            error(id, Problem.invalid(String.valueOf(cause.getMessage())));
            return;
        }
        LOG.warn("session={} subscription={} cannot be followed: {}", name, id, cause.toString());
        error(id, Problem.unavailable("subscription: " + id + " cannot be read now"));
    }

    private void acknowledged(Cursor cursor) {
        Followed feed = followed.get(cursor.subscription());
        if (feed == null) {
            error(
                    cursor.subscription(),
                    Problem.invalid(
                            "ack: of " + cursor.subscription() + " (expected: a subscription of this session)"));
        } else if (!feed.acknowledged(cursor, sessions.config().window())) {
            error(
                    cursor.subscription(),
                    Problem.invalid("ack: alert " + cursor.sequence() + " (expected: one that was sent)"));
        }
    }

    private void unfollow(SubscriptionId id, String reason) {
        Followed feed = followed.remove(id);
        if (feed == null) {
            error(id, Problem.invalid("unsubscribe: " + id + " (expected: a subscription of this session)"));
        } else {
            feed.close();
            send(ServerFrame.unsubscribed(id, reason));
        }
    }

    @Override
    public void removed(SubscriptionId id) {
        loop.execute(() -> {
            if (followed.containsKey(id)) {
                unfollow(id, "removed");
            }
        });
    }

    @Override
    public Future<Void> drain(RandomGenerator random) {
        Duration wait = Duration.ofMillis(random.nextInt(RECONNECT_WITHIN_MILLIS));
        loop.execute(() -> {
            send(ServerFrame.reconnect(wait));
            end(GOING_AWAY, "member stops");
        });
        return closed.future();
    }

    private void error(SubscriptionId id, Problem problem) {
        fail(problem.with("subscription", id.value()));
    }

    private void fail(Problem problem) {
        send(ServerFrame.error(problem, false));
    }

    /** What the client says is not our protocol: there is no use in going on. */
    private void refuse(String detail, int code, String reason) {
        send(ServerFrame.error(Problem.invalid(detail), true));
        end(code, reason);
    }

    private void end(int code, String reason) {
        if (!ended) {
            ended = true;
            line.close(code, reason);
        }
    }

    private void cut() {
        ended = true;
        line.cut();
    }

    private void send(String frame) {
        if (!ended) {
            line.say(frame);
        }
    }

    void write(Entry entry) {
        line.write(loop.frame(entry, line.deflates()));
    }

    /** As {@link #write(Entry)}; {@code taken} runs when the socket has taken it. How long the frame is, in bytes. */
    int write(Entry entry, Runnable taken) {
        var frame = loop.frame(entry, line.deflates());
        int length = frame.readableBytes();
        line.write(frame, taken);
        return length;
    }

    void write(Gap gap, Runnable taken) {
        write(ServerFrame.gap(gap, sessions.cursors()), taken);
    }

    void write(Lag lag, Runnable taken) {
        write(ServerFrame.lag(lag, sessions.cursors()), taken);
    }

    private void write(String frame, Runnable taken) {
        line.write(Frame.text(frame.getBytes(StandardCharsets.UTF_8)), taken);
    }

    boolean full() {
        return ended || line.full();
    }

    long roomBytes() {
        return line.roomBytes();
    }

    /** How many alerts the client takes, as far as it has said. */
    long credit() {
        return credited ? credit : Long.MAX_VALUE;
    }

    void spend(int alerts) {
        credit -= credited ? alerts : 0;
    }

    @Override
    public void closed() {
        ended = true;
        List.copyOf(followed.values()).forEach(Followed::close);
        followed.clear();
        loop.end(this);
        if (sessions.closed(this)) {
            sessions.left(visitor.key());
        }
        boolean unused = closed.tryComplete();
    }
}
