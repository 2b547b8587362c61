package io.tocsin.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * How this process is a member.
 *
 * @param name members of another name are another cluster
 * @param bind where it listens for members
 * @param publicly where others reach it, if that is not where it listens
 * @param deadAfter how long a member may say nothing before the others go on without it; rounded up to seconds
 */
public record ClusterConfig(String name, Join join, HostPort bind, Optional<HostPort> publicly, Duration deadAfter) {
    public static final HostPort USUAL_BIND = new HostPort("127.0.0.1", 5701);
    public static final Duration USUAL_DEAD_AFTER = Duration.ofSeconds(4);

    public static final ClusterConfig ALONE =
            new ClusterConfig("tocsin", new Join.None(), USUAL_BIND, Optional.empty(), USUAL_DEAD_AFTER);

    public boolean alone() {
        return join instanceof Join.None;
    }
}
