package io.tocsin.app;

import io.tocsin.cluster.ClusterConfig;
import io.tocsin.cluster.HostPort;
import io.tocsin.cluster.Join;
import io.tocsin.delivery.Reach;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.ingest.PostQuota;
import io.tocsin.match.CostLimits;
import io.tocsin.push.PushConfig;
import io.tocsin.rule.RuleLimits;
import io.tocsin.store.PostgresUrl;
import io.tocsin.store.WaitLimits;
import io.tocsin.subscription.BreakerLimits;
import io.tocsin.webhook.WebhookConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be configured, read and checked once, at the start. {@link Settings} says where values come from.
 *
 * @param http where the service listens
 * @param dataDirectory where the embedded store keeps its files, and the key that secrets are sealed with is
 * @param store the database that is the store; empty: the embedded one is
 * @param waits how long writes to the store may wait
 * @param cluster how this process finds others, and is found
 * @param feeds how long feeds may be, in time and in memory
 * @param push what sessions are held to
 * @param webhook how endpoints are delivered to
 * @param ingest what each key may send
 * @param rules what subscribers' rules are held to, what they may cost and raise, and how they can be tried
 * @param sources what is read beside what is sent to us
 * @param drain how long a stop may take before what is still open is cut off
 */
record Config(
        Http http,
        Path dataDirectory,
        Optional<PostgresUrl> store,
        WaitLimits waits,
        ClusterConfig cluster,
        FeedLimits feeds,
        PushConfig push,
        WebhookConfig webhook,
        Ingest ingest,
        Rules rules,
        List<SourceConfig> sources,
        Duration drain) {
    /** The longest rule that surely fits into a request. */
    private static final int MOST_CHARACTERS = 10_000;

    private static final long USUAL_WINDOW = 32L << 20;
    private static final long LARGEST_WINDOW = 1L << 30;
    private static final long USUAL_TAIL = 64L << 20;
    private static final long LARGEST_TAIL = 16L << 30;
    /** With fewer, a body that is read as slowly as that would count as idle. */
    private static final int FEWEST_POSTS_PER_SECOND = 10;

    private static final int MOST_POSTS_PER_SECOND = 1_000_000;
    private static final int USUAL_BURST_SECONDS = 10;
    private static final int MOST_SESSIONS = 10_000_000;
    private static final long LARGEST_MESSAGE = 16L << 20;
    private static final Duration LONGEST_LINGER = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(100);
    /** With it, a request is answered before its connection counts as idle. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(20);

    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

    Config {
        sources = List.copyOf(sources);
    }

    /**
     * @param maxRetention how long a subscription may keep its alerts
     * @param tailBytes what the recent alerts that consumers share may take in memory
     */
    record FeedLimits(Duration maxRetention, long tailBytes) {}

    record Http(String host, int port) {}

    /**
     * @param postsPerSecond how many posts each key may send over time; 0 if that is not limited
     * @param burst how many of them at once
     */
    record Ingest(int postsPerSecond, int burst) {
        Optional<PostQuota> quota() {
            return postsPerSecond == 0 ? Optional.empty() : Optional.of(new PostQuota(postsPerSecond, burst));
        }
    }

    /**
     * @param limits how long and deep a rule may be
     * @param cost what rules may cost together
     * @param breaker when a rule raises so much that it is paused
     * @param windowBytes what the recent posts that rules are tried on may take in memory; 0 if none are kept
     */
    record Rules(RuleLimits limits, CostLimits cost, BreakerLimits breaker, long windowBytes) {}

    static Config read(Path file, Map<String, String> environment) {
        return read(Settings.read(file, environment));
    }

    static Config read(Map<String, String> environment) {
        return read(Settings.read(environment));
    }

    private static Config read(Settings settings) {
        Config config = new Config(
                new Http(settings.text("http.host", "127.0.0.1"), settings.number("http.port", 8080, 0, 65535)),
                settings.path("data.directory", Path.of("data")),
                settings.database("store.url"),
                waits(settings),
                cluster(settings),
                new FeedLimits(
                        settings.duration(
                                "feeds.maxRetention", Duration.ofDays(90), Duration.ofSeconds(1), LONGEST_RETENTION),
                        settings.bytes("feeds.tailBytes", USUAL_TAIL, LARGEST_TAIL)),
                push(settings),
                webhook(settings),
                ingest(settings),
                rules(settings),
                SourceConfig.read(settings),
                settings.duration("shutdown.drain", Duration.ofSeconds(20), Duration.ZERO, Duration.ofHours(1)));
        settings.refuseUnknown();
        if (!config.cluster().alone() && config.store().isEmpty()) {
            throw new ConfigException(
                    "store.url: none, with cluster.join (expected: a PostgreSQL database, as the embedded"
                            + " store has one member alone)");
        }
        return config;
    }

    private static WaitLimits waits(Settings settings) {
        WaitLimits usual = WaitLimits.USUAL;
        return new WaitLimits(
                settings.duration("store.linger", usual.linger(), Duration.ZERO, LONGEST_LINGER),
                settings.duration("store.patience", usual.patience(), SHORTEST_PATIENCE, LONGEST_PATIENCE));
    }

    private static ClusterConfig cluster(Settings settings) {
        ClusterConfig usual = ClusterConfig.ALONE;
        return new ClusterConfig(
                settings.text("cluster.name", usual.name()),
                join(settings),
                settings.address("cluster.bind", usual.bind()),
                settings.address("cluster.public"),
                settings.duration(
                        "cluster.deadAfter", usual.deadAfter(), Duration.ofSeconds(2), Duration.ofMinutes(10)));
    }

    private static Join join(Settings settings) {
        Optional<String> none =
                settings.word("cluster.join", "none", "none, {tcp: [host:port]} or {kubernetes: {service: name}}");
        List<HostPort> tcp = settings.addresses("cluster.join.tcp", ClusterConfig.USUAL_BIND.port());
        Optional<String> service = settings.text("cluster.join.kubernetes.service");
        Optional<String> namespace = settings.text("cluster.join.kubernetes.namespace");
        int ways = (none.isPresent() ? 1 : 0) + (tcp.isEmpty() ? 0 : 1) + (service.isPresent() ? 1 : 0);
        if (ways > 1) {
            throw new ConfigException(
                    "cluster.join: several (expected: one of none, {tcp: [host:port]} and {kubernetes: {service: name}})");
        }
        if (namespace.isPresent() && service.isEmpty()) {
            throw new ConfigException("cluster.join.kubernetes.service: none (expected: the service whose namespace"
                    + " cluster.join.kubernetes.namespace is)");
        }
        if (service.isPresent()) {
            return new Join.Kubernetes(service.get(), namespace);
        }
        return tcp.isEmpty() ? new Join.None() : new Join.Tcp(tcp);
    }

    private static Ingest ingest(Settings settings) {
        int perSecond = settings.number("ingest.postsPerSecond", 0, 0, MOST_POSTS_PER_SECOND);
        if (perSecond > 0 && perSecond < FEWEST_POSTS_PER_SECOND) {
            throw new ConfigException("ingest.postsPerSecond: " + perSecond + " (expected: 0, or "
                    + FEWEST_POSTS_PER_SECOND + " to " + MOST_POSTS_PER_SECOND + ")");
        }
        return new Ingest(
                perSecond,
                settings.number("ingest.burst", Math.max(1, perSecond * USUAL_BURST_SECONDS), 1, Integer.MAX_VALUE));
    }

    private static Rules rules(Settings settings) {
        RuleLimits usual = RuleLimits.DEFAULT;
        CostLimits cost = CostLimits.DEFAULT;
        BreakerLimits breaker = BreakerLimits.DEFAULT;
        return new Rules(
                new RuleLimits(
                        settings.number("rules.maxCharacters", usual.characters(), 1, MOST_CHARACTERS),
                        settings.number("rules.maxTerms", usual.terms(), 1, MOST_CHARACTERS),
                        settings.number("rules.maxDepth", usual.depth(), 1, RuleLimits.WIDEST.depth())),
                new CostLimits(
                        settings.number("rules.maxRules", cost.maxRules(), 0, Integer.MAX_VALUE),
                        settings.number("rules.maxLooksPerPost", cost.maxLooksPerPost(), 0, Integer.MAX_VALUE),
                        settings.number("rules.maxEveryPost", cost.maxEveryPost(), 0, Integer.MAX_VALUE)),
                new BreakerLimits(
                        settings.share("rules.breaker.share", breaker.share()),
                        settings.number("rules.breaker.perSecond", breaker.perSecond(), 0, Integer.MAX_VALUE),
                        settings.duration(
                                "rules.breaker.window", breaker.window(), Duration.ofSeconds(1), Duration.ofHours(1))),
                settings.bytes("rules.window", USUAL_WINDOW, LARGEST_WINDOW));
    }

    private static PushConfig push(Settings settings) {
        PushConfig usual = PushConfig.USUAL;
        int maxSessions = settings.number("push.maxSessions", usual.maxSessions(), 0, MOST_SESSIONS);
        int maxWindow = settings.number("push.maxWindow", usual.maxWindow(), 1, usual.maxWindow());
        return new PushConfig(
                maxSessions,
                settings.number("push.maxSessionsPerKey", maxSessions, 0, MOST_SESSIONS),
                settings.number("push.window", Math.min(usual.window(), maxWindow), 1, maxWindow),
                maxWindow,
                settings.number("push.subscribesPerSecond", usual.subscribesPerSecond(), 1, 1_000_000),
                (int) Math.max(1024, settings.bytes("push.maxMessage", usual.maxMessageBytes(), LARGEST_MESSAGE)),
                settings.origins("push.origins"),
                settings.flag("push.compression", usual.compression()),
                settings.duration(
                        "push.ticketSession", usual.ticketSession(), Duration.ofSeconds(1), Duration.ofDays(30)));
    }

    private static WebhookConfig webhook(Settings settings) {
        WebhookConfig usual = WebhookConfig.standard(Version.text());
        RetrySchedule schedule = usual.schedule();
        List<Duration> waits = new ArrayList<>(List.of(Duration.ZERO));
        waits.addAll(settings.durations(
                "webhook.retries", schedule.waits().subList(1, schedule.waits().size()), Duration.ofDays(30)));
        return new WebhookConfig(
                usual.userAgent(),
                new RetrySchedule(waits, schedule.jitter(), schedule.maxRetryAfter()),
                new Reach(
                        settings.networks("webhook.privateNetworks"),
                        settings.flag("webhook.httpsOnly", usual.reach().httpsOnly()),
                        settings.ports("webhook.ports")),
                settings.duration("webhook.timeout", usual.timeout(), Duration.ofMillis(1), Duration.ofMinutes(5)),
                usual.window(),
                usual.pace(),
                usual.maxAhead(),
                usual.maxBackOff());
    }
}
