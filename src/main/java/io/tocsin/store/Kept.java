package io.tocsin.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A row that holds a value as JSON. */
record Kept(String id, String json) {
    private static final Logger log = LoggerFactory.getLogger(Kept.class);

    static Kept of(ResultSet row) throws SQLException {
        return new Kept(row.getString(1), row.getString(2));
    }

    /** The values that can still be read. One that can't costs itself and a line in the log, not the others. */
    static <T> List<T> readable(List<Kept> rows, Function<String, T> decode) {
        List<T> values = new ArrayList<>(rows.size());
        for (Kept row : rows) {
            try {
                values.add(decode.apply(row.json()));
            } catch (RuntimeException e) {
                log.error("store: passed over a row that can't be read id={}", row.id(), e);
            }
        }
        return values;
    }
}
