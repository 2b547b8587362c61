package io.tocsin.push;

import io.tocsin.alert.Alert;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Sink;
import io.tocsin.feed.Start;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.AlertJson;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.tocsin.wire.StartText;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One feed as server-sent events (WHATWG HTML, 9.2): {@code id} is the cursor. Belongs to the request's context. */
final class EventStream implements Sessions.Open, Sink {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int PAGE = 64;
    private static final int WRITE_QUEUE_BYTES = 64 * 1024;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int MAX_STUCK = 4;
    private static final long CLOSING_MILLIS = 2000;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Visitor visitor;
    private final Sessions sessions;
    private final Feeds feeds;
    private final Subscriptions subscriptions;
    private final CursorText cursors;
    private final Context context;
    private final SubscriptionId subscription;
    private final Promise<Void> closed = Promise.promise();
    private final Runnable left;
    private @Nullable Consumer consumer;
    private int stuck;

    /** @param left runs once, when it is over */
    EventStream(RoutingContext request, Visitor visitor, Sessions sessions, Runnable left) {
        this.request = request;
        this.response = request.response();
        this.visitor = visitor;
        this.sessions = sessions;
        this.feeds = sessions.feeds();
        this.subscriptions = sessions.subscriptions();
        this.cursors = sessions.cursors();
        this.left = left;
        this.context = request.vertx().getOrCreateContext();
        this.subscription = new SubscriptionId(request.pathParam("id"));
    }

    void start() {
        response.endHandler(end -> closed()).closeHandler(close -> closed());
        Start start = asked();
        Future.fromCompletionStage(subscriptions.find(subscription), context)
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(new ProblemException(Problem.notFound("subscription: " + subscription)))
                        : Future.fromCompletionStage(feeds.place(subscription, start), context))
                .onSuccess(this::open)
                .onFailure(request::fail);
    }

    /** A browser that comes back says where it was in a header; that is newer than what the URL says. */
    private Start asked() {
        Optional<String> resumed = Optional.ofNullable(request.request().getHeader("Last-Event-ID"))
                .filter(id -> !id.isEmpty());
        if (resumed.isPresent()) {
            return new StartText(cursors).decode(resumed.get());
        }
        List<String> last = request.queryParam("last");
        return new StartText(cursors)
                .decode(
                        request.queryParam("after").stream().findFirst(),
                        last.isEmpty() ? OptionalLong.empty() : OptionalLong.of(count(last.get(0))),
                        new Start.Latest());
    }

    private static long count(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("last", '"' + text + '"', "a whole number");
        }
    }

    private void open(Feeds.Place place) {
        if (response.closed()) {
            // The client left while we looked, and nothing would tell us so again.
            return;
        }
        visitor.stay().ifPresent(stay -> {
            long over = context.owner().setTimer(Math.max(1, stay.toMillis()), end -> end());
            closed.future().onComplete(close -> cancel(over));
        });
        long heartbeats = context.owner().setPeriodic(HEARTBEAT.toMillis(), tick -> heartbeat());
        closed.future().onComplete(close -> cancel(heartbeats));
        response.setChunked(true)
                .setWriteQueueMaxSize(WRITE_QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .drainHandler(drained -> {
                    stuck = 0;
                    wake();
                })
                .exceptionHandler(lost -> closed())
                .closeHandler(close -> closed())
                .endHandler(end -> closed());
        sessions.opened(this);
        write("retry: " + RETRY.toMillis() + "\n\n");
        consumer = feeds.open(
                Consumer.Kind.EVENT_STREAM,
                place.after(),
                place.head().sequence(),
                task -> context.runOnContext(go -> task.run()),
                this);
        lookAgain();
    }

    /** A removal while we looked for the head was told to those only who were open then. */
    private void lookAgain() {
        Future.fromCompletionStage(subscriptions.find(subscription), context)
                .onSuccess(found -> {
                    if (found.isEmpty()) {
                        end();
                    }
                })
                .onFailure(lost -> end());
    }

    /** Keeps proxies from closing the stream; a peer that has taken nothing between some of them is cut off. */
    private void heartbeat() {
        if (!response.writeQueueFull()) {
            stuck = 0;
            write(": \n\n");
        } else if (++stuck > MAX_STUCK) {
            cut();
        }
    }

    private void cut() {
        Peers.cut(request.request().connection());
    }

    @Override
    public int room() {
        return response.ended() || response.writeQueueFull() ? 0 : PAGE;
    }

    @Override
    public void take(List<Entry> entries) {
        for (Entry entry : entries) {
            Alert alert = entry.alert();
            response.write(sessions.events().of(entry))
                    .onSuccess(written -> written(alert))
                    .onFailure(lost -> closed());
        }
    }

    /** Its id is behind the gap: who comes back with it is not told again. */
    @Override
    public void gap(Gap gap) {
        response.write(Buffer.buffer("id: " + cursors.encode(gap.cursor()) + "\nevent: gap\ndata: ")
                        .appendBytes(AlertJson.encode(gap))
                        .appendString("\n\n"))
                .onSuccess(written -> passed(gap.to()))
                .onFailure(lost -> closed());
    }

    private void passed(long sequence) {
        if (consumer != null) {
            consumer.passed(sequence);
        }
    }

    private void written(Alert alert) {
        if (consumer != null) {
            consumer.delivered(alert);
            passed(alert.sequence());
        }
    }

    @Override
    public void failed(Throwable failure) {
        LOG.warn("subscription={} cannot be read, looking again: {}", subscription, failure.toString());
        long unused = context.owner().setTimer(LOOK_AGAIN.toMillis(), again -> wake());
    }

    private void wake() {
        if (consumer != null) {
            consumer.wake();
        }
    }

    @Override
    public Consumer.Kind kind() {
        return Consumer.Kind.EVENT_STREAM;
    }

    @Override
    public void removed(SubscriptionId id) {
        if (id.equals(subscription)) {
            context.runOnContext(go -> end());
        }
    }

    @Override
    public Future<Void> drain(RandomGenerator random) {
        long retryMillis = RETRY.toMillis() + random.nextLong(RETRY.toMillis());
        context.runOnContext(go -> {
            write("retry: " + retryMillis + "\n\n");
            end();
            long unused = context.owner().setTimer(CLOSING_MILLIS, late -> cut());
        });
        return closed.future();
    }

    private void end() {
        if (!response.ended()) {
            response.end().onComplete(end -> closed());
        }
    }

    private void write(String text) {
        if (!response.ended()) {
            response.write(text).onFailure(lost -> closed());
        }
    }

    private void cancel(long timer) {
        boolean unused = context.owner().cancelTimer(timer);
    }

    private void closed() {
        if (closed.tryComplete()) {
            boolean unused = sessions.closed(this);
            left.run();
            if (consumer != null) {
                consumer.close();
            }
        }
    }
}
