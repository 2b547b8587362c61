package io.tocsin.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What a source calls something, as the store keeps it, and the number that it is found by. */
record StoredName(long hash, String source, String id) {
    StoredName {
        source = SqlConnection.storable(source);
        id = SqlConnection.storable(id);
    }

    /** What the row says from this column on. */
    static StoredName of(ResultSet row, int column) throws SQLException {
        return new StoredName(row.getLong(column), row.getString(column + 1), row.getString(column + 2));
    }
}
