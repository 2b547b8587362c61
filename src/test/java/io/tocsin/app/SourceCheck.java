package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A source is read by one member, whichever; every post of it has its alert, once. */
final class SourceCheck implements Check {
    /** After so long another member reads the source of one that died. */
    static final Duration MOVED = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String WORD = "mike";

    private final Cluster cluster;
    private final String subscription;
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Thread saying;
    private volatile boolean closed;

    SourceCheck(Drill drill) {
        this.cluster = drill.cluster();
        this.subscription = cluster.client(0).subscribe(WORD, WORD);
        Cluster.until("one reads the source", () -> cluster.readers().size() == 1);
        // What a source said before anybody ever listened is nobody's.
        Cluster.until("its first post has its alert", this::heard);
        this.saying = new Thread(this::say, "source");
        saying.setDaemon(true);
        saying.start();
    }

    private boolean heard() {
        cluster.bluesky().post("did:plc:drill", "first", WORD);
        return !cluster.client(0).alerts(subscription).isEmpty();
    }

    private void say() {
        for (int i = 0; !closed; i++) {
            String key = "p" + i;
            cluster.bluesky().post("did:plc:drill", key, WORD + " " + key);
            said.add("at://did:plc:drill/app.bsky.feed.post/" + key);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void verify(Written written) {
        Set<String> all = Set.copyOf(said);
        Cluster.until("one reads the source", () -> cluster.readers().size() == 1);
        int reader = cluster.readers().get(0);
        Cluster.until(
                "every post of the source has its alert, and no second one",
                () -> new HashSet<>(cluster.client(reader).postsOf(subscription)).containsAll(all));
        assertThat(cluster.client(reader).get("/v1/sources").json().at("/sources/0/gaps"))
                .isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        try {
            saying.join(Client.LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
