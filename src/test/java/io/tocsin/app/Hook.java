package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.Waiting;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An endpoint that refuses one request in forty for now, and keeps what it took. */
final class Hook implements AutoCloseable {
    private static final int REFUSES = 40;

    private final AtomicInteger requests = new AtomicInteger();
    private final Receiver receiver = new Receiver(() -> requests.incrementAndGet() % REFUSES == 0 ? 503 : 204);
    private final List<String> subscriptions;
    private final String secret;
    private final Pulse pulse;
    private final Thread thread;
    private volatile boolean closed;

    // Guarded by this.
    private final Set<String> taken = new HashSet<>();
    private @Nullable Throwable failure;

    /** @param subscriptions whose feeds it takes */
    Hook(Client client, List<String> subscriptions) {
        this.subscriptions = subscriptions;
        this.pulse = new Pulse(subscriptions);
        Client.Answer created =
                client.post("/v1/endpoints", Map.of("url", receiver.url(), "subscriptions", subscriptions));
        assertThat(created.status()).isEqualTo(201);
        this.secret = created.json().get("secret").asText();
        this.thread = new Thread(this::take, "hook");
        thread.setDaemon(true);
        thread.start();
    }

    private void take() {
        try {
            while (!closed) {
                Receiver.Delivered delivered = receiver.take();
                if (delivered.answer() == 204) {
                    take(delivered);
                }
            }
        } catch (InterruptedException e) {
            if (!closed) {
                fail(e);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    private synchronized void take(Receiver.Delivered delivered) {
        JsonNode alert = delivered.verified(secret).get("data");
        String subscription = alert.get("subscription").asText();
        if (!subscriptions.contains(subscription)) {
            throw new AssertionError("endpoint: " + alert + " (expected: of " + subscriptions + ")");
        }
        taken.add(key(
                subscription,
                alert.get("sequence").asInt(),
                alert.at("/post/id").asText()));
        pulse.beat(subscription);
        notifyAll();
    }

    private static String key(String subscription, int sequence, String post) {
        return subscription + "/" + sequence + "/" + post;
    }

    Pulse pulse() {
        return pulse;
    }

    synchronized void verify(Written written) throws InterruptedException {
        Set<String> expected = new TreeSet<>();
        for (String subscription : subscriptions) {
            List<String> posts = written.of(subscription);
            for (int i = 0; i < posts.size(); i++) {
                expected.add(key(subscription, i + 1, posts.get(i)));
            }
        }
        Waiting.in(this, Cluster.LIMIT, () -> failure != null || taken.containsAll(expected));
        if (failure != null) {
            throw new AssertionError("endpoint", failure);
        }
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(taken);
        assertThat(missing).as("not delivered").isEmpty();
        assertThat(taken).as("delivered, and not in a feed").hasSameSizeAs(expected);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        receiver.close();
    }
}
