package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Body;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.wire.PostJson;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One append under way, on the writer's thread. */
final class FeedWrite {
    private static final int ROW_BYTES = 1024;
    private static final Body NO_BODY = Body.of(new byte[0]);

    private final SqlConnection connection;
    private final AlertRows alerts;
    private final Raising raising;
    private final Retraction retraction;
    private final Correction correction;
    private final long now;
    private int rowsToSweep = AuthorSweep.WRITE_ROWS;

    private FeedWrite(SqlConnection connection, FeedHeads heads, long now) {
        this.connection = connection;
        this.now = now;
        this.alerts = new AlertRows(connection, heads, now);
        this.raising = new Raising(connection, alerts, true);
        this.retraction = new Retraction(connection, alerts, now);
        this.correction = new Correction(connection, alerts, new Raising(connection, alerts, false), retraction);
    }

    /** A change with what can be worked out before the writer's turn, on the caller's thread. */
    sealed interface Prepared {
        static Prepared of(FeedChange change) {
            if (change instanceof FeedChange.Raise raise) {
                return new Arriving(arrival(raise.post(), raise.targets(), raise));
            }
            if (change instanceof FeedChange.Correct correct) {
                return new Editing(
                        correct, StoredPost.Name.of(correct.id()), arrival(correct.post(), correct.targets(), correct));
            }
            if (change instanceof FeedChange.RestoreAuthor restore) {
                return new Restoring(restore.author(), NameHash.of(restore.author()));
            }
            Optional<AuthorSweep> sweep = AuthorSweep.of(change);
            return sweep.isPresent() ? new Sweeping(sweep.get()) : new Other(change, StoredPost.Name.of(post(change)));
        }

        /** About how many rows of a kilobyte it writes. */
        default int weight() {
            return 1;
        }

        record Arriving(Raising.Arrival arrival) implements Prepared {
            StoredPost.Name name() {
                return arrival.name();
            }

            @Override
            public int weight() {
                return FeedWrite.weight(arrival);
            }
        }

        record Editing(FeedChange.Correct change, StoredPost.Name before, Raising.Arrival arrival) implements Prepared {
            @Override
            public int weight() {
                return FeedWrite.weight(arrival);
            }
        }

        record Sweeping(AuthorSweep sweep) implements Prepared {
            /** Most authors have few posts here; of one that has many, the rest is written by and by. */
            private static final int WEIGHT = 10;

            @Override
            public int weight() {
                return WEIGHT;
            }
        }

        record Restoring(AuthorId author, long hash) implements Prepared {}

        /** A change to one post of which nothing but the name is known. */
        record Other(FeedChange change, StoredPost.Name post) implements Prepared {}
    }

    private static Raising.Arrival arrival(Post post, List<FeedChange.Target> targets, FeedChange change) {
        long receivedAt = Micros.of(change.receivedAt());
        StoredPost.Name name = StoredPost.Name.of(post.id());
        return targets.isEmpty()
                ? new Raising.Arrival(name, NameHash.of(AuthorId.of(post)), post, NO_BODY, targets, receivedAt)
                : new Raising.Arrival(
                        name,
                        NameHash.of(AuthorId.of(post)),
                        post,
                        Body.of(PostJson.encode(post)),
                        targets,
                        receivedAt);
    }

    /** What waits must fit into memory, and a long body takes as much as many short ones. */
    private static int weight(Raising.Arrival arrival) {
        return 1 + arrival.targets().size() + arrival.body().json().length / ROW_BYTES;
    }

    private static PostId post(FeedChange change) {
        if (change instanceof FeedChange.Retract retract) {
            return retract.post();
        }
        if (change instanceof FeedChange.ScrubGeo scrub) {
            return scrub.post();
        }
        if (change instanceof FeedChange.Pause pause) {
            return pause.post();
        }
        throw new AssertionError(change);
    }

    /**
     * What is done so far.
     *
     * @param results one for each change
     * @param rest what is left to do, by the place of its change
     */
    record Done(List<Appended> results, SortedMap<Integer, AuthorSweep> rest) {
        static Done nothing() {
            return new Done(new ArrayList<>(), new TreeMap<>());
        }
    }

    /** Applies the changes; those that concern many posts are begun. */
    static Done run(List<Prepared> changes, SqlConnection connection, FeedHeads heads, long now) throws SQLException {
        FeedWrite write = new FeedWrite(connection, heads, now);
        Done done = Done.nothing();
        Map<StoredPost.Name, Raising.Arrival> arriving = new LinkedHashMap<>();
        for (Prepared change : changes) {
            if (change instanceof Prepared.Arriving next) {
                if (arriving.containsKey(next.name())) {
                    write.raise(arriving, done);
                }
                arriving.put(next.name(), next.arrival());
            } else {
                write.raise(arriving, done);
                done.results().add(write.apply(change, done));
            }
        }
        write.raise(arriving, done);
        write.alerts.store();
        return done;
    }

