package io.tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.Posts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PostQuotaTest {
    private static final Instant NOON = Posts.NOON;

    private final PostQuota quota = new PostQuota(100, 1_000);

    @Test
    void take_nothingSentYet_allIsLeft() {
        assertThat(quota.take("a", 0, NOON)).isEqualTo(new PostQuota.Standing(1_000, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void take_some_comeBackOverTime() {
        assertThat(quota.take("a", 300, NOON))
                .isEqualTo(new PostQuota.Standing(700, Duration.ZERO, Duration.ofSeconds(3)));
        assertThat(quota.take("a", 0, NOON.plusSeconds(1)))
                .isEqualTo(new PostQuota.Standing(800, Duration.ZERO, Duration.ofSeconds(2)));
        assertThat(quota.take("a", 0, NOON.plusSeconds(60)).left()).isEqualTo(1_000);
    }

    @Test
    void take_all_waitsForOne() {
        assertThat(quota.take("a", 1_000, NOON).dueIn()).isEqualTo(Duration.ofMillis(10));
        assertThat(quota.take("a", 0, NOON.plusMillis(10)))
                .isEqualTo(new PostQuota.Standing(1, Duration.ZERO, Duration.ofMillis(9_990)));
    }

    @Test
    void take_moreThanIsLeft_isOwed() {
        assertThat(quota.take("a", 1_500, NOON))
                .isEqualTo(new PostQuota.Standing(0, Duration.ofMillis(5_010), Duration.ofSeconds(15)));
    }

    @Test
    void take_anotherKey_hasItsOwn() {
        assertThat(quota.take("a", 1_000, NOON).left()).isZero();
        assertThat(quota.take("b", 0, NOON).left()).isEqualTo(1_000);
    }

    @Test
    void take_manyKeysCameAndWent_onlyThoseThatOweAreRemembered() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(quota.take("k" + i, 1, NOON.plusSeconds(i)).left()).isEqualTo(999);
        }
        assertThat(quota.remembered()).isLessThanOrEqualTo(1_001);
    }

    @Test
    void headers_some_sayHowItStands() {
        assertThat(quota.policy()).isEqualTo("\"posts\";q=1000;w=10");
        assertThat(PostQuota.header(quota.take("a", 990, NOON))).isEqualTo("\"posts\";r=10;t=10");
        assertThat(PostQuota.header(quota.take("a", 100, NOON))).isEqualTo("\"posts\";r=0;t=1");
    }
}
