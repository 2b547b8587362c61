package io.tocsin.push;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.ClientFrame;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ServerFrame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket session of sub-protocol {@code tocsin.v1}. Its fields belong to the socket's context. */
final class Session implements Sessions.Open {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int MAX_FOLLOWED = 1000;
    private static final int WRITE_QUEUE_BYTES = 64 * 1024;
    private static final Duration PING_EVERY = Duration.ofSeconds(20);
    private static final int MISSED_PONGS = 2;
    private static final long CLOSING_MILLIS = 2000;
    private static final int RECONNECT_WITHIN_MILLIS = 5000;
    private static final short GOING_AWAY = 1001;
    private static final short POLICY_VIOLATION = 1008;

    // Given once.
    private final String name;
    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final Context context;
    private final Sessions sessions;
    private final Feeds feeds;
    private final Subscriptions subscriptions;
    private final CursorText cursors;
    private final Promise<Void> closed = Promise.promise();
    // Touched only on the context.
    private final Map<SubscriptionId, Followed> followed = new LinkedHashMap<>();
    private final Set<Followed> waiting = new LinkedHashSet<>();
    private @Nullable Followed reading;
    private int unanswered;
    private boolean ended;

    Session(
            String name,
            ServerWebSocket socket,
            HttpConnection connection,
            Context context,
            Sessions sessions,
            Feeds feeds,
            Subscriptions subscriptions,
            CursorText cursors) {
        this.name = name;
        this.socket = socket;
        this.connection = connection;
        this.context = context;
        this.sessions = sessions;
        this.feeds = feeds;
        this.subscriptions = subscriptions;
        this.cursors = cursors;
    }

