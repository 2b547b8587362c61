package io.tocsin.ingest;

import io.tocsin.post.PostSink;
import io.tocsin.wire.IngestJson.Counts;
import io.tocsin.wire.PostReader;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes posts from a request body: one JSON post, an array of them, or NDJSON, packed or not. A request that names
 * itself ({@code Idempotency-Key}) is answered as it was before when it comes again.
 */
public final class HttpIngest implements Handler<RoutingContext> {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String NAME = "Idempotency-Key";
    /** A text in quotes, as the draft of the header has it, or, as most send it, without. */
    private static final Pattern NAMES = Pattern.compile("\"([ !#-\\[\\]-~]{1,255})\"|([!#-~]{1,255})");

    private final PostSink sink;
    private final Function<RoutingContext, String> senders;
    private final Optional<PostQuota> quota;
    private final Repeats repeats;
    private final InstantSource clock;

    /** @param senders who sends a request: each has a quota, and names for requests, of its own */
    public HttpIngest(
            PostSink sink,
            Function<RoutingContext, String> senders,
            Optional<PostQuota> quota,
            Repeats repeats,
            InstantSource clock) {
        this.sink = sink;
        this.senders = senders;
        this.quota = quota;
        this.repeats = repeats;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext request) {
        Allowance allowance = new Allowance(senders.apply(request), quota, clock);
        allowance.tell(request);
        PostReader reader = reader(request);
        Optional<Repeats.Name> name = name(request).map(text -> new Repeats.Name(allowance.sender(), text));
        allowance.check(request);
        Unpacking unpacking = unpacking(request);
        Optional<Repeats.Known> before = name.flatMap(its -> repeats.begin(its, clock.instant()));
        if (before.isEmpty()) {
            Upload.Hearing hearing = name.<Upload.Hearing>map(its -> new Naming(its, repeats, allowance, clock))
                    .orElse(new Unnamed(allowance));
            new Upload(request, reader, unpacking, sink, clock, hearing).start();
            return;
        }
        unpacking.close();
        new Repetition(request, before.get().answer().orElseThrow(HttpIngest::underWay)).start();
    }

    private static PostReader reader(RoutingContext request) {
        String type = Optional.ofNullable(request.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .map(header -> header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .orElse("no content type");
        return switch (type) {
            case JSON -> PostReader.json();
            case NDJSON -> PostReader.ndjson();
            default ->
                throw unsupported(
                        "The content type is not one of ours",
                        "content-type: " + type + " (expected: " + JSON + " or " + NDJSON + ")");
        };
    }

    private static Unpacking unpacking(RoutingContext request) {
        String coding = request.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        return Unpacking.of(coding).orElseThrow(() -> {
            request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip, zstd");
            return unsupported(
                    "The content coding is not one of ours",
                    "content-encoding: " + coding + " (expected: " + Unpacking.CODINGS + ")");
        });
    }

    private static ProblemException unsupported(String title, String detail) {
        return new ProblemException(new Problem("unsupported-media-type", 415, title, detail, Map.of()));
    }

    private static Optional<String> name(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(NAME)).map(header -> {
            Matcher matcher = NAMES.matcher(header.trim());
            if (!matcher.matches()) {
                throw new ProblemException(Problem.invalid("idempotency-key: " + header
                        + " (expected: 1 to 255 printable characters of ASCII, such as \"8e03978e-40d5\")"));
            }
            return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        });
    }

    private static ProblemException underWay() {
        return new ProblemException(new Problem(
                "request-under-way",
                409,
                "The request is under way already",
                "A request with this Idempotency-Key has no answer yet. Send it again when it has one.",
                Map.of()));
    }

    /** A request whose answer nobody will ask for again. */
    private record Unnamed(Allowance allowance) implements Upload.Hearing {
        @Override
        public void bytes(byte[] bytes) {}

        @Override
        public Duration items(long count) {
            return allowance.take(count);
        }

        @Override
        public void answered(Counts counts, Optional<Problem> problem) {}

        @Override
        public void failed() {}
    }
}
