package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every acknowledged post is in each feed that it belongs to. {@link Written} has looked at the numbers already. */
final class FeedsCheck implements Check {
    private final PostLoad load;

    FeedsCheck(Drill drill) {
        this.load = drill.load();
    }

    @Override
    public void verify(Written written) {
        for (int feed = 0; feed < PostLoad.WORDS.size(); feed++) {
            Set<String> missing = new TreeSet<>(load.acknowledged().get(feed));
            missing.removeAll(new HashSet<>(written.posts().get(feed)));
            assertThat(missing)
                    .as("acknowledged, and not in the feed of %s", PostLoad.WORDS.get(feed))
                    .isEmpty();
        }
    }

    @Override
    public Optional<Duration> stoodStill() {
        return Optional.of(load.pulse().longest());
    }

    @Override
    public void restart() {
        load.pulse().restart();
    }
}
