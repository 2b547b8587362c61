package io.tocsin.cluster;

import java.util.List;
import java.util.Optional;

/** How a member finds the others. */
public sealed interface Join {
    /** It stands alone. */
    record None() implements Join {}

    /** It asks at addresses, of which some answer. */
    record Tcp(List<HostPort> members) implements Join {
        public Tcp {
            members = List.copyOf(members);
        }
    }

    /**
     * It asks for the addresses behind a headless service.
     *
     * @param namespace of the service; empty: this pod's own
     */
    record Kubernetes(String service, Optional<String> namespace) implements Join {
        String name() {
            return namespace
                    .map(space -> service + "." + space + ".svc.cluster.local")
                    .orElse(service);
        }
    }
}
