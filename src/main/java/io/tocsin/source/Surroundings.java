package io.tocsin.source;

import io.tocsin.post.PostSink;
import io.tocsin.post.SourceLog;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What reading a source needs of the outside. */
record Surroundings(
        Vertx vertx,
        Context context,
        PostSink sink,
        SourceLog log,
        SourceListener listener,
        InstantSource clock,
        RandomGenerator random) {

    /** Runs it later, on the context; the id cancels it. */
    long after(Duration wait, Runnable step) {
        return vertx.setTimer(Math.max(1, wait.toMillis()), fired -> step.run());
    }
}
