/**
 * The SQL engine behind the ports.
 *
 * <p>{@link io.tocsin.store.EmbeddedStore} is the store of a single member: one SQLite file, opened by one process,
 * which the file's directory is locked for. The tables are in {@code migration/}; a store that a newer version has
 * changed is refused.
 *
 * <pre>
 * append ─┐            ┌────────────── one transaction ──────────────┐
 * save   ─┼─▶ WriteQueue ─▶ Writer: ─▶ write ─▶ write ─▶ … ─▶ commit ─▶ the stages of all of them complete
 * settle ─┘  (bounded)     one thread   each undone alone if it fails
 *
 * read, head, find, due ─▶ Readers: a few threads, each with a connection, each read in one view ─▶ its stage
 * </pre>
 *
 * <p><b>Writes.</b> One thread writes, so what it decides by needs no lock: the numbers of the next alerts, which it
 * keeps in memory and forgets whenever anything was undone. It takes all that waits, up to a limit, and makes it
 * durable with one commit, so the cost of reaching the disk is shared by as many as come. Nobody waits longer for the
 * sake of company. A write that fails costs itself; a commit that fails costs its group, which can be sent again, since
 * repeats change nothing.
 *
 * <p><b>Limits.</b> Both queues are bounded. What does not fit is refused at once, with
 * {@link java.util.concurrent.RejectedExecutionException} in the stage, as is all that comes after the end: nothing of
 * it was done. Nothing here blocks a caller, but {@code open} and {@code close}.
 *
 * <p><b>Stages</b> complete on the thread that did the work. Whoever goes on there holds up the store.
 *
 * <p><b>Layout.</b> Tables grow at their end, in order of arrival, and indexes are narrow: a commit writes pages, and
 * what came together should lie together. A post's body is in one row, whatever number of alerts refer to it; its
 * erasure overwrites it. That a post was erased is kept, so it can't come back. Numbers of a feed are without a hole
 * because they and the alerts are one transaction, and unique because the table refuses a second.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
