package io.tocsin.source;

import io.vertx.core.Deployable;
import io.vertx.core.Future;

/** What reads a source, or a part of one. */
public interface SourceReader extends Deployable {
    /** What it reads is known by this name. */
    String name();

    /** How it does. Callable from any thread. */
    Future<SourceState> state();
}
