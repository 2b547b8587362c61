package io.tocsin.source;

import io.tocsin.post.PostEvent;
import io.tocsin.post.PostSink;
import io.tocsin.post.Receipt;
import io.tocsin.wire.IngestJson;
import io.tocsin.wire.IngestJson.Counts;
import io.tocsin.wire.IngestJson.Refusal;
import io.tocsin.wire.PostReader;
import io.tocsin.wire.PostReader.Item;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request body on its way to the sink, in batches. The body is read on only while few batches are under way; the
 * answer comes when all of them are durable. Belongs to the request's context.
 */
final class Upload {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    private static final int BATCH = 256;
    private static final long MAX_BATCH_BYTES = 1 << 20;
    private static final int MAX_UNDER_WAY = 4;
    private static final int MAX_ERRORS = 100;

    private final RoutingContext request;
    private final PostReader reader;
    private final PostSink sink;
    private final InstantSource clock;
    private final Context context;
    private final Map<Receipt, Long> counts = new EnumMap<>(Receipt.class);
    private final List<Refusal> errors = new ArrayList<>();
    private List<PostEvent> batch = new ArrayList<>();
    private long batchBytes;
    private long refused;
    private int underWay;
    private boolean broken;
    private boolean ended;
    private boolean answered;

    Upload(RoutingContext request, PostReader reader, PostSink sink, InstantSource clock) {
        this.request = request;
        this.reader = reader;
        this.sink = sink;
        this.clock = clock;
        this.context = request.vertx().getOrCreateContext();
    }

    void start() {
        request.request()
                .handler(chunk -> guarded(() -> read(chunk)))
                .endHandler(end -> guarded(this::end))
                .exceptionHandler(lost -> answered = true);
    }

    /** What goes wrong in here is our bug, and the sender must hear of it. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            answered = true;
            request.fail(e);
        }
    }

    private void read(Buffer chunk) {
        if (!answered && !broken) {
            reader.feed(chunk.getBytes(), clock.instant(), this::took);
            batchBytes += chunk.length();
            if (underWay == 0 || batchBytes >= MAX_BATCH_BYTES) {
                flush();
            }
        }
    }

    private void end() {
        ended = true;
        if (!answered) {
            if (!broken) {
                reader.end(clock.instant(), this::took);
            }
            flush();
            answerIfDone();
        }
    }

    private void took(Item item) {
        if (item instanceof Item.Good good) {
            took(good.event());
        } else if (item instanceof Item.Bad bad) {
            refuse(bad.number(), bad.reason());
        } else if (item instanceof Item.Broken end) {
            broken = true;
            refuse(end.number(), end.reason());
        } else {
            throw new AssertionError(item);
        }
    }

    private void took(PostEvent event) {
        batch.add(event);
        if (batch.size() >= BATCH) {
            flush();
        }
    }

    private void refuse(long number, String reason) {
        refused++;
        if (errors.size() < MAX_ERRORS) {
            errors.add(new Refusal(number, reason));
        }
    }

    /** A slow trickle goes out as it comes; a flood gathers while earlier batches are under way. */
    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        List<PostEvent> going = batch;
        batch = new ArrayList<>();
        batchBytes = 0;
        underWay++;
        if (underWay >= MAX_UNDER_WAY) {
            request.request().pause();
        }
        Future.fromCompletionStage(sink.take(going, clock.instant()), context)
                .onSuccess(this::taken)
                .onFailure(this::failed);
    }

    private void taken(List<Receipt> receipts) {
        receipts.forEach(receipt -> counts.merge(receipt, 1L, Long::sum));
        underWay--;
        if (!ended && underWay < MAX_UNDER_WAY) {
            request.request().resume();
            if (underWay == 0) {
                flush();
            }
        }
        answerIfDone();
    }

    private void failed(Throwable failure) {
        underWay--;
        if (!ended) {
            request.request().resume();
        }
        if (!answered) {
            answered = true;
            LOG.warn("ingest: posts could not be taken: {}", failure.toString());
            Problem problem = Problem.unavailable(
                    "The posts could not be stored. What is counted here is durable; send all of it again later.");
            request.fail(new ProblemException(IngestJson.with(problem, counts())));
        }
    }

    private void answerIfDone() {
        if (!ended || underWay > 0 || answered) {
            return;
        }
        answered = true;
        if (broken || (counts.isEmpty() && refused > 0)) {
            Problem problem = Problem.invalid(
                    broken ? "The body could not be read to its end." : "None of the posts could be taken.");
            request.fail(new ProblemException(IngestJson.with(problem, counts())));
            return;
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(IngestJson.encode(counts())))
                .onFailure(gone -> LOG.debug("ingest: the sender left before its answer: {}", gone.toString()));
    }

    private Counts counts() {
        return new Counts(
                counts.getOrDefault(Receipt.ACCEPTED, 0L),
                counts.getOrDefault(Receipt.DUPLICATE, 0L),
                counts.getOrDefault(Receipt.DELETED_BEFORE, 0L),
                refused,
                List.copyOf(errors));
    }
}
