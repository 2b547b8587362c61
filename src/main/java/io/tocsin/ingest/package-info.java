/**
 * Taking posts as a request body of any length.
 *
 * <pre>
 *  request ──▶ HttpIngest: who, how much, a name? ──▶ Upload ──▶ batches ──▶ sink
 *                      │                                │ unpacks, reads on while few are under way
 *                      └── answered before: Repetition  └──▶ answer, when all is durable
 * </pre>
 *
 * <p>A slow store slows the body, and so does a {@link io.tocsin.ingest.PostQuota} that is used up; nothing piles up in
 * between, however small a body is packed.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.ingest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
