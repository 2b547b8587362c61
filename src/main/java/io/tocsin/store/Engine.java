package io.tocsin.store;

import java.sql.SQLException;

/** What is particular to one SQL engine. The SQL itself is every engine's. */
interface Engine {
    /** Opens a connection that writes: a commit is durable when it returns. */
    SqlConnection writer() throws SQLException;

    /** Opens a connection that reads: what it reads before it lets go is one state of the store. */
    SqlConnection reader() throws SQLException;

    /**
     * Whether the store is a server's, which several members may have open, and which may do what it was asked for
     * though its answer was lost.
     */
    boolean shared();
}
