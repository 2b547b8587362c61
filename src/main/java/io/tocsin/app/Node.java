package io.tocsin.app;

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
import io.tocsin.source.SourceVerticle;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.crypto.SecretKey;

/**
 * One process of Tocsin: every part, put up in order by {@link #start}, and taken down in the opposite order by
 * {@link #close}.
 */
final class Node implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Config config;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Assembly parts;

    // What lasts, and what members share.
    private final Store store;
    private final SecretBox box;
    private final CursorText cursors;
    private final Member member;
    private final Optional<Owners> owners;
    // The flow from post to alert.
    private final Telemetry telemetry;
    private final Feeds feeds;
    private final RuleIndex rules;
    private final RuleBudget budget;
    private final MatchCounts counts;
    private final RecentPosts recent;
    private final Gateway gateway;
    // What talks to others.
    private final Vertx vertx;
    private final Tickets tickets;
    private final KeyGate gate;
    private final Sessions sessions;
    private final int port;
    private final Optional<ApiKey> newKey;

    private Node(Config config) {
        this.config = config;
        this.parts = new Assembly(START_LIMIT, config.drain(), clock);
        Pools pools = new Pools(parts);
        try {
            store = parts.put("store", open());
            SecretKey secret = SecretKeyFile.in(
                    config.dataDirectory(), !parts.await(store.keys().any()), random);
            cursors = new CursorText(secret);
            box = new SecretBox(secret, random);
            member = parts.put("cluster", join(secret));
            // What another member changed while this one loaded is known before anything is matched.
            parts.await(reconcile());
            owners = config.cluster().alone() ? Optional.empty() : Optional.of(owners());

            telemetry = parts.put("telemetry", new Telemetry(clock));
            feeds = feeds();
            owners.ifPresent(sharing -> sharing.open(feeds::heardOf));
            rules = new RuleIndex(random.nextLong(), pools.indexing());
            budget = new RuleBudget(rules, config.rules().cost());
            counts = new MatchCounts(clock.instant());
            recent = new RecentPosts(config.rules().windowBytes(), random);
            Pauses pauses = new Pauses(config.rules().breaker(), member.subscriptions(), feeds, telemetry);
            gateway = new Gateway(feeds, rules, budget, counts, pauses, pools.matching(), recent, telemetry, clock);

            // Where the native transport of Netty is on the class path, and this machine is one that it is for.
            vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
            parts.put("vertx", () -> parts.await(vertx.close()));
            tickets = new Tickets(secret, clock, random);
            gate = new KeyGate(
                    store.keys()::hash, tickets, clock, config.waits().patience());
            sessions = new Sessions(
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
            parts.put("survey", new Survey(member.subscriptions(), budget, counts, pauses, telemetry, clock))
                    .start();
            parts.put("housekeeping", new Housekeeping(feeds, store::expire, this::reconcile, telemetry))
                    .start();
            deliver();
            List<SourcesRoute.Part> sources = sources();
            port = serve(parts.await(routes(pools.trying(), sources).router(vertx)));
            parts.put("sessions", () -> parts.await(sessions.drain()));
            sources.forEach(source -> read(source.verticle()));
            newKey = firstKey(store.keys());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts a node, and blocks until it serves. What cannot be as configured is a {@link ConfigException}. */
    static Node start(Config config) {
        return new Node(config);
    }

    private Store open() {
        try {
            Optional<PostgresUrl> database = config.store();
            return database.isPresent()
                    ? PostgresStore.open(database.get(), clock, config.waits())
                    : EmbeddedStore.open(config.dataDirectory(), clock, config.waits());
        } catch (IllegalStateException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new ConfigException(
                    e.getMessage() + ": " + e.getCause() + " (expected: a directory that can be written)");
        }
    }

    private Member join(SecretKey secret) {
        try {
            return Member.start(
                    config.cluster(),
                    Agreements.of(config, secret, parts.await(store.name(Ids.store()))),
                    Ids.member(),
                    store.subscriptions(),
                    store.endpoints());
        } catch (JoinException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** An embedded store is written to by this process alone. */
    private CompletionStage<Void> reconcile() {
        return config.store().isPresent() ? member.reconcile() : CompletableFuture.allOf();
    }

    private Owners owners() {
        return member.owners(
                store.feeds(), store.views(), store::enter, config.waits().patience(), clock);
    }

    private Feeds feeds() {
        long tailBytes = config.feeds().tailBytes();
        FeedLog log = store.feeds();
        return config.store().isPresent()
                ? new Feeds(
                        log,
                        owners.map(Owners::feeds).orElse(log),
                        telemetry,
                        tailBytes,
                        clock,
                        Housekeeping.LOOKED_WITHIN)
                : new Feeds(log, telemetry, tailBytes, clock);
    }

    private Ownership ownership() {
        return owners.<Ownership>map(sharing -> sharing).orElse(Ownership.ALL);
    }

    private List<SourcesRoute.Part> sources() {
        List<SourcesRoute.Part> all = new ArrayList<>();
        for (SourceConfig source : config.sources()) {
            source.parts(clock)
                    .forEach((name, opening) -> all.add(new SourcesRoute.Part(
                            source.type(),
                            new SourceVerticle(
                                    name,
                                    opening,
                                    ownership(),
                                    gateway,
                                    store.sources(),
                                    telemetry.sources(),
                                    clock,
                                    new SplittableRandom(random.nextLong())))));
        }
        return all;
    }

    private void read(SourceVerticle source) {
        String id = parts.await(vertx.deployVerticle(source));
        parts.put("source " + source.name(), () -> parts.await(vertx.undeploy(id)));
    }

    private void deliver() {
        WebhookVerticle verticle = new WebhookVerticle(
                config.webhook(),
                member.endpoints(),
                member.subscriptions(),
                ownership(),
                feeds,
                store.deliveries(),
                box,
                cursors,
                telemetry,
                clock,
                random);
        String id = parts.await(vertx.deployVerticle(verticle));
        parts.put("webhooks", () -> parts.await(vertx.undeploy(id)));
    }

    private Routes routes(Executor trying, List<SourcesRoute.Part> sources) {
        Health health = new Health(store::check, this::joined, member::loaded, clock);
        Routes routes = new Routes(Contract.load(), gate)
                .on("getLive", health::live)
                .on("getReady", health::ready)
                .on("getMetrics", request -> Metrics.answer(request, telemetry))
                .on("getCluster", request -> ClusterRoute.answer(request, member))
                .on("getSources", new SourcesRoute(sources, store.sources(), member, clock)::answer)
                .on("openStream", sessions.webSockets());
        new PostRoutes(gateway, new HttpIngest(gateway, clock), clock).bind(routes);
        new EndpointRoutes(member.endpoints(), member.subscriptions(), Ids::endpoint, this::newSecret, box, clock)
                .bind(routes);
        new TicketRoutes(tickets, config.push().ticketSession()).bind(routes);
        new AlertRoutes(feeds, member.subscriptions(), cursors, sessions.eventStreams()).bind(routes);
        new RetractionRoutes(store.feeds(), member.endpoints(), store.deliveries(), store.consumers(), cursors)
                .bind(routes);
        new SubscriptionRoutes(
                        member.subscriptions(),
                        config.rules().limits(),
                        budget,
                        config.feeds().maxRetention(),
                        Ids::subscription,
                        clock)
                .bind(routes);
        new StatisticsRoutes(member.subscriptions(), rules, counts, clock).bind(routes);
        new RuleRoutes(rules, recent, config.rules().limits(), trying, clock).bind(routes);
        return routes;
    }

    private CompletionStage<Boolean> joined() {
        return member.settled()
                .thenApply(settled -> settled && owners.map(Owners::serving).orElse(true));
    }

    /** The answer is the port. */
    private int serve(Router router) {
        List<HttpVerticle> servers = new ArrayList<>();
        DeploymentOptions eachLoop =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    HttpVerticle server = new HttpVerticle(
                            config.http(), config.push(), config.drain(), HttpVerticle.HANDSHAKE, router);
                    servers.add(server);
                    return server;
                },
                eachLoop);
        try {
            parts.await(deployed);
        } catch (CompletionException e) {
            throw new ConfigException("http.port: " + config.http().port() + ", http.host: "
                    + config.http().host() + " cannot be listened on: "
                    + String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
                    + " (expected: a free port of an address of this machine)");
        }
        parts.put("http", () -> parts.await(vertx.undeploy(deployed.result())));
        return servers.get(0).port();
    }

    private Optional<ApiKey> firstKey(SqlKeys keys) {
        if (parts.await(keys.any())) {
            return Optional.empty();
        }
        ApiKey key = ApiKey.random(random);
        parts.await(keys.save(key.id(), key.hash(), clock.instant()));
        return Optional.of(key);
    }

    /** The key that was made because the store had none; it is told only this once. */
    Optional<ApiKey> newKey() {
        return newKey;
    }

    Vertx vertx() {
        return vertx;
    }

    Gateway gateway() {
        return gateway;
    }

    Member member() {
        return member;
    }

    /** What a new endpoint's deliveries are to be signed with. */
    SigningSecret newSecret() {
        return SigningSecret.generate(random);
    }

    SealedSecret seal(SigningSecret secret) {
        return secret.seal(box);
    }

    int port() {
        return port;
    }

    Clock clock() {
        return clock;
    }

    String url() {
        String host = config.http().host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Stops every part, as {@link Assembly#close}. */
    @Override
    public void close() {
        parts.close();
    }
}
