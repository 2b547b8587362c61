package io.tocsin.source;

import io.tocsin.wire.MalformedException;
import io.tocsin.wire.MastodonJson;
import io.tocsin.wire.MastodonMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a timeline from a post on, page by page, the oldest first, as long as there is demand. Belongs to one context.
 */
final class MastodonTimeline {
    static final int PAGE = 40;
    /** More requests are not granted in a while. */
    static final int MAX_PAGES = 200;

    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_PROBLEM = 500;
    private static final int OK = 200;

    private final HttpClient client;
    private final LongFunction<RequestOptions> pages;
    private final MastodonJson json;
    private final Hearing hearing;
    private long next;
    private Optional<Instant> upTo = Optional.empty();
    private int asked;
    private boolean done;
    private boolean paused;
    private boolean over;
    /** A page is to be asked for when there is demand again. */
    private boolean wanting;

    private @Nullable HttpClientRequest request;

    /** What is heard of it. */
    interface Hearing {
        void posted(MastodonMessage.Posted posted, int bytes);

        /** A post that can't be read. */
        void unreadable();

        /**
         * That was all.
         *
         * @param leftOff when the last post was made that was read, if there are too many after it
         */
        void filled(Optional<Instant> leftOff);

        void ended(Ending ending);
    }

    /**
     * @param pages asks for what comes after a post
     * @param after the id of that post
     */
    MastodonTimeline(
            HttpClient client, LongFunction<RequestOptions> pages, MastodonJson json, long after, Hearing hearing) {
        this.client = client;
        this.pages = pages;
        this.json = json;
        this.next = after;
        this.hearing = hearing;
    }

    void read() {
        if (over) {
            return;
        }
        if (paused) {
            wanting = true;
            return;
        }
        if (asked == MAX_PAGES) {
            filled(upTo);
            return;
        }
        asked++;
        client.request(pages.apply(next)).onSuccess(this::requesting).onFailure(this::failed);
    }

    private void requesting(HttpClientRequest made) {
        request = made;
        if (over) {
            reset();
            return;
        }
        made.exceptionHandler(this::failed);
        made.send().onSuccess(this::answered).onFailure(this::failed);
    }

    private void answered(HttpClientResponse answer) {
        Buffer body = Buffer.buffer();
        answer.exceptionHandler(this::failed)
                .handler(piece -> {
                    if (body.length() + piece.length() <= MAX_BYTES) {
                        body.appendBuffer(piece);
                    } else {
                        end(Ending.refused("the timeline: too long (expected: at most " + MAX_BYTES + " bytes)"));
                        reset();
                    }
                })
                .endHandler(end -> {
                    if (!over) {
                        page(answer, body);
                    }
                });
    }

    private void page(HttpClientResponse answer, Buffer body) {
        if (answer.statusCode() != OK) {
            String problem = body.getString(0, Math.min(MAX_PROBLEM, body.length()));
            end(MastodonSource.refusal("the timeline: ", answer, problem));
            return;
        }
        MastodonJson.Page page;
        try {
            page = json.page(body.getBytes());
        } catch (MalformedException e) {
            end(Ending.refused("the timeline can't be read: " + e.getMessage()));
            return;
        }
        for (int i = 0; i < page.refused(); i++) {
            hearing.unreadable();
        }
        List<MastodonMessage.Posted> posts = page.posts().stream()
                .sorted(Comparator.comparingLong(MastodonMessage.Posted::id))
                .toList();
        for (MastodonMessage.Posted posted : posts) {
            hearing.posted(posted, body.length() / PAGE);
            upTo = Optional.of(posted.createdAt());
        }
        if (page.last().orElse(next) <= next) {
            filled(Optional.empty());
        } else {
            next = page.last().orElseThrow();
            read();
        }
    }

    private void filled(Optional<Instant> leftOff) {
        done = true;
        hearing.filled(leftOff);
    }

    boolean done() {
        return done;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        if (wanting) {
            wanting = false;
            read();
        }
    }

    private void failed(Throwable failure) {
        end(Ending.lost("the timeline can't be read: " + failure));
    }

    private void end(Ending ending) {
        if (!over) {
            over = true;
            hearing.ended(ending);
        }
    }

    void close() {
        over = true;
        reset();
    }

    private void reset() {
        if (request != null) {
            // It may be over already.
            request.reset().onComplete(gone -> {});
        }
    }
}
