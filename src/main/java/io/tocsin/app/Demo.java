package io.tocsin.app;

import io.tocsin.access.ApiKey;
import io.tocsin.cluster.ClusterConfig;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.Network;
import io.tocsin.delivery.Reach;
import io.tocsin.delivery.SigningSecret;
import io.tocsin.post.Post;
import io.tocsin.source.Replay;
import io.tocsin.subscription.Subscription;
import io.tocsin.wire.PostJson;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A node on a fresh data directory, with a source, subscriptions, a terminal client and a webhook receiver around it.
 */
final class Demo implements AutoCloseable {
    private static final String POSTS = "/io/tocsin/demo/alberta-floods-2013.ndjson";
    private static final long LIMIT_SECONDS = 30;

    private final Path directory;
    private final Node node;
    private final PrintWriter out;
    private final DemoReceiver receiver = new DemoReceiver();

    private Demo(Path directory, Node node, PrintWriter out) {
        this.directory = directory;
        this.node = node;
        this.out = out;
    }

    /**
     * Starts everything; the replay runs on. The data directory of {@code config} is not used: each demo has its own.
     */
    static Demo start(Config config, double speed, PrintWriter out) {
        List<Post> posts = posts();
        Path directory = temporary();
        Node node;
        try {
            node = Node.start(new Config(
                    config.http(),
                    directory,
                    Optional.empty(),
                    config.waits(),
                    ClusterConfig.ALONE,
                    config.feeds(),
                    config.push(),
                    config.webhook().reaching(new Reach(List.of(Network.parse("127.0.0.0/8")), false, Set.of())),
                    config.ingest(),
                    config.rules(),
                    List.of(),
                    config.drain()));
        } catch (RuntimeException | Error e) {
            delete(directory);
            throw e;
        }
        Demo demo = new Demo(directory, node, out);
        try {
            demo.run(posts, speed);
            return demo;
        } catch (RuntimeException | Error e) {
            demo.close();
            throw e;
        }
    }

    private void run(List<Post> posts, double speed) {
        ApiKey key = node.newKey().orElseThrow();
        List<Subscription> subscriptions = DemoSubscriptions.all(node.clock().instant());
        subscriptions.forEach(
                subscription -> await(node.member().subscriptions().create(subscription)));
        await(node.vertx().deployVerticle(receiver));
        receiver.secret(endpoint());
        DemoTerminal terminal = new DemoTerminal(node.port(), key.text(), subscriptions, out);
        welcome(key, subscriptions, posts, speed);
        await(node.vertx().deployVerticle(terminal));
        Replay replay = new Replay(posts, speed, node.gateway(), node.clock());
        replay.done().onSuccess(count -> ended(count, terminal));
        await(node.vertx().deployVerticle(replay));
    }

    /** Has all alerts sent to the receiver; the answer is the secret they are signed with. */
    private String endpoint() {
        SigningSecret secret = node.newSecret();
        Instant now = node.clock().instant();
        Endpoint endpoint = new Endpoint(
                Ids.endpoint(),
                URI.create(receiver.url()),
                Set.of(),
                "the demo's own receiver",
                true,
                node.seal(secret),
                now,
                now,
                1);
        await(node.member().endpoints().create(endpoint));
        return secret.text();
    }

    private void welcome(ApiKey key, List<Subscription> subscriptions, List<Post> posts, double speed) {
        String id = subscriptions.get(0).id().value();
        String url = node.url();
        out.println("Tocsin " + Version.text() + ": " + posts.size() + " real posts of the 2013 Alberta floods, "
                + (speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed))
                + " times as fast as they were made, against " + subscriptions.size() + " subscriptions");
        out.println();
        out.println("  dashboard  " + url + "/#key=" + key.text());
        out.println("  key        " + key.text());
        out.println("  webhooks   every alert, signed, to " + receiver.url() + ", which verifies it");
        out.println("  contract   " + url + "/v1/openapi.yaml      metrics  " + url + "/metrics");
        out.println("  data       " + directory + " (deleted at the end)");
        out.println();
        out.println("  Try in another terminal:");
        out.println("  curl -N -H 'Authorization: Bearer " + key.text() + "' -H 'Accept: text/event-stream' " + url
                + "/v1/subscriptions/" + id + "/alerts");
        out.println("  curl -H 'Authorization: Bearer " + key.text() + "' -H 'Content-Type: application/json' " + url
                + "/v1/posts -d '{\"source\":\"me\",\"id\":\"1\",\"author\":{\"id\":\"me\"},"
                + "\"text\":\"Evacuation of Calgary is over #yycflood\"}'");
        out.println();
        out.println("  Alerts as they are pushed (Ctrl-C ends the demo):");
        out.println();
        out.flush();
    }

    private void ended(int posts, DemoTerminal terminal) {
        out.println();
        out.println("All " + posts + " posts are played: " + terminal.printed() + " alerts pushed here, "
                + receiver.verified() + " webhooks verified, " + receiver.refused()
                + " refused. The node goes on: post something yourself, or end it with Ctrl-C.");
        out.flush();
    }

    @Override
    public void close() {
        node.close();
        delete(directory);
        out.println();
        out.println("Ended: " + receiver.verified() + " webhooks were verified, " + receiver.refused() + " refused.");
        out.flush();
    }

    @Override
    public String toString() {
        return "demo";
    }

    private static List<Post> posts() {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream(POSTS), POSTS);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> PostJson.decode(line.getBytes(StandardCharsets.UTF_8), Instant.EPOCH))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("tocsin-demo-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> void await(Future<T> future) {
        await(future.toCompletionStage());
    }

    private static <T> void await(CompletionStage<T> stage) {
        try {
            var unused = stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("demo: could not be set up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("demo: interrupted", e);
        }
    }
}
