package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens connections that break, and no other, as long as a test says so. */
final class FailingOpening implements SqlConnection.Opening {
    private final SqlConnection.Opening opening;
    private final Semaphore failures = new Semaphore(0);
    final AtomicInteger opened = new AtomicInteger();
    private volatile @Nullable SQLException failing;
    private volatile @Nullable SqlConnection last;

    FailingOpening(SqlConnection.Opening opening) {
        this.opening = opening;
    }

    /** The connection breaks, and nobody gets another. */
    void fail(SQLException why) {
        failing = why;
        breakConnection();
    }

    void breakConnection() {
        SqlConnection open = last;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    void recover() {
        failing = null;
    }

    /** From now on, so many more. */
    void awaitFailures(int count) throws InterruptedException {
        int unused = failures.drainPermits();
        assertThat(failures.tryAcquire(count, 10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public SqlConnection open() throws SQLException {
        SQLException why = failing;
        if (why != null) {
            failures.release();
            throw why;
        }
        opened.incrementAndGet();
        SqlConnection connection = opening.open();
        last = connection;
        return connection;
    }
}
