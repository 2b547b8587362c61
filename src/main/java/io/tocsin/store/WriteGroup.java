package io.tocsin.store;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes that share a transaction: all that are not wrong themselves become durable together. */
final class WriteGroup {
    /** Far more often than it takes, unless another member holds its rows for half a minute. */
    static final int MAX_TRIES = 100;

    private final Optional<CommitMark> marks;
    private final Runnable undone;
    private List<Write<?>> writes;
    /** What is to be told of each write of the last try when that is durable. */
    private final Map<Write<?>, Runnable> ends = new LinkedHashMap<>();
    /** Of the last try, if its commit was asked for. */
    private Optional<Long> mark = Optional.empty();

    /**
     * @param marks empty if a commit that fails surely did not happen
     * @param undone called whenever work was undone alone: what it left in memory is wrong
     */
    WriteGroup(List<Write<?>> writes, Optional<CommitMark> marks, Runnable undone) {
        this.writes = writes;
        this.marks = marks;
        this.undone = undone;
    }

    /**
     * Makes it durable, or some of it, from its front. May be called again when it failed: a commit that was not
     * answered, but happened, is not done twice, and what it said holds.
     */
    void write(SqlConnection to) throws SQLException {
        if (mark.isPresent() && marks.orElseThrow().isSet(mark.get(), to)) {
            to.rollback();
            return;
        }
        mark = Optional.empty();
        ends.clear();
        if (!together(to)) {
            for (Write<?> write : writes) {
                Optional<Runnable> end = attempt(write, to, ends.isEmpty());
                if (end.isEmpty()) {
                    break;
                }
                ends.put(write, end.get());
            }
        }
        if (marks.isPresent()) {
            mark = Optional.of(marks.get().set(to));
        }
        to.commit();
    }

    /**
     * Does all of them as if none were wrong, as mostly none is: what could be undone alone costs a copy of each page
     * that is changed, and two trips. If one is, nothing is done.
     */
    private boolean together(SqlConnection to) throws SQLException {
        try {
            for (Write<?> write : writes) {
                ends.put(write, done(write, to));
            }
            return true;
        } catch (Throwable e) {
            if (Outage.shows(e)) {
                throw (SQLException) e;
            }
            ends.clear();
            undone.run();
            to.rollback();
            return false;
        }
    }

    private static <T> Runnable done(Write<T> write, SqlConnection to) throws SQLException {
        T result = write.work().on(to);
        return () -> write.stage().complete(result);
    }

    /**
     * How the write ended, to be told after the commit; one that met another member's is done again, as it then sees
     * what that one wrote. Empty if it did and is not the first of its transaction: those before it hold what the other
     * member may be waiting for, so they are to be committed first. Throws only if the whole group is lost.
     */
    private <T> Optional<Runnable> attempt(Write<T> write, SqlConnection to, boolean first) throws SQLException {
        for (int tries = 1; ; tries++) {
            Savepoint before = to.savepoint();
            try {
                T result = write.work().on(to);
                to.release(before);
                return Optional.of(() -> write.stage().complete(result));
            } catch (Throwable e) {
                undone.run();
                undo(before, to, e);
                if (tries == MAX_TRIES || !SqlConnection.met(e)) {
                    return Optional.of(() -> write.fail(e));
                }
                if (!first) {
                    return Optional.empty();
                }
            }
        }
    }

    private static void undo(Savepoint before, SqlConnection to, Throwable why) throws SQLException {
        if (Outage.shows(why)) {
            throw (SQLException) why;
        }
        try {
            to.rollback(before);
            to.release(before);
        } catch (SQLException e) {
            e.addSuppressed(why);
            throw e;
        }
    }

    /** What those weigh that are durable and not told yet. */
    int durable() {
        return weight(ends.keySet());
    }

    /** Tells those whose write is durable, of which the group is rid then. */
    void tell() {
        ends.values().forEach(Runnable::run);
        writes = writes.stream().filter(write -> !ends.containsKey(write)).toList();
        ends.clear();
        mark = Optional.empty();
    }

    /** Fails those that came no later than this. */
    void giveUp(Instant last, Throwable why) {
        List<Write<?>> left = new ArrayList<>(writes.size());
        for (Write<?> write : writes) {
            if (write.since().isAfter(last)) {
                left.add(write);
            } else {
                write.fail(why);
            }
        }
        writes = left;
    }

    /** Whether nobody waits for it any more. */
    boolean empty() {
        return writes.isEmpty();
    }

    int weight() {
        return weight(writes);
    }

    private static int weight(Collection<Write<?>> writes) {
        return writes.stream().mapToInt(Write::weight).sum();
    }
}
