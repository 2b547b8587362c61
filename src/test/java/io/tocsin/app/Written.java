package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What is in the feeds.
 *
 * @param posts of each subscription's feed; that of alert 1 is the first
 */
record Written(List<String> subscriptions, List<List<String>> posts) {
    Written {
        subscriptions = List.copyOf(subscriptions);
        posts = posts.stream().map(List::copyOf).toList();
    }

    /** Reads all of it, from one member after the other: each must have no gap, and no post twice. */
    static Written read(Cluster cluster, List<String> subscriptions) {
        return new Written(
                subscriptions,
                IntStream.range(0, subscriptions.size())
                        .mapToObj(feed -> read(cluster.client(feed % cluster.size()), subscriptions.get(feed)))
                        .toList());
    }

    private static List<String> read(Client client, String subscription) {
        List<JsonNode> alerts = client.alerts(subscription);
        assertThat(alerts.stream().map(alert -> alert.get("sequence").asLong()).toList())
                .isEqualTo(LongStream.rangeClosed(1, alerts.size()).boxed().toList());
        assertThat(alerts).allMatch(Written::whole);
        List<String> posts =
                alerts.stream().map(alert -> alert.at("/post/id").asText()).toList();
        assertThat(new HashSet<>(posts)).as("posts, each once").hasSameSizeAs(posts);
        return posts;
    }

    /** What is stored of the post is what was sent. */
    private static boolean whole(JsonNode alert) {
        return alert.at("/post/text")
                .asText()
                .endsWith(" " + alert.at("/post/id").asText());
    }

    List<String> of(String subscription) {
        return posts.get(subscriptions.indexOf(subscription));
    }

    long alerts() {
        return posts.stream().mapToLong(List::size).sum();
    }
}
