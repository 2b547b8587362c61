package io.tocsin.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.post.Receipt;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.source.Ending;
import io.tocsin.source.SourceListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** How sources do, as metrics. There are as many series as sources are configured. */
final class SourceMeters implements SourceListener {
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<String, Known> sources = new ConcurrentHashMap<>();

    /** What is looked up at each scrape. */
    private static final class Known {
        private volatile boolean reads;
        private volatile boolean connected;
        private volatile Instant upTo = Instant.MIN;
    }

    SourceMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    private Known known(String source) {
        return sources.computeIfAbsent(source, this::watched);
    }

    private Known watched(String source) {
        Known known = new Known();
        gauge(source, "tocsin.source.reading", "1 if this member reads the source", () -> known.reads ? 1 : 0);
        gauge(source, "tocsin.source.connected", "1 if it is connected to it", () -> known.connected ? 1 : 0);
        Gauge.builder("tocsin.source.lag", () -> lag(known))
                .description("How old what is durable of the source is, on the member that reads it")
                .baseUnit("seconds")
                .tag("source", source)
                .register(registry);
        return known;
    }

    private void gauge(String source, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .tag("source", source)
                .register(registry);
    }

    private double lag(Known known) {
        return known.reads && known.upTo.isAfter(Instant.MIN)
                ? Duration.between(known.upTo, clock.instant()).toNanos() / NANOS
                : Double.NaN;
    }

    @Override
    public void reading(String source, boolean reads) {
        known(source).reads = reads;
    }

    @Override
    public void connected(String source, boolean connected) {
        known(source).connected = connected;
    }

    @Override
    public void taken(String source, List<Receipt> receipts) {
        counter("tocsin.source.events", "Posts and what happened to them, read from the source", source)
                .increment(receipts.size());
    }

    @Override
    public void reached(String source, Cursor cursor) {
        known(source).upTo = cursor.upTo();
    }

    @Override
    public void refused(String source) {
        counter("tocsin.source.refused", "Messages of the source that could not be read", source)
                .increment();
    }

    @Override
    public void ended(String source, Ending ending) {
        Counter.builder("tocsin.source.reconnects")
                .description("Connections to the source that ended, or did not come about")
                .tags("source", source, "kind", ending.kind().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    @Override
    public void unsaid(String source, Duration time) {
        Counter.builder("tocsin.source.unsaid")
                .description("How long nothing was heard of what was deleted or edited")
                .baseUnit("seconds")
                .tag("source", source)
                .register(registry)
                .increment(time.toNanos() / NANOS);
    }

    @Override
    public void lost(String source, Gap gap) {
        counter("tocsin.source.gaps", "Stretches of time of which the source can't be had any more", source)
                .increment();
    }

    private Counter counter(String name, String description, String source) {
        return Counter.builder(name)
                .description(description)
                .tag("source", source)
                .register(registry);
    }
}
