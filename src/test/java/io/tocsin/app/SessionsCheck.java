package io.tocsin.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every session got every alert, in order; one that was cut off has come back with its cursors, to any member. */
final class SessionsCheck implements Check {
    private final List<Follower> followers;

    SessionsCheck(Drill drill) {
        this.followers = IntStream.range(0, drill.cluster().size())
                .mapToObj(member -> new Follower(drill.cluster(), member, drill.subscriptions()))
                .toList();
    }

    @Override
    public void verify(Written written) throws InterruptedException {
        for (Follower follower : followers) {
            follower.verify(written);
        }
    }

    @Override
    public Optional<Duration> stoodStill() {
        return followers.stream().map(follower -> follower.pulse().longest()).max(Duration::compareTo);
    }

    @Override
    public void restart() {
        followers.forEach(follower -> {
            follower.pulse().restart();
            int unused = follower.interruptions();
        });
    }

    @Override
    public int interruptions() {
        return followers.stream().mapToInt(Follower::interruptions).max().orElseThrow();
    }

    @Override
    public void close() {
        followers.forEach(Follower::close);
    }
}
