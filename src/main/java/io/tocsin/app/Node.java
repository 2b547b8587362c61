package io.tocsin.app;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.tocsin.access.ApiKey;
import io.tocsin.access.KeyGate;
import io.tocsin.access.Tickets;
import io.tocsin.api.AlertRoutes;
import io.tocsin.api.Contract;
import io.tocsin.api.EndpointRoutes;
import io.tocsin.api.PostRoutes;
import io.tocsin.api.RetractionRoutes;
import io.tocsin.api.Routes;
import io.tocsin.api.RuleRoutes;
import io.tocsin.api.StatisticsRoutes;
import io.tocsin.api.SubscriptionRoutes;
import io.tocsin.api.TicketRoutes;
import io.tocsin.cluster.JoinException;
import io.tocsin.cluster.Member;
import io.tocsin.cluster.Owners;
import io.tocsin.delivery.SealedSecret;
import io.tocsin.delivery.SecretBox;
import io.tocsin.delivery.SigningSecret;
import io.tocsin.feed.FeedLog;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Ownership;
import io.tocsin.match.RuleBudget;
import io.tocsin.match.RuleIndex;
import io.tocsin.push.Sessions;
import io.tocsin.source.HttpIngest;
import io.tocsin.store.EmbeddedStore;
import io.tocsin.store.PostgresStore;
import io.tocsin.store.PostgresUrl;
import io.tocsin.store.SqlKeys;
import io.tocsin.store.Store;
import io.tocsin.subscription.MatchCounts;
import io.tocsin.trial.RecentPosts;
import io.tocsin.webhook.WebhookVerticle;
import io.tocsin.wire.CursorText;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of Tocsin: every part, started in order by {@link #start} and stopped in the opposite order by
 * {@link #close}.
 */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final int MAX_BATCHES = 256;
    private static final int MAX_QUESTIONS = 64;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final Config config;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Deque<Part> parts = new ArrayDeque<>();
    private Optional<ApiKey> newKey = Optional.empty();
    private Optional<Instant> stopBy = Optional.empty();

    // Set by start(), once.
    private final Started started;

    /** What others need of a node that runs. */
    private record Started(Vertx vertx, Gateway gateway, Member member, SecretBox box, int port) {}

    private record Part(String name, AutoCloseable closing) {}

    private Node(Config config) {
        this.config = config;
        try {
            this.started = startParts();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts a node, and blocks until it serves. What cannot be as configured is a {@link ConfigException}. */
    static Node start(Config config) {
        return new Node(config);
    }

    private Started startParts() {
        Store store = open();
        SecretKey secret =
                SecretKeyFile.in(config.dataDirectory(), !await(store.keys().any()), random);
        CursorText cursors = new CursorText(secret);
        SecretBox box = new SecretBox(secret, random);
        Member member = part("cluster", join(store, secret));
        // What another member changed while this one loaded is known before anything is matched.
        await(reconcile(member));
        Telemetry telemetry = part("telemetry", new Telemetry(clock));
        Optional<Owners> owners = owners(member, store);
        Feeds feeds = feeds(store, owners, telemetry);
        owners.ifPresent(sharing -> sharing.open(feeds::heardOf));
        RuleIndex rules = new RuleIndex(random.nextLong(), indexing());
        RuleBudget budget = new RuleBudget(rules, config.rules().cost());
        MatchCounts counts = new MatchCounts(clock.instant());
        Pauses pauses = new Pauses(config.rules().breaker(), member.subscriptions(), feeds, telemetry);
        RecentPosts recent = new RecentPosts(config.rules().windowBytes(), random);
        Gateway gateway = new Gateway(feeds, rules, budget, counts, pauses, matching(), recent, telemetry, clock);
        // Where the native transport of Netty is on the class path, and this machine is one that it is for.
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        parts.push(new Part("vertx", () -> await(vertx.close())));
        Tickets tickets = new Tickets(secret, clock, random);
        KeyGate gate =
                new KeyGate(store.keys()::hash, tickets, clock, config.waits().patience());
        Sessions sessions = new Sessions(
                feeds,
                member.subscriptions(),
                store.consumers(),
                cursors,
                new KeyVisitors(gate, config.push().ticketSession()),
                config.push(),
                Ids::session,
                random);
        member.subscriptions().listen(gateway);
        member.subscriptions().listen(sessions);
        telemetry.watch(feeds, sessions, store::sizeBytes);
        telemetry.watch(rules);
        Survey survey = part("survey", new Survey(member.subscriptions(), budget, counts, pauses, telemetry, clock));
        survey.start();
        part("housekeeping", new Housekeeping(feeds, store::expire, () -> reconcile(member), telemetry))
                .start();
        Ownership ownership = owners.<Ownership>map(sharing -> sharing).orElse(Ownership.ALL);
        deployWebhooks(vertx, store, member, ownership, feeds, box, cursors, telemetry);
        Routes routes = routes(gate, store, member, owners, gateway, sessions, box, telemetry);
        new TicketRoutes(tickets, config.push().ticketSession()).bind(routes);
        new AlertRoutes(feeds, member.subscriptions(), cursors, sessions.eventStreams()).bind(routes);
        new RetractionRoutes(store.feeds(), member.endpoints(), store.deliveries(), cursors).bind(routes);
        new SubscriptionRoutes(
                        member.subscriptions(),
                        config.rules().limits(),
                        budget,
                        config.feeds().maxRetention(),
                        Ids::subscription,
                        clock)
                .bind(routes);
        new StatisticsRoutes(member.subscriptions(), rules, counts, clock).bind(routes);
        new RuleRoutes(rules, recent, config.rules().limits(), trying(), clock).bind(routes);
        int port = listen(vertx, await(routes.router(vertx)));
        parts.push(new Part("sessions", () -> await(sessions.drain())));
        newKey = firstKey(store.keys());
        return new Started(vertx, gateway, member, box, port);
    }

    private Store open() {
        try {
            Optional<PostgresUrl> database = config.store();
            return part(
                    "store",
                    database.isPresent()
                            ? PostgresStore.open(database.get(), clock, config.waits())
                            : EmbeddedStore.open(config.dataDirectory(), clock, config.waits()));
        } catch (IllegalStateException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new ConfigException(
                    e.getMessage() + ": " + e.getCause() + " (expected: a directory that can be written)");
        }
    }

    /** Empty if this member stands alone, and so owns everything. */
    private Optional<Owners> owners(Member member, Store store) {
        return config.cluster().alone()
                ? Optional.empty()
                : Optional.of(part(
                        "owners",
                        member.owners(
                                store.feeds(),
                                store.views(),
                                store::enter,
                                config.waits().patience(),
                                clock)));
    }

    private Feeds feeds(Store store, Optional<Owners> owners, Telemetry telemetry) {
        long tailBytes = config.feeds().tailBytes();
        FeedLog log = owners.map(Owners::feeds).orElseGet(store::feeds);
        return config.store().isPresent()
                ? new Feeds(log, telemetry, tailBytes, clock, Housekeeping.LOOKED_WITHIN)
                : new Feeds(log, telemetry, tailBytes, clock);
    }

    private Member join(Store store, SecretKey secret) {
        try {
            return Member.start(
                    config.cluster(),
                    Agreements.of(config, secret, await(store.name(Ids.store()))),
                    Ids.member(),
                    store.subscriptions(),
                    store.endpoints());
        } catch (JoinException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** An embedded store is written to by this process alone. */
    private CompletionStage<Void> reconcile(Member member) {
        return config.store().isPresent() ? member.reconcile() : CompletableFuture.allOf();
    }

    /** A thread for each core; a batch too many is refused, and its source told to come again. */
    private Executor matching() {
        int cores = Runtime.getRuntime().availableProcessors();
        return pool(
                "matching",
                new ThreadPoolExecutor(
                        cores,
                        cores,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_BATCHES),
                        task -> new Thread(task, "tocsin-matching")));
    }

    private Executor indexing() {
        return pool("indexing", Executors.newSingleThreadExecutor(task -> new Thread(task, "tocsin-indexing")));
    }

    /** A trial takes one thread, so that explanations need not wait for it. */
    private Executor trying() {
        return pool(
                "trying",
                new ThreadPoolExecutor(
                        2,
                        2,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_QUESTIONS),
                        task -> new Thread(task, "tocsin-trying")));
    }

    private Executor pool(String name, ExecutorService pool) {
        parts.push(new Part(name, pool::shutdown));
        return pool;
    }

    private Optional<ApiKey> firstKey(SqlKeys keys) {
        if (await(keys.any())) {
            return Optional.empty();
        }
        ApiKey key = ApiKey.random(random);
        await(keys.save(key.id(), key.hash(), clock.instant()));
        return Optional.of(key);
    }

    private void deployWebhooks(
            Vertx vertx,
            Store store,
            Member member,
            Ownership ownership,
            Feeds feeds,
            SecretBox box,
            CursorText cursors,
            Telemetry telemetry) {
        WebhookVerticle verticle = new WebhookVerticle(
                config.webhook(),
                member.endpoints(),
                member.subscriptions(),
                ownership,
                feeds,
                store.deliveries(),
                box,
                cursors,
                telemetry,
                clock,
                random);
        String id = await(vertx.deployVerticle(verticle));
        parts.push(new Part("webhooks", () -> await(vertx.undeploy(id))));
    }

    private Routes routes(
            KeyGate gate,
            Store store,
            Member member,
            Optional<Owners> owners,
            Gateway gateway,
            Sessions sessions,
            SecretBox box,
            Telemetry telemetry) {
        Supplier<CompletionStage<Boolean>> cluster = () -> member.safe()
                .thenApply(safe -> safe && owners.map(Owners::serving).orElse(true));
        Health health = new Health(store::check, cluster, member::loaded, clock);
        Routes routes = new Routes(Contract.load(), gate)
                .on("getLive", health::live)
                .on("getReady", health::ready)
                .on("getMetrics", request -> Metrics.answer(request, telemetry))
                .on("getCluster", request -> ClusterRoute.answer(request, member))
                .on("openStream", sessions.webSockets());
        new PostRoutes(gateway, new HttpIngest(gateway, clock), clock).bind(routes);
        new EndpointRoutes(member.endpoints(), member.subscriptions(), Ids::endpoint, this::newSecret, box, clock)
                .bind(routes);
        return routes;
    }

    private int listen(Vertx vertx, Router router) {
        List<HttpVerticle> servers = new ArrayList<>();
        DeploymentOptions eachLoop =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    HttpVerticle server = new HttpVerticle(config.http(), config.push(), config.drain(), router);
                    servers.add(server);
                    return server;
                },
                eachLoop);
        try {
            await(deployed);
        } catch (CompletionException e) {
            throw new ConfigException("http.port: " + config.http().port() + ", http.host: "
                    + config.http().host() + " cannot be listened on: "
                    + String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
                    + " (expected: a free port of an address of this machine)");
        }
        parts.push(new Part("http", () -> await(vertx.undeploy(deployed.result()))));
        return servers.get(0).port();
    }

    /** The key that was made because the store had none; it is told only this once. */
    Optional<ApiKey> newKey() {
        return newKey;
    }

    Vertx vertx() {
        return started.vertx();
    }

    Gateway gateway() {
        return started.gateway();
    }

    Member member() {
        return started.member();
    }

    /** What a new endpoint's deliveries are to be signed with. */
    SigningSecret newSecret() {
        return SigningSecret.generate(random);
    }

    SealedSecret seal(SigningSecret secret) {
        return secret.seal(started.box());
    }

    int port() {
        return started.port();
    }

    Clock clock() {
        return clock;
    }

    String url() {
        String host = config.http().host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + started.port();
    }

    /**
     * Stops every part, the last started first; one that fails or takes too long does not keep the others. Idempotent.
     */
    @Override
    public synchronized void close() {
        stopBy = Optional.of(clock.instant().plus(config.drain()));
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closing().close();
            } catch (Exception e) {
                LOG.warn("stop: {} did not stop as it should", part.name(), e);
            }
        }
    }

    private <T extends AutoCloseable> T part(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /**
     * How long a part may take: at the start, a fixed time; at the stop, what is left of the drain, and a second at
     * least.
     */
    private Duration patience() {
        return stopBy.map(end -> Duration.between(clock.instant(), end))
                .map(left -> left.compareTo(LAST_MOMENT) < 0 ? LAST_MOMENT : left)
                .orElse(START_LIMIT);
    }

    @CanIgnoreReturnValue
    private <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    @CanIgnoreReturnValue
    private <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
