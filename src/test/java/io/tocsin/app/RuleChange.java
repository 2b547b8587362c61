package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A change of a rule, and when each member matches by it. */
final class RuleChange {
    private final Cluster cluster;
    private final String subscription;
    private final String word;

    /** @param word that no post has had, and no other rule asks for */
    RuleChange(Cluster cluster, String word) {
        this.cluster = cluster;
        this.word = word;
        this.subscription = cluster.client(0).subscribe("changing", "un" + word);
    }

    /** From when one member is asked to change it until it is in force; by member. */
    List<Duration> visible(int changer) {
        long asked = System.nanoTime();
        Client.Answer changed =
                cluster.client(changer).patch("/v1/subscriptions/" + subscription, Map.of("rule", word));
        assertThat(changed.status()).isEqualTo(200);
        List<CompletableFuture<Duration>> seen = IntStream.range(0, cluster.size())
                .mapToObj(member -> CompletableFuture.supplyAsync(() -> matched(member, asked)))
                .toList();
        return seen.stream().map(CompletableFuture::join).toList();
    }

    /** Posts to the member until one is matched by it. */
    private Duration matched(int member, long since) {
        Client client = cluster.client(member);
        for (int i = 0; System.nanoTime() - since < Cluster.LIMIT.toNanos(); i++) {
            Duration sent = Duration.ofNanos(System.nanoTime() - since);
            String id = word + "-" + member + "-" + i;
            assertThat(client.ingest(Client.line(id, word)).status()).isEqualTo(200);
            if (client.postsOf(subscription).contains(id)) {
                return sent;
            }
        }
        throw new AssertionError("member " + member + ": never matched by the new rule");
    }
}
