package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber who follows feeds in one session, and comes back with its cursors when it ends: to its own member if
 * that told it to, and else to the next.
 */
final class Follower implements AutoCloseable {
    /** From the end of a session until it asks for another. */
    private static final Duration BACK_OFF = Duration.ofMillis(100);

    private final Cluster cluster;
    private final List<String> subscriptions;
    private final Pulse pulse;
    private final Thread thread;
    private volatile boolean closed;

    // Guarded by this.
    private int interruptions;
    private final List<List<String>> posts = new ArrayList<>();
    private @Nullable Throwable failure;

    // Touched only by the thread.
    private final List<String> cursors = new ArrayList<>();
    /** Its member told it to come back, and it has not yet. */
    private boolean returning;

    Follower(Cluster cluster, int member, List<String> subscriptions) {
        this.cluster = cluster;
        this.subscriptions = subscriptions;
        this.pulse = new Pulse(subscriptions);
        subscriptions.forEach(subscription -> {
            posts.add(new ArrayList<>());
            cursors.add("earliest");
        });
        this.thread = new Thread(() -> follow(member), "follower-" + member);
        thread.setDaemon(true);
        thread.start();
    }

    private void follow(int first) {
        try {
            for (int member = first; !closed; member = returning ? member : (member + 1) % cluster.size()) {
                follow(cluster.client(member));
                LockSupport.parkNanos(BACK_OFF.toNanos());
            }
        } catch (InterruptedException e) {
            if (!closed) {
                fail(e);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void follow(Client client) throws InterruptedException {
        Stream stream;
        try {
            stream = Stream.open(client);
            for (int feed = 0; feed < subscriptions.size(); feed++) {
                stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + subscriptions.get(feed) + "\",\"after\":\""
                        + cursors.get(feed) + "\"}");
            }
        } catch (CompletionException | AssertionError e) {
            return; // The member is away, or was about to go: it says nothing, or no welcome.
        }
        returning = false;
        Optional<JsonNode> frame = stream.nextOrEnd();
        while (frame.isPresent() && take(frame.get())) {
            frame = stream.nextOrEnd();
        }
        interrupted();
        stream.cut();
    }

    private synchronized void interrupted() {
        interruptions++;
    }

    /** How often its session has ended since this was called last. */
    synchronized int interruptions() {
        int since = interruptions;
        interruptions = 0;
        return since;
    }

    /** False if a feed can't be read now, so that it is to be asked for again. */
    private boolean take(JsonNode frame) {
        String type = frame.get("type").asText();
        if (type.equals("alert")) {
            alert(frame.get("alert"));
        } else if (type.equals("error") && frame.at("/problem/status").asInt() == 503) {
            return false;
        } else if (type.equals("reconnect")) {
            returning = true;
        } else if (!type.equals("subscribed")) {
            throw new AssertionError("session: " + frame + " (expected: alert, subscribed or reconnect)");
        }
        return true;
    }

    private synchronized void alert(JsonNode alert) {
        int feed = subscriptions.indexOf(alert.get("subscription").asText());
        List<String> taken = posts.get(feed);
        if (alert.get("sequence").asLong() != taken.size() + 1) {
            throw new AssertionError("session: " + alert + " (expected: number " + (taken.size() + 1) + ")");
        }
        taken.add(alert.at("/post/id").asText());
        cursors.set(feed, alert.get("cursor").asText());
        pulse.beat(subscriptions.get(feed));
        notifyAll();
    }

    private synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    Pulse pulse() {
        return pulse;
    }

    /** It has come to the end of each feed, and was given what is in it. */
    synchronized void verify(Written written) throws InterruptedException {
        Waiting.in(this, Cluster.LIMIT, () -> failure != null || !behind(written));
        if (failure != null) {
            throw new AssertionError(thread.getName(), failure);
        }
        assertThat(posts).as(thread.getName()).isEqualTo(written.posts());
    }

    private boolean behind(Written written) {
        for (int feed = 0; feed < posts.size(); feed++) {
            if (posts.get(feed).size() < written.posts().get(feed).size()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