    /** Posts that come one after the other, none of them twice, are raised together. */
    private void raise(Map<StoredPost.Name, Raising.Arrival> arriving, Done done) throws SQLException {
        done.results().addAll(raising.raise(List.copyOf(arriving.values())));
        arriving.clear();
    }

    /** Goes on with sweeps that nobody went on with since {@code time}, as far as no other member does. */
    static Done claim(List<AuthorSweep> sweeps, long time, SqlConnection connection, FeedHeads heads, long now)
            throws SQLException {
        Done claimed = Done.nothing();
        for (AuthorSweep sweep : sweeps) {
            if (OpenSweeps.claim(sweep, time, now, connection)) {
                claimed.rest().put(claimed.results().size(), sweep);
                claimed.results().add(new Appended(Receipt.ACCEPTED, List.of()));
            }
        }
        return resume(claimed, connection, heads, now);
    }

    /** Goes on with what is left of the changes that are not done. */
    static Done resume(Done before, SqlConnection connection, FeedHeads heads, long now) throws SQLException {
        FeedWrite write = new FeedWrite(connection, heads, now);
        Done done = new Done(new ArrayList<>(before.results()), new TreeMap<>(before.rest()));
        while (!done.rest().isEmpty() && write.rowsToSweep > 0) {
            int place = done.rest().firstKey();
            AuthorSweep sweep = Objects.requireNonNull(done.rest().remove(place));
            Appended first = done.results().get(place);
            Appended next = write.sweep(sweep, first.receipt() == Receipt.ACCEPTED, place, done);
            List<Cursor> added = new ArrayList<>(first.added());
            added.addAll(next.added());
            done.results().set(place, new Appended(next.receipt(), added));
        }
        write.alerts.store();
        return done;
    }

    private Appended apply(Prepared prepared, Done done) throws SQLException {
        if (prepared instanceof Prepared.Editing editing) {
            return correction.edit(editing.change(), editing.before(), editing.arrival());
        }
        if (prepared instanceof Prepared.Sweeping sweeping) {
            boolean marked = sweeping.sweep().mark(connection);
            AuthorSweep sweep = sweeping.sweep().overAll(connection);
            return sweep(sweep, marked, done.results().size(), done);
        }
        if (prepared instanceof Prepared.Restoring restoring) {
            boolean restored = AuthorMark.restore(restoring.author(), restoring.hash(), connection);
            return new Appended(restored ? Receipt.ACCEPTED : Receipt.DUPLICATE, List.of());
        }
        if (prepared instanceof Prepared.Other other) {
            return apply(other.change(), other.post());
        }
        throw new AssertionError(prepared);
    }

    private Appended apply(FeedChange change, StoredPost.Name post) throws SQLException {
        long receivedAt = Micros.of(change.receivedAt());
        if (change instanceof FeedChange.Retract) {
            return retraction.delete(post, receivedAt);
        }
        if (change instanceof FeedChange.ScrubGeo) {
            return correction.scrub(post, receivedAt);
        }
        if (change instanceof FeedChange.Pause pause) {
            return pause(pause, post, receivedAt);
        }
        throw new AssertionError(change);
    }

    private Appended sweep(AuthorSweep sweep, boolean changedBefore, int place, Done done) throws SQLException {
        if (rowsToSweep <= 0) {
            OpenSweeps.keep(sweep, now, connection);
            done.rest().put(place, sweep);
            return new Appended(changedBefore ? Receipt.ACCEPTED : Receipt.DUPLICATE, List.of());
        }
        AuthorSweep.Progress progress = sweep.some(rowsToSweep, connection, retraction, correction);
        rowsToSweep -= progress.rows();
        if (progress.rest().isPresent()) {
            OpenSweeps.keep(progress.rest().get(), now, connection);
            done.rest().put(place, progress.rest().get());
        } else {
            OpenSweeps.end(sweep, connection);
        }
        boolean changed = changedBefore || progress.changed();
        return new Appended(changed ? Receipt.ACCEPTED : Receipt.DUPLICATE, progress.added());
    }

    private Appended pause(FeedChange.Pause pause, StoredPost.Name name, long receivedAt) throws SQLException {
        Optional<StoredPost> post = StoredPost.find(name, connection);
        Optional<FeedHead> head = alerts.head(pause.subscription());
        if (post.isEmpty() || head.isEmpty()) {
            return new Appended(Receipt.ACCEPTED, List.of());
        }
        Optional<Cursor> added = alerts.pause(head.get(), post.get(), receivedAt);
        return new Appended(
                added.isPresent() ? Receipt.ACCEPTED : Receipt.DUPLICATE,
                added.stream().toList());
    }
}
