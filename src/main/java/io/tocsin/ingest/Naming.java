package io.tocsin.ingest;

import io.tocsin.wire.IngestJson.Counts;
import io.tocsin.wire.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A request whose answer is remembered, and with it what its body was. */
final class Naming implements Upload.Hearing {
    private final Repeats.Name name;
    private final Repeats repeats;
    private final Allowance allowance;
    private final InstantSource clock;
    private final Fingerprint body = new Fingerprint();

    Naming(Repeats.Name name, Repeats repeats, Allowance allowance, InstantSource clock) {
        this.name = name;
        this.repeats = repeats;
        this.allowance = allowance;
        this.clock = clock;
    }

    @Override
    public void bytes(byte[] bytes) {
        body.add(bytes);
    }

    @Override
    public Duration items(long count) {
        return allowance.take(count);
    }

    @Override
    public void answered(Counts counts, Optional<Problem> problem) {
        repeats.answered(name, new Repeats.Answer(body.text(), counts, problem), clock.instant());
    }

    @Override
    public void failed() {
        repeats.failed(name);
    }
}