    void start() {
        socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES)
                .drainHandler(drained -> drained())
                .pongHandler(pong -> unanswered = 0)
                .textMessageHandler(this::said)
                .binaryMessageHandler(binary -> refuse("a binary frame (expected: JSON in text frames)"))
                .exceptionHandler(lost -> LOG.debug("session={} lost: {}", name, lost.toString()))
                .closeHandler(close -> closed());
        long pings = socketPings();
        closed.future().onComplete(close -> cancel(pings));
        sessions.opened(this);
        send(ServerFrame.welcome(name));
    }

    @Override
    public Consumer.Kind kind() {
        return Consumer.Kind.SESSION;
    }

    private void drained() {
        var unused = socket.resume();
        followed.values().forEach(Followed::wake);
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
            Iterator<Followed> line = waiting.iterator();
            reading = line.hasNext() ? line.next() : null;
            if (reading != null) {
                line.remove();
                reading.wake();
            }
        }
    }

    private void said(String text) {
        try {
            ClientFrame frame = ClientFrame.decode(text, cursors);
            if (frame instanceof ClientFrame.Subscribe subscribe) {
                subscribe(subscribe);
            } else if (frame instanceof ClientFrame.Ack ack) {
                acknowledged(ack.cursor());
            } else if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
                unfollow(unsubscribe.subscription(), "asked");
            } else if (frame instanceof ClientFrame.Ping) {
                send(ServerFrame.pong());
            } else {
                throw new AssertionError(frame);
            }
        } catch (MalformedException e) {
            refuse(String.valueOf(e.getMessage()));
        }
        if (socket.writeQueueFull()) {
            // Who does not read our answers is not heard until it does.
            var unused = socket.pause();
        }
    }

    private void subscribe(ClientFrame.Subscribe asked) {
        SubscriptionId id = asked.subscription();
        if (followed.containsKey(id)) {
            error(id, Problem.invalid("subscription: " + id + " is followed already (expected: unsubscribe first)"));
            return;
        }
        if (followed.size() >= MAX_FOLLOWED) {
            error(id, Problem.invalid("subscription: one too many (expected: at most " + MAX_FOLLOWED + " a session)"));
            return;
        }
        Followed feed = new Followed(this, asked);
        followed.put(id, feed);
        Future.fromCompletionStage(subscriptions.find(id), context)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<Feeds.Place>empty())
                        : Future.fromCompletionStage(feeds.place(id, asked.start()), context)
                                .map(Optional::of))
                .onSuccess(place -> follow(feed, place))
                .onFailure(failure -> followFailed(feed, failure));
    }

    private void follow(Followed feed, Optional<Feeds.Place> place) {
        SubscriptionId id = feed.asked().subscription();
        if (ended || followed.get(id) != feed) {
            return;
        }
        if (place.isEmpty()) {
            followed.remove(id);
            error(id, Problem.notFound("subscription: " + id));
            return;
        }
        Feeds.Place found = place.get();
        send(ServerFrame.subscribed(found.after(), found.head(), cursors));
        feed.open(feeds, context, found.after(), found.head());
    }

    private void followFailed(Followed feed, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof IllegalArgumentException) {
            if (followed.remove(feed.asked().subscription(), feed)) {
                error(feed.asked().subscription(), Problem.invalid(String.valueOf(cause.getMessage())));
            }
            return;
        }
        LOG.warn(
                "session={} subscription={} cannot be followed: {}",
                name,
                feed.asked().subscription(),
                cause.toString());
        followed.remove(feed.asked().subscription(), feed);
        error(
                feed.asked().subscription(),
                Problem.unavailable("subscription: " + feed.asked().subscription() + " cannot be read now"));
    }

    private void acknowledged(Cursor cursor) {
        Followed feed = followed.get(cursor.subscription());
        if (feed == null) {
            error(
                    cursor.subscription(),
                    Problem.invalid(
                            "ack: of " + cursor.subscription() + " (expected: a subscription of this session)"));
        } else if (!feed.acknowledged(cursor.sequence())) {
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
        context.runOnContext(go -> {
            if (followed.containsKey(id)) {
                unfollow(id, "removed");
            }
        });
    }

    @Override
    public Future<Void> drain(RandomGenerator random) {
        Duration wait = Duration.ofMillis(random.nextInt(RECONNECT_WITHIN_MILLIS));
        context.runOnContext(go -> {
            send(ServerFrame.reconnect(wait));
            end(GOING_AWAY, "member stops");
            long unused = context.owner().setTimer(CLOSING_MILLIS, late -> cut());
        });
        return closed.future();
    }

    private void error(SubscriptionId id, Problem problem) {
        send(ServerFrame.error(problem.with("subscription", id.value()), false));
    }

    /** What the client says is not our protocol: there is no use in going on. */
    private void refuse(String detail) {
        send(ServerFrame.error(Problem.invalid(detail), true));
        end(POLICY_VIOLATION, "protocol error");
    }

    private void end(short code, String reason) {
        if (!ended) {
            ended = true;
            socket.close(code, reason).onFailure(lost -> LOG.debug("session={} lost: {}", name, lost.toString()));
        }
    }

    /**
     * Closes the connection under a socket whose peer does nothing any more: a close frame would wait behind the rest.
     */
    private void cut() {
        ended = true;
        Peers.cut(connection);
    }

    private void send(String frame) {
        if (!ended) {
            write(frame).onFailure(lost -> LOG.debug("session={} lost: {}", name, lost.toString()));
        }
    }

    Future<Void> write(String frame) {
        return socket.writeTextMessage(frame).onSuccess(written -> unanswered = 0);
    }

    String shown(Entry entry) {
        return ServerFrame.alert(entry, cursors);
    }

    String shown(Gap gap) {
        return ServerFrame.gap(gap, cursors);
    }

    boolean full() {
        return ended || socket.writeQueueFull();
    }

    private long socketPings() {
        return context.owner().setPeriodic(PING_EVERY.toMillis(), tick -> {
            if (unanswered++ >= MISSED_PONGS) {
                LOG.debug("session={} neither answers pings nor takes what is written", name);
                cut();
            } else {
                socket.writePing(Buffer.buffer())
                        .onFailure(lost -> LOG.debug("session={} lost: {}", name, lost.toString()));
            }
        });
    }

    private void cancel(long timer) {
        boolean unused = context.owner().cancelTimer(timer);
    }

    private void closed() {
        ended = true;
        followed.values().forEach(Followed::close);
        followed.clear();
        sessions.closed(this);
        closed.complete();
    }
}
