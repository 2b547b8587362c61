package io.tocsin.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Opens connections that lose the answer to a commit, and break, when a test says so. */
final class LosingOpening implements SqlConnection.Opening {
    /** What the server has done by then. */
    enum Loss {
        NONE,
        NOT_COMMITTED,
        COMMITTED,
        /** The connection as the server knows it goes to {@link #held}. */
        UNDER_WAY
    }

    private final PostgresUrl url;
    final AtomicReference<Loss> next = new AtomicReference<>(Loss.NONE);
    final BlockingQueue<Connection> held = new LinkedBlockingQueue<>();

    LosingOpening(PostgresUrl url) {
        this.url = url;
    }

    @Override
    public SqlConnection open() throws SQLException {
        Connection real = PostgresServer.connection(url);
        boolean[] lost = {false};
        return new SqlConnection(
                (Connection) Proxy.newProxyInstance(
                        LosingOpening.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, values) -> {
                            if (lost[0]) {
                                throw new SQLException("closed", "08003");
                            }
                            if (method.getName().equals("commit") && lose(real)) {
                                lost[0] = true;
                                throw new SQLException("lost", "08006");
                            }
                            try {
                                return method.invoke(real, values);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }),
                true);
    }

    private boolean lose(Connection real) throws SQLException {
        switch (next.getAndSet(Loss.NONE)) {
            case NONE -> {
                return false;
            }
            case NOT_COMMITTED -> real.close();
            case COMMITTED -> {
                real.commit();
                real.close();
            }
            case UNDER_WAY -> held.add(real);
        }
        return true;
    }
}
