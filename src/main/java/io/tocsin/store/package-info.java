/**
 * The SQL engines behind the ports.
 *
 * <p>{@link io.tocsin.store.EmbeddedStore} is the store of a single member: one SQLite file, opened by one process,
 * which the file's directory is locked for. {@link io.tocsin.store.PostgresStore} is a PostgreSQL database, which
 * several members may have open. Both are a {@link io.tocsin.store.Store} and speak the same SQL; an engine only opens
 * connections. The tables are in {@code migration/}, the first of them in a folder for each engine; a store that a
 * newer version has changed is refused.
 *
 * <pre>
 * append ─┐            ┌────────────── one transaction ──────────────┐
 * save   ─┼─▶ WriteQueue ─▶ Writer: ─▶ write ─▶ write ─▶ … ─▶ commit ─▶ the stages of all of them complete
 * settle ─┘  (bounded)     one thread   each undone alone if it fails
 *
 * read, head, find, due ─▶ Readers: a few threads, each with a connection, each read in one view ─▶ its stage
 * </pre>
 *
 * <p><b>Writes.</b> One thread writes, so what it decides by needs no lock here: the numbers of the next alerts, which
 * it keeps in memory and forgets whenever anything was undone. It takes all that waits, up to a limit, and makes it
 * durable with one commit, so the cost of reaching the disk is shared by as many as come. One that comes alone waits
 * for company no longer than it is told to. A write that is wrong costs itself.
 *
 * <p><b>Several members</b> write to one database at once, and meet in the rows of a post, a feed and an author.
 *
 * <ul>
 *   <li>Who adds an alert, takes one back or deletes one holds the row of its post; who adds one, the row of its feed,
 *       too, and takes the alert's number from it. So a post that is taken back is taken back in every feed that has an
 *       alert about it, and who comes later finds it erased.
 *   <li>A post or an author's mark that is not there yet has no row to hold. Two who store the same post meet in its
 *       unique name; who marks an author as gone waits for those that saw no mark (and they for it).
 *   <li>Alerts are raised by the owner of the feed, who claims it with its epoch: one that lost it to a later owner is
 *       undone and fails with {@link io.tocsin.feed.FencedException}. What takes back or corrects is written by whoever
 *       hears of it, into the feeds of all owners, and fences nobody.
 *   <li>A write that met another's is undone and done again. If others are not committed before it, they are first:
 *       members that wait for each other let go.
 * </ul>
 *
 * <p><b>When the store is slow, full or away</b> writes wait, and are done again until they are durable or their
 * patience ends; reads fail at once. A connection that broke is replaced by whoever needs it next. A commit whose
 * answer was lost is looked for before anything is done again, so nothing is written, or told, in two ways. What the
 * writer finds, {@link io.tocsin.store.Intake} tells whoever asks how the store is.
 *
 * <p><b>Limits.</b> Both queues are bounded. What does not fit is refused at once, with
 * {@link java.util.concurrent.RejectedExecutionException} in the stage, as is all that comes after the end: nothing of
 * it was done. Nothing here blocks a caller, but {@code open} and {@code close}.
 *
 * <p><b>Stages</b> complete on the thread that did the work. Whoever goes on there holds up the store.
 *
 * <p><b>Layout.</b> Tables grow at their end, in order of arrival, and indexes are narrow: a commit writes pages, and
 * what came together should lie together. The indexes of a feed's alerts and of an author's posts are therefore cut
 * into eras, stretches of the table: what is added lands on the pages of one era, however many are before it. Which
 * eras have alerts of a feed, and from which number on, is in a small table that readers go by. A post is found by a
 * number that grows with its id, where that grows with time. A post's body is in one row, whatever number of alerts
 * refer to it; its erasure overwrites it. That a post was erased is kept, so it can't come back. Numbers of a feed are
 * without a hole because they and the alerts are one transaction. They are unique because who adds an alert holds the
 * feed's row, which has the last number; the index refuses a second alert of a number within an era alone.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
