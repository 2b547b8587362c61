/**
 * What members share.
 *
 * <p>Each process is one Hazelcast {@link io.tocsin.cluster.Member}. Subscriptions and endpoints lie in maps that write
 * through to the store: a change is acknowledged when the store has it, and is in no member's sight before. A map holds
 * each value as the JSON that the store keeps; endpoint secrets lie in it only sealed. Each member keeps a copy of all
 * values; it answers reads from there, at once, and who made a change on it finds that change in it.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
