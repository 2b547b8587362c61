package io.tocsin.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tocsin.alert.Alert;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryListener;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.Step;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerListener;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.match.RuleBudget;
import io.tocsin.match.RuleIndex;
import io.tocsin.post.Receipt;
import io.tocsin.push.Sessions;
import io.tocsin.source.SourceListener;
import io.tocsin.subscription.MatchCounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is counted and timed, for Prometheus. Callable from any thread. */
final class Telemetry implements ConsumerListener, DeliveryListener, AutoCloseable {
    /** One post in so many has its matching timed. */
    static final int MATCH_SAMPLE = 16;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final InstantSource clock;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Map<Receipt, Counter> posts = new EnumMap<>(Receipt.class);
    private final Map<Audience, Timer> ages = new HashMap<>();
    private final Counter accepted = attemptsThatWere("accepted");
    private final Counter deferred = attemptsThatWere("deferred");
    private final Counter refused = attemptsThatWere("refused");
    private final Counter aborted = attemptsThatWere("aborted");
    private final Counter matches = counter("tocsin.matches", "Pairs of a post and a rule that it satisfied");
    private final Counter alerts = counter("tocsin.appends", "Alerts and retractions appended to feeds");
    private final Counter failedAppends = counter("tocsin.append.failures", "Appends that the store refused");
    private final Counter expired = counter("tocsin.alerts.expired", "Alerts deleted because of their age");
    private final Counter deadLetters = counter("tocsin.dead.letters", "Deliveries that were given up");
    private final Timer appends = Timer.builder("tocsin.append.duration")
            .description("From matched to durable, a batch")
            .publishPercentileHistogram()
            .register(registry);
    private final Timer matching = Timer.builder("tocsin.match.duration")
            .description("One post against all rules; one post in " + MATCH_SAMPLE + " is timed")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(1_000))
            .maximumExpectedValue(Duration.ofSeconds(1))
            .register(registry);
    private final Counter pauses = counter("tocsin.pauses", "Subscriptions paused because they raised too much");
    private final RuleGauges rules = new RuleGauges(registry);
    private final SourceMeters sources;
    private final Timer attempts = Timer.builder("tocsin.delivery.attempt.duration")
            .description("One attempt at an endpoint")
            .publishPercentileHistogram()
            .register(registry);

    /** Who an alert is for: what kind of consumer, and whether it waited for the alert or reads it again. */
    private record Audience(Consumer.Kind kind, boolean owed) {}

    Telemetry(InstantSource clock) {
        this.clock = clock;
        this.sources = new SourceMeters(registry, clock);
        for (Consumer.Kind kind : Consumer.Kind.values()) {
            for (boolean owed : new boolean[] {true, false}) {
                Audience audience = new Audience(kind, owed);
                ages.put(audience, age(audience));
            }
        }
        for (Receipt receipt : Receipt.values()) {
            posts.put(
                    receipt,
                    Counter.builder("tocsin.posts")
                            .description("Posts and deletions taken from sources")
                            .tag("receipt", word(receipt))
                            .register(registry));
        }
        garbage.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Hears how sources do. */
    SourceListener sources() {
        return sources;
    }

    void matched(int rules) {
        matches.increment(rules);
    }

    void matching(long startedNanos) {
        matching.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    void paused() {
        pauses.increment();
    }

    void surveyed(RuleBudget.Survey survey, List<MatchCounts.Frequent> frequent, long paused) {
        rules.surveyed(survey, frequent, paused);
    }

    /** What is looked up at each scrape, of the rules. */
    void watch(RuleIndex index) {
        rules.watch(index);
    }

    void taken(List<Receipt> receipts) {
        for (Receipt receipt : receipts) {
            counter(receipt).increment();
        }
    }

    /** @param appended null where the append failed */
    void appended(@Nullable List<Appended> appended, long startedNanos) {
        appends.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
        if (appended == null) {
            failedAppends.increment();
        } else {
            alerts.increment(
                    appended.stream().mapToInt(result -> result.added().size()).sum());
        }
    }

    /**
     * The age of an alert when its consumer has it, from the moment its post reached us: a wait for the socket, the
     * store or a retry is in it.
     */
    @Override
    public void delivered(Consumer.Kind kind, Alert alert, boolean owed) {
        Duration age = Duration.between(alert.receivedAt(), clock.instant());
        Timer timer = ages.get(new Audience(kind, owed));
        if (timer == null) {
            throw new AssertionError(kind);
        }
        timer.record(age.isNegative() ? Duration.ZERO : age);
    }

    @Override
    public void missed(Consumer.Kind kind, Gap gap) {
        Counter.builder("tocsin.alerts.missed")
                .description("Alerts that were gone before their consumer came for them")
                .tag("consumer", word(kind))
                .register(registry)
                .increment((double) gap.size());
    }

    void expired(long alerts) {
        expired.increment((double) alerts);
    }

    @Override
    public void attempted(Delivery delivery, Outcome outcome, Duration took) {
        attempts.record(took);
        outcome(outcome).increment();
    }

    @Override
    public void settled(Delivery delivery, Step step) {
        if (step instanceof Step.Failed) {
            deadLetters.increment();
        }
    }

    /** What is looked up at each scrape. */
    void watch(Feeds feeds, Sessions sessions, LongSupplier storeBytes) {
        for (Consumer.Kind kind : Consumer.Kind.values()) {
            Gauge.builder("tocsin.consumer.lag", () -> feeds.lag().get(kind))
                    .description("How far the furthest consumer is behind its feed")
                    .baseUnit("alerts")
                    .tag("consumer", word(kind))
                    .register(registry);
        }
        for (Consumer.Kind kind : List.of(Consumer.Kind.SESSION, Consumer.Kind.EVENT_STREAM)) {
            Gauge.builder("tocsin.sessions", () -> sessions.count(kind))
                    .description("Open sessions")
                    .tag("consumer", word(kind))
                    .register(registry);
        }
        Gauge.builder("tocsin.store.size", storeBytes::getAsLong)
                .description("Disk that the store uses")
                .baseUnit("bytes")
                .register(registry);
    }

    /** The Prometheus text format. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }

    private Counter counter(Receipt receipt) {
        Counter counter = posts.get(receipt);
        if (counter == null) {
            throw new AssertionError(receipt);
        }
        return counter;
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Counter outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            return accepted;
        } else if (outcome instanceof Outcome.Deferred) {
            return deferred;
        } else if (outcome instanceof Outcome.Refused) {
            return refused;
        } else if (outcome instanceof Outcome.Aborted) {
            return aborted;
        }
        throw new AssertionError(outcome);
    }

    private Counter attemptsThatWere(String outcome) {
        return Counter.builder("tocsin.deliveries")
                .description("Attempts at endpoints by how they ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Timer age(Audience audience) {
        return Timer.builder("tocsin.alert.age")
                .description("From a post received to its alert written to a socket or taken by an endpoint")
                .tags("consumer", word(audience.kind()), "owed", Boolean.toString(audience.owed()))
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
    }
}
