package io.tocsin.ingest;

import io.tocsin.post.PostEvent;
import io.tocsin.post.PostSink;
import io.tocsin.post.Receipt;
import io.tocsin.wire.IngestJson;
import io.tocsin.wire.IngestJson.Counts;
import io.tocsin.wire.IngestJson.Refusal;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.PostReader;
import io.tocsin.wire.PostReader.Item;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request body on its way to the sink, in batches. The body is read on, and unpacked, only while few batches are
 * under way, and no faster than its sender may send; the answer comes when all of them are durable. Belongs to the
 * request's context.
 */
final class Upload {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    private static final int BATCH = 256;
    private static final long MAX_BATCH_BYTES = 1 << 20;
    private static final int MAX_UNDER_WAY = 4;
    private static final int MAX_ERRORS = 100;
    /** Others have their turn after so much of a body that is large when unpacked. */
    private static final int PIECES_AT_ONCE = 16;

    private final RoutingContext request;
    private final PostReader reader;
    private final Unpacking unpacking;
    private final PostSink sink;
    private final InstantSource clock;
    private final Hearing hearing;
    private final Context context;
    private final Map<Receipt, Long> counts = new EnumMap<>(Receipt.class);
    private final List<Refusal> errors = new ArrayList<>();
    private List<PostEvent> batch = new ArrayList<>();
    private long batchBytes;
    private long items;
    private long refused;
    private int underWay;
    /** Why the rest of the body can't be read. */
    private Optional<String> broken = Optional.empty();

    private boolean held;
    private boolean waiting;
    private boolean ended;
    private boolean answered;

    /** Who hears how it goes. */
    interface Hearing {
        /** Bytes, as they came. */
        void bytes(byte[] bytes);

        /** So many posts were in what was read now; how long to wait before reading on. */
        Duration items(long count);

        /** It came to an answer that would be the same again. */
        void answered(Counts counts, Optional<Problem> problem);

        /** It came to no such answer. */
        void failed();
    }

    Upload(
            RoutingContext request,
            PostReader reader,
            Unpacking unpacking,
            PostSink sink,
            InstantSource clock,
            Hearing hearing) {
        this.request = request;
        this.reader = reader;
        this.unpacking = unpacking;
        this.sink = sink;
        this.clock = clock;
        this.hearing = hearing;
        this.context = request.vertx().getOrCreateContext();
    }

    void start() {
        request.request()
                .handler(chunk -> guarded(() -> read(chunk)))
                .endHandler(end -> guarded(this::end))
                .exceptionHandler(lost -> fail());
    }

    /** What goes wrong in here is our bug, and the sender must hear of it. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fail();
            request.fail(e);
        }
    }

    private boolean over() {
        return answered || broken.isPresent();
    }

    private void read(Buffer chunk) {
        if (!over()) {
            byte[] bytes = chunk.getBytes();
            hearing.bytes(bytes);
            unpacking.feed(bytes);
            unpack();
        }
    }

    /** Reads what was fed; meanwhile no more comes. */
    private void unpack() {
        for (int i = 0; i < PIECES_AT_ONCE; i++) {
            if (!over() && underWay >= MAX_UNDER_WAY) {
                waiting = true;
                hold();
                return;
            }
            byte[] piece = over() ? new byte[0] : piece();
            if (piece.length == 0) {
                goOn();
                return;
            }
            Duration wait = read(piece);
            if (!wait.isZero()) {
                hold();
                long unused = request.vertx().setTimer(wait.toMillis() + 1, late -> guarded(this::unpack));
                return;
            }
        }
        hold();
        context.runOnContext(go -> guarded(this::unpack));
    }

    private byte[] piece() {
        try {
            return unpacking.next();
        } catch (MalformedException e) {
            broken = Optional.of(String.valueOf(e.getMessage()));
            return new byte[0];
        }
    }

    private Duration read(byte[] piece) {
        items = 0;
        reader.feed(piece, clock.instant(), this::took);
        batchBytes += piece.length;
        if (underWay == 0 || batchBytes >= MAX_BATCH_BYTES) {
            flush();
        }
        return hearing.items(items);
    }

    private void hold() {
        if (!held) {
            held = true;
            request.request().pause();
        }
    }

    private void goOn() {
        if (held) {
            held = false;
            request.request().resume();
        }
    }

    private void end() {
        ended = true;
        if (!over()) {
            rest();
        }
        if (!answered) {
            flush();
            answerIfDone();
        }
    }

    private void rest() {
        try {
            unpacking.end();
        } catch (MalformedException e) {
            broken = Optional.of(String.valueOf(e.getMessage()));
            return;
        }
        items = 0;
        reader.end(clock.instant(), this::took);
        // There is nothing left to wait with.
        Duration unused = hearing.items(items);
    }

    private void took(Item item) {
        items++;
        if (item instanceof Item.Good good) {
            batch.add(good.event());
            if (batch.size() >= BATCH) {
                flush();
            }
        } else if (item instanceof Item.Bad bad) {
            refuse(bad.number(), bad.reason());
        } else if (item instanceof Item.Broken end) {
            broken = Optional.of("");
            refuse(end.number(), end.reason());
        } else {
            throw new AssertionError(item);
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
        while (!batch.isEmpty() && underWay < MAX_UNDER_WAY) {
            List<PostEvent> going = List.copyOf(batch.subList(0, Math.min(BATCH, batch.size())));
            batch = new ArrayList<>(batch.subList(going.size(), batch.size()));
            batchBytes = 0;
            underWay++;
            Future.fromCompletionStage(sink.take(going, clock.instant()), context)
                    .onSuccess(receipts -> guarded(() -> taken(receipts)))
                    .onFailure(failure -> guarded(() -> failed(failure)));
        }
    }

    private void taken(List<Receipt> receipts) {
        receipts.forEach(receipt -> counts.merge(receipt, 1L, Long::sum));
        underWay--;
        if (!answered && (ended || underWay == 0 || batch.size() >= BATCH)) {
            flush();
        }
        readOn();
        answerIfDone();
    }

    private void readOn() {
        if (waiting && (answered || underWay < MAX_UNDER_WAY)) {
            waiting = false;
            unpack();
        }
    }

    private void failed(Throwable failure) {
        underWay--;
        if (!answered) {
            fail();
            LOG.warn("ingest: posts could not be taken: {}", failure.toString());
            Problem problem = Problem.unavailable(
                    "The posts could not be stored. What is counted here is durable; send all of it again later.");
            request.fail(new ProblemException(IngestJson.with(problem, counts())));
        }
        readOn();
    }

    private void fail() {
        if (!answered) {
            answered = true;
            unpacking.close();
            hearing.failed();
        }
    }

    private void answerIfDone() {
        if (!ended || underWay > 0 || answered) {
            return;
        }
        answered = true;
        unpacking.close();
        Optional<Problem> problem = problem();
        hearing.answered(counts(), problem);
        answer(request, counts(), problem);
    }

    private Optional<Problem> problem() {
        if (broken.isPresent()) {
            String why = broken.get().isEmpty() ? "." : ": " + broken.get();
            return Optional.of(Problem.invalid("The body could not be read to its end" + why));
        }
        return counts.isEmpty() && refused > 0
                ? Optional.of(Problem.invalid("None of the posts could be taken."))
                : Optional.empty();
    }

    /** Answers a request whose body was read. */
    static void answer(RoutingContext request, Counts counts, Optional<Problem> problem) {
        if (problem.isPresent()) {
            request.fail(new ProblemException(IngestJson.with(problem.get(), counts)));
            return;
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(IngestJson.encode(counts)))
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
