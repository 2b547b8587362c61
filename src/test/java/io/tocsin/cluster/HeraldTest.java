package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.News;
import io.tocsin.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HeraldTest {
    private static final SubscriptionId FIRES = new SubscriptionId("sub_fires");
    private static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");

    private final List<News> told = new ArrayList<>();
    private final List<CompletableFuture<String>> underWay = new ArrayList<>();
    private final Herald herald = new Herald(news -> {
        told.add(news);
        CompletableFuture<String> ending = new CompletableFuture<>();
        underWay.add(ending);
        return ending;
    });

    @Test
    void tell_first_atOnce() {
        herald.tell(grown(FIRES, 1));

        assertThat(told).containsExactly(grown(FIRES, 1));
    }

    @Test
    void tell_whileOneIsUnderWay_waitsAndGoesTogether() {
        herald.tell(grown(FIRES, 1));
        herald.tell(grown(FIRES, 3));
        herald.tell(new News(Map.of(FLOODS, 7L), Set.of(FLOODS)));
        herald.tell(grown(FIRES, 2));
        assertThat(told).hasSize(1);

        underWay.get(0).complete("told");

        assertThat(told).hasSize(2).last().isEqualTo(new News(Map.of(FIRES, 3L, FLOODS, 7L), Set.of(FLOODS)));
        underWay.get(1).complete("told");
        assertThat(told).hasSize(2);
    }

    @Test
    void tell_beforeFailed_goesOn() {
        herald.tell(grown(FIRES, 1));
        underWay.get(0).completeExceptionally(new IllegalStateException("gone"));

        herald.tell(grown(FIRES, 2));

        assertThat(told).hasSize(2);
    }

    @Test
    void tell_nothing_nobodyIsTold() {
        herald.tell(News.NONE);

        assertThat(told).isEmpty();
    }

    private static News grown(SubscriptionId feed, long head) {
        return new News(Map.of(feed, head), Set.of());
    }
}
