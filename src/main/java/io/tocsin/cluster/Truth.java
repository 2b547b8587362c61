package io.tocsin.cluster;

import io.tocsin.subscription.Changes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * What the store behind a shared map says, to compare with.
 *
 * @param changes after a revision
 * @param ids of all that there is
 */
record Truth<T>(
        LongFunction<CompletionStage<Optional<Changes<T>>>> changes, Supplier<CompletionStage<Set<String>>> ids) {}
