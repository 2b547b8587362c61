package io.tocsin.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every endpoint took every alert of its feeds, at least once, signed, however often it had refused some. Endpoints are
 * promised no order.
 */
final class EndpointsCheck implements Check {
    private final List<Hook> hooks;

    EndpointsCheck(Drill drill) {
        List<String> all = drill.subscriptions();
        this.hooks = IntStream.range(0, drill.cluster().size())
                .mapToObj(member -> new Hook(
                        drill.cluster().client(member),
                        member == 0 ? all : all.subList(member, member + all.size() / 2)))
                .toList();
    }

    @Override
    public void verify(Written written) throws InterruptedException {
        for (Hook hook : hooks) {
            hook.verify(written);
        }
    }

    @Override
    public Optional<Duration> stoodStill() {
        return hooks.stream().map(hook -> hook.pulse().longest()).max(Duration::compareTo);
    }

    @Override
    public void restart() {
        hooks.forEach(hook -> hook.pulse().restart());
    }

    @Override
    public void close() {
        hooks.forEach(Hook::close);
    }
}
