package io.tocsin.api;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Page;
import io.tocsin.feed.Sink;
import io.tocsin.feed.Start;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.AlertJson;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.StartText;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code /v1/subscriptions/{id}/alerts}: a page, at once or when there is something; or an event stream. */
public final class AlertRoutes {
    private static final int DEFAULT_LIMIT = 100;
    private static final String EVENT_STREAM = "text/event-stream";

    private final Feeds feeds;
    private final Subscriptions subscriptions;
    private final CursorText cursors;
    private final Handler<RoutingContext> eventStreams;

    /** @param eventStreams serves those that ask for {@code text/event-stream} */
    public AlertRoutes(
            Feeds feeds, Subscriptions subscriptions, CursorText cursors, Handler<RoutingContext> eventStreams) {
        this.feeds = feeds;
        this.subscriptions = subscriptions;
        this.cursors = cursors;
        this.eventStreams = eventStreams;
    }

    public void bind(Routes routes) {
        routes.on("readAlerts", this::read);
    }

    private void read(RoutingContext request) {
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(EVENT_STREAM)) {
            eventStreams.handle(request);
        } else {
            page(request);
        }
    }

    private void page(RoutingContext request) {
        SubscriptionId id = SubscriptionRoutes.id(request);
        List<String> last = request.queryParam("last");
        Start start = new StartText(cursors)
                .decode(
                        request.queryParam("after").stream().findFirst(),
                        last.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(last.get(0))),
                        new Start.Earliest());
        int limit = number(request, "limit", DEFAULT_LIMIT);
        Duration wait = Duration.ofSeconds(number(request, "wait", 0));
        Answer.here(request, subscriptions.find(id))
                .compose(found -> found.isEmpty()
                        ? Future.<Feeds.Place>failedFuture(SubscriptionRoutes.missing(id))
                        : Answer.here(request, feeds.place(id, start)))
                .compose(place -> page(request, place.after(), limit, wait)
                        .compose(page -> Answer.here(request, feeds.head(id))
                                .map(head -> AlertJson.encodePage(page, place.after(), head, cursors))))
                .onSuccess(json -> Answer.json(request, 200, json))
                .onFailure(request::fail);
    }

    private Future<Page> page(RoutingContext request, Cursor after, int limit, Duration wait) {
        return wait.isZero()
                ? Answer.here(request, feeds.read(after, limit))
                : new Waiting(request, after, limit).start(feeds, wait);
    }

    private static int number(RoutingContext request, String name, int otherwise) {
        return request.queryParam(name).stream()
                .findFirst()
                .map(Integer::valueOf)
                .orElse(otherwise);
    }

    /** A consumer that wants one page, as soon as there is something, but waits no longer than it was told. */
    private static final class Waiting implements Sink {
        private final Cursor after;
        private final Context context;
        private final Promise<Page> page = Promise.promise();
        private final RoutingContext request;
        private final int limit;
        private Optional<Gap> gap = Optional.empty();
        private @Nullable Consumer consumer;

        Waiting(RoutingContext request, Cursor after, int limit) {
            this.request = request;
            this.after = after;
            this.limit = limit;
            this.context = request.vertx().getOrCreateContext();
        }

        Future<Page> start(Feeds feeds, Duration wait) {
            Consumer opened = feeds.open(
                    Consumer.Kind.PULL, after, after.sequence(), task -> context.runOnContext(go -> task.run()), this);
            consumer = opened;
            long timer = context.owner().setTimer(wait.toMillis(), late -> end(List.of()));
            request.response().closeHandler(gone -> end(List.of()));
            return page.future().onComplete(done -> {
                boolean unused = context.owner().cancelTimer(timer);
                opened.close();
            });
        }

        @Override
        public int room() {
            return page.future().isComplete() ? 0 : limit;
        }

        @Override
        public void gap(Gap missed) {
            gap = Optional.of(missed);
        }

        @Override
        public void take(List<Entry> entries) {
            end(entries);
        }

        /** That something is gone is worth an answer, too. */
        @Override
        public void atEnd() {
            if (gap.isPresent()) {
                end(List.of());
            }
        }

        @Override
        public void failed(Throwable failure) {
            boolean unused = page.tryFail(failure);
        }

        private void end(List<Entry> entries) {
            if (page.tryComplete(new Page(gap, entries, Duration.ZERO)) && consumer != null) {
                entries.forEach(entry -> consumer.delivered(entry.alert()));
            }
        }
    }
}
